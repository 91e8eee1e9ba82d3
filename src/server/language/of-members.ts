/** What is said of members, invitations and agreements in other languages, by what is said in English. */
export const OF_MEMBERS = {
  nl: {
    'Only an owner or admin of the tenant looks after its members.':
      'Alleen een eigenaar of beheerder van de omgeving beheert de leden ervan.',
    'Only members of a tenant can leave it.': 'Alleen leden van een omgeving kunnen die verlaten.',
    'Only an owner of the tenant transfers ownership.': 'Alleen een eigenaar van de omgeving draagt de eigendom over.',
    'Only an owner of the tenant accepts agreements.': 'Alleen een eigenaar van de omgeving aanvaardt overeenkomsten.',
    'This is your own membership: somebody else changes it, or you leave with leaveTenant.':
      'Dit is uw eigen lidmaatschap: iemand anders wijzigt het, of u vertrekt met leaveTenant.',
    'An owner is changed by an owner only.': 'Een eigenaar wordt alleen door een eigenaar gewijzigd.',
    'A role is OWNER, ADMIN, EDITOR or VIEWER.': 'Een rol is OWNER, ADMIN, EDITOR of VIEWER.',
    'Nobody gives a role above their own.': 'Niemand geeft een rol boven de eigen rol.',
    'A tenant keeps at least one owner: make somebody else an owner first.':
      'Een omgeving houdt minstens één eigenaar: maak eerst iemand anders eigenaar.',
    'This member was deactivated: reactivate the membership first.':
      'Dit lid is gedeactiveerd: activeer het lidmaatschap eerst opnieuw.',
    'An e-mail address has 3 to 320 characters.': 'Een e-mailadres heeft 3 tot 320 tekens.',
    'Staff of the vendor are never members of a tenant.': 'Personeel van de leverancier is nooit lid van een omgeving.',
    'Whoever has this address is a member already.': 'Wie dit adres heeft, is al lid.',
    'The tenant has 200 open invitations: withdraw some of them first.':
      'De omgeving heeft 200 openstaande uitnodigingen: trek er eerst enkele in.',
    'This invitation was accepted already: remove the member instead.':
      'Deze uitnodiging is al aanvaard: verwijder in plaats daarvan het lid.',
    'This invitation was used, withdrawn or replaced, or is too old: ask for another.':
      'Deze uitnodiging is gebruikt, ingetrokken of vervangen, of is te oud: vraag een andere aan.',
    'This invitation is to another address: sign in with the account of that address.':
      'Deze uitnodiging is voor een ander adres: meld u aan met het account van dat adres.',
    'A name has 1 to 200 characters.': 'Een naam heeft 1 tot 200 tekens.',
    'There is an account of this address: sign in with it, and accept the invitation then.':
      'Er is een account met dit adres: meld u daarmee aan en aanvaard dan de uitnodiging.',
    'A new account takes a name and a password.': 'Een nieuw account vraagt een naam en een wachtwoord.',
    'This is for staff of the vendor.': 'Dit is voor personeel van de leverancier.',
    'There is a newer version of this agreement: read and accept that one.':
      'Er is een nieuwere versie van deze overeenkomst: lees en aanvaard die.',
    'The vendor publishes agreements of kind DPA and CONFIDENTIALITY.':
      'De leverancier publiceert overeenkomsten van de soort DPA en CONFIDENTIALITY.',
    'A version is named in 1 to 50 characters.': 'Een versie heeft een naam van 1 tot 50 tekens.',
    'The text of an agreement has 1 to 100000 characters.': 'De tekst van een overeenkomst heeft 1 tot 100000 tekens.',
    'A new version needs a deadline in the future, at most a year ahead: until then an older one counts.':
      'Een nieuwe versie heeft een uiterste datum in de toekomst nodig, hoogstens een jaar vooruit: tot dan telt een oudere.',
    'There is a version of this name already, and versions are never changed.':
      'Er is al een versie met deze naam, en versies worden nooit gewijzigd.',
    'You are invited': 'U bent uitgenodigd',
    'Somebody invited you to work in an environment of theirs. If you have no account yet, open this link to make one; if you have one, sign in and accept the invitation with what stands in the link after the dot:':
      'Iemand nodigde u uit om in een omgeving te werken. Hebt u nog geen account, open dan deze link om er een te maken; hebt u er een, meld u dan aan en aanvaard de uitnodiging met wat in de link na de punt staat:',
    'If you do not know who that may be, you can ignore this mail: without the link nothing changes.':
      'Weet u niet wie dat kan zijn, dan kunt u deze mail negeren: zonder de link verandert er niets.',
    'Make an account with this address and accept the invitation. Choose a password of 12 to 128 characters.':
      'Maak een account met dit adres en aanvaard de uitnodiging. Kies een wachtwoord van 12 tot 128 tekens.',
    'Accept the invitation': 'Aanvaard de uitnodiging',
    'The invitation is accepted. You can sign in now.': 'De uitnodiging is aanvaard. U kunt zich nu aanmelden.',
    'Your name': 'Uw naam',
  },
  fr: {
    'Only an owner or admin of the tenant looks after its members.':
      'Seul un propriétaire ou administrateur de l’environnement en gère les membres.',
    'Only members of a tenant can leave it.': 'Seuls les membres d’un environnement peuvent le quitter.',
    'Only an owner of the tenant transfers ownership.':
      'Seul un propriétaire de l’environnement en transfère la propriété.',
    'Only an owner of the tenant accepts agreements.': 'Seul un propriétaire de l’environnement accepte les accords.',
    'This is your own membership: somebody else changes it, or you leave with leaveTenant.':
      'C’est votre propre adhésion : quelqu’un d’autre la modifie, ou vous partez avec leaveTenant.',
    'An owner is changed by an owner only.': 'Un propriétaire n’est modifié que par un propriétaire.',
    'A role is OWNER, ADMIN, EDITOR or VIEWER.': 'Un rôle est OWNER, ADMIN, EDITOR ou VIEWER.',
    'Nobody gives a role above their own.': 'Personne ne donne un rôle supérieur au sien.',
    'A tenant keeps at least one owner: make somebody else an owner first.':
      'Un environnement garde au moins un propriétaire : nommez d’abord quelqu’un d’autre propriétaire.',
    'This member was deactivated: reactivate the membership first.':
      'Ce membre a été désactivé : réactivez d’abord son adhésion.',
    'An e-mail address has 3 to 320 characters.': 'Une adresse e-mail comporte 3 à 320 caractères.',
    'Staff of the vendor are never members of a tenant.':
      'Le personnel du fournisseur n’est jamais membre d’un environnement.',
    'Whoever has this address is a member already.': 'La personne qui a cette adresse est déjà membre.',
    'The tenant has 200 open invitations: withdraw some of them first.':
      'L’environnement a 200 invitations ouvertes : retirez-en d’abord quelques-unes.',
    'This invitation was accepted already: remove the member instead.':
      'Cette invitation a déjà été acceptée : retirez plutôt le membre.',
    'This invitation was used, withdrawn or replaced, or is too old: ask for another.':
      'Cette invitation a été utilisée, retirée ou remplacée, ou est trop ancienne : demandez-en une autre.',
    'This invitation is to another address: sign in with the account of that address.':
      'Cette invitation est destinée à une autre adresse : connectez-vous avec le compte de cette adresse.',
    'A name has 1 to 200 characters.': 'Un nom comporte 1 à 200 caractères.',
    'There is an account of this address: sign in with it, and accept the invitation then.':
      'Il existe un compte avec cette adresse : connectez-vous avec lui, puis acceptez l’invitation.',
    'A new account takes a name and a password.': 'Un nouveau compte demande un nom et un mot de passe.',
    'This is for staff of the vendor.': 'Ceci est réservé au personnel du fournisseur.',
    'There is a newer version of this agreement: read and accept that one.':
      'Il existe une version plus récente de cet accord : lisez et acceptez celle-là.',
    'The vendor publishes agreements of kind DPA and CONFIDENTIALITY.':
      'Le fournisseur publie des accords de type DPA et CONFIDENTIALITY.',
    'A version is named in 1 to 50 characters.': 'Une version porte un nom de 1 à 50 caractères.',
    'The text of an agreement has 1 to 100000 characters.': 'Le texte d’un accord comporte 1 à 100000 caractères.',
    'A new version needs a deadline in the future, at most a year ahead: until then an older one counts.':
      'Une nouvelle version demande une échéance dans le futur, d’au plus un an : jusque-là, une plus ancienne compte.',
    'There is a version of this name already, and versions are never changed.':
      'Il existe déjà une version de ce nom, et les versions ne changent jamais.',
    'You are invited': 'Vous êtes invité',
    'Somebody invited you to work in an environment of theirs. If you have no account yet, open this link to make one; if you have one, sign in and accept the invitation with what stands in the link after the dot:':
      'Quelqu’un vous invite à travailler dans un environnement. Si vous n’avez pas encore de compte, ouvrez ce lien pour en créer un ; si vous en avez un, connectez-vous et acceptez l’invitation avec ce qui suit le point dans le lien :',
    'If you do not know who that may be, you can ignore this mail: without the link nothing changes.':
      'Si vous ne savez pas qui cela peut être, vous pouvez ignorer ce courriel : sans le lien, rien ne change.',
    'Make an account with this address and accept the invitation. Choose a password of 12 to 128 characters.':
      'Créez un compte avec cette adresse et acceptez l’invitation. Choisissez un mot de passe de 12 à 128 caractères.',
    'Accept the invitation': 'Accepter l’invitation',
    'The invitation is accepted. You can sign in now.':
      'L’invitation est acceptée. Vous pouvez vous connecter maintenant.',
    'Your name': 'Votre nom',
  },
  de: {
    'Only an owner or admin of the tenant looks after its members.':
      'Nur ein Inhaber oder Administrator der Umgebung verwaltet ihre Mitglieder.',
    'Only members of a tenant can leave it.': 'Nur Mitglieder einer Umgebung können sie verlassen.',
    'Only an owner of the tenant transfers ownership.': 'Nur ein Inhaber der Umgebung überträgt die Inhaberschaft.',
    'Only an owner of the tenant accepts agreements.': 'Nur ein Inhaber der Umgebung nimmt Vereinbarungen an.',
    'This is your own membership: somebody else changes it, or you leave with leaveTenant.':
      'Das ist Ihre eigene Mitgliedschaft: Jemand anders ändert sie, oder Sie gehen mit leaveTenant.',
    'An owner is changed by an owner only.': 'Ein Inhaber wird nur von einem Inhaber geändert.',
    'A role is OWNER, ADMIN, EDITOR or VIEWER.': 'Eine Rolle ist OWNER, ADMIN, EDITOR oder VIEWER.',
    'Nobody gives a role above their own.': 'Niemand vergibt eine Rolle über der eigenen.',
    'A tenant keeps at least one owner: make somebody else an owner first.':
      'Eine Umgebung behält mindestens einen Inhaber: Machen Sie zuerst jemand anderen zum Inhaber.',
    'This member was deactivated: reactivate the membership first.':
      'Dieses Mitglied wurde deaktiviert: Reaktivieren Sie zuerst die Mitgliedschaft.',
    'An e-mail address has 3 to 320 characters.': 'Eine E-Mail-Adresse hat 3 bis 320 Zeichen.',
    'Staff of the vendor are never members of a tenant.':
      'Mitarbeiter des Anbieters sind nie Mitglieder einer Umgebung.',
    'Whoever has this address is a member already.': 'Wer diese Adresse hat, ist schon Mitglied.',
    'The tenant has 200 open invitations: withdraw some of them first.':
      'Die Umgebung hat 200 offene Einladungen: Ziehen Sie zuerst einige zurück.',
    'This invitation was accepted already: remove the member instead.':
      'Diese Einladung wurde schon angenommen: Entfernen Sie stattdessen das Mitglied.',
    'This invitation was used, withdrawn or replaced, or is too old: ask for another.':
      'Diese Einladung wurde benutzt, zurückgezogen oder ersetzt, oder ist zu alt: Bitten Sie um eine andere.',
    'This invitation is to another address: sign in with the account of that address.':
      'Diese Einladung gilt für eine andere Adresse: Melden Sie sich mit dem Konto dieser Adresse an.',
    'A name has 1 to 200 characters.': 'Ein Name hat 1 bis 200 Zeichen.',
    'There is an account of this address: sign in with it, and accept the invitation then.':
      'Es gibt ein Konto mit dieser Adresse: Melden Sie sich damit an und nehmen Sie dann die Einladung an.',
    'A new account takes a name and a password.': 'Ein neues Konto braucht einen Namen und ein Passwort.',
    'This is for staff of the vendor.': 'Das ist für Mitarbeiter des Anbieters.',
    'There is a newer version of this agreement: read and accept that one.':
      'Es gibt eine neuere Fassung dieser Vereinbarung: Lesen Sie diese und nehmen Sie sie an.',
    'The vendor publishes agreements of kind DPA and CONFIDENTIALITY.':
      'Der Anbieter veröffentlicht Vereinbarungen der Art DPA und CONFIDENTIALITY.',
    'A version is named in 1 to 50 characters.': 'Eine Fassung hat einen Namen von 1 bis 50 Zeichen.',
    'The text of an agreement has 1 to 100000 characters.': 'Der Text einer Vereinbarung hat 1 bis 100000 Zeichen.',
    'A new version needs a deadline in the future, at most a year ahead: until then an older one counts.':
      'Eine neue Fassung braucht eine Frist in der Zukunft, höchstens ein Jahr voraus: Bis dahin zählt eine ältere.',
    'There is a version of this name already, and versions are never changed.':
      'Es gibt schon eine Fassung dieses Namens, und Fassungen werden nie geändert.',
    'You are invited': 'Sie sind eingeladen',
    'Somebody invited you to work in an environment of theirs. If you have no account yet, open this link to make one; if you have one, sign in and accept the invitation with what stands in the link after the dot:':
      'Jemand hat Sie eingeladen, in einer Umgebung zu arbeiten. Haben Sie noch kein Konto, öffnen Sie diesen Link, um eines anzulegen; haben Sie eines, melden Sie sich an und nehmen Sie die Einladung mit dem an, was im Link nach dem Punkt steht:',
    'If you do not know who that may be, you can ignore this mail: without the link nothing changes.':
      'Wissen Sie nicht, wer das sein kann, können Sie diese Mail ignorieren: Ohne den Link ändert sich nichts.',
    'Make an account with this address and accept the invitation. Choose a password of 12 to 128 characters.':
      'Legen Sie ein Konto mit dieser Adresse an und nehmen Sie die Einladung an. Wählen Sie ein Passwort von 12 bis 128 Zeichen.',
    'Accept the invitation': 'Einladung annehmen',
    'The invitation is accepted. You can sign in now.': 'Die Einladung ist angenommen. Sie können sich jetzt anmelden.',
    'Your name': 'Ihr Name',
  },
} as const;
