import { describe, expect, test } from '@jest/globals';
import { readSettings, SettingsError } from '../../src/settings.js';

const SECRET = 'canary '.repeat(6);

describe('the settings', () => {
  test('without any variable are those of a machine for development', () => {
    expect(readSettings({})).toMatchObject({
      production: false,
      port: 4_000,
      host: '127.0.0.1',
      databaseUrl: null,
      dataDir: '.data',
      secretKey: null,
      poolSize: 10,
      sessionIdleMs: 12 * 3_600_000,
      introspection: true,
    });
  });

  test('take an empty variable for one that is not set', () => {
    expect(readSettings({ PORT: '', SECRET_KEY: '', INTROSPECTION: '' })).toEqual(readSettings({}));
  });

  test('hide the schema from introspection in production, unless told otherwise', () => {
    const production = { NODE_ENV: 'production', SECRET_KEY: SECRET };
    expect(readSettings(production).introspection).toBe(false);
    expect(readSettings({ ...production, INTROSPECTION: 'true' }).introspection).toBe(true);
  });

  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    [
      'a port that is text',
      { PORT: 'http' },
      /^The environment is wrong: PORT takes a whole number from 0 to 65535\.$/,
    ],
    ['a port that is too large', { PORT: '65536' }, /PORT takes a whole number/],
    ['a negative pool', { POOL_SIZE: '-1' }, /POOL_SIZE takes a whole number from 1 to 500/],
    [
      'a database that is none',
      { DATABASE_URL: 'mysql://canary@h/d' },
      /DATABASE_URL takes the address of a PostgreSQL database/,
    ],
    ['a database without a name', { DATABASE_URL: 'postgres://canary@h' }, /DATABASE_URL takes the address/],
    [
      'a replica without its primary',
      { REPLICA_URL: 'postgres://canary@h/d' },
      /REPLICA_URL needs DATABASE_URL, the address of its primary/,
    ],
    ['a secret that is short', { SECRET_KEY: 'canary' }, /SECRET_KEY takes a secret of at least 32 characters/],
    [
      'a key of second factors that is short',
      { SECOND_FACTOR_KEYS: `${SECRET},canary` },
      /SECOND_FACTOR_KEYS takes secrets of 32/,
    ],
    ['a code that counts for ever', { STEP_UP_FOR: '2d' }, /STEP_UP_FOR takes a duration such as 15m/],
    ['no secret in production', { NODE_ENV: 'production' }, /SECRET_KEY must be set where NODE_ENV is production/],
    ['a duration without a unit', { SESSION_IDLE: '30' }, /SESSION_IDLE takes a duration such as 12h/],
    ['a duration of nothing', { SESSION_IDLE: '0s' }, /SESSION_IDLE takes a duration/],
    [
      'an idle time beyond the lifetime',
      { SESSION_IDLE: '8d' },
      /SESSION_IDLE must not be longer than SESSION_LIFETIME/,
    ],
    [
      'an origin with a path',
      { ALLOWED_ORIGINS: 'https://a.example/x' },
      /ALLOWED_ORIGINS takes origins separated by commas/,
    ],
    ['a chain that never waits', { CHAIN_EVERY: '1ms' }, /CHAIN_EVERY takes a duration such as 200ms/],
    ['heads for a place of no web', { HEAD_URL: 'ftp://h.example' }, /HEAD_URL takes an address such as https:/],
    [
      'heads with a password',
      { HEAD_URL: 'https://me:canary@h.example/' },
      /HEAD_URL takes .* without a user or password/,
    ],
    [
      'a mail server of the web',
      { SMTP_URL: 'https://canary@h.example' },
      /SMTP_URL takes the address of a mail server/,
    ],
    [
      'a mail server whose password is broken',
      { SMTP_URL: 'smtps://me:canary%zz@h.example', MAIL_FROM: 'a@b.example' },
      /SMTP_URL takes the address of a mail server/,
    ],
    ['mails from nobody', { SMTP_URL: 'smtp://h.example' }, /MAIL_FROM must be set where SMTP_URL is/],
    ['mails from two', { MAIL_FROM: 'a@b.example, canary@b.example' }, /MAIL_FROM takes an e-mail address/],
    ['links to a path', { PUBLIC_URL: 'https://h.example/canary' }, /PUBLIC_URL takes the origin/],
    ['links for ever', { LINK_LIFETIME: '30d' }, /LINK_LIFETIME takes a duration such as 1h/],
    [
      'links in clear in production',
      {
        NODE_ENV: 'production',
        SECRET_KEY: SECRET,
        SMTP_URL: 'smtps://h.example',
        MAIL_FROM: 'a@b.example',
        PUBLIC_URL: 'http://h.example',
      },
      /PUBLIC_URL must be set to an https address/,
    ],
    [
      'webhooks into private networks in production',
      { NODE_ENV: 'production', SECRET_KEY: SECRET, WEBHOOK_TARGETS: 'any' },
      /WEBHOOK_TARGETS must be public where NODE_ENV is production/,
    ],
    ['webhooks to some places', { WEBHOOK_TARGETS: 'canary' }, /WEBHOOK_TARGETS takes public or any/],
    ['a try that outlives its token', { WEBHOOK_TIMEOUT: '30s' }, /WEBHOOK_TIMEOUT takes a duration such as 10s/],
    ['tries without a pause', { WEBHOOK_RETRIES: '5s,,5m' }, /WEBHOOK_RETRIES takes durations separated by commas/],
    ['too many tries', { WEBHOOK_RETRIES: Array.from({ length: 21 }, () => '1s').join() }, /at most 20/],
    ['too many deliveries at once', { WEBHOOK_CONCURRENCY: '101' }, /WEBHOOK_CONCURRENCY takes a whole number/],
    ['a switch that is neither', { INTROSPECTION: 'yes' }, /INTROSPECTION takes true or false/],
    ['an unknown level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL takes fatal, error, warn, info, debug, trace or silent/],
  ];

  test.each(wrong)('refuse %s in one sentence that does not repeat it', (_what, environment, sentence) => {
    let said = '';
    try {
      readSettings(environment);
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      said = (error as Error).message;
    }
    expect(said).toMatch(sentence);
    expect(said).not.toContain('canary');
    expect(said).not.toContain('\n');
  });

  test('demand TLS of a mail server in production, unless it is on this machine', () => {
    const smtpOf = (url: string, environment = 'production'): unknown =>
      readSettings({
        NODE_ENV: environment,
        SECRET_KEY: SECRET,
        MAIL_FROM: 'a@b.example',
        PUBLIC_URL: 'https://api.example',
        SMTP_URL: url,
      }).mail.smtp;
    expect(smtpOf('smtps://me:a%40b@h.example')).toEqual({
      host: 'h.example',
      port: 465,
      secure: true,
      requireTLS: false,
      user: 'me',
      password: 'a@b',
    });
    expect(smtpOf('smtp://h.example')).toMatchObject({ port: 587, secure: false, requireTLS: true, user: null });
    expect(smtpOf('smtp://127.0.0.1:25')).toMatchObject({ port: 25, secure: false, requireTLS: false });
    expect(smtpOf('smtp://[::1]:25')).toMatchObject({ host: '::1', requireTLS: false });
    expect(smtpOf('smtp://h.example', 'development')).toMatchObject({ requireTLS: false });
  });

  test('name every fault at once', () => {
    expect(() => readSettings({ PORT: 'x', LOG_LEVEL: 'x' })).toThrow(/PORT .*; LOG_LEVEL /);
  });
});
