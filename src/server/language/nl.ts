/** Dutch: what is said, by what is said in English. `{}` stands for what differs, in the same order. */
export const nl: Readonly<Record<string, string>> = {
  'One operation may cost {} points; this one asks for {}.': 'Een bewerking mag {} punten kosten; deze vraagt er {}.',
  'Ask for smaller pages or fewer fields, or split the operation.':
    "Vraag kleinere pagina's of minder velden, of splits de bewerking.",
  'This costs {} points, more than {} have left right now.': 'Dit kost {} punten, meer dan {} nu over hebben.',
  you: 'u',
  'all who work in this environment': 'allen die in deze omgeving werken',
  'Try again in {} seconds.': 'Probeer het over {} seconden opnieuw.',
  'Try again in a few seconds.': 'Probeer het over enkele seconden opnieuw.',
  'Try again.': 'Probeer het opnieuw.',
  'The request took too long and was stopped.': 'Het verzoek duurde te lang en is gestopt.',
  'Ask for less at once, or try again.': 'Vraag minder tegelijk, of probeer het opnieuw.',
  'Ask for less at once.': 'Vraag minder tegelijk.',
  'Somebody else changed the same data at the same time.':
    'Iemand anders wijzigde dezelfde gegevens op hetzelfde moment.',
  'The data was read too late to be released: consent may have ended since.':
    'De gegevens zijn te laat gelezen om vrij te geven: de toestemming kan intussen beëindigd zijn.',
  'Too much is being asked of this environment at once.': 'Er wordt te veel tegelijk van deze omgeving gevraagd.',
  'A subscription does not run over plain HTTP.': 'Een abonnement loopt niet over gewone HTTP.',
  'There is no such record.': 'Dit record bestaat niet.',
  'Nobody is signed in.': 'Er is niemand aangemeld.',
  'Sign in, and send the session cookie or a bearer token.':
    'Meld u aan en stuur de sessiecookie of een bearer-token mee.',
  'The database cannot be reached right now.': 'De database is nu niet bereikbaar.',
  'Something went wrong here.': 'Hier ging iets mis.',
  'Send the header x-tenant with the name of one of the tenants in viewer.tenants.':
    'Stuur de header x-tenant met de naam van een van de omgevingen in viewer.tenants.',
  'Look the fields up in viewer.visibility.': 'Zoek de velden op in viewer.visibility.',
  'Leave it out of the input.': 'Laat het weg uit de invoer.',
  'Read the newest version in agreements, and accept it with acceptAgreement.':
    'Lees de nieuwste versie in agreements en aanvaard die met acceptAgreement.',
  'An owner of the tenant accepts the agreement under {}.':
    'Een eigenaar van de omgeving aanvaardt de overeenkomst onder {}.',
  'Open a maintenance window with the purpose that the work has.':
    'Open een onderhoudsvenster met het doel van het werk.',
  'Ask an owner or admin of the tenant for a role that includes it.':
    'Vraag een eigenaar of beheerder van de omgeving om een rol die dit omvat.',
  'There is nothing to ask for.': 'Er valt niets aan te vragen.',
  'Ask an owner or admin of the tenant to do it.': 'Vraag een eigenaar of beheerder van de omgeving om het te doen.',
  'Ask an owner or admin of the tenant for an invitation that includes it.':
    'Vraag een eigenaar of beheerder van de omgeving om een uitnodiging die dit omvat.',
  'Ask for it with requestSupportAccess; an owner or admin of the tenant answers under {}.':
    'Vraag het aan met requestSupportAccess; een eigenaar of beheerder van de omgeving antwoordt onder {}.',
  'Ask for it with requestSupportAccess.': 'Vraag het aan met requestSupportAccess.',
  'Nobody is signed in: sign in with an account that may do this.':
    'Er is niemand aangemeld: meld u aan met een account dat dit mag.',
  'The request is addressed to no tenant that this account may enter; name one in the header x-tenant.':
    'Het verzoek is gericht aan geen omgeving waar dit account in mag; noem er een in de header x-tenant.',
  'There is no such field, so nobody can be allowed it.':
    'Dit veld bestaat niet, dus niemand kan er toegang toe krijgen.',
  'The field is kept by the system, and nobody can write it.':
    'Het veld wordt door het systeem bijgehouden en niemand kan het schrijven.',
  'No commitment to confidentiality is in force for this staff account; whoever owns the account can make one.':
    'Voor dit personeelsaccount is geen geheimhoudingsverklaring van kracht; wie het account bezit, kan er een afleggen.',
  'The tenant has not accepted the data processing agreement, without which no personal data is written; an owner can accept it.':
    'De klant heeft de verwerkersovereenkomst niet aanvaard, en zonder haar worden geen persoonsgegevens geschreven; een eigenaar kan haar aanvaarden.',
  'No maintenance window is open that needs this; a system administrator can open one, for a stated purpose and time.':
    'Er is geen onderhoudsvenster open dat dit nodig heeft; een systeembeheerder kan er een openen, voor een genoemd doel en een genoemde tijd.',
  'The role {} does not include {}; an owner or admin of the tenant can give another role.':
    'De rol {} omvat niet {}; een eigenaar of beheerder van de omgeving kan een andere rol geven.',
  'No role, grant or access includes {}, so nobody can give it.':
    'Geen rol, toestemming of toegang omvat {}, dus niemand kan het geven.',
  'An actor of kind {} is never allowed {}; an owner or admin of the tenant can do it, if anybody can.':
    'Aan een actor van de soort {} is {} nooit toegestaan; een eigenaar of beheerder van de omgeving kan het, als iemand het kan.',
  'The access that the tenant gave does not include {}; an owner or admin of the tenant can invite you anew.':
    'De toegang die de klant gaf omvat niet {}; een eigenaar of beheerder van de omgeving kan u opnieuw uitnodigen.',
  'The tenant has not consented to support {}; an owner or admin of the tenant can consent under {}.':
    'De klant heeft support geen toestemming gegeven voor {}; een eigenaar of beheerder van de omgeving kan toestemmen onder {}.',
  'The tenant gave a consent that was taken back or handed back, to support {}; an owner or admin of the tenant can consent under {}.':
    'De toestemming van de klant aan support is ingetrokken of teruggegeven voor {}; een eigenaar of beheerder van de omgeving kan toestemmen onder {}.',
  'The tenant gave a consent that has run out, to support {}; an owner or admin of the tenant can consent under {}.':
    'De toestemming van de klant aan support is verlopen voor {}; een eigenaar of beheerder van de omgeving kan toestemmen onder {}.',
  'Company Settings, GDPR': 'Bedrijfsinstellingen, AVG',
  'seeing {}': 'het zien van {}',
  'adding {}': 'het toevoegen van {}',
  'changing {}': 'het wijzigen van {}',
  'deleting {}': 'het verwijderen van {}',
  'exporting {}': 'het exporteren van {}',
  'erasing {}': 'het wissen van {}',
  'any data of {} ({})': 'gegevens van {} ({})',
  '{} data of {}': '{}-gegevens van {}',
  'a {}': '{}',
  'an {}': '{}',
  'The body is nested more than {} deep.': 'De inhoud is meer dan {} niveaus diep genest.',
  'This operation is not on the list of those that are answered here.':
    'Deze bewerking staat niet op de lijst van wat hier wordt beantwoord.',
  'Whoever runs the API adds the documents of a frontend to PERSISTED_OPERATIONS.':
    'Wie de API beheert, voegt de documenten van een frontend toe aan PERSISTED_OPERATIONS.',
  'A change under a session cookie must bear the CSRF token of that session.':
    'Een wijziging met een sessiecookie moet het CSRF-token van die sessie dragen.',
  'Send the header x-csrf-token with the value that signIn returned, which is also in the cookie csrftoken.':
    'Stuur de header x-csrf-token met de waarde die signIn gaf, en die ook in de cookie csrftoken staat.',
  'This page may not act for somebody who is signed in here.':
    'Deze pagina mag niet handelen voor iemand die hier is aangemeld.',
  'Whoever runs the API can name its origin in ALLOWED_ORIGINS.':
    'Wie de API beheert, kan haar herkomst noemen in ALLOWED_ORIGINS.',
  'One operation tries one password, code or link.': 'Een bewerking probeert één wachtwoord, code of link.',
  'E-mail address or password is wrong.': 'E-mailadres of wachtwoord is onjuist.',
  'The e-mail address or the password is wrong.': 'Het e-mailadres of het wachtwoord is onjuist.',
  'Too many people are signing in right now.': 'Er melden zich nu te veel mensen aan.',
  'This was tried too often.': 'Dit is te vaak geprobeerd.',
  'Give first or last, not both.': 'Geef first of last, niet beide.',
  '{} takes a number from 1 to {}.': '{} neemt een getal van 1 tot {}.',
  'A list is sorted by at most {} fields.': 'Een lijst wordt op hoogstens {} velden gesorteerd.',
  '{} cannot be sorted by {}.': '{} kan niet worden gesorteerd op {}.',
  'This is no cursor of this list.': 'Dit is geen cursor van deze lijst.',
  'There is no environment {} that you can address.': 'Er is geen omgeving {} die u kunt aanspreken.',
  'Name one of viewer.tenants in the header x-tenant.': 'Noem een van viewer.tenants in de header x-tenant.',
  'The request does not say which environment it is addressed to.':
    'Het verzoek zegt niet aan welke omgeving het is gericht.',
  'nodes takes at most {} ids.': "nodes neemt hoogstens {} id's.",
  'One operation may ask for {} rows in {} lists; this one asks for more.':
    'Een bewerking mag {} rijen in {} lijsten vragen; deze vraagt er meer.',
  'Ask for smaller pages, or split the operation.': "Vraag kleinere pagina's, of splits de bewerking.",
  'A filter may be nested {} deep and have {} conditions.':
    'Een filter mag {} niveaus diep genest zijn en {} voorwaarden hebben.',
  'The text has a character that cannot be stored.': 'De tekst bevat een teken dat niet kan worden opgeslagen.',
  '{} cannot be null: use isNull to ask for empty values.':
    '{} kan niet null zijn: gebruik isNull om naar lege waarden te vragen.',
  '{} cannot be filtered by {}.': '{} kan niet worden gefilterd op {}.',
  'Rights were changed again and again in the meantime, so nothing was done.':
    'De rechten zijn intussen telkens gewijzigd, dus er is niets gedaan.',
  'This is no cursor of this stream.': 'Dit is geen cursor van deze stroom.',
  'Name the environment that is followed in x-tenant.': 'Noem de omgeving die wordt gevolgd in x-tenant.',
  'A subscription follows one stream.': 'Een abonnement volgt één stroom.',
  '{} takes at most {} characters.': '{} neemt hoogstens {} tekens.',
  '{} cannot be empty.': '{} kan niet leeg zijn.',
  '{} takes a decimal number such as "12.5".': '{} neemt een decimaal getal zoals "12.5".',
  '{} takes a date such as "2026-01-31".': '{} neemt een datum zoals "2026-01-31".',
  '{} takes "true" or "false".': '{} neemt "true" of "false".',
  '{} takes one of its choices.': '{} neemt een van zijn keuzes.',
  '{} has no custom field {}.': '{} heeft geen eigen veld {}.',
  '{} is given twice.': '{} is twee keer gegeven.',
  'The record has changed since it was read.': 'Het record is gewijzigd sinds het is gelezen.',
  'Read it again, and repeat the change on what it is now.':
    'Lees het opnieuw en herhaal de wijziging op wat het nu is.',
  'Only an owner or admin of the tenant decides on support access.':
    'Alleen een eigenaar of beheerder van de omgeving beslist over toegang van support.',
  'Only an owner or administrator of the tenant decides on support access.':
    'Alleen een eigenaar of beheerder van de omgeving beslist over toegang van support.',
  'Only support staff ask for access, and hand it back.':
    'Alleen supportmedewerkers vragen toegang aan en geven haar terug.',
  'Only support staff bound to confidentiality can do this.':
    'Alleen supportmedewerkers met geheimhoudingsplicht kunnen dit.',
  'Owners and admins of a tenant use grantSupportAccess and revokeSupportAccess.':
    'Eigenaars en beheerders van een omgeving gebruiken grantSupportAccess en revokeSupportAccess.',
  'There is no such data category in this environment.': 'Deze gegevenscategorie bestaat niet in deze omgeving.',
  'Name at most {} categories.': 'Noem hoogstens {} categorieën.',
  'Ask for at most {} ids at once.': "Vraag hoogstens {} id's tegelijk.",
  'Address the tenant: send its slug in the header x-tenant.':
    'Spreek de omgeving aan: stuur haar slug in de header x-tenant.',
  'The ticket is closed.': 'Het ticket is gesloten.',
  'Open a new one.': 'Open een nieuw.',
  'This must not be empty.': 'Dit mag niet leeg zijn.',
  'This takes at most {} characters.': 'Dit neemt hoogstens {} tekens.',
  'There is no such subject; take the name of a type, such as Contact.':
    'Dit onderwerp bestaat niet; neem de naam van een type, zoals Contact.',
  'Name one operation of the document in operationName.': 'Noem een bewerking van het document in operationName.',
  'Only subscriptions run over a socket: send queries and mutations over HTTP.':
    "Over een socket lopen alleen abonnementen: stuur query's en mutaties over HTTP.",
  'This stream leads to another environment now.': 'Deze stroom leidt nu naar een andere omgeving.',
  'The event was ready too late to be released: consent may have ended since.':
    'De gebeurtenis was te laat klaar om vrij te geven: de toestemming kan intussen beëindigd zijn.',
  'An event may have {} characters.': 'Een gebeurtenis mag {} tekens hebben.',
  'Ask for less of each event.': 'Vraag minder van elke gebeurtenis.',
  'One socket follows at most {} streams.': 'Een socket volgt hoogstens {} stromen.',
  'End some of them, or open another socket.': 'Beëindig er enkele, of open een andere socket.',
  '{} is withheld here ({} in this answer).': '{} wordt hier achtergehouden ({} in dit antwoord).',
  once: 'één keer',
  '{} times': '{} keer',
  'A reason has at most 1000 characters.': 'Een reden heeft hoogstens 1000 tekens.',
  'Access ends in the future, at most 30 days ahead.': 'Toegang eindigt in de toekomst, hoogstens 30 dagen vooruit.',
  'Access is READ or READ_WRITE.': 'Toegang is READ of READ_WRITE.',
  'An approval may narrow what was asked, never widen it.':
    'Een goedkeuring mag inperken wat is gevraagd, nooit verruimen.',
  'Give a reason: it is what the tenant decides by.': 'Geef een reden: daarop beslist de klant.',
  'Name between 1 and 100 categories, such as CONTACT_DETAILS.': 'Noem 1 tot 100 categorieën, zoals CONTACT_DETAILS.',
  'The purpose of support access is SUPPORT_TICKET, INCIDENT or LEGAL.':
    'Het doel van toegang van support is SUPPORT_TICKET, INCIDENT of LEGAL.',
  'A record with this id exists already.': 'Er bestaat al een record met deze id.',
  'The tenant changed meanwhile: try again.': 'De omgeving is intussen gewijzigd: probeer het opnieuw.',
  'The tenant has 200 open requests and grants: end some of them first.':
    'De omgeving heeft 200 open verzoeken en toestemmingen: beëindig er eerst enkele.',
  'This access was never given, so there is nothing to end.':
    'Deze toegang is nooit gegeven, dus er valt niets te beëindigen.',
  'This request has been answered already.': 'Dit verzoek is al beantwoord.',
  'This request has lapsed: its time was over before anybody answered.':
    'Dit verzoek is vervallen: de tijd was om voordat iemand antwoordde.',
  'Whoever asked is no longer with support.': 'Wie het vroeg, werkt niet meer bij support.',
  'Enrol one with enrollSecondFactor, and confirm it with confirmSecondFactor.':
    'Stel er een in met enrollSecondFactor en bevestig hem met confirmSecondFactor.',
  'Send a code with stepUp, or sign in again with one; without a second factor, enrol one first.':
    'Stuur een code met stepUp, of meld u opnieuw aan met een code; stel zonder tweede factor er eerst een in.',
  'This is not the present password.': 'Dit is niet het huidige wachtwoord.',
  'A password has {} to {} characters.': 'Een wachtwoord heeft {} tot {} tekens.',
  'The password has a character that does not exist.': 'Het wachtwoord bevat een teken dat niet bestaat.',
  'There is nothing to confirm: no second factor was enrolled of late.':
    'Er valt niets te bevestigen: er is de laatste tijd geen tweede factor ingesteld.',
  'Enrol one with enrollSecondFactor, and confirm it within ten minutes.':
    'Stel er een in met enrollSecondFactor en bevestig hem binnen tien minuten.',
  'This account has a second factor: a code is needed as well.':
    'Dit account heeft een tweede factor: er is ook een code nodig.',
  'Send the code that the authenticator app shows, or a recovery code, as code.':
    'Stuur als code wat de authenticatie-app toont, of een herstelcode.',
  'Wait for the next code of the authenticator app, or take a recovery code that was not used yet.':
    'Wacht op de volgende code van de authenticatie-app, of neem een herstelcode die nog niet is gebruikt.',
  'A password is kept as an argon2id hash.': 'Een wachtwoord wordt als argon2id-hash bewaard.',
  'The password was changed meanwhile.': 'Het wachtwoord is intussen gewijzigd.',
  'A session needs a digest of 32 bytes.': 'Een sessie heeft een digest van 32 bytes nodig.',
  'A code counts for a time of at most a day.': 'Een code geldt hoogstens een dag.',
  'The code is wrong, or was used before.': 'De code is onjuist, of is al gebruikt.',
  'There is a second factor already: show a code of it before another takes its place.':
    'Er is al een tweede factor: toon er een code van voordat een andere zijn plaats inneemt.',
  'It is a while since you signed in: sign in again, then enrol a second factor.':
    'U bent al een tijd aangemeld: meld u opnieuw aan en stel dan een tweede factor in.',
  'A second factor comes with ten recovery codes.': 'Een tweede factor komt met tien herstelcodes.',
  'There is no second factor yet: enrol one first.': 'Er is nog geen tweede factor: stel er eerst een in.',
  'There is no second factor to do without.': 'Er is geen tweede factor om van af te zien.',
  'Staff always have a second factor: enrol another, and it takes the place of this one.':
    'Medewerkers hebben altijd een tweede factor: stel een andere in, en die neemt de plaats van deze in.',
  'Only an owner of the tenant decides whether its people need a second factor.':
    'Alleen een eigenaar van de omgeving beslist of haar mensen een tweede factor nodig hebben.',
  'To decide this, show a code of your own second factor first.':
    'Toon eerst een code van uw eigen tweede factor om dit te beslissen.',
  'Staff need a second factor: enrol one first.': 'Medewerkers hebben een tweede factor nodig: stel er eerst een in.',
  'A second factor is needed here, and this account has none yet; whoever owns the account can enrol one.':
    'Hier is een tweede factor nodig, en dit account heeft er nog geen; wie het account bezit, kan er een instellen.',
  'This needs a fresh code of a second factor, and none was shown in this session of late; whoever owns the account can show one.':
    'Hiervoor is een verse code van een tweede factor nodig, en in deze sessie is er de laatste tijd geen getoond; wie het account bezit, kan er een tonen.',
};
