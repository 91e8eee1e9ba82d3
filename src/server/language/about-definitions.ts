/** What is said about categories and fields that tenants make, in Dutch, French and German. */
type Sentences = Readonly<Record<string, string>>;

export const ABOUT_DEFINITIONS: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'The choices of all fields of the tenant take more than 100,000 bytes together: make some of them shorter.':
      'De keuzes van alle velden van de omgeving nemen samen meer dan 100.000 bytes: maak er enkele korter.',
    '{} takes at least {} characters.': '{} neemt minstens {} tekens.',
    '{} takes nothing below {}.': '{} neemt niets onder {}.',
    '{} takes nothing above {}.': '{} neemt niets boven {}.',
    'A category is called in capital letters, digits and underscores, such as SHOE_SIZE.':
      'Een categorie heet in hoofdletters, cijfers en lage streepjes, zoals SHOE_SIZE.',
    'A field is called in letters, digits and underscores, such as shoeSize.':
      'Een veld heet in letters, cijfers en lage streepjes, zoals shoeSize.',
    'Only a CHOICE has choices.': 'Alleen een CHOICE heeft keuzes.',
    'A CHOICE has between 1 and {} choices.': 'Een CHOICE heeft tussen 1 en {} keuzes.',
    'A choice has between 1 and {} characters.': 'Een keuze heeft tussen 1 en {} tekens.',
    'This choice is given twice.': 'Deze keuze is twee keer gegeven.',
    '{} is asked of {} only.': '{} wordt alleen van {} gevraagd.',
    'minLength is above maxLength.': 'minLength is groter dan maxLength.',
    'min is above max.': 'min is groter dan max.',
    '{} is stored encrypted: it is matched by exact, or not at all.':
      '{} is versleuteld opgeslagen: het wordt met exact gezocht, of helemaal niet.',
    '{} is of the type {}, and is not asked for {}.': '{} is van het type {}, en wordt niet met {} gezocht.',
    'Ask an owner or admin of the tenant to give the field a category.':
      'Vraag een eigenaar of beheerder van de omgeving om het veld een categorie te geven.',
    'A list is sorted by one custom field, and by that one first.':
      'Een lijst wordt op één eigen veld gesorteerd, en op dat veld eerst.',
    'customField goes with the field CUSTOM_FIELD.': 'customField hoort bij het veld CUSTOM_FIELD.',
    'The field CUSTOM_FIELD goes with a customField.': 'Bij het veld CUSTOM_FIELD hoort een customField.',
    '{} is stored encrypted, and nothing can be sorted by it.':
      '{} is versleuteld opgeslagen, en daarop kan niet worden gesorteerd.',
    '{} was retired, and takes no more values.': '{} is buiten gebruik gesteld, en neemt geen waarden meer.',
    'This category is built in.': 'Deze categorie is ingebouwd.',
    'A CHOICE needs choices.': 'Een CHOICE heeft keuzes nodig.',
    'choices cannot be empty.': 'choices kan niet leeg zijn.',
    'Only an owner or admin of the tenant changes its categories and fields.':
      'Alleen een eigenaar of beheerder van de omgeving wijzigt haar categorieën en velden.',
    'The tenant has 100 categories of its own, retired ones included: there can be no more.':
      'De omgeving heeft 100 eigen categorieën, buiten gebruik gestelde meegeteld: meer kunnen er niet zijn.',
    'There is, or was, a category of this key: take another one.':
      'Er is, of was, een categorie met deze sleutel: neem een andere.',
    'This category was retired.': 'Deze categorie is buiten gebruik gesteld.',
    'The tenant has 200 custom fields, retired ones included: there can be no more.':
      'De omgeving heeft 200 eigen velden, buiten gebruik gestelde meegeteld: meer kunnen er niet zijn.',
    'There is, or was, a field of this key: take another one.':
      'Er is, of was, een veld met deze sleutel: neem een andere.',
    'This field was retired.': 'Dit veld is buiten gebruik gesteld.',
    'The field has no category in force, so only owners and admins of the tenant see it; they can give it another one.':
      'Het veld heeft geen geldende categorie, dus alleen eigenaars en beheerders van de omgeving zien het; zij kunnen het een andere geven.',
    'A field of such records has no category in force, so only owners and admins delete them whole; an owner or admin of the tenant can give it one.':
      'Een veld van zulke records heeft geen geldende categorie, dus alleen eigenaars en beheerders verwijderen ze in hun geheel; een eigenaar of beheerder van de omgeving kan het er een geven.',
  },
  fr: {
    'The choices of all fields of the tenant take more than 100,000 bytes together: make some of them shorter.':
      'Les choix de tous les champs de l’environnement prennent ensemble plus de 100 000 octets : raccourcissez-en quelques-uns.',
    '{} takes at least {} characters.': '{} prend au moins {} caractères.',
    '{} takes nothing below {}.': '{} ne prend rien en dessous de {}.',
    '{} takes nothing above {}.': '{} ne prend rien au-dessus de {}.',
    'A category is called in capital letters, digits and underscores, such as SHOE_SIZE.':
      'Une catégorie se nomme en majuscules, chiffres et traits de soulignement, comme SHOE_SIZE.',
    'A field is called in letters, digits and underscores, such as shoeSize.':
      'Un champ se nomme en lettres, chiffres et traits de soulignement, comme shoeSize.',
    'Only a CHOICE has choices.': 'Seul un CHOICE a des choix.',
    'A CHOICE has between 1 and {} choices.': 'Un CHOICE a entre 1 et {} choix.',
    'A choice has between 1 and {} characters.': 'Un choix a entre 1 et {} caractères.',
    'This choice is given twice.': 'Ce choix est donné deux fois.',
    '{} is asked of {} only.': '{} n’est demandé que de {}.',
    'minLength is above maxLength.': 'minLength dépasse maxLength.',
    'min is above max.': 'min dépasse max.',
    '{} is stored encrypted: it is matched by exact, or not at all.':
      '{} est enregistré chiffré : il se cherche par exact, ou pas du tout.',
    '{} is of the type {}, and is not asked for {}.': '{} est du type {}, et ne se cherche pas par {}.',
    'Ask an owner or admin of the tenant to give the field a category.':
      'Demandez à un propriétaire ou administrateur de l’environnement de donner une catégorie au champ.',
    'A list is sorted by one custom field, and by that one first.':
      'Une liste est triée par un seul champ personnalisé, et d’abord par celui-là.',
    'customField goes with the field CUSTOM_FIELD.': 'customField va avec le champ CUSTOM_FIELD.',
    'The field CUSTOM_FIELD goes with a customField.': 'Le champ CUSTOM_FIELD va avec un customField.',
    '{} is stored encrypted, and nothing can be sorted by it.':
      '{} est enregistré chiffré, et rien ne peut être trié par lui.',
    '{} was retired, and takes no more values.': '{} a été retiré, et ne prend plus de valeurs.',
    'This category is built in.': 'Cette catégorie est intégrée.',
    'A CHOICE needs choices.': 'Un CHOICE a besoin de choix.',
    'choices cannot be empty.': 'choices ne peut pas être vide.',
    'Only an owner or admin of the tenant changes its categories and fields.':
      'Seul un propriétaire ou administrateur de l’environnement change ses catégories et ses champs.',
    'The tenant has 100 categories of its own, retired ones included: there can be no more.':
      'L’environnement a 100 catégories à lui, celles retirées comprises : il ne peut y en avoir plus.',
    'There is, or was, a category of this key: take another one.':
      'Il y a, ou il y avait, une catégorie de cette clé : prenez-en une autre.',
    'This category was retired.': 'Cette catégorie a été retirée.',
    'The tenant has 200 custom fields, retired ones included: there can be no more.':
      'L’environnement a 200 champs personnalisés, ceux retirés compris : il ne peut y en avoir plus.',
    'There is, or was, a field of this key: take another one.':
      'Il y a, ou il y avait, un champ de cette clé : prenez-en une autre.',
    'This field was retired.': 'Ce champ a été retiré.',
    'The field has no category in force, so only owners and admins of the tenant see it; they can give it another one.':
      'Le champ n’a pas de catégorie en vigueur : seuls les propriétaires et administrateurs de l’environnement le voient ; ils peuvent lui en donner une autre.',
    'A field of such records has no category in force, so only owners and admins delete them whole; an owner or admin of the tenant can give it one.':
      'Un champ de tels enregistrements n’a pas de catégorie en vigueur : seuls les propriétaires et administrateurs les suppriment en entier ; un propriétaire ou administrateur de l’environnement peut lui en donner une.',
  },
  de: {
    'The choices of all fields of the tenant take more than 100,000 bytes together: make some of them shorter.':
      'Die Auswahlmöglichkeiten aller Felder der Umgebung nehmen zusammen mehr als 100.000 Bytes ein: kürzen Sie einige davon.',
    '{} takes at least {} characters.': '{} nimmt mindestens {} Zeichen.',
    '{} takes nothing below {}.': '{} nimmt nichts unter {}.',
    '{} takes nothing above {}.': '{} nimmt nichts über {}.',
    'A category is called in capital letters, digits and underscores, such as SHOE_SIZE.':
      'Eine Kategorie heißt in Großbuchstaben, Ziffern und Unterstrichen, etwa SHOE_SIZE.',
    'A field is called in letters, digits and underscores, such as shoeSize.':
      'Ein Feld heißt in Buchstaben, Ziffern und Unterstrichen, etwa shoeSize.',
    'Only a CHOICE has choices.': 'Nur ein CHOICE hat Auswahlmöglichkeiten.',
    'A CHOICE has between 1 and {} choices.': 'Ein CHOICE hat zwischen 1 und {} Auswahlmöglichkeiten.',
    'A choice has between 1 and {} characters.': 'Eine Auswahlmöglichkeit hat zwischen 1 und {} Zeichen.',
    'This choice is given twice.': 'Diese Auswahlmöglichkeit ist zweimal angegeben.',
    '{} is asked of {} only.': '{} wird nur von {} verlangt.',
    'minLength is above maxLength.': 'minLength ist größer als maxLength.',
    'min is above max.': 'min ist größer als max.',
    '{} is stored encrypted: it is matched by exact, or not at all.':
      '{} ist verschlüsselt gespeichert: es wird mit exact gesucht, oder gar nicht.',
    '{} is of the type {}, and is not asked for {}.': '{} ist vom Typ {} und wird nicht mit {} gesucht.',
    'Ask an owner or admin of the tenant to give the field a category.':
      'Bitten Sie einen Inhaber oder Administrator der Umgebung, dem Feld eine Kategorie zu geben.',
    'A list is sorted by one custom field, and by that one first.':
      'Eine Liste wird nach einem eigenen Feld sortiert, und nach diesem zuerst.',
    'customField goes with the field CUSTOM_FIELD.': 'customField gehört zum Feld CUSTOM_FIELD.',
    'The field CUSTOM_FIELD goes with a customField.': 'Zum Feld CUSTOM_FIELD gehört ein customField.',
    '{} is stored encrypted, and nothing can be sorted by it.':
      '{} ist verschlüsselt gespeichert, und danach kann nichts sortiert werden.',
    '{} was retired, and takes no more values.': '{} wurde stillgelegt und nimmt keine Werte mehr.',
    'This category is built in.': 'Diese Kategorie ist eingebaut.',
    'A CHOICE needs choices.': 'Ein CHOICE braucht Auswahlmöglichkeiten.',
    'choices cannot be empty.': 'choices kann nicht leer sein.',
    'Only an owner or admin of the tenant changes its categories and fields.':
      'Nur ein Inhaber oder Administrator der Umgebung ändert deren Kategorien und Felder.',
    'The tenant has 100 categories of its own, retired ones included: there can be no more.':
      'Die Umgebung hat 100 eigene Kategorien, stillgelegte eingeschlossen: mehr kann es nicht geben.',
    'There is, or was, a category of this key: take another one.':
      'Eine Kategorie mit diesem Schlüssel gibt es oder gab es: nehmen Sie einen anderen.',
    'This category was retired.': 'Diese Kategorie wurde stillgelegt.',
    'The tenant has 200 custom fields, retired ones included: there can be no more.':
      'Die Umgebung hat 200 eigene Felder, stillgelegte eingeschlossen: mehr kann es nicht geben.',
    'There is, or was, a field of this key: take another one.':
      'Ein Feld mit diesem Schlüssel gibt es oder gab es: nehmen Sie einen anderen.',
    'This field was retired.': 'Dieses Feld wurde stillgelegt.',
    'The field has no category in force, so only owners and admins of the tenant see it; they can give it another one.':
      'Das Feld hat keine geltende Kategorie, also sehen es nur Inhaber und Administratoren der Umgebung; sie können ihm eine andere geben.',
    'A field of such records has no category in force, so only owners and admins delete them whole; an owner or admin of the tenant can give it one.':
      'Ein Feld solcher Datensätze hat keine geltende Kategorie, also löschen nur Inhaber und Administratoren sie im Ganzen; ein Inhaber oder Administrator der Umgebung kann ihm eine geben.',
  },
};
