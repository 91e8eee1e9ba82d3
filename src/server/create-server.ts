import cookie from '@fastify/cookie';
import type { GraphQLSchema } from 'graphql';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Corridor } from '../access/corridor.js';
import { Database } from '../access/database.js';
import type { IdentityParts } from '../access/identity/account.js';
import { Passwords } from '../access/identity/passwords.js';
import { FactorKeys } from '../access/identity/factor-keys.js';
import { SecondFactor } from '../access/identity/second-factor.js';
import { CsrfTokens } from '../access/identity/secrets.js';
import { ReceiptSigner } from '../access/receipt.js';
import { Seals } from '../access/seal.js';
import { Signer } from '../access/signer.js';
import { Feeds } from '../access/stream/feeds.js';
import { EVERYWHERE, Hints } from '../access/stream/hints.js';
import { Throttle } from '../access/identity/throttle.js';
import { SessionKeeper } from '../access/identity/session-keeper.js';
import { assertLawIsComplete } from '../policy/assert-complete.js';
import type { Settings } from '../settings.js';
import { Artifacts } from '../access/oauth/artifacts.js';
import { Consents } from '../access/oauth/consents.js';
import { AppTokens } from '../access/oauth/tokens.js';
import { SCOPE_NAMES } from '../vocabulary/scopes.js';
import { AccessLog } from './access-log/access-log.js';
import { SessionCookies } from './cookies.js';
import { registerGraphql } from './graphql-route.js';
import { registerHealth } from './health.js';
import { registerJsonBodies } from './json-bodies.js';
import { KnownLane } from './known-lane.js';
import { KnownOperations } from './known-operations.js';
import type { DeliveryMetrics } from './delivery-metrics.js';
import { Durations, registerMetrics } from './metrics.js';
import { openMailer } from './mail/open-mailer.js';
import { openCorridor } from './open-corridor.js';
import { Origins } from './origins.js';
import { registerConnections } from './connections.js';
import { finishWithin } from './finish-within.js';
import { registerBodyDepth } from './body-depth.js';
import { AuthorizationServer } from './oauth/authorization-server.js';
import { newFastify } from './new-fastify.js';
import { PersistedOperations } from './persisted-operations.js';
import { ACCOUNT_LINK_OPERATIONS, registerAccountLink } from './playground/account-link.js';
import { registerPlayground } from './playground/playground.js';
import { registerReleaseGate } from './release-gate.js';
import { requestIdOf } from './request-id.js';
import { answerProblem, answerUnknownPath } from './problems.js';
import { registerResponseHeaders, responseHeaders } from './response-headers.js';
import { buildSluiceSchema } from './schema.js';
import { registerListeners, requestLog } from './served.js';
import { Documents } from './sockets/documents.js';
import { Sockets } from './sockets/sockets.js';

export interface ServerOptions {
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly secretKey: string;
  readonly logger: Logger;
  /** Off: every operation goes through graphql-js. Both ways give the same bytes, and tests compare them. */
  readonly compiledAnswers?: boolean;
}

export interface SluiceServer {
  readonly fastify: FastifyInstance;
  readonly database: Database;
  /** For whatever else works on this node. */
  readonly corridor: Corridor;
  readonly schema: GraphQLSchema;
  readonly deliveries: DeliveryMetrics;
  /** Begins to serve; the address, as in `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /** No new requests; running ones finish in time; then the database is let go. `beside` stops what else works on this node meanwhile. */
  stop(beside?: () => Promise<void>): Promise<void>;
}

