/** What is said of external users and maintenance windows in other languages, by what is said in English. */
export const OF_AUTHORITIES = {
  nl: {
    'Leave it to somebody who may do it; viewer.can says what you may do.':
      'Laat het over aan iemand die het mag; viewer.can zegt wat u mag.',
    'Ask for what the token was made for, or use another; viewer.token says what that is.':
      'Vraag waarvoor het token is gemaakt, of gebruik een ander; viewer.token zegt wat dat is.',
    'Read the agreement that stands now, and have it accepted by whomever it binds.':
      'Lees de overeenkomst die nu geldt, en laat haar aanvaarden door wie ze bindt.',
    'Have an owner or admin of each tenant issue or confirm an instruction that covers it.':
      'Laat een eigenaar of beheerder van elke omgeving een instructie geven of bevestigen die dit omvat.',
    'You are invited to see data': 'U bent uitgenodigd om gegevens in te zien',
    'Somebody wants to let you see data of their environment, under an agreement between you and them. If you have no account yet, open this link to read the agreement, and to make an account and accept it; if you have one, sign in and find it under your external accesses:':
      'Iemand wil u gegevens van zijn omgeving laten inzien, onder een overeenkomst tussen u en hen. Hebt u nog geen account, open dan deze link om de overeenkomst te lezen, een account te maken en haar te aanvaarden; hebt u er een, meld u dan aan en vind haar bij uw externe toegangen:',
    'Read the agreement. If you accept it, make an account with this address: choose a password of 12 to 128 characters.':
      'Lees de overeenkomst. Aanvaardt u haar, maak dan een account met dit adres: kies een wachtwoord van 12 tot 128 tekens.',
    'Accept the agreement': 'Overeenkomst aanvaarden',
    'The agreement is accepted. You can sign in now.': 'De overeenkomst is aanvaard. U kunt zich nu aanmelden.',
    'Read the agreement': 'Overeenkomst lezen',
    'The access waits for the agreement with the tenant that let you in; whoever was invited can accept the version that stands now.':
      'De toegang wacht op de overeenkomst met de klant die u binnenliet; wie is uitgenodigd, kan de huidige versie aanvaarden.',
    'Read the agreement in viewer.externalAccesses, and accept it with acceptExternalAgreement.':
      'Lees de overeenkomst in viewer.externalAccesses en aanvaard haar met acceptExternalAgreement.',
    'The access of an external user ends in the future, at most two years ahead.':
      'De toegang van een externe gebruiker eindigt in de toekomst, hoogstens twee jaar vooruit.',
    'An agreement has a version of at most 50 characters, and a text of at most 20000.':
      'Een overeenkomst heeft een versie van hoogstens 50 tekens en een tekst van hoogstens 20000.',
    'This agreement has had 50 versions: end the access, and invite anew.':
      'Deze overeenkomst heeft 50 versies gehad: beëindig de toegang en nodig opnieuw uit.',
    'The agreement has had this version already.': 'De overeenkomst heeft deze versie al gehad.',
    'This access has ended.': 'Deze toegang is beëindigd.',
    'Give the e-mail address of whoever is invited.': 'Geef het e-mailadres van wie wordt uitgenodigd.',
    'A name has at most 200 characters.': 'Een naam heeft hoogstens 200 tekens.',
    'The tenant has 200 external users and invitations: end some of them first.':
      'De omgeving heeft 200 externe gebruikers en uitnodigingen: beëindig er eerst enkele.',
    'Staff are never let in as external users: they ask for support access.':
      'Personeel wordt nooit als externe gebruiker toegelaten: het vraagt toegang van support aan.',
    'This is not the agreement that stands now: read it again, and accept that.':
      'Dit is niet de huidige overeenkomst: lees haar opnieuw en aanvaard die.',
    'What was given can be narrowed, never widened: invite anew for more.':
      'Wat is gegeven, kan worden ingeperkt en nooit verruimd: nodig opnieuw uit voor meer.',
    'Name the tenants, or say that the window is for all: one of the two.':
      'Noem de omgevingen, of zeg dat het venster voor alle is: een van beide.',
    'Only system administrators bound to confidentiality can do this.':
      'Alleen systeembeheerders met geheimhoudingsplicht kunnen dit.',
    'To open a window, show a code of your own second factor first.':
      'Toon eerst een code van uw eigen tweede factor om een venster te openen.',
    'Data is imported on instruction only, and a tenant of this window has not confirmed one.':
      'Gegevens worden alleen op instructie geïmporteerd, en een klant van dit venster heeft er geen bevestigd.',
    'The purpose of a window is DEPLOY, PATCH, BACKUP or IMPORT.':
      'Het doel van een venster is DEPLOY, PATCH, BACKUP of IMPORT.',
    'Give a reason: every tenant that the window reaches reads it.':
      'Geef een reden: elke klant die het venster bereikt, leest haar.',
    'A window ends in the future, at most 8 hours ahead.':
      'Een venster eindigt in de toekomst, hoogstens 8 uur vooruit.',
    'Name between 1 and 100 tenants, or say that the window is for all.':
      'Noem 1 tot 100 omgevingen, of zeg dat het venster voor alle is.',
    'An import is for tenants that are named.': 'Een import is voor omgevingen die worden genoemd.',
    'There are 50 open windows and requests: close some of them first.':
      'Er zijn 50 open vensters en verzoeken: sluit er eerst enkele.',
    'A second administrator opens the window: nobody does so alone.':
      'Een tweede beheerder opent het venster: niemand doet dat alleen.',
    'There is a second administrator: nobody opens a window alone.':
      'Er is een tweede beheerder: niemand opent een venster alleen.',
    'Whoever asked is no longer an administrator.': 'Wie het vroeg, is geen beheerder meer.',
    'This window was never opened, so there is nothing to close.':
      'Dit venster is nooit geopend, dus er valt niets te sluiten.',
  },
  fr: {
    'Leave it to somebody who may do it; viewer.can says what you may do.':
      'Laissez-le à quelqu’un qui en a le droit ; viewer.can dit ce que vous pouvez faire.',
    'Ask for what the token was made for, or use another; viewer.token says what that is.':
      'Demandez ce pour quoi le jeton a été fait, ou utilisez-en un autre ; viewer.token dit ce que c’est.',
    'Read the agreement that stands now, and have it accepted by whomever it binds.':
      'Lisez l’accord en vigueur, et faites-le accepter par ceux qu’il engage.',
    'Have an owner or admin of each tenant issue or confirm an instruction that covers it.':
      'Faites donner ou confirmer, par un propriétaire ou administrateur de chaque environnement, une instruction qui couvre cela.',
    'You are invited to see data': 'Vous êtes invité à consulter des données',
    'Somebody wants to let you see data of their environment, under an agreement between you and them. If you have no account yet, open this link to read the agreement, and to make an account and accept it; if you have one, sign in and find it under your external accesses:':
      'Quelqu’un souhaite vous laisser consulter des données de son environnement, dans le cadre d’un accord entre vous et lui. Si vous n’avez pas encore de compte, ouvrez ce lien pour lire l’accord, créer un compte et l’accepter ; si vous en avez un, connectez-vous et retrouvez-le parmi vos accès externes :',
    'Read the agreement. If you accept it, make an account with this address: choose a password of 12 to 128 characters.':
      'Lisez l’accord. Si vous l’acceptez, créez un compte avec cette adresse : choisissez un mot de passe de 12 à 128 caractères.',
    'Accept the agreement': 'Accepter l’accord',
    'The agreement is accepted. You can sign in now.': 'L’accord est accepté. Vous pouvez vous connecter maintenant.',
    'Read the agreement': 'Lire l’accord',
    'The access waits for the agreement with the tenant that let you in; whoever was invited can accept the version that stands now.':
      'L’accès attend l’accord avec le client qui vous a fait entrer ; la personne invitée peut accepter la version actuelle.',
    'Read the agreement in viewer.externalAccesses, and accept it with acceptExternalAgreement.':
      'Lisez l’accord dans viewer.externalAccesses et acceptez-le avec acceptExternalAgreement.',
    'The access of an external user ends in the future, at most two years ahead.':
      'L’accès d’un utilisateur externe se termine dans le futur, au plus deux ans à l’avance.',
    'An agreement has a version of at most 50 characters, and a text of at most 20000.':
      'Un accord a une version d’au plus 50 caractères et un texte d’au plus 20000.',
    'This agreement has had 50 versions: end the access, and invite anew.':
      'Cet accord a eu 50 versions : mettez fin à l’accès et invitez à nouveau.',
    'The agreement has had this version already.': 'L’accord a déjà eu cette version.',
    'This access has ended.': 'Cet accès est terminé.',
    'Give the e-mail address of whoever is invited.': 'Donnez l’adresse e-mail de la personne invitée.',
    'A name has at most 200 characters.': 'Un nom a au plus 200 caractères.',
    'The tenant has 200 external users and invitations: end some of them first.':
      'L’environnement a 200 utilisateurs externes et invitations : mettez d’abord fin à certains.',
    'Staff are never let in as external users: they ask for support access.':
      'Le personnel n’entre jamais comme utilisateur externe : il demande un accès de support.',
    'This is not the agreement that stands now: read it again, and accept that.':
      'Ce n’est pas l’accord actuel : relisez-le et acceptez celui-là.',
    'What was given can be narrowed, never widened: invite anew for more.':
      'Ce qui a été donné peut être restreint, jamais élargi : invitez à nouveau pour plus.',
    'Name the tenants, or say that the window is for all: one of the two.':
      'Nommez les environnements, ou dites que la fenêtre est pour tous : l’un des deux.',
    'Only system administrators bound to confidentiality can do this.':
      'Seuls les administrateurs système tenus à la confidentialité le peuvent.',
    'To open a window, show a code of your own second factor first.':
      'Pour ouvrir une fenêtre, montrez d’abord un code de votre propre second facteur.',
    'Data is imported on instruction only, and a tenant of this window has not confirmed one.':
      'Les données ne sont importées que sur instruction, et un client de cette fenêtre n’en a pas confirmé.',
    'The purpose of a window is DEPLOY, PATCH, BACKUP or IMPORT.':
      'Le but d’une fenêtre est DEPLOY, PATCH, BACKUP ou IMPORT.',
    'Give a reason: every tenant that the window reaches reads it.':
      'Donnez une raison : chaque client que la fenêtre atteint la lit.',
    'A window ends in the future, at most 8 hours ahead.':
      'Une fenêtre se termine dans le futur, au plus 8 heures à l’avance.',
    'Name between 1 and 100 tenants, or say that the window is for all.':
      'Nommez de 1 à 100 environnements, ou dites que la fenêtre est pour tous.',
    'An import is for tenants that are named.': 'Une importation est pour des environnements nommés.',
    'There are 50 open windows and requests: close some of them first.':
      'Il y a 50 fenêtres et demandes ouvertes : fermez-en d’abord quelques-unes.',
    'A second administrator opens the window: nobody does so alone.':
      'Un second administrateur ouvre la fenêtre : personne ne le fait seul.',
    'There is a second administrator: nobody opens a window alone.':
      'Il y a un second administrateur : personne n’ouvre une fenêtre seul.',
    'Whoever asked is no longer an administrator.': 'La personne qui a demandé n’est plus administrateur.',
    'This window was never opened, so there is nothing to close.':
      'Cette fenêtre n’a jamais été ouverte, il n’y a donc rien à fermer.',
  },
  de: {
    'Leave it to somebody who may do it; viewer.can says what you may do.':
      'Überlassen Sie es jemandem, der es darf; viewer.can sagt, was Sie dürfen.',
    'Ask for what the token was made for, or use another; viewer.token says what that is.':
      'Fragen Sie, wofür das Token gemacht wurde, oder verwenden Sie ein anderes; viewer.token sagt, was das ist.',
    'Read the agreement that stands now, and have it accepted by whomever it binds.':
      'Lesen Sie die Vereinbarung, die jetzt gilt, und lassen Sie sie von denen annehmen, die sie bindet.',
    'Have an owner or admin of each tenant issue or confirm an instruction that covers it.':
      'Lassen Sie einen Inhaber oder Administrator jeder Umgebung eine Weisung erteilen oder bestätigen, die das umfasst.',
    'You are invited to see data': 'Sie sind eingeladen, Daten einzusehen',
    'Somebody wants to let you see data of their environment, under an agreement between you and them. If you have no account yet, open this link to read the agreement, and to make an account and accept it; if you have one, sign in and find it under your external accesses:':
      'Jemand möchte Sie Daten seiner Umgebung einsehen lassen, unter einer Vereinbarung zwischen Ihnen und ihm. Haben Sie noch kein Konto, öffnen Sie diesen Link, um die Vereinbarung zu lesen, ein Konto anzulegen und sie anzunehmen; haben Sie eines, melden Sie sich an und finden Sie sie unter Ihren externen Zugängen:',
    'Read the agreement. If you accept it, make an account with this address: choose a password of 12 to 128 characters.':
      'Lesen Sie die Vereinbarung. Wenn Sie sie annehmen, legen Sie ein Konto mit dieser Adresse an: Wählen Sie ein Passwort von 12 bis 128 Zeichen.',
    'Accept the agreement': 'Vereinbarung annehmen',
    'The agreement is accepted. You can sign in now.':
      'Die Vereinbarung ist angenommen. Sie können sich jetzt anmelden.',
    'Read the agreement': 'Vereinbarung lesen',
    'The access waits for the agreement with the tenant that let you in; whoever was invited can accept the version that stands now.':
      'Der Zugang wartet auf die Vereinbarung mit dem Kunden, der Sie eingelassen hat; wer eingeladen wurde, kann die jetzige Fassung annehmen.',
    'Read the agreement in viewer.externalAccesses, and accept it with acceptExternalAgreement.':
      'Lesen Sie die Vereinbarung in viewer.externalAccesses und nehmen Sie sie mit acceptExternalAgreement an.',
    'The access of an external user ends in the future, at most two years ahead.':
      'Der Zugang eines externen Benutzers endet in der Zukunft, höchstens zwei Jahre voraus.',
    'An agreement has a version of at most 50 characters, and a text of at most 20000.':
      'Eine Vereinbarung hat eine Fassung von höchstens 50 Zeichen und einen Text von höchstens 20000.',
    'This agreement has had 50 versions: end the access, and invite anew.':
      'Diese Vereinbarung hatte 50 Fassungen: Beenden Sie den Zugang und laden Sie neu ein.',
    'The agreement has had this version already.': 'Die Vereinbarung hatte diese Fassung schon.',
    'This access has ended.': 'Dieser Zugang ist beendet.',
    'Give the e-mail address of whoever is invited.': 'Geben Sie die E-Mail-Adresse der eingeladenen Person an.',
    'A name has at most 200 characters.': 'Ein Name hat höchstens 200 Zeichen.',
    'The tenant has 200 external users and invitations: end some of them first.':
      'Die Umgebung hat 200 externe Benutzer und Einladungen: Beenden Sie zuerst einige.',
    'Staff are never let in as external users: they ask for support access.':
      'Personal wird nie als externer Benutzer eingelassen: Es fragt um Supportzugang.',
    'This is not the agreement that stands now: read it again, and accept that.':
      'Das ist nicht die jetzige Vereinbarung: Lesen Sie sie noch einmal und nehmen Sie diese an.',
    'What was given can be narrowed, never widened: invite anew for more.':
      'Was gegeben wurde, kann eingeschränkt und nie erweitert werden: Laden Sie für mehr neu ein.',
    'Name the tenants, or say that the window is for all: one of the two.':
      'Nennen Sie die Umgebungen, oder sagen Sie, dass das Fenster für alle ist: eines von beiden.',
    'Only system administrators bound to confidentiality can do this.':
      'Nur Systemverwalter, die zur Verschwiegenheit verpflichtet sind, können das.',
    'To open a window, show a code of your own second factor first.':
      'Um ein Fenster zu öffnen, zeigen Sie zuerst einen Code Ihres eigenen zweiten Faktors.',
    'Data is imported on instruction only, and a tenant of this window has not confirmed one.':
      'Daten werden nur auf Weisung importiert, und ein Kunde dieses Fensters hat keine bestätigt.',
    'The purpose of a window is DEPLOY, PATCH, BACKUP or IMPORT.':
      'Der Zweck eines Fensters ist DEPLOY, PATCH, BACKUP oder IMPORT.',
    'Give a reason: every tenant that the window reaches reads it.':
      'Geben Sie einen Grund an: Jeder Kunde, den das Fenster erreicht, liest ihn.',
    'A window ends in the future, at most 8 hours ahead.':
      'Ein Fenster endet in der Zukunft, höchstens 8 Stunden voraus.',
    'Name between 1 and 100 tenants, or say that the window is for all.':
      'Nennen Sie 1 bis 100 Umgebungen, oder sagen Sie, dass das Fenster für alle ist.',
    'An import is for tenants that are named.': 'Ein Import ist für Umgebungen, die genannt werden.',
    'There are 50 open windows and requests: close some of them first.':
      'Es gibt 50 offene Fenster und Anfragen: Schließen Sie zuerst einige.',
    'A second administrator opens the window: nobody does so alone.':
      'Ein zweiter Verwalter öffnet das Fenster: Niemand tut das allein.',
    'There is a second administrator: nobody opens a window alone.':
      'Es gibt einen zweiten Verwalter: Niemand öffnet ein Fenster allein.',
    'Whoever asked is no longer an administrator.': 'Wer gefragt hat, ist kein Verwalter mehr.',
    'This window was never opened, so there is nothing to close.':
      'Dieses Fenster wurde nie geöffnet, es gibt also nichts zu schließen.',
  },
} as const;
