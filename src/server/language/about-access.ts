/** What is said to whoever asks about others' access, in Dutch, French and German. */
type Sentences = Readonly<Record<string, string>>;

export const ABOUT_ACCESS: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'This moment is still to come: ask about now, or about the past.':
      'Dit moment moet nog komen: vraag naar nu, of naar het verleden.',
    'There is no such field; look the fields up in viewer.visibility.':
      'Zo’n veld is er niet; de velden staan in viewer.visibility.',
    'Ask about a record that holds classified data, such as a contact.':
      'Vraag naar een record met ingedeelde gegevens, zoals een contact.',
    'By the policy {} is for one’s own only, and this is not one’s own.':
      'Volgens het beleid kan {} alleen bij wat van uzelf is, en dit is dat niet.',
    'Do it with your own, or have it done by whoever this belongs to.':
      'Doe het met wat van uzelf is, of laat het doen door wie dit toebehoort.',
    'The role {} does not include {}, which only the role OWNER does; an owner of the tenant can give it.':
      'De rol {} omvat niet {}, wat alleen de rol OWNER doet; een eigenaar van de omgeving kan die geven.',
    'Ask an owner of the tenant to do it, or for the role OWNER.':
      'Vraag een eigenaar van de omgeving om het te doen, of om de rol OWNER.',
    'Only actors of kind {} are allowed {}; no role, grant or access includes it.':
      'Alleen aan actoren van de soort {} is {} toegestaan; geen rol, toestemming of toegang omvat het.',
    'Ask the staff of the vendor to do it.': 'Vraag het personeel van de leverancier om het te doen.',
  },
  fr: {
    'This moment is still to come: ask about now, or about the past.':
      'Ce moment est encore à venir : demandez pour maintenant, ou pour le passé.',
    'There is no such field; look the fields up in viewer.visibility.':
      'Ce champ n’existe pas ; les champs se trouvent dans viewer.visibility.',
    'Ask about a record that holds classified data, such as a contact.':
      'Demandez au sujet d’un enregistrement qui contient des données classées, comme un contact.',
    'By the policy {} is for one’s own only, and this is not one’s own.':
      'Selon la politique, {} ne se fait que pour ce qui est à soi, et ceci ne l’est pas.',
    'Do it with your own, or have it done by whoever this belongs to.':
      'Faites-le avec ce qui est à vous, ou faites-le faire par la personne à qui ceci appartient.',
    'The role {} does not include {}, which only the role OWNER does; an owner of the tenant can give it.':
      'Le rôle {} n’inclut pas {}, ce que seul fait le rôle OWNER ; un propriétaire de l’environnement peut le donner.',
    'Ask an owner of the tenant to do it, or for the role OWNER.':
      'Demandez à un propriétaire de l’environnement de le faire, ou le rôle OWNER.',
    'Only actors of kind {} are allowed {}; no role, grant or access includes it.':
      'Seul un acteur de type {} a droit à {} ; aucun rôle, consentement ou accès ne l’inclut.',
    'Ask the staff of the vendor to do it.': 'Demandez au personnel du fournisseur de le faire.',
  },
  de: {
    'This moment is still to come: ask about now, or about the past.':
      'Dieser Zeitpunkt kommt erst noch: fragen Sie nach jetzt oder nach der Vergangenheit.',
    'There is no such field; look the fields up in viewer.visibility.':
      'Ein solches Feld gibt es nicht; die Felder stehen in viewer.visibility.',
    'Ask about a record that holds classified data, such as a contact.':
      'Fragen Sie nach einem Datensatz mit eingestuften Daten, etwa einem Kontakt.',
    'By the policy {} is for one’s own only, and this is not one’s own.':
      'Nach der Richtlinie gibt es {} nur bei Eigenem, und dies ist nichts Eigenes.',
    'Do it with your own, or have it done by whoever this belongs to.':
      'Tun Sie es mit Eigenem, oder lassen Sie es tun, wem dies gehört.',
    'The role {} does not include {}, which only the role OWNER does; an owner of the tenant can give it.':
      'Die Rolle {} umfasst nicht {}, was nur die Rolle OWNER tut; ein Inhaber der Umgebung kann sie geben.',
    'Ask an owner of the tenant to do it, or for the role OWNER.':
      'Bitten Sie einen Inhaber der Umgebung, es zu tun, oder um die Rolle OWNER.',
    'Only actors of kind {} are allowed {}; no role, grant or access includes it.':
      'Nur Akteuren der Art {} ist {} erlaubt; keine Rolle, keine Einwilligung und kein Zugriff umfasst es.',
    'Ask the staff of the vendor to do it.': 'Bitten Sie das Personal des Anbieters, es zu tun.',
  },
};
