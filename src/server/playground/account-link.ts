import type { FastifyInstance } from 'fastify';
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

export function registerAccountLink(fastify: FastifyInstance): void {
  const { linkScript, linkStyle } = playgroundAssets();
  fastify.get(PATH, (_request, reply) =>
    reply
      .header('content-security-policy', ACCOUNT_LINK_CSP)
      .type('text/html; charset=utf-8')
      .send(pageOf(linkScript, linkStyle)),
  );
}

function pageOf(script: string, style: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>Your account</title>
    <link rel="stylesheet" href="/playground/${style}">
    <script type="module" src="/playground/${script}"></script>
  </head>
  <body>
    <main>
      <h1 id="title">Your account</h1>
      <form id="form" hidden>
        <p id="question"></p>
        <label id="password-field" hidden>New password
          <input id="password" type="password" autocomplete="new-password" maxlength="256">
        </label>
        <label id="code-field" hidden>Code of your second factor
          <input id="code" autocomplete="one-time-code" maxlength="64">
        </label>
        <button id="confirm" type="submit"></button>
      </form>
      <p id="outcome" role="status"></p>
    </main>
    <noscript>This page needs JavaScript.</noscript>
  </body>
</html>
`;
}
