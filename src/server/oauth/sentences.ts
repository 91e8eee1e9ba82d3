/** What the pages of the authorization server say. `{}` stands for a name. */
export const PAGE = {
  signInTitle: 'Sign in',
  signInAsked: '{}, by {}, asks to work with data of an environment that you look after. Sign in to decide.',
  email: 'E-mail address',
  password: 'Password',
  code: 'Code of your second factor, if you have one',
  signIn: 'Sign in',
  title: 'Let an app work with your data?',
  question: 'Let {} work with your data?',
  asked:
    '{} is an app of {}. It asks to work with data of an environment that you look after. You decide what it may do and which data it sees, and you can end it at any time under Company Settings, GDPR.',
  website: 'It says that its website is {}.',
  environment: 'Environment',
  scopes: 'What it may do',
  categories: 'Which data it may see',
  sensitive: 'Sensitive: choose it only where the app can not do without.',
  least: 'It never does or sees more than you may yourself at that moment.',
  agreement: 'Your agreement with {}',
  agreementRead: '{}, version {}',
  agreed: 'We have made this agreement with {}, and it is in force.',
  onward: 'Afterwards you are sent to {}.',
  allow: 'Let it in',
  deny: 'Refuse',
  signedInAs: 'You are signed in as {}.',
  other: 'Use another account',
  nobody: 'You look after no environment that can let this app in. An owner or admin of the environment can do it.',
  failedTitle: 'This can not go on',
  expired: 'This request is over, or was answered already. Begin again in the app.',
  foreign: 'This form did not come from this page. Go back and try again.',
  failed: 'What the app asked for is wrong, and it was told nothing. Whoever makes the app can mend it.',
  incomplete: 'Choose at least one thing that the app may do and one kind of data, and confirm the agreement.',
  proposed:
    'In this environment a second owner or admin activates it, under Company Settings, GDPR. Begin again in the app after that.',
} as const;

/** Every sentence of the pages. */
export const OAUTH_PAGE_SENTENCES: readonly string[] = Object.values(PAGE);
