/** German: what is said, by what is said in English. `{}` stands for what differs, in the same order. */
export const de: Readonly<Record<string, string>> = {
  'One operation may cost {} points; this one asks for {}.': 'Ein Vorgang darf {} Punkte kosten; dieser verlangt {}.',
  'Ask for smaller pages or fewer fields, or split the operation.':
    'Fragen Sie kleinere Seiten oder weniger Felder ab, oder teilen Sie den Vorgang.',
  'This costs {} points, more than {} have left right now.': 'Das kostet {} Punkte, mehr als {} gerade noch haben.',
  you: 'Sie',
  'all who work in this environment': 'alle in dieser Umgebung',
  'Try again in {} seconds.': 'Versuchen Sie es in {} Sekunden erneut.',
  'Try again in a few seconds.': 'Versuchen Sie es in einigen Sekunden erneut.',
  'Try again.': 'Versuchen Sie es erneut.',
  'The request took too long and was stopped.': 'Die Anfrage dauerte zu lange und wurde abgebrochen.',
  'Ask for less at once, or try again.': 'Fragen Sie weniger auf einmal ab, oder versuchen Sie es erneut.',
  'Ask for less at once.': 'Fragen Sie weniger auf einmal ab.',
  'Somebody else changed the same data at the same time.': 'Jemand anders hat dieselben Daten gleichzeitig geändert.',
  'The data was read too late to be released: consent may have ended since.':
    'Die Daten wurden zu spät gelesen, um freigegeben zu werden: Die Einwilligung kann inzwischen geendet haben.',
  'Too much is being asked of this environment at once.': 'Von dieser Umgebung wird zu viel auf einmal verlangt.',
  'A subscription does not run over plain HTTP.': 'Ein Abonnement läuft nicht über einfaches HTTP.',
  'There is no such record.': 'Diesen Datensatz gibt es nicht.',
  'Nobody is signed in.': 'Niemand ist angemeldet.',
  'Sign in, and send the session cookie or a bearer token.':
    'Melden Sie sich an und senden Sie das Sitzungscookie oder ein Bearer-Token mit.',
  'The database cannot be reached right now.': 'Die Datenbank ist gerade nicht erreichbar.',
  'Something went wrong here.': 'Hier ist etwas schiefgegangen.',
  'Send the header x-tenant with the name of one of the tenants in viewer.tenants.':
    'Senden Sie den Header x-tenant mit dem Namen einer der Umgebungen in viewer.tenants.',
  'Look the fields up in viewer.visibility.': 'Schlagen Sie die Felder in viewer.visibility nach.',
  'Leave it out of the input.': 'Lassen Sie es in der Eingabe weg.',
  'Read the newest version in agreements, and accept it with acceptAgreement.':
    'Lesen Sie die neueste Fassung unter agreements und nehmen Sie sie mit acceptAgreement an.',
  'An owner of the tenant accepts the agreement under {}.':
    'Ein Inhaber der Umgebung nimmt die Vereinbarung unter {} an.',
  'Open a maintenance window with the purpose that the work has.':
    'Öffnen Sie ein Wartungsfenster mit dem Zweck der Arbeit.',
  'Ask an owner or admin of the tenant for a role that includes it.':
    'Bitten Sie einen Inhaber oder Administrator der Umgebung um eine Rolle, die das umfasst.',
  'There is nothing to ask for.': 'Es gibt nichts zu beantragen.',
  'Ask an owner or admin of the tenant to do it.':
    'Bitten Sie einen Inhaber oder Administrator der Umgebung, es zu tun.',
  'Ask an owner or admin of the tenant for an invitation that includes it.':
    'Bitten Sie einen Inhaber oder Administrator der Umgebung um eine Einladung, die es umfasst.',
  'Ask for it with requestSupportAccess; an owner or admin of the tenant answers under {}.':
    'Beantragen Sie es mit requestSupportAccess; ein Inhaber oder Administrator der Umgebung antwortet unter {}.',
  'Ask for it with requestSupportAccess.': 'Beantragen Sie es mit requestSupportAccess.',
  'Nobody is signed in: sign in with an account that may do this.':
    'Niemand ist angemeldet: Melden Sie sich mit einem Konto an, das dies darf.',
  'The request is addressed to no tenant that this account may enter; name one in the header x-tenant.':
    'Die Anfrage richtet sich an keine Umgebung, die dieses Konto betreten darf; nennen Sie eine im Header x-tenant.',
  'There is no such field, so nobody can be allowed it.':
    'Dieses Feld gibt es nicht, also kann es niemandem erlaubt werden.',
  'The field is kept by the system, and nobody can write it.':
    'Das Feld wird vom System geführt, und niemand kann es schreiben.',
  'No commitment to confidentiality is in force for this staff account; whoever owns the account can make one.':
    'Für dieses Mitarbeiterkonto ist keine Vertraulichkeitsverpflichtung in Kraft; wem das Konto gehört, kann eine eingehen.',
  'The tenant has not accepted the data processing agreement, without which no personal data is written; an owner can accept it.':
    'Der Kunde hat die Vereinbarung zur Auftragsverarbeitung nicht angenommen, ohne die keine personenbezogenen Daten geschrieben werden; ein Inhaber kann sie annehmen.',
  'No maintenance window is open that needs this; a system administrator can open one, for a stated purpose and time.':
    'Kein Wartungsfenster ist offen, das dies braucht; ein Systemadministrator kann eines öffnen, für einen genannten Zweck und eine genannte Zeit.',
  'The role {} does not include {}; an owner or admin of the tenant can give another role.':
    'Die Rolle {} umfasst nicht {}; ein Inhaber oder Administrator der Umgebung kann eine andere Rolle geben.',
  'No role, grant or access includes {}, so nobody can give it.':
    'Keine Rolle, Einwilligung oder kein Zugriff umfasst {}, also kann es niemand geben.',
  'An actor of kind {} is never allowed {}; an owner or admin of the tenant can do it, if anybody can.':
    'Einem Akteur der Art {} ist {} nie erlaubt; ein Inhaber oder Administrator der Umgebung kann es, wenn es jemand kann.',
  'The access that the tenant gave does not include {}; an owner or admin of the tenant can invite you anew.':
    'Der Zugriff, den der Kunde gab, umfasst nicht {}; ein Inhaber oder Administrator der Umgebung kann Sie neu einladen.',
  'The tenant has not consented to support {}; an owner or admin of the tenant can consent under {}.':
    'Der Kunde hat dem Support keine Einwilligung gegeben für {}; ein Inhaber oder Administrator der Umgebung kann unter {} einwilligen.',
  'The tenant gave a consent that was taken back or handed back, to support {}; an owner or admin of the tenant can consent under {}.':
    'Die Einwilligung des Kunden an den Support wurde widerrufen oder zurückgegeben für {}; ein Inhaber oder Administrator der Umgebung kann unter {} einwilligen.',
  'The tenant gave a consent that has run out, to support {}; an owner or admin of the tenant can consent under {}.':
    'Die Einwilligung des Kunden an den Support ist abgelaufen für {}; ein Inhaber oder Administrator der Umgebung kann unter {} einwilligen.',
  'Company Settings, GDPR': 'Firmeneinstellungen, DSGVO',
  'seeing {}': 'das Sehen von {}',
  'adding {}': 'das Hinzufügen von {}',
  'changing {}': 'das Ändern von {}',
  'deleting {}': 'das Löschen von {}',
  'exporting {}': 'das Exportieren von {}',
  'erasing {}': 'das Tilgen von {}',
  'any data of {} ({})': 'Daten von {} ({})',
  '{} data of {}': '{}-Daten von {}',
  'a {}': '{}',
  'an {}': '{}',
  'The body is nested more than {} deep.': 'Der Inhalt ist mehr als {} Ebenen tief verschachtelt.',
  'This operation is not on the list of those that are answered here.':
    'Dieser Vorgang steht nicht auf der Liste derer, die hier beantwortet werden.',
  'Whoever runs the API adds the documents of a frontend to PERSISTED_OPERATIONS.':
    'Wer die API betreibt, fügt die Dokumente eines Frontends zu PERSISTED_OPERATIONS hinzu.',
  'A change under a session cookie must bear the CSRF token of that session.':
    'Eine Änderung unter einem Sitzungscookie muss das CSRF-Token dieser Sitzung tragen.',
  'Send the header x-csrf-token with the value that signIn returned, which is also in the cookie csrftoken.':
    'Senden Sie den Header x-csrf-token mit dem Wert, den signIn gab und der auch im Cookie csrftoken steht.',
  'This page may not act for somebody who is signed in here.':
    'Diese Seite darf nicht für jemanden handeln, der hier angemeldet ist.',
  'Whoever runs the API can name its origin in ALLOWED_ORIGINS.':
    'Wer die API betreibt, kann ihre Herkunft in ALLOWED_ORIGINS nennen.',
  'One operation tries one password, code or link.': 'Ein Vorgang versucht ein Passwort, einen Code oder einen Link.',
  'E-mail address or password is wrong.': 'E-Mail-Adresse oder Passwort ist falsch.',
  'The e-mail address or the password is wrong.': 'Die E-Mail-Adresse oder das Passwort ist falsch.',
  'Too many people are signing in right now.': 'Gerade melden sich zu viele an.',
  'This was tried too often.': 'Das wurde zu oft versucht.',
  'Give first or last, not both.': 'Geben Sie first oder last an, nicht beides.',
  '{} takes a number from 1 to {}.': '{} nimmt eine Zahl von 1 bis {}.',
  'A list is sorted by at most {} fields.': 'Eine Liste wird nach höchstens {} Feldern sortiert.',
  '{} cannot be sorted by {}.': '{} kann nicht nach {} sortiert werden.',
  'This is no cursor of this list.': 'Das ist kein Cursor dieser Liste.',
  'There is no environment {} that you can address.': 'Es gibt keine Umgebung {}, die Sie ansprechen können.',
  'Name one of viewer.tenants in the header x-tenant.': 'Nennen Sie eine aus viewer.tenants im Header x-tenant.',
  'The request does not say which environment it is addressed to.':
    'Die Anfrage sagt nicht, an welche Umgebung sie sich richtet.',
  'nodes takes at most {} ids.': 'nodes nimmt höchstens {} IDs.',
  'One operation may ask for {} rows in {} lists; this one asks for more.':
    'Ein Vorgang darf {} Zeilen in {} Listen abfragen; dieser verlangt mehr.',
  'Ask for smaller pages, or split the operation.': 'Fragen Sie kleinere Seiten ab, oder teilen Sie den Vorgang.',
  'A filter may be nested {} deep and have {} conditions.':
    'Ein Filter darf {} Ebenen tief verschachtelt sein und {} Bedingungen haben.',
  'The text has a character that cannot be stored.': 'Der Text enthält ein Zeichen, das nicht gespeichert werden kann.',
  '{} cannot be null: use isNull to ask for empty values.':
    '{} kann nicht null sein: Verwenden Sie isNull, um nach leeren Werten zu fragen.',
  '{} cannot be filtered by {}.': '{} kann nicht nach {} gefiltert werden.',
  'Rights were changed again and again in the meantime, so nothing was done.':
    'Die Rechte wurden inzwischen immer wieder geändert, daher wurde nichts getan.',
  'This is no cursor of this stream.': 'Das ist kein Cursor dieses Stroms.',
  'Name the environment that is followed in x-tenant.': 'Nennen Sie die Umgebung, der gefolgt wird, in x-tenant.',
  'A subscription follows one stream.': 'Ein Abonnement folgt einem Strom.',
  '{} takes at most {} characters.': '{} nimmt höchstens {} Zeichen.',
  '{} cannot be empty.': '{} kann nicht leer sein.',
  '{} takes a decimal number such as "12.5".': '{} nimmt eine Dezimalzahl wie "12.5".',
  '{} takes a date such as "2026-01-31".': '{} nimmt ein Datum wie "2026-01-31".',
  '{} takes "true" or "false".': '{} nimmt "true" oder "false".',
  '{} takes one of its choices.': '{} nimmt eine seiner Auswahlen.',
  '{} has no custom field {}.': '{} hat kein eigenes Feld {}.',
  '{} is given twice.': '{} ist zweimal angegeben.',
  'The record has changed since it was read.': 'Der Datensatz wurde geändert, seit er gelesen wurde.',
  'Read it again, and repeat the change on what it is now.':
    'Lesen Sie ihn erneut, und wiederholen Sie die Änderung an seinem jetzigen Stand.',
  'Only an owner or admin of the tenant decides on support access.':
    'Nur ein Inhaber oder Administrator der Umgebung entscheidet über den Zugriff des Supports.',
  'Only an owner or administrator of the tenant decides on support access.':
    'Nur ein Inhaber oder Administrator der Umgebung entscheidet über den Zugriff des Supports.',
  'Only support staff ask for access, and hand it back.':
    'Nur Supportmitarbeiter beantragen Zugriff und geben ihn zurück.',
  'Only support staff bound to confidentiality can do this.':
    'Nur zur Vertraulichkeit verpflichtete Supportmitarbeiter können das.',
  'Owners and admins of a tenant use grantSupportAccess and revokeSupportAccess.':
    'Inhaber und Administratoren einer Umgebung verwenden grantSupportAccess und revokeSupportAccess.',
  'There is no such data category in this environment.': 'Diese Datenkategorie gibt es in dieser Umgebung nicht.',
  'Name at most {} categories.': 'Nennen Sie höchstens {} Kategorien.',
  'Ask for at most {} ids at once.': 'Fragen Sie höchstens {} IDs auf einmal ab.',
  'Address the tenant: send its slug in the header x-tenant.':
    'Sprechen Sie die Umgebung an: Senden Sie ihren Slug im Header x-tenant.',
  'The ticket is closed.': 'Das Ticket ist geschlossen.',
  'Open a new one.': 'Öffnen Sie ein neues.',
  'This must not be empty.': 'Das darf nicht leer sein.',
  'This takes at most {} characters.': 'Das nimmt höchstens {} Zeichen.',
  'There is no such subject; take the name of a type, such as Contact.':
    'Dieses Thema gibt es nicht; nehmen Sie den Namen eines Typs, etwa Contact.',
  'Name one operation of the document in operationName.': 'Nennen Sie einen Vorgang des Dokuments in operationName.',
  'Only subscriptions run over a socket: send queries and mutations over HTTP.':
    'Über einen Socket laufen nur Abonnements: Senden Sie Abfragen und Mutationen über HTTP.',
  'This stream leads to another environment now.': 'Dieser Strom führt jetzt zu einer anderen Umgebung.',
  'The event was ready too late to be released: consent may have ended since.':
    'Das Ereignis war zu spät bereit, um freigegeben zu werden: Die Einwilligung kann inzwischen geendet haben.',
  'An event may have {} characters.': 'Ein Ereignis darf {} Zeichen haben.',
  'Ask for less of each event.': 'Fragen Sie weniger von jedem Ereignis ab.',
  'One socket follows at most {} streams.': 'Ein Socket folgt höchstens {} Strömen.',
  'End some of them, or open another socket.': 'Beenden Sie einige davon, oder öffnen Sie einen weiteren Socket.',
  '{} is withheld here ({} in this answer).': '{} wird hier zurückgehalten ({} in dieser Antwort).',
  once: 'einmal',
  '{} times': '{} Mal',
  'A reason has at most 1000 characters.': 'Ein Grund hat höchstens 1000 Zeichen.',
  'Access ends in the future, at most 30 days ahead.': 'Der Zugriff endet in der Zukunft, höchstens 30 Tage voraus.',
  'Access is READ or READ_WRITE.': 'Der Zugriff ist READ oder READ_WRITE.',
  'An approval may narrow what was asked, never widen it.':
    'Eine Genehmigung darf einschränken, was beantragt wurde, nie erweitern.',
  'Give a reason: it is what the tenant decides by.': 'Geben Sie einen Grund an: Danach entscheidet der Kunde.',
  'Name between 1 and 100 categories, such as CONTACT_DETAILS.':
    'Nennen Sie 1 bis 100 Kategorien, etwa CONTACT_DETAILS.',
  'The purpose of support access is SUPPORT_TICKET, INCIDENT or LEGAL.':
    'Der Zweck des Supportzugriffs ist SUPPORT_TICKET, INCIDENT oder LEGAL.',
  'A record with this id exists already.': 'Einen Datensatz mit dieser ID gibt es bereits.',
  'The tenant changed meanwhile: try again.': 'Die Umgebung hat sich inzwischen geändert: Versuchen Sie es erneut.',
  'The tenant has 200 open requests and grants: end some of them first.':
    'Die Umgebung hat 200 offene Anträge und Einwilligungen: Beenden Sie zuerst einige.',
  'This access was never given, so there is nothing to end.':
    'Dieser Zugriff wurde nie gegeben, also gibt es nichts zu beenden.',
  'This request has been answered already.': 'Dieser Antrag wurde bereits beantwortet.',
  'This request has lapsed: its time was over before anybody answered.':
    'Dieser Antrag ist verfallen: Seine Zeit war um, bevor jemand antwortete.',
  'Whoever asked is no longer with support.': 'Wer fragte, ist nicht mehr beim Support.',
  'Enrol one with enrollSecondFactor, and confirm it with confirmSecondFactor.':
    'Richten Sie einen mit enrollSecondFactor ein und bestätigen Sie ihn mit confirmSecondFactor.',
  'Send a code with stepUp, or sign in again with one; without a second factor, enrol one first.':
    'Senden Sie einen Code mit stepUp, oder melden Sie sich mit einem neu an; ohne zweiten Faktor richten Sie erst einen ein.',
  'This is not the present password.': 'Das ist nicht das jetzige Passwort.',
  'A password has {} to {} characters.': 'Ein Passwort hat {} bis {} Zeichen.',
  'The password has a character that does not exist.': 'Das Passwort enthält ein Zeichen, das es nicht gibt.',
  'There is nothing to confirm: no second factor was enrolled of late.':
    'Es gibt nichts zu bestätigen: In letzter Zeit wurde kein zweiter Faktor eingerichtet.',
  'Enrol one with enrollSecondFactor, and confirm it within ten minutes.':
    'Richten Sie einen mit enrollSecondFactor ein und bestätigen Sie ihn binnen zehn Minuten.',
  'This account has a second factor: a code is needed as well.':
    'Dieses Konto hat einen zweiten Faktor: Es braucht auch einen Code.',
  'Send the code that the authenticator app shows, or a recovery code, as code.':
    'Senden Sie als Code, was die Authentifizierungs-App zeigt, oder einen Wiederherstellungscode.',
  'Wait for the next code of the authenticator app, or take a recovery code that was not used yet.':
    'Warten Sie auf den nächsten Code der Authentifizierungs-App, oder nehmen Sie einen noch nicht benutzten Wiederherstellungscode.',
  'A password is kept as an argon2id hash.': 'Ein Passwort wird als argon2id-Hash aufbewahrt.',
  'The password was changed meanwhile.': 'Das Passwort wurde inzwischen geändert.',
  'A session needs a digest of 32 bytes.': 'Eine Sitzung braucht einen Digest von 32 Bytes.',
  'A code counts for a time of at most a day.': 'Ein Code gilt höchstens einen Tag.',
  'The code is wrong, or was used before.': 'Der Code ist falsch oder wurde schon benutzt.',
  'There is a second factor already: show a code of it before another takes its place.':
    'Es gibt schon einen zweiten Faktor: Zeigen Sie einen Code davon, bevor ein anderer an seine Stelle tritt.',
  'It is a while since you signed in: sign in again, then enrol a second factor.':
    'Ihre Anmeldung ist eine Weile her: Melden Sie sich neu an und richten Sie dann einen zweiten Faktor ein.',
  'A second factor comes with ten recovery codes.': 'Zu einem zweiten Faktor gehören zehn Wiederherstellungscodes.',
  'There is no second factor yet: enrol one first.': 'Es gibt noch keinen zweiten Faktor: Richten Sie erst einen ein.',
  'There is no second factor to do without.': 'Es gibt keinen zweiten Faktor, auf den zu verzichten wäre.',
  'Staff always have a second factor: enrol another, and it takes the place of this one.':
    'Mitarbeitende haben immer einen zweiten Faktor: Richten Sie einen anderen ein, und er tritt an die Stelle von diesem.',
  'Only an owner of the tenant decides whether its people need a second factor.':
    'Nur ein Inhaber der Umgebung entscheidet, ob ihre Leute einen zweiten Faktor brauchen.',
  'To decide this, show a code of your own second factor first.':
    'Um das zu entscheiden, zeigen Sie erst einen Code Ihres eigenen zweiten Faktors.',
  'Staff need a second factor: enrol one first.':
    'Mitarbeitende brauchen einen zweiten Faktor: Richten Sie erst einen ein.',
  'A second factor is needed here, and this account has none yet; whoever owns the account can enrol one.':
    'Hier ist ein zweiter Faktor nötig, und dieses Konto hat noch keinen; wem das Konto gehört, kann einen einrichten.',
  'This needs a fresh code of a second factor, and none was shown in this session of late; whoever owns the account can show one.':
    'Dazu braucht es einen frischen Code eines zweiten Faktors, und in dieser Sitzung wurde in letzter Zeit keiner gezeigt; wem das Konto gehört, kann einen zeigen.',
};
