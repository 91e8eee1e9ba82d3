import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Throttle } from '../../access/identity/throttle.js';
import { CodedError, unavailable } from '../../kernel/errors.js';
import { late } from '../../kernel/late.js';
import { lend, type Library } from './borrowed.js';
import { registerConsent, type ConsentParts } from './consent.js';
import { faultPage } from './consent-page.js';
import { sendPage } from './page.js';
import { MOUNTED_AT, PATHS } from './names.js';
import { answerAsPage } from './page-problem.js';
import { passingStatus } from './passing.js';
import type { ProviderParts } from './provider.js';
import { PAGE } from './sentences.js';
import { sayWhen } from '../retry-after.js';

export interface AuthorizationServerParts extends Omit<ProviderParts, 'issuer'>, Omit<ConsentParts, 'provider'> {
  readonly throttle: Throttle;
  /** Where the world finds this server; absent: where it listens. */
  readonly publicUrl: string | null;
}

const DISCOVERY = '/.well-known/oauth-authorization-server';

interface Loaded {
  readonly provider: Provider;
  readonly library: Library;
}

async function load(parts: ProviderParts): Promise<Loaded> {
  const { createProvider } = await import('./provider.js');
  const provider = createProvider(parts);
  return { provider, library: { issuer: parts.issuer, handle: provider.callback() } };
}

/** OAuth 2 at /oauth: what programs ask is answered by the library, what people are asked by our own pages. */
export class AuthorizationServer {
  #issuer: string | undefined;

  constructor(private readonly parts: AuthorizationServerParts) {}

  /** The issuer is known from here on. */
  listening(address: string): void {
    this.#issuer = `${this.parts.publicUrl ?? address}${MOUNTED_AT}`;
  }

  async register(fastify: FastifyInstance): Promise<void> {
    await fastify.register(async (routes) => {
      // The library reads bodies itself, and says by the RFCs what it does not take.
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', (_request, _payload, done) => done(null));
      await routes.register(async (pages) => this.#forBrowsers(pages));
      this.#forPrograms(routes);
    });
    await registerConsent(fastify, { ...this.parts, provider: async () => (await this.#load()).provider });
  }

  /** By the first who asks for it: a seventh of all modules that a node could load belong to the library, and many a node never needs them. */
  readonly #load = late(async () => {
    if (this.#issuer === undefined) throw unavailable();
    return load({ ...this.parts, issuer: this.#issuer });
  });

  async #lend(request: FastifyRequest, reply: FastifyReply, path: string, resumed?: string): Promise<void> {
    const { library } = await this.#load();
    return lend(library, request, reply, { path, ...(resumed !== undefined && { resumed }) });
  }

  #forBrowsers(routes: FastifyInstance): void {
    const { authorization } = PATHS;
    routes.setErrorHandler(answerAsPage);
    routes.get(`${MOUNTED_AT}${authorization}`, async (request, reply) => {
      await this.parts.throttle.spend('authorization', { address: request.ip });
      return this.#lend(request, reply, authorization);
    });
    routes.get<{ Params: { uid: string } }>(`${MOUNTED_AT}${authorization}/:uid`, (request, reply) => {
      const { uid } = request.params;
      if (!/^[\w-]{1,64}$/.test(uid)) return sendPage(request, reply, faultPage(PAGE.expired, 404));
      return this.#lend(request, reply, `${authorization}/${uid}`, uid);
    });
  }

  #forPrograms(routes: FastifyInstance): void {
    for (const path of [PATHS.token, PATHS.introspection, PATHS.revocation, PATHS.pushed_authorization_request]) {
      routes.post(`${MOUNTED_AT}${path}`, (request, reply) => this.#answerApp(path, request, reply));
      routes.options(`${MOUNTED_AT}${path}`, (request, reply) => this.#lend(request, reply, path));
    }
    routes.get(`${MOUNTED_AT}${PATHS.jwks}`, (request, reply) => this.#lend(request, reply, PATHS.jwks));
    for (const path of [`${DISCOVERY}${MOUNTED_AT}`, `${MOUNTED_AT}${DISCOVERY}`])
      routes.get(path, (request, reply) => this.#lend(request, reply, DISCOVERY));
  }

  /** Whoever shows what does not hold is counted by where it comes from, as at sign-in: nobody can use up an app's tries elsewhere. */
  async #answerApp(path: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    let tried;
    try {
      tried = await this.parts.throttle.spend('app', { address: request.ip });
    } catch (error) {
      const status = passingStatus(error);
      if (status === undefined || !(error instanceof CodedError)) throw error;
      sayWhen(reply, [{ message: error.message, extensions: { retryAfter: error.details.retryAfter } }]);
      return reply.code(status).send({ error: 'temporarily_unavailable', error_description: error.message });
    }
    await this.#lend(request, reply, path);
    if (reply.raw.statusCode < 400 || reply.raw.statusCode >= 500) await tried.undone();
    return undefined;
  }
}
