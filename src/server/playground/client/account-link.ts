/**
 * The page that links in mails lead to: asks, and shows what is in the link to the API once. It goes without the session's cookie, because
 * what it does rests on the link alone.
 */
interface Deed {
  readonly title: string;
  readonly question: string;
  readonly button: string;
  readonly done: string;
  readonly query: string;
}

const DEEDS: Readonly<Record<string, Deed>> = {
  reset: {
    title: 'Set a new password',
    question: 'Choose a password of 12 to 128 characters. All sessions of your account end.',
    button: 'Set this password',
    done: 'Your password was changed. You can sign in with it now.',
    query: 'mutation ResetPassword($input: ResetPasswordInput!) { resetPassword(input: $input) }',
  },
  verify: {
    title: 'Confirm your e-mail address',
    question: 'Is this address yours?',
    button: 'Yes, confirm it',
    done: 'Your e-mail address is confirmed.',
    query: 'mutation VerifyEmail($token: String!) { verifyEmail(token: $token) }',
  },
  change: {
    title: 'Confirm your new e-mail address',
    question: 'Use this address for your account from now on? All its sessions end.',
    button: 'Yes, use it',
    done: 'Your e-mail address was changed. Sign in with it from now on.',
    query: 'mutation ConfirmEmailChange($token: String!) { confirmEmailChange(token: $token) }',
  },
};

function part<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no ${id}.`);
  return found as Kind;
}

const form = part<HTMLFormElement>('form');
const password = part<HTMLInputElement>('password');
const code = part<HTMLInputElement>('code');
const confirm = part<HTMLButtonElement>('confirm');
const outcome = part('outcome');

const [name = '', token = ''] = location.hash.slice(1).split('.');
// What is in the link stays in this page: not in the address, nor in the browser's history.
history.replaceState(null, '', location.pathname);
const deed = Object.hasOwn(DEEDS, name) ? DEEDS[name] : undefined;

if (deed && token !== '') {
  const isReset = name === 'reset';
  part('title').textContent = deed.title;
  part('question').textContent = deed.question;
  confirm.textContent = deed.button;
  part('password-field').hidden = !isReset;
  password.required = isReset;
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void act(deed, isReset);
  });
} else {
  outcome.textContent = 'This link is not whole. Open it as it stands in the mail.';
}

interface Answer {
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly remedy?: string };
  }[];
}

async function act({ query, done }: Deed, isReset: boolean): Promise<void> {
  confirm.disabled = true;
  const given = code.value.trim();
  const input = { token, newPassword: password.value, ...(given !== '' && { code: given }) };
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: isReset ? { input } : { token } }),
    });
    const [error] = ((await response.json()) as Answer).errors ?? [];
    if (!error) {
      form.hidden = true;
      password.value = '';
      outcome.textContent = done;
      return;
    }
    if (error.extensions?.code === 'SECOND_FACTOR_REQUIRED') part('code-field').hidden = false;
    outcome.textContent = [error.message, error.extensions?.remedy].filter((text) => text !== undefined).join(' ');
  } catch {
    outcome.textContent = 'The server can not be reached right now. Try again in a moment.';
  }
  confirm.disabled = false;
}
