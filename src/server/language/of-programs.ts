/** What is said of tokens, integrations, disclosures and keyed changes in other languages, by what is said in English. */
export const OF_PROGRAMS = {
  nl: {
    'The token lacks the scope {}; an owner or admin of the tenant can make one that has it.':
      'Het token mist het bereik {}; een eigenaar of beheerder van de omgeving kan er een maken dat het heeft.',
    'Use a token with the scope {}; viewer.token says which ones this one has.':
      'Gebruik een token met het bereik {}; viewer.token zegt welke dit heeft.',
    'Use a token that names the categories, made by somebody who may do this; viewer.token says more.':
      'Gebruik een token dat de categorieën noemt, gemaakt door iemand die dit mag; viewer.token zegt meer.',
    'The token has the scope, and does not name the categories for {}; an owner or admin of the tenant can make one that does.':
      'Het token heeft het bereik, en noemt de categorieën niet voor {}; een eigenaar of beheerder van de omgeving kan er een maken dat dat doet.',
    'The token does at most what its maker may do, and {} is beyond that now; an owner or admin of the tenant can make another.':
      'Het token doet hoogstens wat zijn maker mag, en {} valt daar nu buiten; een eigenaar of beheerder van de omgeving kan een ander maken.',
    'No scope of the token is about records that bear this category.':
      'Geen bereik van het token gaat over records met deze categorie.',
    'Only an owner or admin of the tenant looks after its tokens and integrations.':
      'Alleen een eigenaar of beheerder van de omgeving gaat over haar tokens en integraties.',
    'A disclosure is recorded once it was made: it begins before it ends, and both are past.':
      'Een verstrekking wordt vastgelegd nadat zij is gedaan: zij begint voor zij eindigt, en beide zijn voorbij.',
    'A file holds at most {} disclosures, and there are more.':
      'Een bestand bevat hoogstens {} verstrekkingen, en er zijn er meer.',
    'Ask for a shorter period.': 'Vraag een kortere periode.',
    'A note has at most 1000 characters.': 'Een aantekening heeft hoogstens 1000 tekens.',
    'Name the recipient, in at most 200 characters.': 'Noem de ontvanger, in hoogstens 200 tekens.',
    'The ground is INSTRUCTION, CONSENT, LEGAL_DUTY or NECESSITY.':
      'De grond is INSTRUCTION, CONSENT, LEGAL_DUTY of NECESSITY.',
    'The number of records is a whole one.': 'Het aantal records is een geheel getal.',
    'The number of records is between 0 and 1000000000.': 'Het aantal records ligt tussen 0 en 1000000000.',
    'A range of addresses is written as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its length.':
      'Een reeks adressen wordt geschreven als 192.0.2.0/24 of 2001:db8::/32, zonder bits achter de lengte.',
    'Name at most 50 ranges of addresses.': 'Noem hoogstens 50 reeksen adressen.',
    'A second owner or admin activates an integration: nobody does so alone.':
      'Een tweede eigenaar of beheerder activeert een integratie: niemand doet dat alleen.',
    'A second owner or admin approves a token: nobody does so alone.':
      'Een tweede eigenaar of beheerder keurt een token goed: niemand doet dat alleen.',
    'A token ends in the future, at most as many days ahead as tokenPolicy says.':
      'Een token eindigt in de toekomst, hoogstens zoveel dagen vooruit als tokenPolicy zegt.',
    'A token lives between 1 and 365 days.': 'Een token leeft 1 tot 365 dagen.',
    'An Idempotency-Key has 1 to 255 visible ASCII characters.':
      'Een Idempotency-Key heeft 1 tot 255 zichtbare ASCII-tekens.',
    '{} takes no Idempotency-Key: it is for changes of contacts, companies, invoices and tickets.':
      '{} neemt geen Idempotency-Key: die is voor wijzigingen van contacten, bedrijven, facturen en tickets.',
    'This Idempotency-Key was used for another request: take a new one for each change.':
      'Deze Idempotency-Key is voor een ander verzoek gebruikt: neem een nieuwe voor elke wijziging.',
    'Give a name of at most 100 characters, and the third party in at most 200.':
      'Geef een naam van hoogstens 100 tekens, en de derde partij in hoogstens 200.',
    'Give the token a name of at most 100 characters, to know it by.':
      'Geef het token een naam van hoogstens 100 tekens, om het te herkennen.',
    'Name at least one scope, such as contacts:read.': 'Noem ten minste één bereik, zoals contacts:read.',
    'There is no such scope: take contacts, companies, invoices or tickets, with :read or :write.':
      'Zo’n bereik is er niet: neem contacts, companies, invoices of tickets, met :read of :write.',
    'No living token is presented.': 'Er wordt geen levend token getoond.',
    'Only an owner of the tenant loosens what is asked of its tokens.':
      'Alleen een eigenaar van de omgeving versoepelt wat van haar tokens wordt gevraagd.',
    'To loosen this, show a code of your own second factor first.':
      'Toon eerst een code van uw eigen tweede factor om dit te versoepelen.',
    'Record the agreement with the third party: a title of at most 200 characters, a version of at most 50, and the SHA-256 of its text.':
      'Leg de overeenkomst met de derde partij vast: een titel van hoogstens 200 tekens, een versie van hoogstens 50, en de SHA-256 van de tekst.',
    'The tenant has 100 integrations: deactivate some of them first.':
      'De omgeving heeft 100 integraties: zet er eerst enkele uit.',
    'The tenant has 100 living tokens: revoke some of them first.':
      'De omgeving heeft 100 levende tokens: trek er eerst enkele in.',
    'There is such an integration already.': 'Zo’n integratie is er al.',
    'This integration is off: activate it first.': 'Deze integratie staat uit: activeer haar eerst.',
    'This integration was never activated, so there is nothing to end.':
      'Deze integratie is nooit geactiveerd, dus er valt niets te beëindigen.',
    'This token has been approved already.': 'Dit token is al goedgekeurd.',
    'This token has ended.': 'Dit token is beëindigd.',
  },
  fr: {
    'The token lacks the scope {}; an owner or admin of the tenant can make one that has it.':
      'Il manque au jeton la portée {} ; un propriétaire ou administrateur de l’environnement peut en créer un qui l’a.',
    'Use a token with the scope {}; viewer.token says which ones this one has.':
      'Utilisez un jeton avec la portée {} ; viewer.token dit lesquelles celui-ci a.',
    'Use a token that names the categories, made by somebody who may do this; viewer.token says more.':
      'Utilisez un jeton qui nomme les catégories, créé par quelqu’un qui a ce droit ; viewer.token en dit plus.',
    'The token has the scope, and does not name the categories for {}; an owner or admin of the tenant can make one that does.':
      'Le jeton a la portée, et ne nomme pas les catégories pour {} ; un propriétaire ou administrateur de l’environnement peut en créer un qui le fait.',
    'The token does at most what its maker may do, and {} is beyond that now; an owner or admin of the tenant can make another.':
      'Le jeton fait au plus ce que son auteur peut faire, et {} n’en fait plus partie ; un propriétaire ou administrateur de l’environnement peut en créer un autre.',
    'No scope of the token is about records that bear this category.':
      'Aucune portée du jeton ne concerne des enregistrements de cette catégorie.',
    'Only an owner or admin of the tenant looks after its tokens and integrations.':
      'Seul un propriétaire ou administrateur de l’environnement gère ses jetons et intégrations.',
    'A disclosure is recorded once it was made: it begins before it ends, and both are past.':
      'Une communication est enregistrée une fois faite : elle commence avant de finir, et les deux sont passés.',
    'A file holds at most {} disclosures, and there are more.':
      'Un fichier contient au plus {} communications, et il y en a davantage.',
    'Ask for a shorter period.': 'Demandez une période plus courte.',
    'A note has at most 1000 characters.': 'Une note a au plus 1000 caractères.',
    'Name the recipient, in at most 200 characters.': 'Nommez le destinataire, en au plus 200 caractères.',
    'The ground is INSTRUCTION, CONSENT, LEGAL_DUTY or NECESSITY.':
      'Le fondement est INSTRUCTION, CONSENT, LEGAL_DUTY ou NECESSITY.',
    'The number of records is a whole one.': 'Le nombre d’enregistrements est entier.',
    'The number of records is between 0 and 1000000000.':
      'Le nombre d’enregistrements est compris entre 0 et 1000000000.',
    'A range of addresses is written as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its length.':
      'Une plage d’adresses s’écrit 192.0.2.0/24 ou 2001:db8::/32, sans bit au-delà de sa longueur.',
    'Name at most 50 ranges of addresses.': 'Nommez au plus 50 plages d’adresses.',
    'A second owner or admin activates an integration: nobody does so alone.':
      'Un second propriétaire ou administrateur active une intégration : personne ne le fait seul.',
    'A second owner or admin approves a token: nobody does so alone.':
      'Un second propriétaire ou administrateur approuve un jeton : personne ne le fait seul.',
    'A token ends in the future, at most as many days ahead as tokenPolicy says.':
      'Un jeton se termine dans le futur, au plus autant de jours à l’avance que le dit tokenPolicy.',
    'A token lives between 1 and 365 days.': 'Un jeton vit de 1 à 365 jours.',
    'An Idempotency-Key has 1 to 255 visible ASCII characters.':
      'Une Idempotency-Key a de 1 à 255 caractères ASCII visibles.',
    '{} takes no Idempotency-Key: it is for changes of contacts, companies, invoices and tickets.':
      '{} ne prend pas d’Idempotency-Key : elle est pour les changements de contacts, sociétés, factures et tickets.',
    'This Idempotency-Key was used for another request: take a new one for each change.':
      'Cette Idempotency-Key a servi à une autre demande : prenez-en une nouvelle pour chaque changement.',
    'Give a name of at most 100 characters, and the third party in at most 200.':
      'Donnez un nom d’au plus 100 caractères, et le tiers en au plus 200.',
    'Give the token a name of at most 100 characters, to know it by.':
      'Donnez au jeton un nom d’au plus 100 caractères, pour le reconnaître.',
    'Name at least one scope, such as contacts:read.': 'Nommez au moins une portée, comme contacts:read.',
    'There is no such scope: take contacts, companies, invoices or tickets, with :read or :write.':
      'Cette portée n’existe pas : prenez contacts, companies, invoices ou tickets, avec :read ou :write.',
    'No living token is presented.': 'Aucun jeton vivant n’est présenté.',
    'Only an owner of the tenant loosens what is asked of its tokens.':
      'Seul un propriétaire de l’environnement assouplit ce qui est exigé de ses jetons.',
    'To loosen this, show a code of your own second factor first.':
      'Pour assouplir ceci, montrez d’abord un code de votre propre second facteur.',
    'Record the agreement with the third party: a title of at most 200 characters, a version of at most 50, and the SHA-256 of its text.':
      'Enregistrez l’accord avec le tiers : un titre d’au plus 200 caractères, une version d’au plus 50, et le SHA-256 de son texte.',
    'The tenant has 100 integrations: deactivate some of them first.':
      'L’environnement a 100 intégrations : désactivez-en d’abord quelques-unes.',
    'The tenant has 100 living tokens: revoke some of them first.':
      'L’environnement a 100 jetons vivants : révoquez-en d’abord quelques-uns.',
    'There is such an integration already.': 'Cette intégration existe déjà.',
    'This integration is off: activate it first.': 'Cette intégration est éteinte : activez-la d’abord.',
    'This integration was never activated, so there is nothing to end.':
      'Cette intégration n’a jamais été activée, il n’y a donc rien à terminer.',
    'This token has been approved already.': 'Ce jeton a déjà été approuvé.',
    'This token has ended.': 'Ce jeton est terminé.',
  },
  de: {
    'The token lacks the scope {}; an owner or admin of the tenant can make one that has it.':
      'Dem Token fehlt der Bereich {}; ein Eigentümer oder Administrator der Umgebung kann eines machen, das ihn hat.',
    'Use a token with the scope {}; viewer.token says which ones this one has.':
      'Verwenden Sie ein Token mit dem Bereich {}; viewer.token sagt, welche dieses hat.',
    'Use a token that names the categories, made by somebody who may do this; viewer.token says more.':
      'Verwenden Sie ein Token, das die Kategorien nennt, von jemandem, der dies darf; viewer.token sagt mehr.',
    'The token has the scope, and does not name the categories for {}; an owner or admin of the tenant can make one that does.':
      'Das Token hat den Bereich und nennt die Kategorien nicht für {}; ein Eigentümer oder Administrator der Umgebung kann eines machen, das es tut.',
    'The token does at most what its maker may do, and {} is beyond that now; an owner or admin of the tenant can make another.':
      'Das Token tut höchstens, was sein Ersteller darf, und {} gehört jetzt nicht dazu; ein Eigentümer oder Administrator der Umgebung kann ein anderes machen.',
    'No scope of the token is about records that bear this category.':
      'Kein Bereich des Tokens betrifft Datensätze mit dieser Kategorie.',
    'Only an owner or admin of the tenant looks after its tokens and integrations.':
      'Nur ein Eigentümer oder Administrator der Umgebung kümmert sich um ihre Token und Integrationen.',
    'A disclosure is recorded once it was made: it begins before it ends, and both are past.':
      'Eine Weitergabe wird festgehalten, wenn sie geschehen ist: Sie beginnt, bevor sie endet, und beides ist vorbei.',
    'A file holds at most {} disclosures, and there are more.':
      'Eine Datei enthält höchstens {} Weitergaben, und es gibt mehr.',
    'Ask for a shorter period.': 'Fragen Sie nach einem kürzeren Zeitraum.',
    'A note has at most 1000 characters.': 'Eine Notiz hat höchstens 1000 Zeichen.',
    'Name the recipient, in at most 200 characters.': 'Nennen Sie den Empfänger, in höchstens 200 Zeichen.',
    'The ground is INSTRUCTION, CONSENT, LEGAL_DUTY or NECESSITY.':
      'Der Grund ist INSTRUCTION, CONSENT, LEGAL_DUTY oder NECESSITY.',
    'The number of records is a whole one.': 'Die Zahl der Datensätze ist eine ganze.',
    'The number of records is between 0 and 1000000000.': 'Die Zahl der Datensätze liegt zwischen 0 und 1000000000.',
    'A range of addresses is written as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its length.':
      'Ein Adressbereich wird als 192.0.2.0/24 oder 2001:db8::/32 geschrieben, ohne gesetztes Bit hinter seiner Länge.',
    'Name at most 50 ranges of addresses.': 'Nennen Sie höchstens 50 Adressbereiche.',
    'A second owner or admin activates an integration: nobody does so alone.':
      'Ein zweiter Eigentümer oder Administrator aktiviert eine Integration: Niemand tut das allein.',
    'A second owner or admin approves a token: nobody does so alone.':
      'Ein zweiter Eigentümer oder Administrator genehmigt ein Token: Niemand tut das allein.',
    'A token ends in the future, at most as many days ahead as tokenPolicy says.':
      'Ein Token endet in der Zukunft, höchstens so viele Tage voraus, wie tokenPolicy sagt.',
    'A token lives between 1 and 365 days.': 'Ein Token lebt 1 bis 365 Tage.',
    'An Idempotency-Key has 1 to 255 visible ASCII characters.':
      'Ein Idempotency-Key hat 1 bis 255 sichtbare ASCII-Zeichen.',
    '{} takes no Idempotency-Key: it is for changes of contacts, companies, invoices and tickets.':
      '{} nimmt keinen Idempotency-Key: Er ist für Änderungen von Kontakten, Firmen, Rechnungen und Tickets.',
    'This Idempotency-Key was used for another request: take a new one for each change.':
      'Dieser Idempotency-Key wurde für eine andere Anfrage benutzt: Nehmen Sie für jede Änderung einen neuen.',
    'Give a name of at most 100 characters, and the third party in at most 200.':
      'Geben Sie einen Namen von höchstens 100 Zeichen an, und den Dritten in höchstens 200.',
    'Give the token a name of at most 100 characters, to know it by.':
      'Geben Sie dem Token einen Namen von höchstens 100 Zeichen, um es zu erkennen.',
    'Name at least one scope, such as contacts:read.': 'Nennen Sie mindestens einen Bereich, etwa contacts:read.',
    'There is no such scope: take contacts, companies, invoices or tickets, with :read or :write.':
      'Einen solchen Bereich gibt es nicht: Nehmen Sie contacts, companies, invoices oder tickets, mit :read oder :write.',
    'No living token is presented.': 'Es wird kein lebendes Token vorgezeigt.',
    'Only an owner of the tenant loosens what is asked of its tokens.':
      'Nur ein Eigentümer der Umgebung lockert, was von ihren Token verlangt wird.',
    'To loosen this, show a code of your own second factor first.':
      'Um dies zu lockern, zeigen Sie zuerst einen Code Ihres eigenen zweiten Faktors.',
    'Record the agreement with the third party: a title of at most 200 characters, a version of at most 50, and the SHA-256 of its text.':
      'Halten Sie die Vereinbarung mit dem Dritten fest: einen Titel von höchstens 200 Zeichen, eine Fassung von höchstens 50 und den SHA-256 ihres Textes.',
    'The tenant has 100 integrations: deactivate some of them first.':
      'Die Umgebung hat 100 Integrationen: Schalten Sie zuerst einige aus.',
    'The tenant has 100 living tokens: revoke some of them first.':
      'Die Umgebung hat 100 lebende Token: Widerrufen Sie zuerst einige.',
    'There is such an integration already.': 'Eine solche Integration gibt es schon.',
    'This integration is off: activate it first.': 'Diese Integration ist aus: Aktivieren Sie sie zuerst.',
    'This integration was never activated, so there is nothing to end.':
      'Diese Integration wurde nie aktiviert, es gibt also nichts zu beenden.',
    'This token has been approved already.': 'Dieses Token wurde schon genehmigt.',
    'This token has ended.': 'Dieses Token ist beendet.',
  },
} as const;
