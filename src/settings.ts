import { z } from 'zod';
import { mailFault, mailSettings, mailVariables, type MailSettings } from './kernel/mail-settings.js';
import { webhookFault, webhookSettings, webhookVariables, type WebhookSettings } from './kernel/webhook-settings.js';
import {
  databaseUrl,
  duration,
  factorKeys,
  origins,
  proxies,
  switchSetting,
  webAddress,
  whole,
  wholeNumber,
} from './kernel/setting-types.js';

/**
 * The environment, read once and refused if it is wrong: one sentence names the variable and what it takes, and never its value,
 * because the value may be a secret.
 */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const schema = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: whole(0, 65_535, 4_000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: databaseUrl.optional(),
  REPLICA_URL: databaseUrl.optional(),
  MIGRATION_DATABASE_URL: databaseUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  SECRET_KEY: z
    .string()
    .min(32, 'takes a secret of at least 32 characters')
    .max(1_024, 'takes at most 1024 characters')
    .optional(),
  RECEIPT_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'takes the 32 bytes of an Ed25519 key in hexadecimal')
    .optional(),
  SECOND_FACTOR_KEYS: factorKeys,
  SINGLE_ADMINISTRATOR: z.enum(['yes', 'no'], 'takes yes or no').default('no'),
  STEP_UP_FOR: duration('15m', 1_000, 86_400_000),
  POOL_SIZE: whole(1, 500, 10),
  TENANT_CONCURRENCY: wholeNumber(1, 500).optional(),
  OPERATION_COST: whole(100, 1_000_000_000, 250_000),
  ACTOR_BUDGET: whole(100, 1_000_000_000, 2_000_000),
  ACTOR_RESTORE_RATE: whole(1, 1_000_000_000, 100_000),
  TENANT_BUDGET: whole(100, 1_000_000_000, 10_000_000),
  TENANT_RESTORE_RATE: whole(1, 1_000_000_000, 500_000),
  STATEMENT_TIMEOUT: duration('10s', 100, 600_000),
  REQUEST_TIMEOUT: duration('10s', 100, 600_000),
  CONNECT_TIMEOUT: duration('3s', 100, 60_000),
  RELEASE_BOUND: duration('250ms', 20, 10_000),
  CHAIN_EVERY: duration('200ms', 20, 60_000),
  HEAD_EVERY: duration('1m', 100, 86_400_000),
  HEAD_FILE: z.string().max(4_096, 'takes a path of at most 4096 characters').optional(),
  HEAD_URL: webAddress.optional(),
  SESSION_IDLE: duration('12h', 60_000, 30 * 86_400_000),
  SESSION_LIFETIME: duration('7d', 60_000, 365 * 86_400_000),
  ...mailVariables,
  ...webhookVariables,
  SHUTDOWN_TIMEOUT: duration('10s', 100, 600_000),
  PASSWORD_MEMORY_KIB: whole(7_168, 1_048_576, 19_456),
  PASSWORD_PASSES: whole(1, 20, 2),
  SIGN_IN_TRIES: whole(1, 1_000, 10),
  SIGN_IN_TRIES_PER_ADDRESS: whole(1, 1_000_000, 100),
  SIGN_IN_WINDOW: duration('15m', 1_000, 86_400_000),
  TRUSTED_PROXIES: proxies,
  ALLOWED_ORIGINS: origins,
  MAX_CONNECTIONS: whole(1, 1_000_000, 5_000),
  MAX_CONNECTIONS_PER_ADDRESS: whole(1, 1_000_000, 500),
  HEADERS_TIMEOUT: duration('10s', 100, 3_600_000),
  BODY_TIMEOUT: duration('30s', 100, 3_600_000),
  CONNECTION_IDLE: duration('65s', 100, 3_600_000),
  MAX_SOCKETS: whole(0, 100_000, 1_000),
  SUBSCRIPTIONS_PER_SOCKET: whole(1, 10_000, 100),
  SOCKET_IDLE: duration('30s', 100, 3_600_000),
  STREAM_POLL: duration('1s', 20, 60_000),
  PERSISTED_OPERATIONS: z.string().max(4_096, 'takes a path of at most 4096 characters').optional(),
  INTROSPECTION: switchSetting.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'takes fatal, error, warn, info, debug, trace or silent',
    )
    .optional(),
});

