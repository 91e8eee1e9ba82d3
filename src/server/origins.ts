import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Which web pages may act for somebody who is signed in: those of this host, and of the origins in the settings. A request without an
 * Origin comes from a program, or from a browser that was not asked to change anything.
 */
export class Origins {
  private readonly allowed: ReadonlySet<string>;

  constructor(allowed: readonly string[]) {
    this.allowed = new Set(allowed);
  }

  /** True as well where the request names none. */
  admits(request: FastifyRequest): boolean {
    const { origin } = request.headers;
    return origin === undefined || this.allowed.has(origin) || isOwn(origin, request.headers.host);
  }

  /** A browser asks nobody before it opens a socket, so a page must name itself, and one that acts by cookie can't leave that out. */
  admitsSocket(origin: string | undefined, host: string | undefined, underCookie: boolean): boolean {
    return origin === undefined ? !underCookie : this.allowed.has(origin) || isOwn(origin, host);
  }

  /** Of every response to a page of that origin. */
  headersFor(origin: string | undefined): Readonly<Record<string, string>> {
    if (this.allowed.size === 0) return {};
    if (origin === undefined || !this.allowed.has(origin)) return { vary: 'origin' };
    return {
      vary: 'origin',
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-request-id, retry-after, content-language',
    };
  }

  /** Lets pages of the allowed origins read answers; for others the browser keeps them back. */
  register(fastify: FastifyInstance): void {
    if (this.allowed.size > 0) {
      fastify.addHook('onRequest', async (request, reply) => {
        void reply.headers(this.headersFor(request.headers.origin));
      });
    }
    fastify.options('/graphql', async (_request, reply) => {
      if (reply.hasHeader('access-control-allow-origin')) void reply.headers(PREFLIGHT);
      return reply.code(204).send();
    });
  }
}

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'content-type, authorization, x-tenant, x-csrf-token, x-withheld, x-request-id, apollo-require-preflight',
  'access-control-max-age': '600',
};

function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
