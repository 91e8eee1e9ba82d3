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

interface Offered {
  readonly tenantName: string;
  readonly access: string;
  readonly categories: readonly string[];
  readonly expiresAt: string;
  readonly agreementText: string;
  readonly agreementHash: string;
}

interface Answer {
  readonly data?: { readonly invitation?: Offered } | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly remedy?: string };
  }[];
}

async function act(asking: HTMLFormElement): Promise<void> {
  const button = asking.querySelector('button');
  const { before, operation } = asking.dataset;
  if (button) button.disabled = true;
  tell('');
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
      body: JSON.stringify({ query: before ?? operation, variables: before ? { token } : variablesOf(asking) }),
    });
    const { errors, data } = (await response.json()) as Answer;
    const [error] = errors ?? [];
    if (error) refuse(asking, error);
    else if (before !== undefined && data?.invitation) show(asking, data.invitation);
    else {
      asking.hidden = true;
      asking.reset();
      tell(asking.dataset.done);
      return;
    }
  } catch {
    tell(outcome?.dataset.away);
  }
  if (button) button.disabled = false;
}

function refuse(asking: HTMLFormElement, { message, extensions }: NonNullable<Answer['errors']>[number]): void {
  if (extensions?.code === 'SECOND_FACTOR_REQUIRED') {
    asking.querySelector('label[hidden]')?.removeAttribute('hidden');
    input(asking, 'code')?.focus();
  }
  tell([message, extensions?.remedy].filter((text) => text !== undefined).join(' '));
}

/** What is agreed to is read first: only then there is something to fill in. */
function show(asking: HTMLFormElement, offered: Offered): void {
  const { access, categories, expiresAt } = offered;
  const until = new Date(expiresAt).toLocaleString(document.documentElement.lang);
  const shown: Readonly<Record<string, string>> = {
    tenantName: offered.tenantName,
    terms: [access, categories.join(', '), until].join(' · '),
    agreementText: offered.agreementText,
  };
  for (const place of asking.querySelectorAll<HTMLElement>('[data-shows]'))
    place.textContent = shown[place.dataset.shows ?? ''] ?? '';
  const hash = input(asking, 'hash');
  if (hash) hash.value = offered.agreementHash;
  const fields = asking.querySelector('fieldset');
  if (fields) {
    fields.disabled = false;
    fields.hidden = false;
  }
  const button = asking.querySelector('button');
  if (button) button.textContent = asking.dataset.then ?? '';
  delete asking.dataset.before;
}

function variablesOf(asking: HTMLFormElement): object {
  const password = input(asking, 'password');
  if (!password) return { token };
  const called = input(asking, 'name');
  const hash = input(asking, 'hash');
  if (called)
    return { input: { token, name: called.value, password: password.value, ...(hash && { hash: hash.value }) } };
  const code = input(asking, 'code')?.value.trim() ?? '';
  return { input: { token, newPassword: password.value, ...(code !== '' && { code }) } };
}

function input(asking: HTMLFormElement, called: string): HTMLInputElement | null {
  return asking.querySelector(`input[name="${called}"]`);
}

function tell(text: string | undefined): void {
  if (outcome) outcome.textContent = text ?? '';
}
