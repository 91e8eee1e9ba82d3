/** What is said of webhooks in other languages, by what is said in English. */
type Sentences = Readonly<Record<string, string>>;

export const OF_WEBHOOKS: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'Only an owner or admin of the tenant looks after its webhooks.':
      'Alleen een eigenaar of beheerder van de omgeving beheert haar webhooks.',
    "A webhook's address has no control characters.": 'Het adres van een webhook bevat geen stuurtekens.',
    "A webhook's address has at most {} characters.": 'Het adres van een webhook heeft hoogstens {} tekens.',
    'This is no address: write it whole, such as https://hooks.example.com/sluice.':
      'Dit is geen adres: schrijf het voluit, zoals https://hooks.example.com/sluice.',
    "A webhook's address holds no user and no password.":
      'Het adres van een webhook bevat geen gebruiker en geen wachtwoord.',
    "A webhook's address has no fragment.": 'Het adres van een webhook heeft geen fragment.',
    'A webhook is reached by HTTPS or HTTP.': 'Een webhook wordt met HTTPS of HTTP bereikt.',
    'A webhook is reached by HTTPS.': 'Een webhook wordt met HTTPS bereikt.',
    'A webhook is reached at port 443 or 8443.': 'Een webhook wordt op poort 443 of 8443 bereikt.',
    'A webhook is reached at a public address.': 'Een webhook wordt op een openbaar adres bereikt.',
    'Name 1 to 100 deliveries.': 'Noem 1 tot 100 leveringen.',
    'Name at least one event, such as contact.updated.': 'Noem ten minste één gebeurtenis, zoals contact.updated.',
    'There is no such event: take contact, company or invoice, with .created, .updated or .deleted.':
      'Zo’n gebeurtenis is er niet: neem contact, company of invoice, met .created, .updated of .deleted.',
    'There is no such event: take contact, company or invoice with .created, .updated or .deleted, or ticket with .created or .updated.':
      'Zo’n gebeurtenis is er niet: neem contact, company of invoice met .created, .updated of .deleted, of ticket met .created of .updated.',
    'One of these events takes a scope that the integration does not have.':
      'Een van deze gebeurtenissen vraagt een scope die de integratie niet heeft.',
    'The integration has 10 webhooks: delete some of them first.':
      'De integratie heeft 10 webhooks: verwijder er eerst enkele.',
    'The former secret signs along for at most 7 days.': 'Het vorige geheim tekent hoogstens 7 dagen mee.',
    '10 tests of this webhook wait already.': 'Er wachten al 10 tests van deze webhook.',
  },
  fr: {
    'Only an owner or admin of the tenant looks after its webhooks.':
      'Seul un propriétaire ou un administrateur de l’environnement gère ses webhooks.',
    "A webhook's address has no control characters.": 'L’adresse d’un webhook ne contient aucun caractère de contrôle.',
    "A webhook's address has at most {} characters.": 'L’adresse d’un webhook a au plus {} caractères.',
    'This is no address: write it whole, such as https://hooks.example.com/sluice.':
      'Ceci n’est pas une adresse : écrivez-la en entier, comme https://hooks.example.com/sluice.',
    "A webhook's address holds no user and no password.":
      'L’adresse d’un webhook ne contient ni utilisateur ni mot de passe.',
    "A webhook's address has no fragment.": 'L’adresse d’un webhook n’a pas de fragment.',
    'A webhook is reached by HTTPS or HTTP.': 'Un webhook est atteint par HTTPS ou HTTP.',
    'A webhook is reached by HTTPS.': 'Un webhook est atteint par HTTPS.',
    'A webhook is reached at port 443 or 8443.': 'Un webhook est atteint au port 443 ou 8443.',
    'A webhook is reached at a public address.': 'Un webhook est atteint à une adresse publique.',
    'Name 1 to 100 deliveries.': 'Nommez 1 à 100 livraisons.',
    'Name at least one event, such as contact.updated.': 'Nommez au moins un événement, comme contact.updated.',
    'There is no such event: take contact, company or invoice, with .created, .updated or .deleted.':
      'Cet événement n’existe pas : prenez contact, company ou invoice, avec .created, .updated ou .deleted.',
    'There is no such event: take contact, company or invoice with .created, .updated or .deleted, or ticket with .created or .updated.':
      'Cet événement n’existe pas : prenez contact, company ou invoice avec .created, .updated ou .deleted, ou ticket avec .created ou .updated.',
    'One of these events takes a scope that the integration does not have.':
      'Un de ces événements demande un scope que l’intégration n’a pas.',
    'The integration has 10 webhooks: delete some of them first.':
      'L’intégration a 10 webhooks : supprimez-en d’abord.',
    'The former secret signs along for at most 7 days.': 'L’ancien secret signe aussi pendant 7 jours au plus.',
    '10 tests of this webhook wait already.': '10 essais de ce webhook attendent déjà.',
  },
  de: {
    'Only an owner or admin of the tenant looks after its webhooks.':
      'Nur ein Inhaber oder Administrator der Umgebung verwaltet ihre Webhooks.',
    "A webhook's address has no control characters.": 'Die Adresse eines Webhooks enthält keine Steuerzeichen.',
    "A webhook's address has at most {} characters.": 'Die Adresse eines Webhooks hat höchstens {} Zeichen.',
    'This is no address: write it whole, such as https://hooks.example.com/sluice.':
      'Das ist keine Adresse: Schreiben Sie sie ganz aus, wie https://hooks.example.com/sluice.',
    "A webhook's address holds no user and no password.":
      'Die Adresse eines Webhooks enthält weder Benutzer noch Passwort.',
    "A webhook's address has no fragment.": 'Die Adresse eines Webhooks hat kein Fragment.',
    'A webhook is reached by HTTPS or HTTP.': 'Ein Webhook wird über HTTPS oder HTTP erreicht.',
    'A webhook is reached by HTTPS.': 'Ein Webhook wird über HTTPS erreicht.',
    'A webhook is reached at port 443 or 8443.': 'Ein Webhook wird an Port 443 oder 8443 erreicht.',
    'A webhook is reached at a public address.': 'Ein Webhook wird an einer öffentlichen Adresse erreicht.',
    'Name 1 to 100 deliveries.': 'Nennen Sie 1 bis 100 Lieferungen.',
    'Name at least one event, such as contact.updated.': 'Nennen Sie mindestens ein Ereignis, wie contact.updated.',
    'There is no such event: take contact, company or invoice, with .created, .updated or .deleted.':
      'Ein solches Ereignis gibt es nicht: Nehmen Sie contact, company oder invoice, mit .created, .updated oder .deleted.',
    'There is no such event: take contact, company or invoice with .created, .updated or .deleted, or ticket with .created or .updated.':
      'Ein solches Ereignis gibt es nicht: Nehmen Sie contact, company oder invoice mit .created, .updated oder .deleted, oder ticket mit .created oder .updated.',
    'One of these events takes a scope that the integration does not have.':
      'Eines dieser Ereignisse verlangt einen Scope, den die Integration nicht hat.',
    'The integration has 10 webhooks: delete some of them first.':
      'Die Integration hat 10 Webhooks: Löschen Sie zuerst einige davon.',
    'The former secret signs along for at most 7 days.':
      'Das frühere Geheimnis unterschreibt höchstens 7 Tage lang mit.',
    '10 tests of this webhook wait already.': 'Es warten bereits 10 Tests dieses Webhooks.',
  },
};
