import type { FastifyInstance } from 'fastify';
import { escaped } from '../escaped.js';
import { languageAsked } from '../language/in-language.js';
import { translate, type Language } from '../language/translate.js';
import { playgroundAssets } from './assets.js';

/**
 * Where links in mails lead. Opening one does nothing: programs that look through mail open links too. The page asks, and only then shows
 * what is in the link to the API; that stands behind the `#`, so it reaches no log and no other page.
 */
const PATH = '/account/link';

/** Less than the playground's: one script, one style, and this origin to call. */
export const ACCOUNT_LINK_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Deed {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly button: string;
  readonly done: string;
  readonly operation: string;
  /** What is asked for first, so that there is something to read before one agrees to it. */
  readonly before?: { readonly operation: string; readonly button: string };
}

const DEEDS: readonly Deed[] = [
  {
    name: 'reset',
    title: 'Set a new password',
    question: 'Choose a password of 12 to 128 characters. All sessions of your account end.',
    button: 'Set this password',
    done: 'Your password was changed. You can sign in with it now.',
    operation: 'mutation ResetPassword($input: ResetPasswordInput!) { resetPassword(input: $input) }',
  },
  {
    name: 'verify',
    title: 'Confirm your e-mail address',
    question: 'Is this address yours?',
    button: 'Yes, confirm it',
    done: 'Your e-mail address is confirmed.',
    operation: 'mutation VerifyEmail($token: String!) { verifyEmail(token: $token) }',
  },
  {
    name: 'change',
    title: 'Confirm your new e-mail address',
    question: 'Use this address for your account from now on? All its sessions end.',
    button: 'Yes, use it',
    done: 'Your e-mail address was changed. Sign in with it from now on.',
    operation: 'mutation ConfirmEmailChange($token: String!) { confirmEmailChange(token: $token) }',
  },
  {
    name: 'invite',
    title: 'You are invited',
    question: 'Make an account with this address and accept the invitation. Choose a password of 12 to 128 characters.',
    button: 'Accept the invitation',
    done: 'The invitation is accepted. You can sign in now.',
    operation:
      'mutation AcceptInvitation($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { tenant } }',
  },
  {
    name: 'external',
    title: 'You are invited to see data',
    question:
      'Read the agreement. If you accept it, make an account with this address: choose a password of 12 to 128 characters.',
    button: 'Accept the agreement',
    done: 'The agreement is accepted. You can sign in now.',
    operation:
      'mutation AcceptExternalInvitation($input: AcceptExternalInvitationInput!) { acceptExternalInvitation(input: $input) { tenant } }',
    before: {
      operation:
        'mutation OpenExternalInvitation($token: String!) { invitation: openExternalInvitation(token: $token) { tenantName access categories expiresAt agreementText agreementHash } }',
      button: 'Read the agreement',
    },
  },
];

/** What the page sends, as it sends it: answered also where only listed operations are. */
export const ACCOUNT_LINK_OPERATIONS: readonly string[] = DEEDS.flatMap(({ operation, before }) =>
  before ? [before.operation, operation] : [operation],
);

const OTHERS = {
  title: 'Your account',
  name: 'Your name',
  password: 'New password',
  code: 'Code of your second factor',
  broken: 'This link is not whole. Open it as it stands in the mail.',
  away: 'The server can not be reached right now. Try again in a moment.',
  script: 'This page needs JavaScript.',
};

/** Every sentence of the page. */
export const ACCOUNT_LINK_SENTENCES: readonly string[] = [
  ...Object.values(OTHERS),
  ...DEEDS.flatMap(({ title, question, button, done, before }) => [
    title,
    question,
    button,
    done,
    ...(before ? [before.button] : []),
  ]),
];

export function registerAccountLink(fastify: FastifyInstance): void {
  fastify.get(PATH, (request, reply) => {
    const language = languageAsked(request.headers, request.cookies);
    return reply
      .header('content-security-policy', ACCOUNT_LINK_CSP)
      .header('content-language', language)
      .header('vary', 'cookie, accept-language')
      .type('text/html; charset=utf-8')
      .send(pageIn(language));
  });
}

function pageIn(language: Language): string {
  const { linkScript, linkStyle } = playgroundAssets();
  const say = (sentence: string): string => escaped(translate(language, sentence));
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${say(OTHERS.title)}</title>
    <link rel="stylesheet" href="/playground/${linkStyle}">
    <script type="module" src="/playground/${linkScript}"></script>
  </head>
  <body>
    <main>
${DEEDS.map((deed) => formOf(deed, say)).join('')}      <p id="outcome" role="status" data-broken="${say(OTHERS.broken)}" data-away="${say(OTHERS.away)}"></p>
    </main>
    <noscript>${say(OTHERS.script)}</noscript>
  </body>
</html>
`;
}

function formOf(deed: Deed, say: (sentence: string) => string): string {
  const { name, title, question, button, done, operation, before } = deed;
  const password = `        <label>${say(OTHERS.password)}
          <input name="password" type="password" autocomplete="new-password" maxlength="256" required>
        </label>
`;
  const code = `        <label hidden>${say(OTHERS.code)}
          <input name="code" autocomplete="one-time-code" maxlength="64">
        </label>
`;
  const called = `        <label>${say(OTHERS.name)}
          <input name="name" autocomplete="name" maxlength="200" required>
        </label>
`;
  // What is hidden is disabled as well, so that nothing is demanded of it before it is there.
  const read = `        <fieldset hidden disabled>
          <p data-shows="tenantName"></p>
          <p data-shows="terms"></p>
          <pre data-shows="agreementText" tabindex="0"></pre>
          <input name="hash" type="hidden">
${called}${password}        </fieldset>
`;
  const fields: Readonly<Record<string, string>> = {
    reset: password + code,
    invite: called + password,
    external: read,
  };
  const first = before ? ` data-before="${escaped(before.operation)}" data-then="${say(button)}"` : '';
  return `      <form id="${name}" data-operation="${escaped(operation)}"${first} data-done="${say(done)}" hidden>
        <h1>${say(title)}</h1>
        <p>${say(question)}</p>
${fields[name] ?? ''}        <button type="submit">${say(before?.button ?? button)}</button>
      </form>
`;
}
