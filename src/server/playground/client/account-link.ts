/**
 * The page that links in mails lead to: asks, and shows what is in the link to the API once. It goes without the session's cookie, because
 * what it does rests on the link alone. What it says and sends stands in the page as it came, in the language that was asked for.
 */
const outcome = document.getElementById('outcome');
const [name = '', token = ''] = location.hash.slice(1).split('.');
// What is in the link stays in this page: not in the address, nor in the browser's history.
history.replaceState(null, '', location.pathname);
const form = [...document.forms].find(({ id }) => id === name);

if (form && token !== '') {
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void act(form);
  });
} else {
  tell(outcome?.dataset.broken);
}

interface Answer {
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly remedy?: string };
  }[];
}

async function act(asking: HTMLFormElement): Promise<void> {
  const button = asking.querySelector('button');
  if (button) button.disabled = true;
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
      body: JSON.stringify({ query: asking.dataset.operation, variables: variablesOf(asking) }),
    });
    const [error] = ((await response.json()) as Answer).errors ?? [];
    if (!error) {
      asking.hidden = true;
      asking.reset();
      tell(asking.dataset.done);
      return;
    }
    if (error.extensions?.code === 'SECOND_FACTOR_REQUIRED') {
      asking.querySelector('label[hidden]')?.removeAttribute('hidden');
      input(asking, 'code')?.focus();
    }
    tell([error.message, error.extensions?.remedy].filter((text) => text !== undefined).join(' '));
  } catch {
    tell(outcome?.dataset.away);
  }
  if (button) button.disabled = false;
}

function variablesOf(asking: HTMLFormElement): object {
  const password = input(asking, 'password');
  if (!password) return { token };
  const called = input(asking, 'name');
  if (called) return { input: { token, name: called.value, password: password.value } };
  const code = input(asking, 'code')?.value.trim() ?? '';
  return { input: { token, newPassword: password.value, ...(code !== '' && { code }) } };
}

function input(asking: HTMLFormElement, called: string): HTMLInputElement | null {
  return asking.querySelector(`input[name="${called}"]`);
}

function tell(text: string | undefined): void {
  if (outcome) outcome.textContent = text ?? '';
}
