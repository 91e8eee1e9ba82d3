/** French: what is said, by what is said in English. `{}` stands for what differs, in the same order. */
export const fr: Readonly<Record<string, string>> = {
  'One operation may cost {} points; this one asks for {}.':
    'Une opération peut coûter {} points ; celle-ci en demande {}.',
  'Ask for smaller pages or fewer fields, or split the operation.':
    'Demandez des pages plus petites ou moins de champs, ou divisez l’opération.',
  'This costs {} points, more than {} have left right now.':
    'Cela coûte {} points, plus qu’il n’en reste actuellement à {}.',
  you: 'vous',
  'all who work in this environment': 'tous ceux qui travaillent dans cet environnement',
  'Try again in {} seconds.': 'Réessayez dans {} secondes.',
  'Try again in a few seconds.': 'Réessayez dans quelques secondes.',
  'Try again.': 'Réessayez.',
  'The request took too long and was stopped.': 'La requête a pris trop de temps et a été arrêtée.',
  'Ask for less at once, or try again.': 'Demandez moins à la fois, ou réessayez.',
  'Ask for less at once.': 'Demandez moins à la fois.',
  'Somebody else changed the same data at the same time.':
    'Quelqu’un d’autre a modifié les mêmes données en même temps.',
  'The data was read too late to be released: consent may have ended since.':
    'Les données ont été lues trop tard pour être transmises : le consentement a pu prendre fin entre-temps.',
  'Too much is being asked of this environment at once.':
    'Trop de choses sont demandées à la fois à cet environnement.',
  'A subscription does not run over plain HTTP.': 'Un abonnement ne passe pas par HTTP simple.',
  'There is no such record.': 'Cet enregistrement n’existe pas.',
  'Nobody is signed in.': 'Personne n’est connecté.',
  'Sign in, and send the session cookie or a bearer token.':
    'Connectez-vous et envoyez le cookie de session ou un jeton bearer.',
  'The database cannot be reached right now.': 'La base de données n’est pas joignable actuellement.',
  'Something went wrong here.': 'Une erreur s’est produite ici.',
  'Send the header x-tenant with the name of one of the tenants in viewer.tenants.':
    'Envoyez l’en-tête x-tenant avec le nom de l’un des environnements de viewer.tenants.',
  'Look the fields up in viewer.visibility.': 'Consultez les champs dans viewer.visibility.',
  'Leave it out of the input.': 'Omettez-le de la saisie.',
  'Read the newest version in agreements, and accept it with acceptAgreement.':
    'Lisez la version la plus récente dans agreements et acceptez-la avec acceptAgreement.',
  'An owner of the tenant accepts the agreement under {}.':
    'Un propriétaire de l’environnement accepte l’accord sous {}.',
  'Open a maintenance window with the purpose that the work has.':
    'Ouvrez une fenêtre de maintenance avec la finalité du travail.',
  'Ask an owner or admin of the tenant for a role that includes it.':
    'Demandez à un propriétaire ou administrateur de l’environnement un rôle qui l’inclut.',
  'There is nothing to ask for.': 'Il n’y a rien à demander.',
  'Ask an owner or admin of the tenant to do it.':
    'Demandez à un propriétaire ou administrateur de l’environnement de le faire.',
  'Ask an owner or admin of the tenant for an invitation that includes it.':
    'Demandez à un propriétaire ou administrateur de l’environnement une invitation qui l’inclut.',
  'Ask for it with requestSupportAccess; an owner or admin of the tenant answers under {}.':
    'Demandez-le avec requestSupportAccess ; un propriétaire ou administrateur de l’environnement répond sous {}.',
  'Ask for it with requestSupportAccess.': 'Demandez-le avec requestSupportAccess.',
  'Nobody is signed in: sign in with an account that may do this.':
    'Personne n’est connecté : connectez-vous avec un compte qui y est autorisé.',
  'The request is addressed to no tenant that this account may enter; name one in the header x-tenant.':
    'La requête ne s’adresse à aucun environnement accessible à ce compte ; nommez-en un dans l’en-tête x-tenant.',
  'There is no such field, so nobody can be allowed it.':
    'Ce champ n’existe pas, personne ne peut donc y être autorisé.',
  'The field is kept by the system, and nobody can write it.':
    'Le champ est tenu par le système et personne ne peut l’écrire.',
  'No commitment to confidentiality is in force for this staff account; whoever owns the account can make one.':
    'Aucun engagement de confidentialité n’est en vigueur pour ce compte du personnel ; le titulaire du compte peut en prendre un.',
  'The tenant has not accepted the data processing agreement, without which no personal data is written; an owner can accept it.':
    'Le client n’a pas accepté l’accord de traitement, sans lequel aucune donnée personnelle n’est écrite ; un propriétaire peut l’accepter.',
  'No maintenance window is open that needs this; a system administrator can open one, for a stated purpose and time.':
    'Aucune fenêtre de maintenance ouverte ne l’exige ; un administrateur système peut en ouvrir une, pour une finalité et une durée déclarées.',
  'The role {} does not include {}; an owner or admin of the tenant can give another role.':
    'Le rôle {} n’inclut pas {} ; un propriétaire ou administrateur de l’environnement peut donner un autre rôle.',
  'No role, grant or access includes {}, so nobody can give it.':
    'Aucun rôle, consentement ou accès n’inclut {}, personne ne peut donc l’accorder.',
  'An actor of kind {} is never allowed {}; an owner or admin of the tenant can do it, if anybody can.':
    'À un acteur de type {}, {} n’est jamais permis ; un propriétaire ou administrateur de l’environnement le peut, si quelqu’un le peut.',
  'The access that the tenant gave does not include {}; an owner or admin of the tenant can invite you anew.':
    'L’accès accordé par le client n’inclut pas {} ; un propriétaire ou administrateur de l’environnement peut vous inviter à nouveau.',
  'The tenant has not consented to support {}; an owner or admin of the tenant can consent under {}.':
    'Le client n’a pas donné son consentement au support pour {} ; un propriétaire ou administrateur de l’environnement peut consentir sous {}.',
  'The tenant gave a consent that was taken back or handed back, to support {}; an owner or admin of the tenant can consent under {}.':
    'Le consentement du client au support a été retiré ou rendu pour {} ; un propriétaire ou administrateur de l’environnement peut consentir sous {}.',
  'The tenant gave a consent that has run out, to support {}; an owner or admin of the tenant can consent under {}.':
    'Le consentement du client au support a expiré pour {} ; un propriétaire ou administrateur de l’environnement peut consentir sous {}.',
  'Company Settings, GDPR': 'Paramètres de l’entreprise, RGPD',
  'seeing {}': 'la consultation de {}',
  'adding {}': 'l’ajout de {}',
  'changing {}': 'la modification de {}',
  'deleting {}': 'la suppression de {}',
  'exporting {}': 'l’exportation de {}',
  'erasing {}': 'l’effacement de {}',
  'any data of {} ({})': 'données de {} ({})',
  '{} data of {}': 'données {} de {}',
  'a {}': '{}',
  'an {}': '{}',
  'The body is nested more than {} deep.': 'Le corps est imbriqué sur plus de {} niveaux.',
  'This operation is not on the list of those that are answered here.':
    'Cette opération n’est pas sur la liste de celles auxquelles on répond ici.',
  'Whoever runs the API adds the documents of a frontend to PERSISTED_OPERATIONS.':
    'L’exploitant de l’API ajoute les documents d’un frontend à PERSISTED_OPERATIONS.',
  'A change under a session cookie must bear the CSRF token of that session.':
    'Une modification sous un cookie de session doit porter le jeton CSRF de cette session.',
  'Send the header x-csrf-token with the value that signIn returned, which is also in the cookie csrftoken.':
    'Envoyez l’en-tête x-csrf-token avec la valeur renvoyée par signIn, qui est aussi dans le cookie csrftoken.',
  'This page may not act for somebody who is signed in here.':
    'Cette page ne peut pas agir pour quelqu’un qui est connecté ici.',
  'Whoever runs the API can name its origin in ALLOWED_ORIGINS.':
    'L’exploitant de l’API peut nommer son origine dans ALLOWED_ORIGINS.',
  'One operation tries one password, code or link.': 'Une opération essaie un mot de passe, un code ou un lien.',
  'E-mail address or password is wrong.': 'L’adresse e-mail ou le mot de passe est incorrect.',
  'The e-mail address or the password is wrong.': 'L’adresse e-mail ou le mot de passe est incorrect.',
  'Too many people are signing in right now.': 'Trop de personnes se connectent en ce moment.',
  'This was tried too often.': 'Ceci a été essayé trop souvent.',
  'Give first or last, not both.': 'Donnez first ou last, pas les deux.',
  '{} takes a number from 1 to {}.': '{} prend un nombre de 1 à {}.',
  'A list is sorted by at most {} fields.': 'Une liste est triée selon {} champs au plus.',
  '{} cannot be sorted by {}.': '{} ne peut pas être trié par {}.',
  'This is no cursor of this list.': 'Ceci n’est pas un curseur de cette liste.',
  'There is no environment {} that you can address.':
    'Il n’y a pas d’environnement {} auquel vous puissiez vous adresser.',
  'Name one of viewer.tenants in the header x-tenant.': 'Nommez l’un de viewer.tenants dans l’en-tête x-tenant.',
  'The request does not say which environment it is addressed to.':
    'La requête ne dit pas à quel environnement elle s’adresse.',
  'nodes takes at most {} ids.': 'nodes prend au plus {} identifiants.',
  'One operation may ask for {} rows in {} lists; this one asks for more.':
    'Une opération peut demander {} lignes dans {} listes ; celle-ci en demande davantage.',
  'Ask for smaller pages, or split the operation.': 'Demandez des pages plus petites, ou divisez l’opération.',
  'A filter may be nested {} deep and have {} conditions.':
    'Un filtre peut être imbriqué sur {} niveaux et avoir {} conditions.',
  'The text has a character that cannot be stored.': 'Le texte contient un caractère qui ne peut pas être enregistré.',
  '{} cannot be null: use isNull to ask for empty values.':
    '{} ne peut pas être null : utilisez isNull pour demander les valeurs vides.',
  '{} cannot be filtered by {}.': '{} ne peut pas être filtré par {}.',
  'Rights were changed again and again in the meantime, so nothing was done.':
    'Les droits ont changé à plusieurs reprises entre-temps, rien n’a donc été fait.',
  'This is no cursor of this stream.': 'Ceci n’est pas un curseur de ce flux.',
  'Name the environment that is followed in x-tenant.': 'Nommez l’environnement suivi dans x-tenant.',
  'A subscription follows one stream.': 'Un abonnement suit un seul flux.',
  '{} takes at most {} characters.': '{} prend au plus {} caractères.',
  '{} cannot be empty.': '{} ne peut pas être vide.',
  '{} takes a decimal number such as "12.5".': '{} prend un nombre décimal tel que "12.5".',
  '{} takes a date such as "2026-01-31".': '{} prend une date telle que "2026-01-31".',
  '{} takes "true" or "false".': '{} prend "true" ou "false".',
  '{} takes one of its choices.': '{} prend l’un de ses choix.',
  '{} has no custom field {}.': '{} n’a pas de champ personnalisé {}.',
  '{} is given twice.': '{} est donné deux fois.',
  'The record has changed since it was read.': 'L’enregistrement a changé depuis sa lecture.',
  'Read it again, and repeat the change on what it is now.':
    'Relisez-le et répétez la modification sur son état actuel.',
  'Only an owner or admin of the tenant decides on support access.':
    'Seul un propriétaire ou administrateur de l’environnement décide de l’accès du support.',
  'Only an owner or administrator of the tenant decides on support access.':
    'Seul un propriétaire ou administrateur de l’environnement décide de l’accès du support.',
  'Only support staff ask for access, and hand it back.': 'Seul le personnel du support demande l’accès et le rend.',
  'Only support staff bound to confidentiality can do this.':
    'Seul le personnel du support tenu à la confidentialité le peut.',
  'Owners and admins of a tenant use grantSupportAccess and revokeSupportAccess.':
    'Les propriétaires et administrateurs d’un environnement utilisent grantSupportAccess et revokeSupportAccess.',
  'There is no such data category in this environment.':
    'Cette catégorie de données n’existe pas dans cet environnement.',
  'Name at most {} categories.': 'Nommez au plus {} catégories.',
  'Ask for at most {} ids at once.': 'Demandez au plus {} identifiants à la fois.',
  'Address the tenant: send its slug in the header x-tenant.':
    'Adressez l’environnement : envoyez son slug dans l’en-tête x-tenant.',
  'The ticket is closed.': 'Le ticket est clos.',
  'Open a new one.': 'Ouvrez-en un nouveau.',
  'This must not be empty.': 'Ceci ne doit pas être vide.',
  'This takes at most {} characters.': 'Ceci prend au plus {} caractères.',
  'There is no such subject; take the name of a type, such as Contact.':
    'Ce sujet n’existe pas ; prenez le nom d’un type, comme Contact.',
  'Name one operation of the document in operationName.': 'Nommez une opération du document dans operationName.',
  'Only subscriptions run over a socket: send queries and mutations over HTTP.':
    'Seuls les abonnements passent par un socket : envoyez requêtes et mutations par HTTP.',
  'This stream leads to another environment now.': 'Ce flux mène maintenant à un autre environnement.',
  'The event was ready too late to be released: consent may have ended since.':
    'L’événement a été prêt trop tard pour être transmis : le consentement a pu prendre fin entre-temps.',
  'An event may have {} characters.': 'Un événement peut avoir {} caractères.',
  'Ask for less of each event.': 'Demandez moins de chaque événement.',
  'One socket follows at most {} streams.': 'Un socket suit au plus {} flux.',
  'End some of them, or open another socket.': 'Terminez-en certains, ou ouvrez un autre socket.',
  '{} is withheld here ({} in this answer).': '{} est retenu ici ({} dans cette réponse).',
  once: 'une fois',
  '{} times': '{} fois',
  'A reason has at most 1000 characters.': 'Une raison a au plus 1000 caractères.',
  'Access ends in the future, at most 30 days ahead.': 'L’accès prend fin dans le futur, 30 jours au plus tard.',
  'Access is READ or READ_WRITE.': 'L’accès est READ ou READ_WRITE.',
  'An approval may narrow what was asked, never widen it.':
    'Une approbation peut restreindre ce qui a été demandé, jamais l’élargir.',
  'Give a reason: it is what the tenant decides by.': 'Donnez une raison : c’est d’après elle que le client décide.',
  'Name between 1 and 100 categories, such as CONTACT_DETAILS.': 'Nommez de 1 à 100 catégories, comme CONTACT_DETAILS.',
  'The purpose of support access is SUPPORT_TICKET, INCIDENT or LEGAL.':
    'La finalité de l’accès du support est SUPPORT_TICKET, INCIDENT ou LEGAL.',
  'A record with this id exists already.': 'Un enregistrement avec cet identifiant existe déjà.',
  'The tenant changed meanwhile: try again.': 'L’environnement a changé entre-temps : réessayez.',
  'The tenant has 200 open requests and grants: end some of them first.':
    'L’environnement a 200 demandes et consentements ouverts : terminez-en d’abord certains.',
  'This access was never given, so there is nothing to end.':
    'Cet accès n’a jamais été donné, il n’y a donc rien à terminer.',
  'This request has been answered already.': 'Cette demande a déjà reçu une réponse.',
  'This request has lapsed: its time was over before anybody answered.':
    'Cette demande est caduque : son délai était écoulé avant toute réponse.',
  'Whoever asked is no longer with support.': 'La personne qui l’a demandé ne travaille plus au support.',
  'Enrol one with enrollSecondFactor, and confirm it with confirmSecondFactor.':
    'Enregistrez-en un avec enrollSecondFactor et confirmez-le avec confirmSecondFactor.',
  'Send a code with stepUp, or sign in again with one; without a second factor, enrol one first.':
    "Envoyez un code avec stepUp, ou reconnectez-vous avec un code ; sans second facteur, enregistrez-en d'abord un.",
  'This is not the present password.': "Ce n'est pas le mot de passe actuel.",
  'A password has {} to {} characters.': 'Un mot de passe a de {} à {} caractères.',
  'The password has a character that does not exist.': "Le mot de passe contient un caractère qui n'existe pas.",
  'There is nothing to confirm: no second factor was enrolled of late.':
    "Il n'y a rien à confirmer : aucun second facteur n'a été enregistré dernièrement.",
  'Enrol one with enrollSecondFactor, and confirm it within ten minutes.':
    'Enregistrez-en un avec enrollSecondFactor et confirmez-le dans les dix minutes.',
  'This account has a second factor: a code is needed as well.':
    'Ce compte a un second facteur : il faut aussi un code.',
  'Send the code that the authenticator app shows, or a recovery code, as code.':
    "Envoyez comme code celui de l'application d'authentification, ou un code de secours.",
  'Wait for the next code of the authenticator app, or take a recovery code that was not used yet.':
    "Attendez le prochain code de l'application d'authentification, ou prenez un code de secours pas encore utilisé.",
  'A password is kept as an argon2id hash.': 'Un mot de passe est conservé sous forme de hachage argon2id.',
  'The password was changed meanwhile.': 'Le mot de passe a été changé entre-temps.',
  'A session needs a digest of 32 bytes.': 'Une session demande une empreinte de 32 octets.',
  'A code counts for a time of at most a day.': 'Un code vaut pour un jour au plus.',
  'The code is wrong, or was used before.': 'Le code est faux, ou a déjà servi.',
  'There is a second factor already: show a code of it before another takes its place.':
    "Il y a déjà un second facteur : présentez-en un code avant qu'un autre prenne sa place.",
  'It is a while since you signed in: sign in again, then enrol a second factor.':
    "Votre connexion date d'un moment : reconnectez-vous, puis enregistrez un second facteur.",
  'A second factor comes with ten recovery codes.': 'Un second facteur vient avec dix codes de secours.',
  'There is no second factor yet: enrol one first.':
    "Il n'y a pas encore de second facteur : enregistrez-en d'abord un.",
  'There is no second factor to do without.': "Il n'y a pas de second facteur auquel renoncer.",
  'Staff always have a second factor: enrol another, and it takes the place of this one.':
    'Le personnel a toujours un second facteur : enregistrez-en un autre, et il prendra la place de celui-ci.',
  'Only an owner of the tenant decides whether its people need a second factor.':
    "Seul un propriétaire de l'environnement décide si ses membres ont besoin d'un second facteur.",
  'To decide this, show a code of your own second factor first.':
    "Pour en décider, présentez d'abord un code de votre propre second facteur.",
  'Staff need a second factor: enrol one first.':
    "Le personnel a besoin d'un second facteur : enregistrez-en d'abord un.",
  'A second factor is needed here, and this account has none yet; whoever owns the account can enrol one.':
    "Un second facteur est nécessaire ici, et ce compte n'en a pas encore ; le titulaire du compte peut en enregistrer un.",
  'This needs a fresh code of a second factor, and none was shown in this session of late; whoever owns the account can show one.':
    "Ceci demande un code récent d'un second facteur, et aucun n'a été présenté dernièrement dans cette session ; le titulaire du compte peut en présenter un.",
};
