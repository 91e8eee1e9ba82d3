/** What is said of changes and of requests that can't be read, in Dutch, French and German. */
type Sentences = Readonly<Record<string, string>>;

export const ABOUT_CHANGES: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'More than 1,000 records point to this one, and each of them would change.':
      'Meer dan 1.000 gegevens verwijzen naar dit gegeven, en elk daarvan zou veranderen.',
    'Point them to another record first, or delete them; then delete this one.':
      'Laat ze eerst naar een ander gegeven verwijzen, of verwijder ze; verwijder dan dit.',
  },
  fr: {
    'More than 1,000 records point to this one, and each of them would change.':
      'Plus de 1 000 enregistrements renvoient à celui-ci, et chacun d’eux changerait.',
    'Point them to another record first, or delete them; then delete this one.':
      'Faites-les d’abord renvoyer à un autre, ou supprimez-les ; supprimez ensuite celui-ci.',
  },
  de: {
    'More than 1,000 records point to this one, and each of them would change.':
      'Mehr als 1.000 Datensätze verweisen auf diesen, und jeder davon würde sich ändern.',
    'Point them to another record first, or delete them; then delete this one.':
      'Lassen Sie sie zuerst auf einen anderen verweisen, oder löschen Sie sie; löschen Sie dann diesen.',
  },
};
