/** What mails, and the page that their links lead to, say in other languages, by what they say in English. */
export const BY_MAIL = {
  nl: {
    'This link was used, is too old, or was replaced by a newer one: ask for another.':
      'Deze link is gebruikt, te oud, of vervangen door een nieuwere: vraag een andere aan.',
    'This address can not be taken any more.': 'Dit adres kan niet meer worden gebruikt.',
    'This is the address that the account has already.': 'Dit is het adres dat het account al heeft.',
    'Too many mails are waiting to be sent right now.': 'Er wachten nu te veel mails op verzending.',
    'Try again in a few minutes.': 'Probeer het over enkele minuten opnieuw.',
    'Set a new password': 'Stel een nieuw wachtwoord in',
    'Somebody, probably you, asked to set a new password for your account. Open this link to set it:':
      'Iemand, waarschijnlijk u, vroeg om een nieuw wachtwoord voor uw account in te stellen. Open deze link om dat te doen:',
    'If it was not you, you can ignore this mail: without the link nothing changes.':
      'Was u het niet, dan kunt u deze mail negeren: zonder de link verandert er niets.',
    'If it was not you, set a new password at once and tell whoever runs your environment.':
      'Was u het niet, stel dan meteen een nieuw wachtwoord in en meld het aan wie uw omgeving beheert.',
    'Confirm your e-mail address': 'Bevestig uw e-mailadres',
    'Open this link to confirm that this address is yours:': 'Open deze link om te bevestigen dat dit adres van u is:',
    'Confirm your new e-mail address': 'Bevestig uw nieuwe e-mailadres',
    'Somebody, probably you, asked to use this address for an account. Open this link to use it from now on:':
      'Iemand, waarschijnlijk u, vroeg om dit adres voor een account te gebruiken. Open deze link om het voortaan te gebruiken:',
    'You have an account already': 'U hebt al een account',
    'Somebody, probably you, asked to use this address for another account. It belongs to an account already, so nothing was changed.':
      'Iemand, waarschijnlijk u, vroeg om dit adres voor een ander account te gebruiken. Het hoort al bij een account, dus er is niets gewijzigd.',
    'If you can not sign in to that account, ask for a new password.':
      'Kunt u zich niet bij dat account aanmelden, vraag dan een nieuw wachtwoord aan.',
    'Your e-mail address is about to change': 'Uw e-mailadres staat op het punt te veranderen',
    'Somebody, probably you, signed in to your account and asked to use another e-mail address for it. It changes once the link is opened that was sent there.':
      'Iemand, waarschijnlijk u, meldde zich aan bij uw account en vroeg om er een ander e-mailadres voor te gebruiken. Het verandert zodra de link wordt geopend die daarheen is gestuurd.',
    'Your e-mail address was changed': 'Uw e-mailadres is gewijzigd',
    'Your account has another e-mail address now, and all its sessions were ended. You sign in with the new address.':
      'Uw account heeft nu een ander e-mailadres, en al zijn sessies zijn beëindigd. U meldt zich aan met het nieuwe adres.',
    'If it was not you, tell whoever runs your environment at once.':
      'Was u het niet, meld het dan meteen aan wie uw omgeving beheert.',
    'Your password was changed': 'Uw wachtwoord is gewijzigd',
    'The password of your account was changed, and other sessions were ended.':
      'Het wachtwoord van uw account is gewijzigd, en andere sessies zijn beëindigd.',
    'The link holds once and for {}.': 'De link geldt één keer, en {} lang.',
    'Your account': 'Uw account',
    'Choose a password of 12 to 128 characters. All sessions of your account end.':
      'Kies een wachtwoord van 12 tot 128 tekens. Alle sessies van uw account eindigen.',
    'Set this password': 'Stel dit wachtwoord in',
    'Your password was changed. You can sign in with it now.':
      'Uw wachtwoord is gewijzigd. U kunt zich er nu mee aanmelden.',
    'Is this address yours?': 'Is dit adres van u?',
    'Yes, confirm it': 'Ja, bevestig het',
    'Your e-mail address is confirmed.': 'Uw e-mailadres is bevestigd.',
    'Use this address for your account from now on? All its sessions end.':
      'Dit adres voortaan voor uw account gebruiken? Al zijn sessies eindigen.',
    'Yes, use it': 'Ja, gebruik het',
    'Your e-mail address was changed. Sign in with it from now on.':
      'Uw e-mailadres is gewijzigd. Meld u er voortaan mee aan.',
    'New password': 'Nieuw wachtwoord',
    'Code of your second factor': 'Code van uw tweede factor',
    'This link is not whole. Open it as it stands in the mail.':
      'Deze link is niet volledig. Open hem zoals hij in de mail staat.',
    'The server can not be reached right now. Try again in a moment.':
      'De server is nu niet bereikbaar. Probeer het zo meteen opnieuw.',
    'This page needs JavaScript.': 'Deze pagina heeft JavaScript nodig.',
  },
  fr: {
    'This link was used, is too old, or was replaced by a newer one: ask for another.':
      'Ce lien a été utilisé, est trop ancien ou a été remplacé par un plus récent : demandez-en un autre.',
    'This address can not be taken any more.': 'Cette adresse ne peut plus être utilisée.',
    'This is the address that the account has already.': 'C’est l’adresse que le compte a déjà.',
    'Too many mails are waiting to be sent right now.': 'Trop de courriels attendent d’être envoyés en ce moment.',
    'Try again in a few minutes.': 'Réessayez dans quelques minutes.',
    'Set a new password': 'Choisissez un nouveau mot de passe',
    'Somebody, probably you, asked to set a new password for your account. Open this link to set it:':
      'Quelqu’un, probablement vous, a demandé à définir un nouveau mot de passe pour votre compte. Ouvrez ce lien pour le faire :',
    'If it was not you, you can ignore this mail: without the link nothing changes.':
      'Si ce n’était pas vous, vous pouvez ignorer ce courriel : sans le lien, rien ne change.',
    'If it was not you, set a new password at once and tell whoever runs your environment.':
      'Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez la personne qui gère votre environnement.',
    'Confirm your e-mail address': 'Confirmez votre adresse e-mail',
    'Open this link to confirm that this address is yours:':
      'Ouvrez ce lien pour confirmer que cette adresse est la vôtre :',
    'Confirm your new e-mail address': 'Confirmez votre nouvelle adresse e-mail',
    'Somebody, probably you, asked to use this address for an account. Open this link to use it from now on:':
      'Quelqu’un, probablement vous, a demandé à utiliser cette adresse pour un compte. Ouvrez ce lien pour l’utiliser désormais :',
    'You have an account already': 'Vous avez déjà un compte',
    'Somebody, probably you, asked to use this address for another account. It belongs to an account already, so nothing was changed.':
      'Quelqu’un, probablement vous, a demandé à utiliser cette adresse pour un autre compte. Elle appartient déjà à un compte, donc rien n’a été changé.',
    'If you can not sign in to that account, ask for a new password.':
      'Si vous ne pouvez pas vous connecter à ce compte, demandez un nouveau mot de passe.',
    'Your e-mail address is about to change': 'Votre adresse e-mail est sur le point de changer',
    'Somebody, probably you, signed in to your account and asked to use another e-mail address for it. It changes once the link is opened that was sent there.':
      'Quelqu’un, probablement vous, s’est connecté à votre compte et a demandé à y utiliser une autre adresse e-mail. Elle change dès que le lien qui y a été envoyé est ouvert.',
    'Your e-mail address was changed': 'Votre adresse e-mail a été changée',
    'Your account has another e-mail address now, and all its sessions were ended. You sign in with the new address.':
      'Votre compte a maintenant une autre adresse e-mail, et toutes ses sessions ont été fermées. Vous vous connectez avec la nouvelle adresse.',
    'If it was not you, tell whoever runs your environment at once.':
      'Si ce n’était pas vous, prévenez tout de suite la personne qui gère votre environnement.',
    'Your password was changed': 'Votre mot de passe a été changé',
    'The password of your account was changed, and other sessions were ended.':
      'Le mot de passe de votre compte a été changé, et les autres sessions ont été fermées.',
    'The link holds once and for {}.': 'Le lien vaut une fois, et pendant {}.',
    'Your account': 'Votre compte',
    'Choose a password of 12 to 128 characters. All sessions of your account end.':
      'Choisissez un mot de passe de 12 à 128 caractères. Toutes les sessions de votre compte se terminent.',
    'Set this password': 'Définir ce mot de passe',
    'Your password was changed. You can sign in with it now.':
      'Votre mot de passe a été changé. Vous pouvez maintenant vous connecter avec le nouveau.',
    'Is this address yours?': 'Cette adresse est-elle la vôtre ?',
    'Yes, confirm it': 'Oui, confirmer',
    'Your e-mail address is confirmed.': 'Votre adresse e-mail est confirmée.',
    'Use this address for your account from now on? All its sessions end.':
      'Utiliser désormais cette adresse pour votre compte ? Toutes ses sessions se terminent.',
    'Yes, use it': 'Oui, l’utiliser',
    'Your e-mail address was changed. Sign in with it from now on.':
      'Votre adresse e-mail a été changée. Connectez-vous désormais avec la nouvelle.',
    'New password': 'Nouveau mot de passe',
    'Code of your second factor': 'Code de votre second facteur',
    'This link is not whole. Open it as it stands in the mail.':
      'Ce lien n’est pas complet. Ouvrez-le tel qu’il figure dans le courriel.',
    'The server can not be reached right now. Try again in a moment.':
      'Le serveur est injoignable en ce moment. Réessayez dans un instant.',
    'This page needs JavaScript.': 'Cette page a besoin de JavaScript.',
  },
  de: {
    'This link was used, is too old, or was replaced by a newer one: ask for another.':
      'Dieser Link wurde benutzt, ist zu alt oder wurde durch einen neueren ersetzt: Fordern Sie einen anderen an.',
    'This address can not be taken any more.': 'Diese Adresse kann nicht mehr verwendet werden.',
    'This is the address that the account has already.': 'Das ist die Adresse, die das Konto schon hat.',
    'Too many mails are waiting to be sent right now.': 'Zurzeit warten zu viele E-Mails auf den Versand.',
    'Try again in a few minutes.': 'Versuchen Sie es in einigen Minuten erneut.',
    'Set a new password': 'Neues Passwort setzen',
    'Somebody, probably you, asked to set a new password for your account. Open this link to set it:':
      'Jemand, wahrscheinlich Sie, wollte ein neues Passwort für Ihr Konto setzen. Öffnen Sie dazu diesen Link:',
    'If it was not you, you can ignore this mail: without the link nothing changes.':
      'Wenn Sie es nicht waren, können Sie diese E-Mail ignorieren: Ohne den Link ändert sich nichts.',
    'If it was not you, set a new password at once and tell whoever runs your environment.':
      'Wenn Sie es nicht waren, setzen Sie sofort ein neues Passwort und sagen Sie es denen, die Ihre Umgebung verwalten.',
    'Confirm your e-mail address': 'Bestätigen Sie Ihre E-Mail-Adresse',
    'Open this link to confirm that this address is yours:':
      'Öffnen Sie diesen Link, um zu bestätigen, dass diese Adresse Ihre ist:',
    'Confirm your new e-mail address': 'Bestätigen Sie Ihre neue E-Mail-Adresse',
    'Somebody, probably you, asked to use this address for an account. Open this link to use it from now on:':
      'Jemand, wahrscheinlich Sie, wollte diese Adresse für ein Konto verwenden. Öffnen Sie diesen Link, um sie von nun an zu verwenden:',
    'You have an account already': 'Sie haben schon ein Konto',
    'Somebody, probably you, asked to use this address for another account. It belongs to an account already, so nothing was changed.':
      'Jemand, wahrscheinlich Sie, wollte diese Adresse für ein anderes Konto verwenden. Sie gehört schon zu einem Konto, also wurde nichts geändert.',
    'If you can not sign in to that account, ask for a new password.':
      'Wenn Sie sich bei diesem Konto nicht anmelden können, fordern Sie ein neues Passwort an.',
    'Your e-mail address is about to change': 'Ihre E-Mail-Adresse soll geändert werden',
    'Somebody, probably you, signed in to your account and asked to use another e-mail address for it. It changes once the link is opened that was sent there.':
      'Jemand, wahrscheinlich Sie, hat sich bei Ihrem Konto angemeldet und wollte eine andere E-Mail-Adresse dafür verwenden. Sie ändert sich, sobald der Link geöffnet wird, der dorthin geschickt wurde.',
    'Your e-mail address was changed': 'Ihre E-Mail-Adresse wurde geändert',
    'Your account has another e-mail address now, and all its sessions were ended. You sign in with the new address.':
      'Ihr Konto hat jetzt eine andere E-Mail-Adresse, und alle seine Sitzungen wurden beendet. Sie melden sich mit der neuen Adresse an.',
    'If it was not you, tell whoever runs your environment at once.':
      'Wenn Sie es nicht waren, sagen Sie es sofort denen, die Ihre Umgebung verwalten.',
    'Your password was changed': 'Ihr Passwort wurde geändert',
    'The password of your account was changed, and other sessions were ended.':
      'Das Passwort Ihres Kontos wurde geändert, und andere Sitzungen wurden beendet.',
    'The link holds once and for {}.': 'Der Link gilt einmal und {} lang.',
    'Your account': 'Ihr Konto',
    'Choose a password of 12 to 128 characters. All sessions of your account end.':
      'Wählen Sie ein Passwort von 12 bis 128 Zeichen. Alle Sitzungen Ihres Kontos enden.',
    'Set this password': 'Dieses Passwort setzen',
    'Your password was changed. You can sign in with it now.':
      'Ihr Passwort wurde geändert. Sie können sich jetzt damit anmelden.',
    'Is this address yours?': 'Ist diese Adresse Ihre?',
    'Yes, confirm it': 'Ja, bestätigen',
    'Your e-mail address is confirmed.': 'Ihre E-Mail-Adresse ist bestätigt.',
    'Use this address for your account from now on? All its sessions end.':
      'Diese Adresse von nun an für Ihr Konto verwenden? Alle seine Sitzungen enden.',
    'Yes, use it': 'Ja, verwenden',
    'Your e-mail address was changed. Sign in with it from now on.':
      'Ihre E-Mail-Adresse wurde geändert. Melden Sie sich von nun an damit an.',
    'New password': 'Neues Passwort',
    'Code of your second factor': 'Code Ihres zweiten Faktors',
    'This link is not whole. Open it as it stands in the mail.':
      'Dieser Link ist nicht vollständig. Öffnen Sie ihn so, wie er in der E-Mail steht.',
    'The server can not be reached right now. Try again in a moment.':
      'Der Server ist gerade nicht erreichbar. Versuchen Sie es gleich noch einmal.',
    'This page needs JavaScript.': 'Diese Seite braucht JavaScript.',
  },
} as const;
