import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../access/database.js';
import { Account, type IdentityParts } from '../access/identity/account.js';
import { credentialOf } from '../access/identity/secrets.js';
import type { CursorCodec } from '../access/read/cursor.js';
import type { RequestContext } from '../access/request-context.js';
import type { Corridor } from '../access/corridor.js';
import { Visit } from '../access/visit.js';
import { Release } from '../access/seal.js';
import { clientFamily } from './client-family.js';
import type { SessionCookies } from './cookies.js';
import { languageAsked } from './language/in-language.js';
import { guardRelease } from './release-gate.js';
import { shownBy, type Shown } from './presented.js';

export interface ContextParts {
  readonly corridor: Corridor;
  readonly identity: IdentityParts;
  readonly cookies: SessionCookies;
  readonly requestTimeoutMs: number;
}

/**
 * A request as resolvers and plugins see it. Apollo works on a copy of the context, so what changes within a request lies one step behind it,
 * where copies share it.
 */
export class ServerContext implements RequestContext {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly shown: Shown;
  readonly account: Account;
  readonly database: Database;
  readonly cursors: CursorCodec;
  private readonly present: { visit: Visit };

  constructor(
    { corridor, identity, cookies, requestTimeoutMs }: ContextParts,
    request: FastifyRequest,
    reply: FastifyReply,
    begun?: Visit,
  ) {
    this.request = request;
    this.reply = reply;
    this.shown = shownBy(request.headers, request.cookies);
    this.database = corridor.database;
    this.cursors = corridor.cursors;
    const presented = { ...this.shown.presented, deadline: performance.now() + requestTimeoutMs };
    const release = begun?.release ?? new Release(corridor.seals);
    guardRelease(request, reply, release);
    const visitUnder = (credential: string): Visit =>
      new Visit(corridor, { ...presented, credential }, request.id, release);
    const present = { visit: begun ?? visitUnder(presented.credential) };
    this.present = present;
    const origin = { address: request.ip, client: clientFamily(request.headers['user-agent']) };
    this.account = new Account(
      identity,
      { ...presented, origin },
      {
        language: () => languageAsked(request.headers, request.cookies),
        signedIn: (session) => {
          cookies.set(reply, session);
          present.visit = visitUnder(credentialOf(session.secret));
        },
        signedOut: () => {
          cookies.clear(reply);
          present.visit = visitUnder('');
        },
      },
    );
  }

  /** Under whoever the request stands for now. */
  get visit(): Visit {
    return this.present.visit;
  }
}
