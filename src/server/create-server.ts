import cookie from '@fastify/cookie';
import type { GraphQLSchema } from 'graphql';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Corridor } from '../access/corridor.js';
import { Database } from '../access/database.js';
import type { IdentityParts } from '../access/identity/account.js';
import { ReceiptSigner } from '../access/receipt.js';
import { Seals } from '../access/seal.js';
import { Signer } from '../access/signer.js';
import { Feeds } from '../access/stream/feeds.js';
import { EVERYWHERE, Hints } from '../access/stream/hints.js';
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
import { httpServer } from './http-server.js';
import { identityOf } from './identity-of.js';
import { KnownLane } from './known-lane.js';
import { KnownOperations } from './known-operations.js';
import type { DeliveryMetrics } from './delivery-metrics.js';
import { Durations, registerMetrics } from './metrics.js';
import { openMailer } from './mail/open-mailer.js';
import { openCorridor } from './open-corridor.js';
import { Origins } from './origins.js';
import { finishWithin } from './finish-within.js';
import { AuthorizationServer } from './oauth/authorization-server.js';
import { PersistedOperations } from './persisted-operations.js';
import { ACCOUNT_LINK_OPERATIONS, registerAccountLink } from './playground/account-link.js';
import { registerPlayground } from './playground/playground.js';
import { requestIdOf } from './request-id.js';
import { responseHeaders } from './response-headers.js';
import { buildSluiceSchema } from './schema.js';
import { requestLog } from './served.js';
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