/** Whose end waits for its tenant's lock has one of these for as long; of each tenant one does at a time. */
const RESERVED_CONNECTIONS = 4;
/** For what is done in an instant, and must not wait behind that. One of them is mostly taken by the chain of the access log. */
const ATTENDING_CONNECTIONS = 2;
/** A replica that takes longer is no help, and the primary is asked instead. */
const REPLICA_STATEMENT_MS = 1_000;
const REPLICA_CONNECT_MS = 500;
const SWEEP_EVERY_MS = 60_000;
export async function createServer(options: ServerOptions): Promise<SluiceServer> {
  const { settings, databaseUrl, secretKey, logger } = options;
  assertLawIsComplete();
  const open = (poolSize: number): Database =>
    new Database({
      url: databaseUrl,
      poolSize,
      statementTimeoutMs: settings.statementTimeoutMs,
      connectTimeoutMs: settings.connectTimeoutMs,
      onError: (error) => logger.warn({ err: error }, 'a database connection broke'),
    });
  const database = open(settings.poolSize);
  // However many readers there are, rights can be ended.
  const reserved = open(RESERVED_CONNECTIONS);
  const attending = open(ATTENDING_CONNECTIONS);
  const replica =
    settings.replicaUrl === null
      ? null
      : new Database({
          url: settings.replicaUrl,
          poolSize: settings.poolSize,
          statementTimeoutMs: Math.min(REPLICA_STATEMENT_MS, settings.statementTimeoutMs),
          connectTimeoutMs: Math.min(REPLICA_CONNECT_MS, settings.connectTimeoutMs),
          // That it is away is told once, when it is found out.
          onError: () => undefined,
        });
  const onStreamError = (error: unknown): void => logger.warn({ err: error }, 'a stream was not looked at');
  const hints = new Hints({ databaseUrl, attending, onError: onStreamError });
  const throttle = new Throttle(database, secretKey, settings.throttle);
  const mailer = openMailer(settings, logger);
  const identity: IdentityParts = {
    database,
    passwords: new Passwords({ memoryKib: settings.passwordMemoryKib, passes: settings.passwordPasses }),
    csrfTokens: new CsrfTokens(secretKey),
    secondFactor: new SecondFactor(
      database,
      new FactorKeys(secretKey, settings.secondFactorKeys),
      settings.stepUpMs,
      throttle,
    ),
    throttle,
    sessionIdleMs: settings.sessionIdleMs,
    sessionLifetimeMs: settings.sessionLifetimeMs,
    post: mailer,
    linkLifetimeMs: settings.mail.linkLifetimeMs,
    invitationLifetimeMs: settings.mail.invitationLifetimeMs,
    rightsChanged: () => hints.tell(EVERYWHERE),
  };
  const onSealError = (error: unknown): void => logger.warn({ err: error }, 'seals were not lifted');
  const seals = new Seals(attending, settings.releaseBoundMs, onSealError);
  const sweeping = setInterval(() => void seals.sweep(), SWEEP_EVERY_MS).unref();
  const signer = new Signer(secretKey, settings.receiptKey);
  const accessLog = new AccessLog({
    database: attending,
    signer,
    logger,
    chainEveryMs: settings.chainEveryMs,
    headEveryMs: settings.headEveryMs,
    headFile: settings.headFile,
    headUrl: settings.headUrl,
  });
  const corridor = openCorridor({
    database,
    reserved,
    attending,
    replica,
    onReplica: (why) => {
      if (why === null) logger.info('the replica answers reads of members');
      else logger.warn({ why }, 'the replica answers nothing, and the primary everything');
    },
    secretKey,
    seals,
    hints,
    receipts: new ReceiptSigner(signer),
    budget: settings.budget,
    turns: settings.turns,
    longestEndMs: settings.statementTimeoutMs,
    singleAdministrator: settings.singleAdministrator,
    webhookTargets: settings.webhooks.targets,
  });
  const origins = new Origins(settings.allowedOrigins);
  const fastify = newFastify(settings);
  fastify.removeContentTypeParser('text/plain');
  registerJsonBodies(fastify);
  fastify.setErrorHandler(answerProblem(logger));
  fastify.setNotFoundHandler(answerUnknownPath);
  registerConnections(fastify, { ...settings.connections, trustedProxies: settings.trustedProxies });
  const headers = responseHeaders(settings.production);
  registerResponseHeaders(fastify, headers);
  const durations = new Durations();
  const listeners = [requestLog(logger), durations.heard];
  registerListeners(fastify, listeners);
  registerHealth(fastify, database);
  origins.register(fastify);
  registerReleaseGate(fastify);
  registerBodyDepth(fastify);
  const persisted =
    settings.persistedOperations === null
      ? null
      : PersistedOperations.read(settings.persistedOperations, ACCOUNT_LINK_OPERATIONS);
  persisted?.register(fastify);
  await fastify.register(cookie);
  await registerPlayground(fastify);
  registerAccountLink(fastify);
  const cookies = new SessionCookies(settings.production);
  const tokens = new AppTokens(database, corridor.ender);
  const authorizationServer = new AuthorizationServer({
    database,
    secretKey,
    identity,
    throttle,
    cookies,
    origins,
    logger,
    tokens,
    scopes: SCOPE_NAMES,
    artifacts: new Artifacts(database, secretKey),
    consents: new Consents(database, tokens, () => hints.tell(EVERYWHERE)),
    publicUrl: settings.mail.publicUrl,
  });
  await authorizationServer.register(fastify);
  const keeper = new SessionKeeper(database, (error) =>
    logger.warn({ err: error }, 'a session was not marked as used'),
  );
  const schema = buildSluiceSchema();
  const known = new KnownOperations();
  const lane = new KnownLane({
    schema,
    corridor,
    known,
    keeper,
    origins,
    persisted,
    requestTimeoutMs: settings.requestTimeoutMs,
    headers,
    requestId: requestIdOf,
    parseCookies: (header) => fastify.parseCookie(header),
    listeners,
    logger,
  });
  lane.register(fastify);
  const stopGraphql = await registerGraphql(fastify, {
    schema,
    corridor,
    identity,
    keeper,
    cookies,
    requestTimeoutMs: settings.requestTimeoutMs,
    origins,
    introspection: settings.introspection,
    compiledAnswers: options.compiledAnswers ?? true,
    logger,
    known,
    begun: (request) => lane.visitOf(request),
  });
  const feeds = new Feeds(database, settings.streamPollMs, onStreamError);
  const sockets = new Sockets(fastify, {
    corridor,
    feeds,
    documents: new Documents(schema, persisted),
    csrfTokens: identity.csrfTokens,
    keeper,
    origins,
    trustedProxies: settings.trustedProxies,
    maxSockets: settings.maxSockets,
    maxSubscriptions: settings.subscriptionsPerSocket,
    idleMs: settings.socketIdleMs,
    pollMs: settings.streamPollMs,
    logger,
  });
  const deliveries = registerMetrics(fastify, corridor, accessLog, sockets, durations);

  return {
    fastify,
    database,
    corridor,
    schema,
    deliveries,
    listen: async () => {
      await identity.passwords.prepare();
      await corridor.replica?.start();
      await seals.sweep();
      await accessLog.start();
      await hints.listen((place) => {
        feeds.hinted(place);
        sockets.hinted(place);
      });
      const address = await fastify.listen({ port: settings.port, host: settings.host });
      mailer.listening(address);
      authorizationServer.listening(address);
      return address;
    },
    stop: async (beside = async () => undefined) => {
      const besides = beside();
      await sockets.stop();
      await feeds.stop();
      await finishWithin(settings.shutdownTimeoutMs, fastify);
      await stopGraphql();
      await mailer.stop(settings.shutdownTimeoutMs);
      clearInterval(sweeping);
      await besides;
      await seals.settled();
      await accessLog.stop();
      await hints.stop();
      await corridor.replica?.stop();
      await Promise.all([database.close(), reserved.close(), attending.close()]);
    },
  };
}
