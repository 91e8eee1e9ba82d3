/** What is said of changes and of requests that can't be read, in Dutch, French and German. */
type Sentences = Readonly<Record<string, string>>;

export const ABOUT_CHANGES: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'currency takes three capital letters (ISO 4217), such as EUR.':
      'currency neemt drie hoofdletters (ISO 4217), zoals EUR.',
    'The token in the header authorization does not hold: it is malformed, unknown, revoked or over.':
      'Het token in de header authorization geldt niet: het is misvormd, onbekend, ingetrokken of verlopen.',
    'Send one that lives, as Bearer and the secret; or no such header at all.':
      'Stuur er een dat geldt, als Bearer en het geheim; of stuur die header niet.',
    'The body has a key __proto__ or constructor.prototype.':
      'De body heeft een sleutel __proto__ of constructor.prototype.',
    'More than 1,000 records point to this one, and each of them would change.':
      'Meer dan 1.000 gegevens verwijzen naar dit gegeven, en elk daarvan zou veranderen.',
    'Point them to another record first, or delete them; then delete this one.':
      'Laat ze eerst naar een ander gegeven verwijzen, of verwijder ze; verwijder dan dit.',
  },
  fr: {
    'currency takes three capital letters (ISO 4217), such as EUR.':
      'currency prend trois lettres majuscules (ISO 4217), comme EUR.',
    'The token in the header authorization does not hold: it is malformed, unknown, revoked or over.':
      'Le jeton de l’en-tête authorization n’est pas valable : il est mal formé, inconnu, révoqué ou expiré.',
    'Send one that lives, as Bearer and the secret; or no such header at all.':
      'Envoyez-en un qui est valable, comme Bearer et le secret ; ou n’envoyez pas cet en-tête.',
    'The body has a key __proto__ or constructor.prototype.':
      'Le corps contient une clé __proto__ ou constructor.prototype.',
    'More than 1,000 records point to this one, and each of them would change.':
      'Plus de 1 000 enregistrements renvoient à celui-ci, et chacun d’eux changerait.',
    'Point them to another record first, or delete them; then delete this one.':
      'Faites-les d’abord renvoyer à un autre, ou supprimez-les ; supprimez ensuite celui-ci.',
  },
  de: {
    'currency takes three capital letters (ISO 4217), such as EUR.':
      'currency nimmt drei Großbuchstaben (ISO 4217), wie EUR.',
    'The token in the header authorization does not hold: it is malformed, unknown, revoked or over.':
      'Das Token im Header authorization gilt nicht: Es ist fehlerhaft, unbekannt, widerrufen oder abgelaufen.',
    'Send one that lives, as Bearer and the secret; or no such header at all.':
      'Senden Sie eines, das gilt, als Bearer und das Geheimnis; oder diesen Header gar nicht.',
    'The body has a key __proto__ or constructor.prototype.':
      'Der Body enthält einen Schlüssel __proto__ oder constructor.prototype.',
    'More than 1,000 records point to this one, and each of them would change.':
      'Mehr als 1.000 Datensätze verweisen auf diesen, und jeder davon würde sich ändern.',
    'Point them to another record first, or delete them; then delete this one.':
      'Lassen Sie sie zuerst auf einen anderen verweisen, oder löschen Sie sie; löschen Sie dann diesen.',
  },
};
