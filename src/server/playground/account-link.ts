import type { FastifyInstance } from 'fastify';
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
];

/** What the page sends, as it sends it: answered also where only listed operations are. */
export const ACCOUNT_LINK_OPERATIONS: readonly string[] = DEEDS.map(({ operation }) => operation);

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
  ...DEEDS.flatMap(({ title, question, button, done }) => [title, question, button, done]),
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

function formOf({ name, title, question, button, done, operation }: Deed, say: (sentence: string) => string): string {
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
  const fields: Readonly<Record<string, string>> = { reset: password + code, invite: called + password };
  return `      <form id="${name}" data-operation="${escaped(operation)}" data-done="${say(done)}" hidden>
        <h1>${say(title)}</h1>
        <p>${say(question)}</p>
${fields[name] ?? ''}        <button type="submit">${say(button)}</button>
      </form>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}
