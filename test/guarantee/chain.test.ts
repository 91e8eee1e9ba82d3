import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exportLog } from '../../src/access/export-log.js';
import { again, giveGrant, giveGrantOf, openStage, OWNER, SUPPORT, type Stage } from '../consent/stage.js';
import { clientFor } from '../support/client.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import { start, untilSaid } from '../support/program.js';
import { knowServer } from '../support/second-factor.js';
import { verifyLog } from './verify-log.js';

const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';

/** From a look to a verdict: two nodes that chain and export, and an auditor who has nothing but what they exported. */
describe('The access log', () => {
  let stage: Stage;
  let folder: string;
  let keeper: Server;
  let keeperStatus = 200;
  let kept = '';
  let headFile: string;
  let key: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-chain-'));
    headFile = join(folder, 'heads.ndjson');
    keeper = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        if (keeperStatus === 200) kept += body;
        response.writeHead(keeperStatus).end();
      });
    });
    await new Promise<void>((resolve) => keeper.listen(0, '127.0.0.1', resolve));
    const { port } = keeper.address() as AddressInfo;
    stage = await openStage(2, {
      environment: {
        CHAIN_EVERY: '20ms',
        HEAD_EVERY: '100ms',
        HEAD_FILE: headFile,
        HEAD_URL: `http://127.0.0.1:${String(port)}/`,
      },
    });
    await giveGrantOf(await stage.as(OWNER), { categories: ['CONTACT_DETAILS'], reason: 'Anfrage "Köln" 🔑\u2028\n' });
    const { data } = await (
      await stage.as(OWNER)
    ).query<{ receiptKey: { publicKey: string } }>('{ receiptKey { publicKey } }');
    key = data?.receiptKey.publicKey ?? '';
  }, 120_000);
  afterAll(async () => {
    await stage.close();
    keeper.closeAllConnections();
    await new Promise((resolve) => keeper.close(resolve));
    await rm(folder, { recursive: true });
  });

  async function untilChained(): Promise<number> {
    for (let tries = 0; tries < 500; tries += 1) {
      if ((await stage.cell<number>('select count(*)::int from access_entry where place is null')) === 0) {
        return stage.cell<number>(
          "select count(*)::int from access_entry e join tenant t on t.id = e.tenant_id and t.slug = 'acme'",
        );
      }
      await pause(20);
    }
    throw new Error('The chain did not reach the end of the log.');
  }
  async function exported(): Promise<string[]> {
    let text = '';
    await exportLog(stage.databases.migrationUrl, 'acme', (lines) => {
      text += lines;
      return Promise.resolve();
    });
    return text.trimEnd().split('\n');
  }
  const heads = async (): Promise<string[]> => (await readFile(headFile, 'utf8')).trimEnd().split('\n');
  const metric = async (name: string, node = 0): Promise<number> => {
    const text = await (await fetch(`${stage.nodes[node]?.origin ?? ''}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  async function until(condition: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; !(await condition()); tries += 1) {
      if (tries === 200) throw new Error('It did not come to that.');
      await pause(25);
    }
  }

  test('is whole after many have read at once through two nodes, and the heads of either place prove it', async () => {
    const readers = await Promise.all(
      [0, 1, 0, 1, 0, 1].map(async (node) => {
        const support = await stage.as(SUPPORT, node);
        return again(() => support.query(LOOK));
      }),
    );
    await pause(2_000);
    const times = await Promise.all(readers.map((reader) => reader.stop()));
    const looks = times.reduce((sum, each) => sum + each, 0);
    const entries = await untilChained();
    expect(entries).toBeGreaterThanOrEqual(looks * 0.9);
    expect(entries).toBeGreaterThan(50);
    const log = await exported();
    expect(log).toHaveLength(entries);
    await until(async () => (await heads()).some((line) => line.includes(`\\"place\\":${String(entries)},`)));
    await until(() => Promise.resolve(kept.includes(`\\"place\\":${String(entries)},`)));
    const byFile = await verifyLog(log, await heads(), key);
    expect(byFile.text).toContain(`INTACT: entries 1 to ${String(entries)} of tenant`);
    const byUrl = await verifyLog(log, kept.trimEnd().split('\n'), key);
    expect(byUrl.text).toContain(`INTACT: entries 1 to ${String(entries)} of tenant`);
    expect((await verifyLog(log.slice(0, -1), await heads(), key)).text).toContain('TRUNCATED');
    expect((await metric('access_log_linked')) + (await metric('access_log_linked', 1))).toBeGreaterThanOrEqual(
      entries,
    );
    expect(await metric('access_log_unchained')).toBe(0);
    expect(await metric('access_log_heads_exported')).toBeGreaterThanOrEqual(2);
    expect(await metric('access_log_chain_failures')).toBe(0);
    expect(await metric('access_log_head_failures')).toBe(0);
  }, 60_000);

  test('shows each entry with its hash in the API, soon after', async () => {
    await (await stage.as(SUPPORT)).query(LOOK);
    await untilChained();
    const { data, text } = await (
      await stage.as(OWNER)
    ).query<{
      tenant: { gdpr: { accessLog: { nodes: readonly { id: string; hash: string | null }[] } } };
    }>('{ tenant { gdpr { accessLog(first: 3) { nodes { id hash } } } } }');
    if (!data) throw new Error(text);
    const log = await exported();
    expect(data.tenant.gdpr.accessLog.nodes).toHaveLength(3);
    for (const { id, hash } of data.tenant.gdpr.accessLog.nodes) {
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(log.some((line) => line.includes(id.slice(4)) && line.includes(hash ?? '-'))).toBe(true);
    }
  });

  test('keeps a head that could not be exported, counts the failure, and exports it when that is possible again', async () => {
    const before = await metric('access_log_head_failures');
    keeperStatus = 404;
    await (await stage.as(SUPPORT)).query(LOOK);
    const entries = await untilChained();
    await until(async () => (await metric('access_log_head_failures')) > before);
    expect(kept).not.toContain(`\\"place\\":${String(entries)},`);
    expect(stage.nodes[0].logged.join('')).toContain('The address of HEAD_URL answered with 404.');
    keeperStatus = 200;
    await until(() => Promise.resolve(kept.includes(`\\"place\\":${String(entries)},`)));
  });

  test('signs no head twice where nothing has moved', async () => {
    await untilChained();
    await pause(400);
    const before = await heads();
    await pause(400);
    expect(await heads()).toEqual(before);
  });
});

describe('A node that dies', () => {
  test('in the middle of chaining leaves no gap, and the next one goes on; SIGTERM exports the last head', async () => {
    const stage = await openStage(1, { environment: { CHAIN_EVERY: '1m' } });
    const folder = await mkdtemp(join(tmpdir(), 'sluice-chain-'));
    const environment = {
      DATABASE_URL: stage.databases.apiUrl,
      SECRET_KEY: TEST_SECRET_KEY,
      PORT: '0',
      CHAIN_EVERY: '20ms',
      HEAD_EVERY: '1h',
      HEAD_FILE: join(folder, 'heads.ndjson'),
    };
    const tenant = await stage.cell("select id from tenant where slug = 'acme'");
    const append = (count: number): Promise<unknown> =>
      stage.sql(
        `insert into access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed)
         select $1, gen_random_uuid(), clock_timestamp(), 'SUPPORT', $1, 'support', $1, 'SUPPORT_GRANT', '[]' from generate_series(1, $2::int)`,
        [tenant, count],
      );
    const chained = (): Promise<number> => stage.cell<number>('select count(place)::int from access_entry');
    try {
      await giveGrant(await stage.as(OWNER), 'CONTACT_DETAILS');
      const doomed = start('src/main.ts', environment);
      await untilSaid(doomed, /ready at/);
      const appending = again(() => append(100));
      while ((await chained()) < 500) await pause(1);
      doomed.child.kill('SIGKILL');
      await doomed.exit;
      const atDeath = await chained();
      await append(50);
      const total = (await appending.stop()) * 100 + 50;
      expect(total).toBeGreaterThan(atDeath);

      const heir = start('src/main.ts', environment);
      const address = (await untilSaid(heir, /http:\S+graphql/)).trim();
      knowServer(new URL(address).origin, stage.databases.superuserUrl);
      while ((await chained()) < total) await pause(20);
      // The last look is chained, and its head exported, on the way out.
      const support = await clientFor(address, SUPPORT, 'acme');
      await support.query(LOOK);
      heir.child.kill('SIGTERM');
      expect(await heir.exit).toBe(0);
      expect(await chained()).toBe(total + 1);

      const { data } = await (
        await stage.as(OWNER)
      ).query<{ receiptKey: { publicKey: string } }>('{ receiptKey { publicKey } }');
      let log = '';
      await exportLog(stage.databases.migrationUrl, 'acme', (lines) => {
        log += lines;
        return Promise.resolve();
      });
      const heads = (await readFile(environment.HEAD_FILE, 'utf8')).trimEnd().split('\n');
      const { text } = await verifyLog(log.trimEnd().split('\n'), heads, data?.receiptKey.publicKey ?? '');
      expect(text).toContain(`INTACT: entries 1 to ${String(total + 1)} of tenant ${tenant}`);
    } finally {
      await stage.close();
      await rm(folder, { recursive: true });
    }
  }, 120_000);

  test('or can’t write HEAD_FILE does not start, and says so in one sentence', async () => {
    const stage = await openStage(1);
    try {
      const started = start('src/main.ts', {
        DATABASE_URL: stage.databases.apiUrl,
        SECRET_KEY: TEST_SECRET_KEY,
        PORT: '0',
        HEAD_FILE: '.',
      });
      expect(await started.exit).toBe(1);
      expect(started.output()).toMatch(/^HEAD_FILE can't be appended to \(EISDIR\): .*\n$/);
    } finally {
      await stage.close();
    }
  }, 60_000);
});
