import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACME,
  connected,
  createWorld,
  digestOf,
  giveGrant,
  GLOBEX,
  idOf,
  withdrawGrants,
  type Who,
  type World,
} from './world.js';

const HOUR = 3_600_000;
const soon = (ms: number): Date => new Date(Date.now() + ms);
const MISSING = { code: 'SL001', hint: 'NOT_FOUND', message: 'There is no such record.' };

describe('Consent', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    await withdrawGrants(world);
  });
  afterAll(async () => {
    await world.end();
  });

  interface Terms {
    readonly categories?: unknown;
    readonly access?: string | null;
    readonly purpose?: string | null;
    readonly end?: Date | null;
    readonly reason?: string | null;
    readonly ticket?: string | null;
    readonly staff?: string | null;
  }

  async function grant(
    who: Who | undefined,
    tenant: string,
    terms: Terms = {},
    id: string = randomUUID(),
  ): Promise<string> {
    const {
      categories = ['CONTACT_DETAILS'],
      access = 'READ',
      purpose = 'INCIDENT',
      end = null,
      reason = null,
      ticket = null,
      staff = null,
    } = terms;
    await world.one(who, tenant, 'auth.grant_support_access($1, $2, $3, $4, $5, $6, $7, $8)', [
      id,
      categories,
      access,
      purpose,
      end,
      reason,
      ticket,
      staff,
    ]);
    return id;
  }
  async function request(
    who: Who | undefined,
    slug: string,
    terms: Terms = {},
    id: string = randomUUID(),
  ): Promise<string> {
    const {
      categories = ['CONTACT_DETAILS', 'NOTES'],
      access = 'READ_WRITE',
      purpose = 'INCIDENT',
      end = null,
      reason = 'to help',
      ticket = null,
    } = terms;
    await world.one(who, '', 'auth.request_support_access($1, $2, $3, $4, $5, $6, $7, $8)', [
      id,
      slug,
      categories,
      access,
      purpose,
      end,
      reason,
      ticket,
    ]);
    return id;
  }
  const approve = (who: Who, id: string, terms: Terms = {}): Promise<unknown> =>
    world.one(who, 'acme', 'auth.approve_support_access($1, $2, $3, $4)', [
      id,
      terms.categories ?? null,
      terms.access ?? null,
      terms.end ?? null,
    ]);
  const deny = (who: Who, id: string): Promise<unknown> =>
    world.one(who, 'acme', 'auth.deny_support_access($1, $2)', [id, 'no']);
  const revoke = (who: Who | undefined, id: string, tenant = 'acme'): Promise<unknown> =>
    world.one(who, tenant, 'auth.revoke_support_access($1)', [id]);
  const giveBack = (who: Who, id: string): Promise<unknown> =>
    world.one(who, '', 'auth.return_support_access($1)', [id]);
  const grants = async (who: Who | undefined, tenant: string): Promise<Record<string, unknown>[]> =>
    (await world.as(who, tenant, 'select * from auth.visible_grants()')).rows;
  const reaches = async (who: Who): Promise<boolean> => (await world.one(who, 'acme', 'auth.tenant_id()')) === ACME;

  test('what an owner grants opens, what he revokes closes, and the first end stands', async () => {
    expect(await reaches('support')).toBe(false);
    const id = await grant('owner', 'acme', { categories: ['NOTES', 'IDENTITY', 'NOTES'], reason: 'please' });
    expect(await reaches('support')).toBe(true);
    const [seen] = await grants('admin', 'acme');
    expect(seen).toMatchObject({
      id,
      tenant_id: ACME,
      tenant_slug: 'acme',
      tenant_name: 'Acme',
      status: 'ACTIVE',
      access: 'READ',
      categories: ['IDENTITY', 'NOTES'],
      reason: 'please',
      staff_id: null,
    });
    expect(Math.abs(Number(seen?.expires_at) - Date.now() - 8 * HOUR)).toBeLessThan(60_000);
    const end = await revoke('admin', id);
    expect(end).toBeInstanceOf(Date);
    expect(await reaches('support')).toBe(false);
    expect(await revoke('owner', id)).toEqual(end);
    expect(await giveBack('support', id)).toEqual(end);
    expect(await grants('owner', 'acme')).toMatchObject([{ status: 'REVOKED', revoked_at: end }]);
  });

  test('the end of one that has run out is the time it ran out', async () => {
    const id = randomUUID();
    const expired = soon(-60_000);
    await giveGrant(world, id, { expires_at: expired });
    expect(await revoke('owner', id)).toEqual(expired);
    expect(await grants('owner', 'acme')).toMatchObject([{ status: 'EXPIRED', revoked_at: null }]);
  });

  test.each<[Who | undefined, string, string]>([
    [undefined, 'acme', 'UNAUTHENTICATED'],
    ['editor', 'acme', 'FORBIDDEN'],
    ['viewer', 'acme', 'FORBIDDEN'],
    ['external', 'acme', 'FORBIDDEN'],
    ['support', 'acme', 'FORBIDDEN'],
    ['administrator', 'acme', 'FORBIDDEN'],
    ['owner', 'globex', 'FORBIDDEN'],
    ['owner', 'nowhere', 'FORBIDDEN'],
    ['globexOwner', 'acme', 'FORBIDDEN'],
  ])('%s at "%s" neither grants nor answers nor revokes: %s', async (who, tenant, hint) => {
    const living = await grant('owner', 'acme');
    const asked = await request('support', 'acme');
    await expect(grant(who, tenant)).rejects.toMatchObject({ code: 'SL001', hint });
    await expect(revoke(who, living, tenant)).rejects.toMatchObject({ code: 'SL001', hint });
    for (const call of ['auth.approve_support_access($1, null, null, null)', 'auth.deny_support_access($1, null)']) {
      await expect(world.one(who, tenant, call, [asked])).rejects.toMatchObject({ code: 'SL001', hint });
    }
    expect((await grants('owner', 'acme')).map(({ status }) => status).toSorted()).toEqual(['ACTIVE', 'REQUESTED']);
  });

  test('another tenant’s grant, ticket or staff is no such record, byte for byte', async () => {
    const foreign = randomUUID();
    await giveGrant(world, foreign, { tenant_id: GLOBEX, granted_by: idOf('globexOwner') });
    const errorOf = (attempt: Promise<unknown>): Promise<unknown> =>
      attempt.then(
        () => 'no error',
        (error: unknown) => {
          const { message, code, hint, detail, where } = error as Record<string, unknown>;
          return { message, code, hint, detail, where };
        },
      );
    for (const call of [
      'auth.revoke_support_access($1)',
      'auth.deny_support_access($1, null)',
      'auth.approve_support_access($1, null, null, null)',
    ]) {
      const other = await errorOf(world.one('owner', 'acme', call, [foreign]));
      expect(other).toMatchObject(MISSING);
      expect(other).toEqual(await errorOf(world.one('owner', 'acme', call, [randomUUID()])));
    }
    await expect(grant('owner', 'acme', { ticket: GLOBEX })).rejects.toMatchObject(MISSING);
    await expect(grant('owner', 'acme', { staff: idOf('editor') })).rejects.toMatchObject(MISSING);
    await expect(grant('owner', 'acme', { staff: idOf('administrator') })).rejects.toMatchObject(MISSING);
    await expect(request('support', 'nowhere')).rejects.toMatchObject(MISSING);
    await expect(request('support', 'acme', { ticket: GLOBEX })).rejects.toMatchObject(MISSING);
    await expect(grant('owner', 'acme', { ticket: ACME, staff: idOf('support') })).resolves.toBeDefined();
  });

  test.each<[string, Terms]>([
    ['no category', { categories: [] }],
    ['null', { categories: null }],
    ['a null category', { categories: ['NOTES', null] }],
    ['a category that can’t be one', { categories: ['notes; --'] }],
    ['too many categories', { categories: Array.from({ length: 101 }, (_, n) => `C${String(n)}`) }],
    ['another access', { access: 'WRITE' }],
    ['another purpose', { purpose: 'DEPLOY' }],
    ['an end in the past', { end: soon(-1000) }],
    ['an end too far ahead', { end: soon(31 * 24 * HOUR) }],
    ['an endless reason', { reason: 'x'.repeat(1001) }],
  ])('terms with %s are bad input, in a grant and in a request', async (_what, terms) => {
    await expect(grant('owner', 'acme', terms)).rejects.toMatchObject({ code: 'SL001', hint: 'BAD_USER_INPUT' });
    await expect(request('support', 'acme', terms)).rejects.toMatchObject({ code: 'SL001', hint: 'BAD_USER_INPUT' });
    expect(await grants('owner', 'acme')).toEqual([]);
  });

  test('only committed support staff ask, with a reason, and for themselves', async () => {
    await expect(request('support', 'acme', { reason: ' ' })).rejects.toMatchObject({ hint: 'BAD_USER_INPUT' });
    for (const who of ['owner', 'newSupport', 'administrator', 'external'] as const) {
      await expect(request(who, 'acme')).rejects.toMatchObject({ hint: 'FORBIDDEN' });
    }
    await expect(request(undefined, 'acme')).rejects.toMatchObject({ hint: 'UNAUTHENTICATED' });
    const id = await request('support', 'acme');
    expect(await reaches('support')).toBe(false);
    expect(await grants('support', '')).toMatchObject([{ id, status: 'REQUESTED', staff_id: idOf('support') }]);
    expect(await grants('otherSupport', '')).toEqual([]);
    await expect(revoke('owner', id)).rejects.toMatchObject({ hint: 'CONFLICT' });
  });

  test('an approval is as asked or narrower, once', async () => {
    const asked = await request('support', 'acme', { end: soon(HOUR) });
    const wider = { hint: 'BAD_USER_INPUT', message: 'An approval may narrow what was asked, never widen it.' };
    await expect(approve('owner', asked, { categories: ['NOTES', 'FINANCIAL'] })).rejects.toMatchObject(wider);
    await expect(approve('owner', asked, { end: soon(2 * HOUR) })).rejects.toMatchObject(wider);
    await approve('owner', asked, { categories: ['NOTES'], access: 'READ', end: soon(HOUR / 2) });
    expect(await grants('owner', 'acme')).toMatchObject([{ status: 'ACTIVE', categories: ['NOTES'], access: 'READ' }]);
    expect([await reaches('support'), await reaches('otherSupport')]).toEqual([true, false]);
    await expect(approve('owner', asked)).rejects.toMatchObject({ hint: 'CONFLICT' });
    await expect(deny('owner', asked)).rejects.toMatchObject({ hint: 'CONFLICT' });
    const reading = await request('support', 'acme', { access: 'READ' });
    await expect(approve('owner', reading, { access: 'READ_WRITE' })).rejects.toMatchObject(wider);
    await approve('admin', reading);
    expect((await grants('owner', 'acme')).find(({ id }) => id === reading)).toMatchObject({
      categories: ['CONTACT_DETAILS', 'NOTES'],
    });
  });

  test('what was denied or has lapsed is not approved any more, nor what somebody asked who left', async () => {
    const denied = await request('support', 'acme');
    await deny('admin', denied);
    await expect(approve('owner', denied)).rejects.toMatchObject({ hint: 'CONFLICT' });
    const lapsed = await request('support', 'acme', { end: soon(HOUR) });
    await world.owner.query(
      `update auth.support_grant set requested_expires_at = now() - interval '1 second' where id = $1`,
      [lapsed],
    );
    await expect(approve('owner', lapsed)).rejects.toMatchObject({ hint: 'CONFLICT' });
    const statuses = new Map((await grants('owner', 'acme')).map(({ id, status }) => [id, status]));
    expect([statuses.get(denied), statuses.get(lapsed)]).toEqual(['DENIED', 'LAPSED']);
    const left = await request('otherSupport', 'acme');
    await world.owner.query('update auth.user_account set deactivated_at = now() where id = $1', [
      idOf('otherSupport'),
    ]);
    await expect(approve('owner', left)).rejects.toMatchObject({ hint: 'CONFLICT' });
    await world.owner.query('update auth.user_account set deactivated_at = null where id = $1', [idOf('otherSupport')]);
    await world.revive('otherSupport');
  });

  test('staff hand back what is for them, and only that', async () => {
    const id = await grant('owner', 'acme', { staff: idOf('support') });
    await expect(giveBack('otherSupport', id)).rejects.toMatchObject(MISSING);
    await expect(giveBack('support', randomUUID())).rejects.toMatchObject(MISSING);
    await expect(giveBack('owner', id)).rejects.toMatchObject({ hint: 'FORBIDDEN' });
    await giveBack('support', id);
    expect(await grants('owner', 'acme')).toMatchObject([{ status: 'RETURNED' }]);
    expect(await reaches('support')).toBe(false);
  });

  test('everyone sees the grants that concern him', async () => {
    const mine = await grant('owner', 'acme', { staff: idOf('support') });
    const all = await grant('owner', 'acme');
    const foreign = await grant('globexOwner', 'globex', { staff: idOf('support') });
    const ids = async (who: Who | undefined, tenant: string): Promise<unknown[]> =>
      (await grants(who, tenant)).map(({ id }) => id).toSorted();
    expect(await ids('owner', 'acme')).toEqual([mine, all].toSorted());
    expect(await ids('support', '')).toEqual([mine, all, foreign].toSorted());
    expect(await ids('otherSupport', 'globex')).toEqual([all]);
    for (const who of ['editor', 'external', 'newSupport', 'administrator'] as const)
      expect(await ids(who, 'acme')).toEqual([]);
    expect(await ids(undefined, 'acme')).toEqual([]);
  });

  test('an id that is taken is a conflict, and a tenant has at most 200 open grants', async () => {
    const id = await grant('owner', 'acme');
    await expect(grant('owner', 'acme', {}, id)).rejects.toMatchObject({ code: 'SL001', hint: 'CONFLICT' });
    for (let n = 1; n < 200; n += 1) await giveGrant(world, randomUUID());
    await expect(grant('owner', 'acme')).rejects.toMatchObject({ hint: 'CONFLICT' });
    await expect(request('support', 'acme')).rejects.toMatchObject({ hint: 'CONFLICT' });
    await expect(grant('globexOwner', 'globex')).resolves.toBeDefined();
  });

  test('a revocation waits for whoever holds the tenant’s lock, and asks for rights again after the wait', async () => {
    const id = await grant('owner', 'acme');
    const reader = await connected(world.database.apiUrl);
    try {
      await reader.query('begin');
      await reader.query('select pg_advisory_xact_lock_shared(auth.tenant_lock_key($1))', [ACME]);
      let settled = false;
      const waiting = revoke('admin', id).finally(() => {
        settled = true;
      });
      waiting.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(settled).toBe(false);
      await world.owner.query(`update auth.session set ended_at = now() where digest = $1`, [digestOf('admin')]);
      await reader.query('commit');
      await expect(waiting).rejects.toMatchObject({ hint: 'UNAUTHENTICATED' });
      expect(await reaches('support')).toBe(true);
    } finally {
      await reader.end();
      await world.owner.query(`update auth.session set ended_at = null where digest = $1`, [digestOf('admin')]);
    }
  });

  test('consent is not changed in a snapshot that is older than the lock', async () => {
    const client = await connected(world.database.apiUrl);
    try {
      await client.query('begin isolation level repeatable read');
      await client.query(
        `select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true)`,
        [digestOf('owner').toString('hex')],
      );
      await expect(client.query('select auth.revoke_support_access($1)', [randomUUID()])).rejects.toMatchObject({
        hint: 'INTERNAL_SERVER_ERROR',
      });
      await client.query('rollback');
    } finally {
      await client.end();
    }
  });
});
