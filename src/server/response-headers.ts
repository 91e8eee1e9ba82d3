import type { FastifyInstance } from 'fastify';

/** On every response. Answers hold personal data of one actor: no cache keeps them, and no page frames, sniffs or runs them. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-site',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

const OVER_TLS = { 'strict-transport-security': 'max-age=63072000; includeSubDomains' };

export function responseHeaders(production: boolean): Readonly<Record<string, string>> {
  return production ? { ...HEADERS, ...OVER_TLS } : HEADERS;
}

export function registerResponseHeaders(fastify: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    done();
  });
}
