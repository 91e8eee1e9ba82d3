import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client as PgClient } from 'pg';
import {
  ACCOUNTANT,
  again,
  forgetConsent,
  forgetSeals,
  giveGrant,
  OWNER,
  revoke,
  tryRevoke,
  type Stage,
} from '../consent/stage.js';
import { openStage } from '../consent/stage.js';
import { disable, member, signedIn, withFactor } from '../security/people.js';
import { clientFor, type Client } from '../support/client.js';
import { codeOf } from '../support/second-factor.js';

const BOUND_MS = 250;

let stage: Stage;
let owner: Client;
let acme: string;
let globex: string;

beforeAll(async () => {
  stage = await openStage(1, { environment: { RELEASE_BOUND: `${String(BOUND_MS)}ms` } });
  owner = await stage.as(OWNER);
  acme = await stage.cell("select id from tenant where slug = 'acme'");
  globex = await stage.cell("select id from tenant where slug = 'globex'");
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await forgetConsent(stage);
  await forgetSeals(stage);
});

/** As the transaction of a read leaves it, whose answer is on its way. */
async function seal(authority: string, boundMs = BOUND_MS, tenant = acme): Promise<string> {
  const id = randomUUID();
  await stage.sql('insert into seal (tenant_id, id, authorities, bound_ms) values ($1, $2, $3, $4)', [
    tenant,
    id,
    [authority],
    boundMs,
  ]);
  return id;
}

const boundOf = (id: string): Promise<number> => stage.cell('select bound_ms from seal where id = $1', [id]);

interface Receipt {
  readonly drained: number;
  readonly fenced: number;
  readonly tookMs: number;
}

describe('A change that leaves an authority alive', () => {
  let access: string;

  async function end(mutation: string): Promise<Receipt> {
    const { data, text } = await owner.query<Record<string, { receipt: Receipt }>>(
      `mutation ($id: ID!) { ${mutation} { receipt { drained fenced tookMs } } }`,
      { id: `ext_${access}` },
    );
    const ended = Object.values(data ?? {})[0];
    if (!ended) throw new Error(`Nothing ended: ${text}`);
    return ended.receipt;
  }

  beforeEach(async () => {
    access = await stage.cell(
      `select x.id from auth.external_access x join auth.user_account u on u.id = x.user_id where u.email = $1`,
      [ACCOUNTANT],
    );
  });

  test('waits for what was read under the old terms, and leaves alone what is read under the new ones', async () => {
    const old = await seal(access);
    const later: string[] = [];
    const readers = again(async () => void later.push(await seal(access)), 20);
    const narrowed = await end('narrowExternalAccess(id: $id, input: { categories: ["IDENTITY", "FINANCIAL"] })');
    const untouched = [...later];
    expect(narrowed.fenced).toBeGreaterThanOrEqual(1);
    expect(narrowed.drained).toBe(0);
    expect(narrowed.tookMs).toBeGreaterThanOrEqual(BOUND_MS);
    expect(await boundOf(old)).toBe(0);
    // Those that came before it looked are among the fenced ones.
    const last = untouched.slice(-5);
    for (const id of last) expect(await boundOf(id)).toBe(BOUND_MS);
    await readers.stop();

    // So the end that follows waits for them.
    const ended = await end('endExternalAccess(id: $id)');
    expect(ended.tookMs).toBeGreaterThanOrEqual(BOUND_MS);
    expect(ended.fenced).toBeGreaterThanOrEqual(last.length);
    for (const id of last) expect(await boundOf(id)).toBe(0);
  });
});

describe('A change of what somebody may do in a tenant', () => {
  test('waits for nobody in another one', async () => {
    const [user] = await stage.sql<{ id: string; member: string }>(
      `select u.id, m.id as member from auth.user_account u join auth.membership m on m.user_id = u.id
        where u.email = 'viewer@acme.test'`,
    );
    const elsewhere = await seal(user?.id ?? '', 60_000, globex);
    const here = await seal(user?.id ?? '');
    const { errors } = await owner.query(
      'mutation ($id: ID!) { changeMemberRole(id: $id, role: EDITOR) { member { role } } }',
      {
        id: `mem_${user?.member ?? ''}`,
      },
    );
    expect(errors).toEqual([]);
    expect(await boundOf(elsewhere)).toBe(60_000);
    expect(await boundOf(here)).toBe(0);
  });

  test('ends nothing before it has left: shorter lives of tokens are such a change', async () => {
    const token = await seal(randomUUID());
    const { errors } = await owner.query('mutation { setTokenPolicy(input: { maxDays: 30 }) { maxDays } }');
    expect(errors).toEqual([]);
    expect(await boundOf(token)).toBe(0);
  });
});

