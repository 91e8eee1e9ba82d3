import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Throttle } from '../../access/identity/throttle.js';
import { CodedError, unavailable } from '../../kernel/errors.js';
import { lend, type Library } from './borrowed.js';
import { registerConsent, type ConsentParts } from './consent.js';
import { faultPage } from './consent-page.js';
import { sendPage } from './page.js';
import { passingStatus } from './oauth-error.js';
import { answerAsPage } from './page-problem.js';
import { createProvider, MOUNTED_AT, PATHS, type ProviderParts } from './provider.js';
import { PAGE } from './sentences.js';
import { sayWhen } from '../retry-after.js';

export interface AuthorizationServerParts extends Omit<ProviderParts, 'issuer'>, Omit<ConsentParts, 'provider'> {
  readonly throttle: Throttle;
  /** Where the world finds this server; absent: where it listens. */
  readonly publicUrl: string | null;
}

const DISCOVERY = '/.well-known/oauth-authorization-server';

/** OAuth 2 at /oauth: what programs ask is answered by the library, what people are asked by our own pages. */
export class AuthorizationServer {
  #provider: Provider | undefined;
  #library: Library | undefined;

  constructor(private readonly parts: AuthorizationServerParts) {}

  /** The issuer is known from here on. */
  listening(address: string): void {
    const issuer = `${this.parts.publicUrl ?? address}${MOUNTED_AT}`;
    this.#provider = createProvider({ ...this.parts, issuer });
    this.#library = { issuer, handle: this.#provider.callback() };
  }

  async register(fastify: FastifyInstance): Promise<void> {
    await fastify.register(async (routes) => {
      // The library reads bodies itself, and says by the RFCs what it does not take.
      routes.removeAllContentTypeParsers();
      routes.addContentTypeParser('*', (_request, _payload, done) => done(null));
      await routes.register(async (pages) => this.#forBrowsers(pages));
      this.#forPrograms(routes);
    });
    await registerConsent(fastify, { ...this.parts, provider: () => this.provider });
  }

  private get provider(): Provider {
    if (!this.#provider) throw unavailable();
    return this.#provider;
  }

  #lend(request: FastifyRequest, reply: FastifyReply, path: string, resumed?: string): Promise<void> {
    if (!this.#library) throw unavailable();
    return lend(this.#library, request, reply, { path, ...(resumed !== undefined && { resumed }) });
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
