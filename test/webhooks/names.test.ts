import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import type { Client } from '../support/client.js';
import { GLOBEX_OWNER, openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { connect } from '../../src/jobs/webhooks/connect.js';
import { lookUpBy, type FoundAddress } from '../../src/jobs/webhooks/look-up.js';
import { deliveriesOf, makeWebhook, tryTest } from './deeds.js';
import { startNameServer, type NameServer } from './name-server.js';
import { startReceiver, type Receiver } from './receiver.js';

const NAMES = {
  'here.hooks.test': { a: ['127.0.0.1'] },
  'alias.hooks.test': { a: ['=here.hooks.test', '127.0.0.1'], aaaa: ['=here.hooks.test'] },
  'both.hooks.test': { a: ['93.184.216.34'], aaaa: ['2003::1'] },
  'six.hooks.test': { aaaa: ['2003::6'] },
  'lame.hooks.test': { a: ['93.184.216.34'], aaaa: 'SERVFAIL' },
  'broken.hooks.test': { a: 'SERVFAIL', aaaa: [] },
  'empty.hooks.test': {},
  'mixed.hooks.test': { a: ['93.184.216.34', '10.0.0.7'] },
  'mixed-kinds.hooks.test': { a: ['93.184.216.34'], aaaa: ['fd00::7'] },
  'alias-within.hooks.test': { a: ['=db.hooks.test', '192.168.0.7'] },
} as const;

const SILENT = { a: 'SILENT', aaaa: 'SILENT' } as const;

/** Name servers are asked over sockets of our own: that nobody answers for a name is the affair of its tenant alone. */
describe('A name', () => {
  let names: NameServer;
  let receiver: Receiver;
  beforeAll(async () => {
    names = await startNameServer((name) =>
      name.startsWith('silent') ? SILENT : (NAMES as Readonly<Record<string, object>>)[name],
    );
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await names.close();
    await receiver.close();
  });

  const lookUp = (
    host: string,
    signal = AbortSignal.timeout(5_000),
    targets: 'PUBLIC' | 'ANY' = 'PUBLIC',
  ): Promise<readonly FoundAddress[]> => lookUpBy({ targets, nameServers: [names.address] })(host, signal);

  test.each([
    ['one address', 'here.hooks.test', ['127.0.0.1']],
    ['addresses of both kinds', 'both.hooks.test', ['93.184.216.34', '2003::1']],
    ['an IPv6 address only', 'six.hooks.test', ['2003::6']],
    ['the addresses of another name', 'alias.hooks.test', ['127.0.0.1']],
    ['an address of one kind, where of the other nothing can be said', 'lame.hooks.test', ['93.184.216.34']],
    ['no address', 'empty.hooks.test', []],
    ['no existence', 'nowhere.hooks.test', []],
  ])('may have %s', async (_what, name, addresses) => {
    const found = await lookUp(name);
    expect(found).toEqual(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  });

  test.each([
    ['has no address', 'empty.hooks.test', 'NAME'],
    ['does not exist', 'nowhere.hooks.test', 'NAME'],
    ['can’t be looked up', 'broken.hooks.test', 'NAME'],
    ['has a private address among others', 'mixed.hooks.test', 'ADDRESS'],
    ['has a private address of the other kind', 'mixed-kinds.hooks.test', 'ADDRESS'],
    ['stands for another that is private', 'alias-within.hooks.test', 'ADDRESS'],
  ])('that %s is not connected to', async (_what, name, kind) => {
    const url = new URL(`https://${name}:8443/`);
    const connecting = { targets: 'PUBLIC', nameServers: [names.address] } as const;
    await expect(connect(url, connecting, AbortSignal.timeout(5_000))).rejects.toMatchObject({ kind });
  });

  test('is asked for once in a try, and an address never', async () => {
    const before = names.asked.length;
    const connecting = { targets: 'ANY', nameServers: [names.address] } as const;
    for (const host of ['here.hooks.test', '127.0.0.1']) {
      const url = new URL(`http://${host}:${String(receiver.port)}/`);
      const { raw } = await connect(url, connecting, AbortSignal.timeout(5_000));
      expect(raw.remoteAddress).toBe('127.0.0.1');
      raw.destroy();
    }
    // IPv4 and IPv6.
    expect(names.asked.slice(before)).toEqual(['here.hooks.test', 'here.hooks.test']);
  });

  test('that nobody answers for takes no thread, and is given up with its try', async () => {
    const giveUp = new AbortController();
    let over = 0;
    // More than there are threads to look names up by the system.
    const waiting = Array.from({ length: 64 }, (_, at) =>
      lookUp(`silent-${String(at)}.hooks.test`, giveUp.signal)
        .catch(() => undefined)
        .finally(() => (over += 1)),
    );
    await lookup('localhost');
    expect(await lookUp('six.hooks.test')).toHaveLength(1);
    expect(over).toBe(0);
    const begun = performance.now();
    giveUp.abort();
    await Promise.all(waiting);
    // By itself a look-up ends after six seconds.
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  // The first columns of the file are addresses.
  const hosts = readFileSync('/etc/hosts', 'utf8')
    .split('\n')
    .flatMap((line) => (/^127\.0\.0\.1\s/.test(line) ? line.trim().split(/\s+/).slice(1) : []));

  test.each([...new Set(['localhost', ...hosts])])(
    'of this machine (%s) is found in development only',
    async (name) => {
      expect(await lookUp(name, undefined, 'ANY')).toContainEqual({ address: '127.0.0.1', family: 4 });
      expect(await lookUp(name)).toEqual([]);
    },
  );
});

describe('A delivery', () => {
  let names: NameServer;
  let receiver: Receiver;
  let stage: Stage;
  beforeAll(async () => {
    names = await startNameServer((name) => (name.startsWith('silent') ? SILENT : NAMES['here.hooks.test']));
    receiver = await startReceiver();
    stage = await openStage(1, {
      worker: { connecting: { nameServers: [names.address] } },
      environment: { WEBHOOK_TARGETS: 'any', WEBHOOK_TIMEOUT: '5s', WEBHOOK_RETRIES: '1m' },
    });
    await stage.sql(
      'update auth.tenant_authority set agreement_accepted_at = now() where agreement_accepted_at is null',
    );
  });
  afterAll(async () => {
    await stage.close();
    await receiver.close();
    await names.close();
  });

  const testWebhook = async (client: Client, id: string): Promise<void> => {
    expect((await tryTest(client, id)).code).toBeUndefined();
  };

  test('is not held up by names of another tenant that nobody answers for', async () => {
    const [acme, globex] = [await stage.as(OWNER), await stage.as(GLOBEX_OWNER, 0, 'globex')];
    const slow = [
      await makeWebhook(acme, 'http://silent-1.hooks.test/'),
      await makeWebhook(acme, 'http://silent-2.hooks.test/'),
    ];
    const quick = await makeWebhook(globex, `http://here.hooks.test:${String(receiver.port)}/`);
    for (const { id } of [...slow, ...slow]) await testWebhook(acme, id);
    for (let waited = 0; new Set(names.asked).size < 2 && waited < 4_000; waited += 10)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect([...new Set(names.asked)].sort()).toEqual(['silent-1.hooks.test', 'silent-2.hooks.test']);
    await testWebhook(globex, quick.id);
    await receiver.until(1);
    // Theirs are still being tried.
    const tried = await stage.cell<number>(
      'select count(*)::int from webhook_delivery where token_id is not null and webhook_id = any ($1)',
      [slow.map(({ id }) => uuidOf(id))],
    );
    expect(tried).toBe(2);
    expect((await deliveriesOf(acme, slow[0] ?? quick)).map(({ status }) => status)).toEqual(['WAITING', 'WAITING']);
  });
});