export interface ThrottleSettings {
  readonly tries: number;
  readonly triesPerAddress: number;
  readonly windowMs: number;
}

export interface BucketSettings {
  readonly maximum: number;
  readonly restoreRate: number;
}

export interface BudgetSettings {
  /** Of one operation. */
  readonly operation: number;
  readonly actor: BucketSettings;
  readonly tenant: BucketSettings;
}

/** Of the statements of one tenant. */
export interface TurnSettings {
  readonly atOnce: number;
  readonly waiting: number;
  readonly longestWaitMs: number;
}

export interface ConnectionSettings {
  readonly most: number;
  readonly mostPerAddress: number;
  /** A request's headers must be there within this time, all of it within the next, and a connection is not silent for longer than the last. */
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
}

/** Statements of one tenant that may wait on a node. */
const WAITING_PER_TENANT = 100;

export interface Settings {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** Absent: the embedded database is used. */
  readonly databaseUrl: string | null;
  /** A streaming replica of it, which answers what it may of members' reads. */
  readonly replicaUrl: string | null;
  readonly migrationDatabaseUrl: string | null;
  readonly dataDir: string;
  /** Absent, outside production only: the development key that the database keeps is used. */
  readonly secretKey: string | null;
  /** Signs receipts and heads of the access log; absent: derived from the secret key. */
  readonly receiptKey: Buffer | null;
  /** Seal the secrets of second factors, the newest first; the secret key opens them as well. */
  readonly secondFactorKeys: readonly string[];
  /** How long a code of the second factor counts as fresh. */
  readonly stepUpMs: number;
  /** There is one administrator, who opens maintenance windows alone; said so to every tenant each time. */
  readonly singleAdministrator: boolean;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** Of all that one request asks of the database, waiting included. */
  readonly requestTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** How long after it was read what rests on an authority may still be written: so long at most a revocation waits. */
  readonly releaseBoundMs: number;
  /** How often new entries of the access log are linked. */
  readonly chainEveryMs: number;
  /** How often the heads that have moved are signed and exported. */
  readonly headEveryMs: number;
  readonly headFile: string | null;
  readonly headUrl: string | null;
  readonly sessionIdleMs: number;
  readonly sessionLifetimeMs: number;
  readonly mail: MailSettings;
  readonly webhooks: WebhookSettings;
  readonly shutdownTimeoutMs: number;
  readonly passwordMemoryKib: number;
  readonly passwordPasses: number;
  /** In points: rows asked for times fields. */
  readonly budget: BudgetSettings;
  readonly turns: TurnSettings;
  readonly throttle: ThrottleSettings;
  /** Whose word is taken for where a request comes from (x-forwarded-for). */
  readonly trustedProxies: readonly string[];
  /** Beside the API's own. */
  readonly allowedOrigins: readonly string[];
  readonly connections: ConnectionSettings;
  /** Open at once on this node. */
  readonly maxSockets: number;
  readonly subscriptionsPerSocket: number;
  /** After so long without a word a socket is asked whether it lives, and after as long again it is closed. */
  readonly socketIdleMs: number;
  /** How often streams, and rights to follow them, are looked at without a hint. */
  readonly streamPollMs: number;
  /** A file; absent: any operation is answered. */
  readonly persistedOperations: string | null;
  readonly introspection: boolean;
  readonly logLevel: string;
}

