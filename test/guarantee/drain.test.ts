import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client as PostgresClient } from 'pg';
import {
  again,
  forgetConsent,
  forgetSeals,
  giveGrant,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  tryReturn,
  uuidOf,
  type Stage,
} from '../consent/stage.js';
import { untilItWaits } from '../support/until-it-waits.js';

const LOOK = 'query Look { contacts(first: 5) { nodes { email } } }';

let stage: Stage;
let tenantId: string;

beforeAll(async () => {
  stage = await openStage(2, { environment: { RELEASE_BOUND: '250ms' } });
  tenantId = await stage.cell("select id from tenant where slug = 'acme'");
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await forgetConsent(stage);
  await forgetSeals(stage);
});

async function seal(grant: string, boundMs = 250): Promise<string> {
  const id = randomUUID();
  await stage.sql('insert into seal (tenant_id, id, authorities, bound_ms) values ($1, $2, $3, $4)', [
    tenantId,
    id,
    [uuidOf(grant)],
    boundMs,
  ]);
  return id;
}

const seals = (): Promise<number> => stage.cell<number>('select count(*)::int from seal');

describe('A seal', () => {
  test('stands from the transaction of the read until the answer has left, and no longer', async () => {
    const owner = await stage.as(OWNER);
    const support = await stage.as(SUPPORT);
    await giveGrant(owner, 'CONTACT_DETAILS');
    await stage.sql(`create function count_seal() returns trigger language plpgsql as $$
      begin perform pg_notify('sealed', new.bound_ms::text); return new; end $$`);
    await stage.sql('create trigger count_seal after insert on seal for each row execute function count_seal()');
    try {
      const heard: string[] = [];
      const listener = new PostgresClient({ connectionString: stage.databases.superuserUrl });
      await listener.connect();
      listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
      await listener.query('listen sealed');
      const { data } = await support.query(LOOK);
      expect(data).not.toBeNull();
      await owner.query(LOOK);
      for (let tries = 0; tries < 50 && (await seals()) > 0; tries += 1) await pause(20);
      await listener.end();
      expect(heard).toEqual(['250']);
      expect(await seals()).toBe(0);
    } finally {
      await stage.sql('drop trigger count_seal on seal');
      await stage.sql('drop function count_seal()');
    }
  });

  test('of a client that went away is lifted all the same', async () => {
    const owner = await stage.as(OWNER);
    const support = await stage.as(SUPPORT);
    await giveGrant(owner, 'CONTACT_DETAILS');
    const { hostname, port } = new URL(stage.nodes[0].url);
    const body = JSON.stringify({ query: LOOK });
    const cookie = [...support.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (let at = 0; at < 20; at += 1) {
      const socket = createConnection({ host: hostname, port: Number(port) });
      socket.on('error', () => undefined);
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-tenant: acme\r\ncookie: ${cookie}\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`,
      );
      await pause(at);
      socket.resetAndDestroy();
    }
    for (let tries = 0; tries < 100 && (await seals()) > 0; tries += 1) await pause(20);
    expect(await seals()).toBe(0);
  });
});

describe('A revocation', () => {
  test('answers at once where nothing is on its way out', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const { receipt } = await revoke(owner, grant.id);
    expect(receipt).toMatchObject({ drained: 0, fenced: 0 });
  });

  test('waits for an answer that is on its way out, and says that it let it finish', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const id = await seal(grant.id, 5_000);
    const revoking = await untilItWaits(() => revoke(owner, grant.id));
    await pause(150);
    expect(await seals()).toBe(1);
    await stage.sql('delete from seal where id = $1', [id]);
    const { receipt } = await revoking.ended;
    expect(receipt).toMatchObject({ drained: 1, fenced: 0 });
    expect(receipt.tookMs).toBeGreaterThan(100);
  });

  test('waits no longer than the bound, and says that it cut the answer off', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    await seal(grant.id, 300);
    const { receipt } = await revoke(owner, grant.id);
    expect(receipt).toMatchObject({ drained: 0, fenced: 1 });
    expect(receipt.tookMs).toBeGreaterThan(300);
  });

  test('says so of an answer that another end has cut off, at once, until the answer is known to be gone', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const other = await giveGrant(owner, 'IDENTITY');
    const id = await seal(grant.id, 5_000);
    await stage.sql('update seal set authorities = $1, bound_ms = 300', [[uuidOf(grant.id), uuidOf(other.id)]]);
    expect((await revoke(owner, grant.id)).receipt).toMatchObject({ fenced: 1 });
    expect((await revoke(owner, grant.id)).receipt).toMatchObject({ drained: 0, fenced: 1 });
    const { receipt } = await revoke(owner, other.id);
    expect(receipt).toMatchObject({ drained: 0, fenced: 1 });
    expect(receipt.tookMs).toBeLessThan(300);
    await stage.sql('delete from seal where id = $1', [id]);
    expect((await revoke(owner, other.id)).receipt).toMatchObject({ drained: 0, fenced: 0 });
  });

  test('does not wait for answers under another authority', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const other = await giveGrant(owner, 'IDENTITY');
    await seal(other.id, 10_000);
    const { receipt } = await revoke(owner, grant.id);
    expect(receipt).toMatchObject({ drained: 0, fenced: 0 });
  });

  test('drains again when it is repeated, and tells the first end', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const first = await revoke(owner, grant.id);
    await seal(grant.id, 200);
    const second = await revoke(owner, grant.id);
    expect(second.receipt.effectiveAt).toBe(first.receipt.effectiveAt);
    expect(second.receipt.fenced).toBe(1);
  });

  test('of a grant that staff hand back drains like any other', async () => {
    const owner = await stage.as(OWNER);
    const support = await stage.as(SUPPORT);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    await seal(grant.id, 200);
    const { data } = await tryReturn(support, grant.id);
    expect(data?.returnSupportAccess.receipt.fenced).toBe(1);
  });

  test('waits for a read that is inside its transaction', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const reader = new PostgresClient({ connectionString: stage.databases.superuserUrl });
    await reader.connect();
    await reader.query('begin');
    await reader.query('select pg_advisory_xact_lock_shared(auth.tenant_lock_key($1))', [tenantId]);
    let answered = false;
    const revoking = revoke(owner, grant.id).finally(() => (answered = true));
    await pause(200);
    expect(answered).toBe(false);
    // While it waits, no reader gets in before it.
    await expect(stage.sql('select auth.hold_tenant($1)', [tenantId])).rejects.toThrow(/Consent is changing/);
    await reader.query('commit');
    await revoking;
    await reader.end();
  });

  test('is not starved by readers, who get through again as soon as it is over', async () => {
    const owner = await stage.as(OWNER, 1);
    const support = await stage.as(SUPPORT);
    await giveGrant(owner, 'IDENTITY');
    const codes = new Map<string, number>();
    const readers = Array.from({ length: 12 }, () =>
      again(async () => {
        const { code = 'answered' } = await support.query('{ contacts(first: 5) { nodes { name } } }');
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }),
    );
    const took: number[] = [];
    for (let at = 0; at < 15; at += 1) {
      const grant = await giveGrant(owner, 'CONTACT_DETAILS');
      took.push((await revoke(owner, grant.id)).receipt.tookMs);
    }
    await Promise.all(readers.map((reader) => reader.stop()));
    expect(Math.max(...took)).toBeLessThan(2_000);
    expect(codes.get('answered') ?? 0).toBeGreaterThan(50);
    expect([...codes.keys()].filter((code) => code !== 'answered' && code !== 'TIMEOUT')).toEqual([]);
  });
});

describe('An answer under an authority', () => {
  test('that is ready after the bound is not written, but refused', async () => {
    const slow = await openStage(1, { environment: { RELEASE_BOUND: '20ms' } });
    try {
      const owner = await slow.as(OWNER);
      const support = await slow.as(SUPPORT);
      await giveGrant(owner, 'CONTACT_DETAILS', 'IDENTITY');
      await slow.sql(
        `create function dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.1); return new; end $$`,
      );
      await slow.sql('create trigger dawdle before insert on access_entry for each row execute function dawdle()');
      const { text, code } = await support.query(LOOK);
      expect(code).toBe('TIMEOUT');
      expect(text).not.toContain('@');
    } finally {
      await slow.close();
    }
  }, 60_000);
});

describe('A receipt', () => {
  test('is verified offline with the public key of the API, and not when a digit was changed', async () => {
    const owner = await stage.as(OWNER);
    const grant = await giveGrant(owner, 'CONTACT_DETAILS');
    const { data } = await owner.query<{
      revokeSupportAccess: { receipt: { statement: string; signature: string; keyId: string; effectiveAt: string } };
    }>('mutation ($id: ID!) { revokeSupportAccess(id: $id) { receipt { statement signature keyId effectiveAt } } }', {
      id: grant.id,
    });
    const key = await owner.query<{ receiptKey: { id: string; publicKey: string } }>('{ receiptKey { id publicKey } }');
    const receipt = data?.revokeSupportAccess.receipt;
    if (!receipt || !key.data) throw new Error('There is no receipt.');
    expect(key.data.receiptKey.id).toBe(receipt.keyId);
    expect(JSON.parse(receipt.statement)).toMatchObject({ authority: grant.id, effectiveAt: receipt.effectiveAt });

    const folder = await mkdtemp(join(tmpdir(), 'sluice-receipt-'));
    const verify = async (given: object): Promise<string> => {
      await writeFile(join(folder, 'receipt.json'), JSON.stringify(given));
      const { stdout } = await promisify(execFile)(process.execPath, [
        'scripts/verify-receipt.mjs',
        join(folder, 'receipt.json'),
        join(folder, 'key.pem'),
      ]);
      return stdout;
    };
    try {
      await writeFile(join(folder, 'key.pem'), key.data.receiptKey.publicKey);
      expect(await verify(receipt)).toContain(`Valid: ${grant.id} ended at`);
      const changed = { ...receipt, statement: receipt.statement.replace('"fenced":0', '"fenced":1') };
      await expect(verify(changed)).rejects.toThrow(/signature does not fit/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