/** Puts a node together; it serves once it listens. */
export async function createServer(options: ServerOptions): Promise<SluiceServer> {
  const { settings, databaseUrl, secretKey, logger } = options;
  assertLawIsComplete();
  const databases = openDatabases(options);
  const { database, attending } = databases;
  const onStreamError = (error: unknown): void => logger.warn({ err: error }, 'a stream was not looked at');
  const hints = new Hints({ databaseUrl, attending, onError: onStreamError });
  const rightsChanged = (): void => hints.tell(EVERYWHERE);
  const mailer = openMailer(settings, logger);
  const identity = identityOf({ settings, database, secretKey, post: mailer, rightsChanged });
  const onSealError = (error: unknown): void => logger.warn({ err: error }, 'seals were not lifted');
  const seals = new Seals(attending, settings.releaseBoundMs, onSealError);
  const sweeping = setInterval(() => void seals.sweep(), SWEEP_EVERY_MS).unref();
  const signer = new Signer(secretKey, settings.receiptKey);
  const accessLog = accessLogOf(options, attending, signer);
  const corridor = corridorOf(options, databases, { seals, hints, receipts: new ReceiptSigner(signer) });

  const origins = new Origins(settings.allowedOrigins);
  const headers = responseHeaders(settings.production);
  const durations = new Durations();
  const listeners = [requestLog(logger), durations.heard];
  const fastify = httpServer(settings, { logger, database, origins, headers, listeners });
  const persisted =
    settings.persistedOperations === null
      ? null
      : PersistedOperations.read(settings.persistedOperations, ACCOUNT_LINK_OPERATIONS);
  persisted?.register(fastify);
  await fastify.register(cookie);
  await registerPlayground(fastify);
  registerAccountLink(fastify);
  const cookies = new SessionCookies(settings.production);
  const authorizationServer = authorizationServerOf(options, { corridor, identity, cookies, origins, rightsChanged });
  await authorizationServer.register(fastify);
  const onKeeperError = (error: unknown): void => logger.warn({ err: error }, 'a session was not marked as used');
  const keeper = new SessionKeeper(database, onKeeperError);
  const schema = buildSluiceSchema();
  const shared = { schema, corridor, keeper, origins, logger, known: new KnownOperations() };
  const { requestTimeoutMs } = settings;
  const lane = new KnownLane({
    ...shared,
    persisted,
    requestTimeoutMs,
    headers,
    requestId: requestIdOf,
    parseCookies: (header) => fastify.parseCookie(header),
    listeners,
  });
  lane.register(fastify);
  const stopGraphql = await registerGraphql(fastify, {
    ...shared,
    identity,
    cookies,
    requestTimeoutMs,
    introspection: settings.introspection,
    compiledAnswers: options.compiledAnswers ?? true,
    begun: (request) => lane.visitOf(request),
  });
  const feeds = new Feeds(database, settings.streamPollMs, onStreamError);
  const documents = new Documents(schema, persisted);
  const { csrfTokens } = identity;
  const { trustedProxies, maxSockets, subscriptionsPerSocket, socketIdleMs, streamPollMs } = settings;
  const sockets = new Sockets(fastify, {
    ...{ corridor, feeds, documents, csrfTokens, keeper, origins, trustedProxies, maxSockets, logger },
    maxSubscriptions: subscriptionsPerSocket,
    idleMs: socketIdleMs,
    pollMs: streamPollMs,
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
      void seals.sweep();
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
    stop: (beside = async () => undefined) =>
      stop(
        { settings, fastify, sockets, feeds, stopGraphql, mailer, sweeping, corridor, accessLog, databases },
        beside,
      ),
  };
}

interface Databases {
  readonly database: Database;
  /** However many readers there are, rights can be ended. */
  readonly reserved: Database;
  readonly attending: Database;
  readonly replica: Database | null;
}

function openDatabases({ settings, databaseUrl, logger }: ServerOptions): Databases {
  const { statementTimeoutMs, connectTimeoutMs, poolSize, replicaUrl } = settings;
  const onError = (error: unknown): void => logger.warn({ err: error }, 'a database connection broke');
  const open = (size: number): Database =>
    new Database({ url: databaseUrl, poolSize: size, statementTimeoutMs, connectTimeoutMs, onError });
  const openReplica = (url: string): Database =>
    new Database({
      url,
      poolSize,
      statementTimeoutMs: Math.min(REPLICA_STATEMENT_MS, statementTimeoutMs),
      connectTimeoutMs: Math.min(REPLICA_CONNECT_MS, connectTimeoutMs),
      // That it is away is told once, when it is found out.
      onError: () => undefined,
    });
  return {
    database: open(poolSize),
    reserved: open(RESERVED_CONNECTIONS),
    attending: open(ATTENDING_CONNECTIONS),
    replica: replicaUrl === null ? null : openReplica(replicaUrl),
  };
}

function accessLogOf({ settings, logger }: ServerOptions, attending: Database, signer: Signer): AccessLog {
  const { chainEveryMs, headEveryMs, headFile, headUrl } = settings;
  return new AccessLog({ database: attending, signer, logger, chainEveryMs, headEveryMs, headFile, headUrl });
}

function corridorOf(
  { settings, secretKey, logger }: ServerOptions,
  databases: Databases,
  shared: Pick<Corridor, 'seals' | 'hints' | 'receipts'>,
): Corridor {
  const { budget, turns, singleAdministrator, statementTimeoutMs, webhooks } = settings;
  const onReplica = (why: string | null): void => {
    if (why === null) logger.info('the replica answers reads of members');
    else logger.warn({ why }, 'the replica answers nothing, and the primary everything');
  };
  const onWakeError = (error: unknown): void =>
    logger.warn({ err: error }, 'webhooks got no jobs, the sweep makes them');
  const told = { singleAdministrator, onWakeError, webhookTargets: webhooks.targets };
  const bounds = { budget, turns, longestEndMs: statementTimeoutMs };
  return openCorridor({ ...databases, ...shared, ...told, ...bounds, onReplica, secretKey });
}

interface AuthorizationParts {
  readonly corridor: Corridor;
  readonly identity: IdentityParts;
  readonly cookies: SessionCookies;
  readonly origins: Origins;
  readonly rightsChanged: () => void;
}

function authorizationServerOf(
  { settings, secretKey, logger }: ServerOptions,
  { corridor, identity, cookies, origins, rightsChanged }: AuthorizationParts,
): AuthorizationServer {
  const { database } = corridor;
  const tokens = new AppTokens(database, corridor.ender);
  return new AuthorizationServer({
    ...{ database, secretKey, identity, throttle: identity.throttle, cookies, origins, logger, tokens },
    scopes: SCOPE_NAMES,
    artifacts: new Artifacts(database, secretKey),
    consents: new Consents(database, tokens, rightsChanged),
    publicUrl: settings.mail.publicUrl,
  });
}

interface Running {
  readonly settings: Settings;
  readonly fastify: FastifyInstance;
  readonly sockets: Sockets;
  readonly feeds: Feeds;
  readonly stopGraphql: () => Promise<void>;
  readonly mailer: ReturnType<typeof openMailer>;
  readonly sweeping: NodeJS.Timeout;
  readonly corridor: Corridor;
  readonly accessLog: AccessLog;
  readonly databases: Databases;
}

async function stop(running: Running, beside: () => Promise<void>): Promise<void> {
  const { settings, fastify, sockets, feeds, stopGraphql, mailer, sweeping, corridor, accessLog, databases } = running;
  const besides = beside();
  await sockets.stop();
  await feeds.stop();
  await finishWithin(settings.shutdownTimeoutMs, fastify);
  await stopGraphql();
  await mailer.stop(settings.shutdownTimeoutMs);
  clearInterval(sweeping);
  await besides;
  await corridor.seals.settled();
  await accessLog.stop();
  await corridor.hints.stop();
  await corridor.waker.stop();
  await corridor.replica?.stop();
  await Promise.all([databases.database.close(), databases.reserved.close(), databases.attending.close()]);
}