/** An empty variable is one that is not set, as shells and compose files leave them. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new SettingsError(`The environment is wrong: ${faults.join('; ')}.`);
  }
  const read = result.data;
  const production = read.NODE_ENV === 'production';
  if (production && read.SECRET_KEY === undefined) {
    throw new SettingsError('The environment is wrong: SECRET_KEY must be set where NODE_ENV is production.');
  }
  if (read.REPLICA_URL !== undefined && read.DATABASE_URL === undefined) {
    throw new SettingsError('The environment is wrong: REPLICA_URL needs DATABASE_URL, the address of its primary.');
  }
  if (read.OPERATION_COST > Math.min(read.ACTOR_BUDGET, read.TENANT_BUDGET)) {
    throw new SettingsError(
      'The environment is wrong: OPERATION_COST must not be more than ACTOR_BUDGET or TENANT_BUDGET.',
    );
  }
  if (read.HEADERS_TIMEOUT > read.BODY_TIMEOUT) {
    throw new SettingsError('The environment is wrong: HEADERS_TIMEOUT must not be longer than BODY_TIMEOUT.');
  }
  if (read.SESSION_IDLE > read.SESSION_LIFETIME) {
    throw new SettingsError('The environment is wrong: SESSION_IDLE must not be longer than SESSION_LIFETIME.');
  }
  const fault = mailFault(read, production) ?? webhookFault(read, production);
  if (fault !== undefined) throw new SettingsError(`The environment is wrong: ${fault}.`);
  return Object.freeze({
    production,
    port: read.PORT,
    host: read.HOST,
    databaseUrl: read.DATABASE_URL ?? null,
    replicaUrl: read.REPLICA_URL ?? null,
    migrationDatabaseUrl: read.MIGRATION_DATABASE_URL ?? null,
    dataDir: read.DATA_DIR,
    secretKey: read.SECRET_KEY ?? null,
    receiptKey: read.RECEIPT_KEY === undefined ? null : Buffer.from(read.RECEIPT_KEY, 'hex'),
    secondFactorKeys: read.SECOND_FACTOR_KEYS,
    stepUpMs: read.STEP_UP_FOR,
    singleAdministrator: read.SINGLE_ADMINISTRATOR === 'yes',
    poolSize: read.POOL_SIZE,
    statementTimeoutMs: read.STATEMENT_TIMEOUT,
    requestTimeoutMs: read.REQUEST_TIMEOUT,
    connectTimeoutMs: read.CONNECT_TIMEOUT,
    releaseBoundMs: read.RELEASE_BOUND,
    chainEveryMs: read.CHAIN_EVERY,
    headEveryMs: read.HEAD_EVERY,
    headFile: read.HEAD_FILE ?? null,
    headUrl: read.HEAD_URL ?? null,
    sessionIdleMs: read.SESSION_IDLE,
    sessionLifetimeMs: read.SESSION_LIFETIME,
    mail: mailSettings(read, production),
    webhooks: webhookSettings(read),
    shutdownTimeoutMs: read.SHUTDOWN_TIMEOUT,
    passwordMemoryKib: read.PASSWORD_MEMORY_KIB,
    passwordPasses: read.PASSWORD_PASSES,
    budget: {
      operation: read.OPERATION_COST,
      actor: { maximum: read.ACTOR_BUDGET, restoreRate: read.ACTOR_RESTORE_RATE },
      tenant: { maximum: read.TENANT_BUDGET, restoreRate: read.TENANT_RESTORE_RATE },
    },
    turns: {
      atOnce: read.TENANT_CONCURRENCY ?? Math.max(1, Math.floor(read.POOL_SIZE * 0.75)),
      waiting: WAITING_PER_TENANT,
      longestWaitMs: read.CONNECT_TIMEOUT,
    },
    throttle: {
      tries: read.SIGN_IN_TRIES,
      triesPerAddress: read.SIGN_IN_TRIES_PER_ADDRESS,
      windowMs: read.SIGN_IN_WINDOW,
    },
    trustedProxies: read.TRUSTED_PROXIES,
    allowedOrigins: read.ALLOWED_ORIGINS,
    connections: {
      most: read.MAX_CONNECTIONS,
      mostPerAddress: read.MAX_CONNECTIONS_PER_ADDRESS,
      headersMs: read.HEADERS_TIMEOUT,
      requestMs: read.BODY_TIMEOUT,
      idleMs: read.CONNECTION_IDLE,
    },
    maxSockets: read.MAX_SOCKETS,
    subscriptionsPerSocket: read.SUBSCRIPTIONS_PER_SOCKET,
    socketIdleMs: read.SOCKET_IDLE,
    streamPollMs: read.STREAM_POLL,
    persistedOperations: read.PERSISTED_OPERATIONS ?? null,
    introspection: read.INTROSPECTION ?? !production,
    logLevel: read.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  });
}
