/** What is said about instructions, and between a request of support and its answer, in Dutch, French and German. */
type Sentences = Readonly<Record<string, string>>;

export const ABOUT_INSTRUCTIONS: Readonly<Record<'nl' | 'fr' | 'de', Sentences>> = {
  nl: {
    'Staff change data on instruction only, and this names no confirmed instruction that covers it; an owner or admin of the tenant can give one.':
      'Personeel wijzigt gegevens alleen op instructie, en dit noemt geen bevestigde instructie die het dekt; een eigenaar of beheerder van de omgeving kan er een geven.',
    'Have the tenant issue or confirm an instruction and name it as instruction, or ask the tenant to make the change.':
      'Laat de klant een instructie geven of bevestigen en noem die als instruction, of vraag de klant de wijziging te doen.',
    'Data is imported on instruction only, and this names no confirmed instruction to import that covers it; an owner or admin of the tenant can give one.':
      'Gegevens worden alleen op instructie geïmporteerd, en dit noemt geen bevestigde instructie om te importeren die het dekt; een eigenaar of beheerder van de omgeving kan er een geven.',
    'Have the tenant issue or confirm an instruction of the kind IMPORT and name it as instruction, or ask the tenant to make the change.':
      'Laat de klant een instructie van de soort IMPORT geven of bevestigen en noem die als instruction, of vraag de klant de wijziging te doen.',
    'An instruction ends in the future, at most 90 days ahead.':
      'Een instructie eindigt in de toekomst, hoogstens 90 dagen vooruit.',
    'Name at least one of the subjects Contact, Company and Invoice.':
      'Noem minstens een van de onderwerpen Contact, Company en Invoice.',
    'An instruction is a CORRECTION, ADDITION, IMPORT, ERASURE or EXPORT.':
      'Een instructie is een CORRECTION, ADDITION, IMPORT, ERASURE of EXPORT.',
    'Say what is to be done, in at most 1000 characters.': 'Zeg wat er moet gebeuren, in hoogstens 1000 tekens.',
    'The tenant has 200 open instructions: withdraw or reject some of them first.':
      'De omgeving heeft 200 open instructies: trek er eerst enkele in of wijs ze af.',
    'This instruction has been answered already.': 'Deze instructie is al beantwoord.',
    'This instruction has lapsed: its time was over before anybody answered.':
      'Deze instructie is vervallen: de tijd was om voordat iemand antwoordde.',
    'Give the Message-ID of the e-mail, its sender, and the SHA-256 of its text in hexadecimal.':
      'Geef de Message-ID van de e-mail, de afzender, en de SHA-256 van de tekst in hexadecimale vorm.',
    'This instruction was never confirmed, so there is nothing to withdraw.':
      'Deze instructie is nooit bevestigd, dus er valt niets in te trekken.',
    'Only staff write under an instruction: leave it out.':
      'Alleen personeel schrijft onder een instructie: laat haar weg.',
    'Only support staff record instructions.': 'Alleen supportmedewerkers leggen instructies vast.',
    'Owners and admins of a tenant use issueInstruction.':
      'Eigenaars en beheerders van een omgeving gebruiken issueInstruction.',
    'Only an owner or admin of the tenant gives instructions.':
      'Alleen een eigenaar of beheerder van de omgeving geeft instructies.',
    'Record what the tenant told you with recordInstruction; an owner or admin confirms it.':
      'Leg vast wat de klant u zei met recordInstruction; een eigenaar of beheerder bevestigt het.',
    'Name at most {} subjects.': 'Noem hoogstens {} onderwerpen.',
    'The tenant denied this less than a day ago: ask again after {}.':
      'De klant weigerde dit minder dan een dag geleden: vraag het opnieuw na {}.',
    'Only access that lives is extended: ask for it anew.':
      'Alleen toegang die nog loopt, wordt verlengd: vraag haar opnieuw aan.',
    'An extension ends later than what it extends.': 'Een verlenging eindigt later dan wat zij verlengt.',
    'A question or an answer has between 1 and 1000 characters.': 'Een vraag of antwoord heeft 1 tot 1000 tekens.',
    'This request has 20 questions already: approve or deny it.':
      'Over dit verzoek zijn al 20 vragen gesteld: keur het goed of wijs het af.',
    'This question has been answered already.': 'Deze vraag is al beantwoord.',
  },
  fr: {
    'Staff change data on instruction only, and this names no confirmed instruction that covers it; an owner or admin of the tenant can give one.':
      'Le personnel ne modifie des données que sur instruction, et ceci ne nomme aucune instruction confirmée qui le couvre ; un propriétaire ou un administrateur de l’environnement peut en donner une.',
    'Have the tenant issue or confirm an instruction and name it as instruction, or ask the tenant to make the change.':
      'Faites donner ou confirmer une instruction par le client et nommez-la dans instruction, ou demandez au client de faire la modification.',
    'Data is imported on instruction only, and this names no confirmed instruction to import that covers it; an owner or admin of the tenant can give one.':
      'Des données ne sont importées que sur instruction, et ceci ne nomme aucune instruction d’importation confirmée qui le couvre ; un propriétaire ou un administrateur de l’environnement peut en donner une.',
    'Have the tenant issue or confirm an instruction of the kind IMPORT and name it as instruction, or ask the tenant to make the change.':
      'Faites donner ou confirmer une instruction de type IMPORT par le client et nommez-la dans instruction, ou demandez au client de faire la modification.',
    'An instruction ends in the future, at most 90 days ahead.':
      'Une instruction se termine dans le futur, au plus 90 jours plus tard.',
    'Name at least one of the subjects Contact, Company and Invoice.':
      'Nommez au moins un des sujets Contact, Company et Invoice.',
    'An instruction is a CORRECTION, ADDITION, IMPORT, ERASURE or EXPORT.':
      'Une instruction est CORRECTION, ADDITION, IMPORT, ERASURE ou EXPORT.',
    'Say what is to be done, in at most 1000 characters.': 'Dites ce qu’il faut faire, en 1000 caractères au plus.',
    'The tenant has 200 open instructions: withdraw or reject some of them first.':
      'L’environnement a 200 instructions ouvertes : retirez-en ou rejetez-en d’abord quelques-unes.',
    'This instruction has been answered already.': 'Cette instruction a déjà reçu une réponse.',
    'This instruction has lapsed: its time was over before anybody answered.':
      'Cette instruction est caduque : son délai était écoulé avant que quelqu’un ne réponde.',
    'Give the Message-ID of the e-mail, its sender, and the SHA-256 of its text in hexadecimal.':
      'Donnez le Message-ID de l’e-mail, son expéditeur, et le SHA-256 de son texte en hexadécimal.',
    'This instruction was never confirmed, so there is nothing to withdraw.':
      'Cette instruction n’a jamais été confirmée, il n’y a donc rien à retirer.',
    'Only staff write under an instruction: leave it out.':
      'Seul le personnel écrit sous une instruction : ne la donnez pas.',
    'Only support staff record instructions.': 'Seul le personnel de support enregistre des instructions.',
    'Owners and admins of a tenant use issueInstruction.':
      'Les propriétaires et administrateurs d’un environnement utilisent issueInstruction.',
    'Only an owner or admin of the tenant gives instructions.':
      'Seul un propriétaire ou un administrateur de l’environnement donne des instructions.',
    'Record what the tenant told you with recordInstruction; an owner or admin confirms it.':
      'Enregistrez ce que le client vous a dit avec recordInstruction ; un propriétaire ou un administrateur le confirme.',
    'Name at most {} subjects.': 'Nommez au plus {} sujets.',
    'The tenant denied this less than a day ago: ask again after {}.':
      'Le client a refusé ceci il y a moins d’un jour : redemandez après {}.',
    'Only access that lives is extended: ask for it anew.':
      'Seul un accès en cours est prolongé : demandez-le à nouveau.',
    'An extension ends later than what it extends.': 'Une prolongation se termine après ce qu’elle prolonge.',
    'A question or an answer has between 1 and 1000 characters.':
      'Une question ou une réponse a entre 1 et 1000 caractères.',
    'This request has 20 questions already: approve or deny it.':
      'Cette demande a déjà 20 questions : approuvez-la ou refusez-la.',
    'This question has been answered already.': 'Cette question a déjà reçu une réponse.',
  },
  de: {
    'Staff change data on instruction only, and this names no confirmed instruction that covers it; an owner or admin of the tenant can give one.':
      'Das Personal ändert Daten nur auf Weisung, und hier ist keine bestätigte Weisung genannt, die es abdeckt; ein Inhaber oder Verwalter der Umgebung kann eine erteilen.',
    'Have the tenant issue or confirm an instruction and name it as instruction, or ask the tenant to make the change.':
      'Lassen Sie den Kunden eine Weisung erteilen oder bestätigen und nennen Sie sie als instruction, oder bitten Sie den Kunden um die Änderung.',
    'Data is imported on instruction only, and this names no confirmed instruction to import that covers it; an owner or admin of the tenant can give one.':
      'Daten werden nur auf Weisung importiert, und hier ist keine bestätigte Weisung zum Import genannt, die es abdeckt; ein Inhaber oder Verwalter der Umgebung kann eine erteilen.',
    'Have the tenant issue or confirm an instruction of the kind IMPORT and name it as instruction, or ask the tenant to make the change.':
      'Lassen Sie den Kunden eine Weisung der Art IMPORT erteilen oder bestätigen und nennen Sie sie als instruction, oder bitten Sie den Kunden um die Änderung.',
    'An instruction ends in the future, at most 90 days ahead.':
      'Eine Weisung endet in der Zukunft, höchstens 90 Tage voraus.',
    'Name at least one of the subjects Contact, Company and Invoice.':
      'Nennen Sie mindestens einen der Gegenstände Contact, Company und Invoice.',
    'An instruction is a CORRECTION, ADDITION, IMPORT, ERASURE or EXPORT.':
      'Eine Weisung ist CORRECTION, ADDITION, IMPORT, ERASURE oder EXPORT.',
    'Say what is to be done, in at most 1000 characters.': 'Sagen Sie, was zu tun ist, in höchstens 1000 Zeichen.',
    'The tenant has 200 open instructions: withdraw or reject some of them first.':
      'Die Umgebung hat 200 offene Weisungen: Nehmen Sie zuerst einige zurück oder weisen Sie sie ab.',
    'This instruction has been answered already.': 'Diese Weisung ist bereits beantwortet.',
    'This instruction has lapsed: its time was over before anybody answered.':
      'Diese Weisung ist verfallen: Die Zeit war um, bevor jemand geantwortet hat.',
    'Give the Message-ID of the e-mail, its sender, and the SHA-256 of its text in hexadecimal.':
      'Geben Sie die Message-ID der E-Mail, ihren Absender und den SHA-256 ihres Textes in hexadezimaler Form an.',
    'This instruction was never confirmed, so there is nothing to withdraw.':
      'Diese Weisung wurde nie bestätigt, also gibt es nichts zurückzunehmen.',
    'Only staff write under an instruction: leave it out.':
      'Nur das Personal schreibt auf Weisung: Lassen Sie sie weg.',
    'Only support staff record instructions.': 'Nur Mitarbeiter des Supports zeichnen Weisungen auf.',
    'Owners and admins of a tenant use issueInstruction.':
      'Inhaber und Verwalter einer Umgebung verwenden issueInstruction.',
    'Only an owner or admin of the tenant gives instructions.':
      'Nur ein Inhaber oder Verwalter der Umgebung erteilt Weisungen.',
    'Record what the tenant told you with recordInstruction; an owner or admin confirms it.':
      'Zeichnen Sie mit recordInstruction auf, was der Kunde Ihnen gesagt hat; ein Inhaber oder Verwalter bestätigt es.',
    'Name at most {} subjects.': 'Nennen Sie höchstens {} Gegenstände.',
    'The tenant denied this less than a day ago: ask again after {}.':
      'Der Kunde hat dies vor weniger als einem Tag abgelehnt: Fragen Sie nach {} erneut.',
    'Only access that lives is extended: ask for it anew.':
      'Nur ein laufender Zugang wird verlängert: Fragen Sie ihn neu an.',
    'An extension ends later than what it extends.': 'Eine Verlängerung endet später als das, was sie verlängert.',
    'A question or an answer has between 1 and 1000 characters.':
      'Eine Frage oder Antwort hat zwischen 1 und 1000 Zeichen.',
    'This request has 20 questions already: approve or deny it.':
      'Zu dieser Anfrage gibt es schon 20 Fragen: Genehmigen Sie sie oder lehnen Sie sie ab.',
    'This question has been answered already.': 'Diese Frage ist bereits beantwortet.',
  },
};