describe('Whoever gives up their second factor', () => {
  afterEach(() => stage.sql('update auth.tenant_authority set second_factor_required = false'));

  async function givingUp(): Promise<{ readonly id: string; readonly giveUp: () => Promise<void> }> {
    const person = await withFactor(stage, await member(stage));
    const client = await signedIn(stage, person, 0);
    const giveUp = async (): Promise<void> =>
      expect((await disable(client, codeOf(person.secret, 1))).data).toEqual({ disableSecondFactor: true });
    return { id: person.id, giveUp };
  }
  const demand = (tenant: string): Promise<unknown> =>
    stage.sql('update auth.tenant_authority set second_factor_required = true where tenant_id = $1', [tenant]);

  test('ends what their tokens, and they as an outsider, may read where one is demanded, and waits for it', async () => {
    const { id, giveUp } = await givingUp();
    const access = randomUUID();
    await stage.sql(
      `insert into auth.external_access (tenant_id, id, user_id, categories, access) values ($1, $2, $3, '{NOTES}', 'READ')`,
      [globex, access, id],
    );
    await demand(acme);
    const byToken = await seal(id);
    const outside = await seal(access, BOUND_MS, globex);
    const foreign = await seal(randomUUID());
    await giveUp();
    expect(await boundOf(byToken)).toBe(0);
    expect(await boundOf(outside)).toBe(0);
    expect(await boundOf(foreign)).toBe(BOUND_MS);
  });

  test('waits for reads that have not committed where one is demanded, and for no others', async () => {
    const holder = new PgClient({ connectionString: stage.databases.superuserUrl });
    await holder.connect();
    await holder.query('select pg_advisory_lock_shared(auth.tenant_lock_key($1))', [acme]);
    await (await givingUp()).giveUp();
    await demand(acme);
    const { giveUp } = await givingUp();
    let over = false;
    const given = giveUp().then(() => void (over = true));
    await pause(500);
    expect(over).toBe(false);
    await holder.end();
    await given;
  });
});

describe('Tenants whose consent changes', () => {
  test('do not wait for each other', async () => {
    const other = await clientFor(stage.nodes[0].url, 'owner@globex.test', 'globex');
    const grant = await giveGrant(owner, 'NOTES');
    const theirs = await giveGrant(other, 'NOTES');
    // Somebody who writes there, or a node that has stopped in the middle.
    const holder = new PgClient({ connectionString: stage.databases.superuserUrl });
    await holder.connect();
    await holder.query('select pg_advisory_lock_shared(auth.tenant_lock_key($1))', [globex]);
    const waiting = Array.from({ length: 8 }, () => tryRevoke(other, theirs.id));
    await pause(500);
    expect((await revoke(owner, grant.id)).grant.status).toBe('REVOKED');
    await holder.end();
    const codes = await Promise.all(waiting.map(async (one) => (await one).data?.revokeSupportAccess.grant.status));
    expect(codes).toEqual(Array(8).fill('REVOKED'));
  });
});

describe('A seal that is old by the clock of the database', () => {
  test('is removed once its bound is over, for the clock may have jumped', async () => {
    const id = await seal(randomUUID());
    await stage.sql(`update seal set sealed_at = clock_timestamp() - interval '2 minutes' where id = $1`, [id]);
    const { seals } = stage.nodes[0].corridor;
    const begun = performance.now();
    const sweeping = seals.sweep().then(() => performance.now() - begun);
    expect(await boundOf(id)).toBe(BOUND_MS);
    expect(await sweeping).toBeGreaterThanOrEqual(BOUND_MS);
    await seals.settled();
    expect(await stage.cell<number>('select count(*)::int from seal')).toBe(0);
  });
});
