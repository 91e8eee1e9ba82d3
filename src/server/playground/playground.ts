/**
 * GraphiQL for people with a browser, at the API's own address. Everything it needs comes from this server, and its content
 * security policy lets it load, run and call nothing else: a page that holds a session over personal data must not be a way
 * out for it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { playgroundAssets } from './assets.js';

/**
 * Nothing but this origin; `connect-src 'self'` covers WebSockets to it as well. No inline script or style and no eval: the
 * one library that would inject a style element is replaced in the bundle (client/adopted-style-sheet.ts).
 */
export const PLAYGROUND_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the page at `/` and its assets; the page at the API's own path is the API's to answer, see `wantsPlayground`. */
export async function registerPlayground(fastify: FastifyInstance): Promise<void> {
  const { files } = playgroundAssets();

  fastify.get('/', (_request, reply) => sendPlayground(reply));

  fastify.get<{ Params: { file: string } }>('/playground/:file', (request, reply) => {
    const asset = files.get(request.params.file);
    if (asset === undefined) return reply.callNotFound();
    // The name holds the content's hash: another content has another name.
    void reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .header('cross-origin-resource-policy', 'same-origin')
      .type(asset.contentType);
    if (asset.gzip === undefined) return reply.send(asset.plain);
    void reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(asset.plain);
    return reply.header('content-encoding', 'gzip').send(asset.gzip);
  });
}

/** A browser that opens the address, as opposed to a program that asks for JSON or a GET that carries a query. */
export function wantsPlayground(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (/[?&]query=/.test(request.url)) return false;
  const accept = request.headers.accept ?? '';
  return accept.includes('text/html') && !accept.includes('json');
}

export function sendPlayground(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', PLAYGROUND_CSP)
    .header('cache-control', 'no-cache')
    .header('vary', 'accept')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
    .type('text/html; charset=utf-8')
    .send(playgroundPage());
}

export function playgroundPage(): string {
  const { script, style, icon } = playgroundAssets();
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Sluice playground</title>
    <link rel="icon" href="/playground/${icon}" type="image/svg+xml">
    <link rel="stylesheet" href="/playground/${style}">
    <script type="module" src="/playground/${script}"></script>
  </head>
  <body>
    <div id="playground"></div>
    <noscript>The playground needs JavaScript. The API itself does not: send it a POST with a GraphQL query.</noscript>
  </body>
</html>
`;
}
