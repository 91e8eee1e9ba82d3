/** What is said of apps of third parties, and by the pages on which somebody lets one in, in Dutch, French and German. */
type Sentences = Readonly<Record<string, string>>;

export const OF_APPS: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'This app was removed: what let it in stays off.': 'Deze app is verwijderd: wat haar toeliet blijft uit.',
    'An app is given what it asks for, or less.': 'Een app krijgt wat zij vraagt, of minder.',
    'An app comes with its own agreement: give its title, its version and the SHA-256 of its text.':
      'Een app brengt haar eigen overeenkomst mee: geef de titel, de versie en de SHA-256 van de tekst.',
    'Sign in': 'Aanmelden',
    '{}, by {}, asks to work with data of an environment that you look after. Sign in to decide.':
      '{}, van {}, vraagt om met gegevens te werken van een omgeving die u beheert. Meld u aan om te beslissen.',
    'E-mail address': 'E-mailadres',
    Password: 'Wachtwoord',
    'Code of your second factor, if you have one': 'Code van uw tweede factor, als u er een hebt',
    'Let an app work with your data?': 'Een app met uw gegevens laten werken?',
    'Let {} work with your data?': '{} met uw gegevens laten werken?',
    '{} is an app of {}. It asks to work with data of an environment that you look after. You decide what it may do and which data it sees, and you can end it at any time under Company Settings, GDPR.':
      '{} is een app van {}. Ze vraagt om met gegevens te werken van een omgeving die u beheert. U beslist wat ze mag doen en welke gegevens ze ziet, en u kunt het op elk moment beëindigen onder Bedrijfsinstellingen, AVG.',
    'It says that its website is {}.': 'Ze zegt dat haar website {} is.',
    Environment: 'Omgeving',
    'What it may do': 'Wat ze mag doen',
    'Which data it may see': 'Welke gegevens ze mag zien',
    'Sensitive: choose it only where the app can not do without.':
      'Gevoelig: kies dit alleen als de app niet zonder kan.',
    'It never does or sees more than you may yourself at that moment.':
      'Ze doet of ziet nooit meer dan u op dat moment zelf mag.',
    'Your agreement with {}': 'Uw overeenkomst met {}',
    '{}, version {}': '{}, versie {}',
    'We have made this agreement with {}, and it is in force.':
      'Wij hebben deze overeenkomst met {} gesloten, en zij is van kracht.',
    'Afterwards you are sent to {}.': 'Daarna gaat u naar {}.',
    'Let it in': 'Toelaten',
    Refuse: 'Weigeren',
    'You are signed in as {}.': 'U bent aangemeld als {}.',
    'Use another account': 'Een ander account gebruiken',
    'You look after no environment that can let this app in. An owner or admin of the environment can do it.':
      'U beheert geen omgeving die deze app kan toelaten. Een eigenaar of beheerder van de omgeving kan het.',
    'This can not go on': 'Dit kan niet verder',
    'This request is over, or was answered already. Begin again in the app.':
      'Dit verzoek is voorbij, of al beantwoord. Begin opnieuw in de app.',
    'This form did not come from this page. Go back and try again.':
      'Dit formulier kwam niet van deze pagina. Ga terug en probeer het opnieuw.',
    'What the app asked for is wrong, and it was told nothing. Whoever makes the app can mend it.':
      'Wat de app vroeg, klopt niet, en haar is niets meegedeeld. Wie de app maakt, kan het herstellen.',
    'Choose at least one thing that the app may do and one kind of data, and confirm the agreement.':
      'Kies minstens één ding dat de app mag doen en één soort gegevens, en bevestig de overeenkomst.',
    'In this environment a second owner or admin activates it, under Company Settings, GDPR. Begin again in the app after that.':
      'In deze omgeving activeert een tweede eigenaar of beheerder de app, onder Bedrijfsinstellingen, AVG. Begin daarna opnieuw in de app.',
    'Who somebody is: names and birth dates.': 'Wie iemand is: namen en geboortedata.',
    'How to reach somebody: e-mail, telephone, place.': 'Hoe iemand te bereiken is: e-mail, telefoon, plaats.',
    'Bank accounts, tax numbers, invoices and amounts.': 'Bankrekeningen, belastingnummers, facturen en bedragen.',
    'Numbers that a state gives to a person.': 'Nummers die een staat aan een persoon geeft.',
    'Special categories of GDPR art. 9, such as health.': 'Bijzondere categorieën van AVG art. 9, zoals gezondheid.',
    'Free text about a person, which may hold anything.': 'Vrije tekst over een persoon, waarin alles kan staan.',
    'Facts about companies that are no personal data by themselves.':
      'Feiten over bedrijven die op zich geen persoonsgegevens zijn.',
    'See contacts.': 'Contacten zien.',
    'Add, change and delete contacts.': 'Contacten toevoegen, wijzigen en verwijderen.',
    'See companies.': 'Bedrijven zien.',
    'Add, change and delete companies.': 'Bedrijven toevoegen, wijzigen en verwijderen.',
    'See invoices.': 'Facturen zien.',
    'Add, change and delete invoices.': 'Facturen toevoegen, wijzigen en verwijderen.',
    'See tickets and their messages.': 'Tickets en hun berichten zien.',
    'Open, answer and close tickets.': 'Tickets openen, beantwoorden en sluiten.',
    'Only an owner or admin of the tenant looks after its apps.':
      'Alleen een eigenaar of beheerder van de omgeving beheert haar apps.',
    'There are as many apps as there can be: remove one first.':
      'Er zijn zoveel apps als er kunnen zijn: verwijder er eerst een.',
    'This app keeps no secret.': 'Deze app bewaart geen geheim.',
    'This app is let in: deactivate its integration first.':
      'Deze app is toegelaten: deactiveer eerst haar integratie.',
    'An app is given what it asked for, or less.': 'Een app krijgt wat ze vroeg, of minder.',
    'What this rested on has ended.': 'Waar dit op rustte, is beëindigd.',
    'The app was let in for less.': 'De app is voor minder toegelaten.',
    'No such environment has let this app in: an owner or admin can.':
      'Zo’n omgeving heeft deze app niet toegelaten: een eigenaar of beheerder kan het.',
    'This is not the secret of the app.': 'Dit is niet het geheim van de app.',
    'Too many requests of this app are waiting for an answer.':
      'Er wachten te veel verzoeken van deze app op een antwoord.',
    'The website is an https address.': 'De website is een https-adres.',
    'An app is sent back to at most 10 addresses.': 'Een app gaat terug naar hoogstens 10 adressen.',
    'An app without a secret is sent back to an address: name one.':
      'Een app zonder geheim gaat terug naar een adres: noem er een.',
    'A redirect URI is an https address without fragment or user, or an http address of this very machine.':
      'Een redirect-URI is een https-adres zonder fragment of gebruiker, of een http-adres van deze machine zelf.',
    'This takes 1 to {} characters.': 'Dit neemt 1 tot {} tekens.',
  },
  fr: {
    'This app was removed: what let it in stays off.':
      'Cette application a été supprimée : ce qui l’a admise reste désactivé.',
    'An app is given what it asks for, or less.': 'Une application reçoit ce qu’elle demande, ou moins.',
    'An app comes with its own agreement: give its title, its version and the SHA-256 of its text.':
      'Une application vient avec son propre accord : indiquez-en le titre, la version et le SHA-256 du texte.',
    'Sign in': 'Se connecter',
    '{}, by {}, asks to work with data of an environment that you look after. Sign in to decide.':
      '{}, de {}, demande à travailler avec les données d’un environnement que vous gérez. Connectez-vous pour décider.',
    'E-mail address': 'Adresse e-mail',
    Password: 'Mot de passe',
    'Code of your second factor, if you have one': 'Code de votre second facteur, si vous en avez un',
    'Let an app work with your data?': 'Laisser une application travailler avec vos données ?',
    'Let {} work with your data?': 'Laisser {} travailler avec vos données ?',
    '{} is an app of {}. It asks to work with data of an environment that you look after. You decide what it may do and which data it sees, and you can end it at any time under Company Settings, GDPR.':
      '{} est une application de {}. Elle demande à travailler avec les données d’un environnement que vous gérez. Vous décidez de ce qu’elle peut faire et des données qu’elle voit, et vous pouvez y mettre fin à tout moment sous Paramètres de l’entreprise, RGPD.',
    'It says that its website is {}.': 'Elle indique que son site est {}.',
    Environment: 'Environnement',
    'What it may do': 'Ce qu’elle peut faire',
    'Which data it may see': 'Les données qu’elle peut voir',
    'Sensitive: choose it only where the app can not do without.':
      'Sensible : ne choisissez ceci que si l’application ne peut s’en passer.',
    'It never does or sees more than you may yourself at that moment.':
      'Elle ne fait ni ne voit jamais plus que vous ne le pouvez vous-même à ce moment.',
    'Your agreement with {}': 'Votre accord avec {}',
    '{}, version {}': '{}, version {}',
    'We have made this agreement with {}, and it is in force.':
      'Nous avons conclu cet accord avec {}, et il est en vigueur.',
    'Afterwards you are sent to {}.': 'Vous êtes ensuite dirigé vers {}.',
    'Let it in': 'Autoriser',
    Refuse: 'Refuser',
    'You are signed in as {}.': 'Vous êtes connecté en tant que {}.',
    'Use another account': 'Utiliser un autre compte',
    'You look after no environment that can let this app in. An owner or admin of the environment can do it.':
      'Vous ne gérez aucun environnement qui puisse autoriser cette application. Un propriétaire ou administrateur de l’environnement le peut.',
    'This can not go on': 'Impossible de continuer',
    'This request is over, or was answered already. Begin again in the app.':
      'Cette demande est terminée, ou a déjà reçu une réponse. Recommencez dans l’application.',
    'This form did not come from this page. Go back and try again.':
      'Ce formulaire ne vient pas de cette page. Revenez en arrière et réessayez.',
    'What the app asked for is wrong, and it was told nothing. Whoever makes the app can mend it.':
      'Ce que l’application a demandé est incorrect, et rien ne lui a été communiqué. Qui fait l’application peut y remédier.',
    'Choose at least one thing that the app may do and one kind of data, and confirm the agreement.':
      'Choisissez au moins une chose que l’application peut faire et une sorte de données, et confirmez l’accord.',
    'In this environment a second owner or admin activates it, under Company Settings, GDPR. Begin again in the app after that.':
      'Dans cet environnement, un second propriétaire ou administrateur l’active, sous Paramètres de l’entreprise, RGPD. Recommencez ensuite dans l’application.',
    'Who somebody is: names and birth dates.': 'Qui est une personne : noms et dates de naissance.',
    'How to reach somebody: e-mail, telephone, place.': 'Comment joindre une personne : e-mail, téléphone, lieu.',
    'Bank accounts, tax numbers, invoices and amounts.': 'Comptes bancaires, numéros fiscaux, factures et montants.',
    'Numbers that a state gives to a person.': 'Numéros qu’un État donne à une personne.',
    'Special categories of GDPR art. 9, such as health.':
      'Catégories particulières de l’art. 9 du RGPD, comme la santé.',
    'Free text about a person, which may hold anything.':
      'Texte libre sur une personne, qui peut contenir n’importe quoi.',
    'Facts about companies that are no personal data by themselves.':
      'Faits sur des entreprises qui ne sont pas en soi des données personnelles.',
    'See contacts.': 'Voir les contacts.',
    'Add, change and delete contacts.': 'Ajouter, modifier et supprimer des contacts.',
    'See companies.': 'Voir les entreprises.',
    'Add, change and delete companies.': 'Ajouter, modifier et supprimer des entreprises.',
    'See invoices.': 'Voir les factures.',
    'Add, change and delete invoices.': 'Ajouter, modifier et supprimer des factures.',
    'See tickets and their messages.': 'Voir les tickets et leurs messages.',
    'Open, answer and close tickets.': 'Ouvrir des tickets, y répondre et les fermer.',
    'Only an owner or admin of the tenant looks after its apps.':
      'Seul un propriétaire ou administrateur de l’environnement gère ses applications.',
    'There are as many apps as there can be: remove one first.':
      'Il y a autant d’applications qu’il peut y en avoir : supprimez-en une d’abord.',
    'This app keeps no secret.': 'Cette application ne garde pas de secret.',
    'This app is let in: deactivate its integration first.':
      'Cette application est autorisée : désactivez d’abord son intégration.',
    'An app is given what it asked for, or less.': 'Une application reçoit ce qu’elle a demandé, ou moins.',
    'What this rested on has ended.': 'Ce sur quoi cela reposait a pris fin.',
    'The app was let in for less.': 'L’application a été autorisée pour moins.',
    'No such environment has let this app in: an owner or admin can.':
      'Aucun environnement de ce nom n’a autorisé cette application : un propriétaire ou administrateur le peut.',
    'This is not the secret of the app.': 'Ce n’est pas le secret de l’application.',
    'Too many requests of this app are waiting for an answer.':
      'Trop de demandes de cette application attendent une réponse.',
    'The website is an https address.': 'Le site est une adresse https.',
    'An app is sent back to at most 10 addresses.': 'Une application est renvoyée vers 10 adresses au plus.',
    'An app without a secret is sent back to an address: name one.':
      'Une application sans secret est renvoyée vers une adresse : indiquez-en une.',
    'A redirect URI is an https address without fragment or user, or an http address of this very machine.':
      'Une URI de redirection est une adresse https sans fragment ni utilisateur, ou une adresse http de cette machine même.',
    'This takes 1 to {} characters.': 'Ceci prend de 1 à {} caractères.',
  },
  de: {
    'This app was removed: what let it in stays off.': 'Diese App wurde entfernt: Was sie zuließ, bleibt aus.',
    'An app is given what it asks for, or less.': 'Eine App bekommt, was sie verlangt, oder weniger.',
    'An app comes with its own agreement: give its title, its version and the SHA-256 of its text.':
      'Eine App bringt ihre eigene Vereinbarung mit: Geben Sie Titel, Version und SHA-256 des Textes an.',
    'Sign in': 'Anmelden',
    '{}, by {}, asks to work with data of an environment that you look after. Sign in to decide.':
      '{}, von {}, möchte mit Daten einer Umgebung arbeiten, die Sie verwalten. Melden Sie sich an, um zu entscheiden.',
    'E-mail address': 'E-Mail-Adresse',
    Password: 'Passwort',
    'Code of your second factor, if you have one': 'Code Ihres zweiten Faktors, falls Sie einen haben',
    'Let an app work with your data?': 'Eine App mit Ihren Daten arbeiten lassen?',
    'Let {} work with your data?': '{} mit Ihren Daten arbeiten lassen?',
    '{} is an app of {}. It asks to work with data of an environment that you look after. You decide what it may do and which data it sees, and you can end it at any time under Company Settings, GDPR.':
      '{} ist eine App von {}. Sie möchte mit Daten einer Umgebung arbeiten, die Sie verwalten. Sie entscheiden, was sie darf und welche Daten sie sieht, und können es jederzeit unter Unternehmenseinstellungen, DSGVO beenden.',
    'It says that its website is {}.': 'Nach ihren Angaben ist ihre Website {}.',
    Environment: 'Umgebung',
    'What it may do': 'Was sie tun darf',
    'Which data it may see': 'Welche Daten sie sehen darf',
    'Sensitive: choose it only where the app can not do without.':
      'Sensibel: Wählen Sie dies nur, wenn die App nicht ohne auskommt.',
    'It never does or sees more than you may yourself at that moment.':
      'Sie tut oder sieht nie mehr, als Sie in diesem Moment selbst dürfen.',
    'Your agreement with {}': 'Ihre Vereinbarung mit {}',
    '{}, version {}': '{}, Fassung {}',
    'We have made this agreement with {}, and it is in force.':
      'Wir haben diese Vereinbarung mit {} geschlossen, und sie ist in Kraft.',
    'Afterwards you are sent to {}.': 'Danach werden Sie zu {} geleitet.',
    'Let it in': 'Zulassen',
    Refuse: 'Ablehnen',
    'You are signed in as {}.': 'Sie sind als {} angemeldet.',
    'Use another account': 'Ein anderes Konto verwenden',
    'You look after no environment that can let this app in. An owner or admin of the environment can do it.':
      'Sie verwalten keine Umgebung, die diese App zulassen kann. Ein Eigentümer oder Administrator der Umgebung kann es.',
    'This can not go on': 'Hier geht es nicht weiter',
    'This request is over, or was answered already. Begin again in the app.':
      'Diese Anfrage ist vorbei oder wurde schon beantwortet. Beginnen Sie in der App von vorn.',
    'This form did not come from this page. Go back and try again.':
      'Dieses Formular kam nicht von dieser Seite. Gehen Sie zurück und versuchen Sie es noch einmal.',
    'What the app asked for is wrong, and it was told nothing. Whoever makes the app can mend it.':
      'Was die App verlangt hat, ist falsch, und ihr wurde nichts mitgeteilt. Wer die App macht, kann es beheben.',
    'Choose at least one thing that the app may do and one kind of data, and confirm the agreement.':
      'Wählen Sie mindestens eine Sache, die die App tun darf, und eine Art von Daten, und bestätigen Sie die Vereinbarung.',
    'In this environment a second owner or admin activates it, under Company Settings, GDPR. Begin again in the app after that.':
      'In dieser Umgebung aktiviert sie ein zweiter Eigentümer oder Administrator unter Unternehmenseinstellungen, DSGVO. Beginnen Sie danach in der App von vorn.',
    'Who somebody is: names and birth dates.': 'Wer jemand ist: Namen und Geburtsdaten.',
    'How to reach somebody: e-mail, telephone, place.': 'Wie jemand zu erreichen ist: E-Mail, Telefon, Ort.',
    'Bank accounts, tax numbers, invoices and amounts.': 'Bankkonten, Steuernummern, Rechnungen und Beträge.',
    'Numbers that a state gives to a person.': 'Nummern, die ein Staat einer Person gibt.',
    'Special categories of GDPR art. 9, such as health.': 'Besondere Kategorien nach Art. 9 DSGVO, etwa Gesundheit.',
    'Free text about a person, which may hold anything.': 'Freier Text über eine Person, in dem alles stehen kann.',
    'Facts about companies that are no personal data by themselves.':
      'Tatsachen über Unternehmen, die für sich keine personenbezogenen Daten sind.',
    'See contacts.': 'Kontakte sehen.',
    'Add, change and delete contacts.': 'Kontakte hinzufügen, ändern und löschen.',
    'See companies.': 'Unternehmen sehen.',
    'Add, change and delete companies.': 'Unternehmen hinzufügen, ändern und löschen.',
    'See invoices.': 'Rechnungen sehen.',
    'Add, change and delete invoices.': 'Rechnungen hinzufügen, ändern und löschen.',
    'See tickets and their messages.': 'Tickets und ihre Nachrichten sehen.',
    'Open, answer and close tickets.': 'Tickets öffnen, beantworten und schließen.',
    'Only an owner or admin of the tenant looks after its apps.':
      'Nur ein Eigentümer oder Administrator der Umgebung verwaltet ihre Apps.',
    'There are as many apps as there can be: remove one first.':
      'Es gibt so viele Apps, wie es geben kann: Entfernen Sie zuerst eine.',
    'This app keeps no secret.': 'Diese App bewahrt kein Geheimnis.',
    'This app is let in: deactivate its integration first.':
      'Diese App ist zugelassen: Deaktivieren Sie zuerst ihre Integration.',
    'An app is given what it asked for, or less.': 'Eine App bekommt, was sie verlangt hat, oder weniger.',
    'What this rested on has ended.': 'Worauf dies beruhte, ist beendet.',
    'The app was let in for less.': 'Die App wurde für weniger zugelassen.',
    'No such environment has let this app in: an owner or admin can.':
      'Keine solche Umgebung hat diese App zugelassen: Ein Eigentümer oder Administrator kann es.',
    'This is not the secret of the app.': 'Das ist nicht das Geheimnis der App.',
    'Too many requests of this app are waiting for an answer.': 'Zu viele Anfragen dieser App warten auf eine Antwort.',
    'The website is an https address.': 'Die Website ist eine https-Adresse.',
    'An app is sent back to at most 10 addresses.': 'Eine App wird zu höchstens 10 Adressen zurückgeleitet.',
    'An app without a secret is sent back to an address: name one.':
      'Eine App ohne Geheimnis wird zu einer Adresse zurückgeleitet: Nennen Sie eine.',
    'A redirect URI is an https address without fragment or user, or an http address of this very machine.':
      'Eine Redirect-URI ist eine https-Adresse ohne Fragment und Benutzer, oder eine http-Adresse genau dieser Maschine.',
    'This takes 1 to {} characters.': 'Dies nimmt 1 bis {} Zeichen.',
  },
};
