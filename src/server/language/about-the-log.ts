/** What is said to whoever asks for the proof of the access log, in Dutch, French and German. */
type Sentences = Readonly<Record<string, string>>;

export const ABOUT_THE_LOG: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'The hash chain has not reached this entry yet: try again in a moment.':
      'De hashketen is nog niet bij deze regel: probeer het zo opnieuw.',
    'first takes a number from 1 to 1000.': 'first neemt een getal van 1 tot 1000.',
    'after takes a place, or 0 for the beginning.': 'after neemt een plaats, of 0 voor het begin.',
  },
  fr: {
    'The hash chain has not reached this entry yet: try again in a moment.':
      'La chaîne de hachage n’a pas encore atteint cette entrée : réessayez dans un instant.',
    'first takes a number from 1 to 1000.': 'first prend un nombre de 1 à 1000.',
    'after takes a place, or 0 for the beginning.': 'after prend une place, ou 0 pour le début.',
  },
  de: {
    'The hash chain has not reached this entry yet: try again in a moment.':
      'Die Hashkette hat diesen Eintrag noch nicht erreicht: Versuchen Sie es gleich noch einmal.',
    'first takes a number from 1 to 1000.': 'first nimmt eine Zahl von 1 bis 1000.',
    'after takes a place, or 0 for the beginning.': 'after nimmt einen Platz, oder 0 für den Anfang.',
  },
};
