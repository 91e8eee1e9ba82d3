import type { FastifyReply, FastifyRequest } from 'fastify';
import { escaped } from '../escaped.js';
import { languageAsked } from '../language/in-language.js';
import { translate, type Language } from '../language/translate.js';
import { playgroundAssets } from '../playground/assets.js';

/** Says a sentence in the reader's language, with what is filled in, ready to stand in HTML. */
export type Say = (sentence: string, ...filled: readonly string[]) => string;

export function sayIn(language: Language): Say {
  return (sentence, ...filled) => {
    const rest = [...filled];
    return escaped(translate(language, sentence)).replace(/\{\}/g, () => escaped(rest.shift() ?? ''));
  };
}

/**
 * No script at all, one style, and forms that lead here, or from here on to the app: browsers hold a form to this also where it is redirected.
 */
export function pageHeaders(leadsTo: string | undefined): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "style-src 'self'",
      `form-action 'self'${leadsTo === undefined ? '' : ` ${leadsTo}`}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    // A form that tells nobody where it comes from tells us neither, and is refused.
    'referrer-policy': 'same-origin',
    'content-type': 'text/html; charset=utf-8',
    vary: 'cookie, accept-language',
  };
}

export interface Page {
  readonly title: string;
  /** What stands in the page, as HTML. */
  readonly content: (say: Say) => string;
  readonly status?: number;
  /** The origin of the app that the form ends at. */
  readonly leadsTo?: string | undefined;
}

export function sendPage(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
  const language = languageAsked(request.headers, request.cookies);
  return reply
    .code(page.status ?? 200)
    .headers({ ...pageHeaders(page.leadsTo), 'content-language': language })
    .send(htmlOf(language, page));
}

export function htmlOf(language: Language, { title, content }: Page): string {
  const say = sayIn(language);
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${say(title)}</title>
    <link rel="stylesheet" href="/playground/${playgroundAssets().linkStyle}">
  </head>
  <body>
    <main>
${content(say)}    </main>
  </body>
</html>
`;
}
