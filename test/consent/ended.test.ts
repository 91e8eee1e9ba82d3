/** Taken back, handed back, run out: dark with the next answer, and told why. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openPeople, type People } from './people.js';
import { ADMIN, forgetConsent, giveGrant, giveGrantOf, inTime, revoke, tryReturn, tryRevoke, uuidOf } from './stage.js';

describe('A consent that ends', () => {
  let stage: People['stage'];
  let owner: People['owner'];
  let support: People['support'];
  let look: People['look'];
  let seenBy: People['seenBy'];
  let reasonFor: People['reasonFor'];
  let asked: People['asked'];
  let statusOf: People['statusOf'];

  beforeAll(async () => {
    ({ stage, owner, support, look, seenBy, reasonFor, asked, statusOf } = await openPeople());
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

  test('by a revocation is dark with the next answer, and says why', async () => {
    const grant = await giveGrant(owner, 'CONTACT_DETAILS', 'IDENTITY');
    expect(await seenBy(support)).toEqual(['CONTACT_DETAILS', 'IDENTITY']);
    const { grant: ended, receipt } = await revoke(owner, grant.id);
    expect(ended.status).toBe('REVOKED');
    expect(receipt.effectiveAt).toBe(ended.revokedAt);
    expect(receipt.tookMs).toBeGreaterThanOrEqual(0);
    expect(await seenBy(support)).toEqual([]);
    const { code, data } = await look(support);
    expect([code, data]).toEqual(['CONSENT_REVOKED', { contact: null }]);
  });

  test('ended twice ended once: the second answer tells of the first end', async () => {
    const grant = await giveGrant(owner, 'NOTES');
    const first = await revoke(owner, grant.id);
    const again = await revoke(await stage.as(ADMIN), grant.id);
    expect(again.receipt.effectiveAt).toBe(first.receipt.effectiveAt);
    expect(again.grant).toEqual(first.grant);
    const returned = await tryReturn(support, grant.id);
    expect(returned.data?.returnSupportAccess.grant).toEqual(first.grant);
    expect(returned.data?.returnSupportAccess.receipt.effectiveAt).toBe(first.receipt.effectiveAt);
  });

  test('by many revocations at once ends once', async () => {
    const grant = await giveGrant(owner, 'NOTES');
    const admin = await stage.as(ADMIN);
    const ends = await Promise.all([owner, admin, owner, admin].map((client) => revoke(client, grant.id)));
    expect(new Set(ends.map(({ receipt }) => receipt.effectiveAt)).size).toBe(1);
  });

  test('by being handed back is dark, and told as revoked', async () => {
    const grant = await giveGrant(owner, 'NOTES', 'IDENTITY');
    const { data } = await tryReturn(support, grant.id);
    expect(data?.returnSupportAccess.grant.status).toBe('RETURNED');
    expect(await reasonFor(support, 'notes')).toBe('CONSENT_REVOKED');
  });

  test('by its time is dark; revoked afterwards it stays what it was', async () => {
    const grant = await giveGrantOf(owner, {
      categories: ['NOTES'],
      expiresAt: await inTime(stage, '700 milliseconds'),
    });
    expect(await seenBy(support)).toEqual(['NOTES']);
    await stage.sql(
      'select pg_sleep(greatest(0, extract(epoch from expires_at - clock_timestamp()))) from auth.support_grant',
    );
    expect(await reasonFor(support, 'notes')).toBe('CONSENT_EXPIRED');
    const { grant: ended, receipt } = await revoke(owner, grant.id);
    expect(ended).toEqual({ status: 'EXPIRED', revokedAt: null });
    expect(receipt.effectiveAt).toBe(grant.expiresAt);
    expect(await reasonFor(support, 'notes')).toBe('CONSENT_EXPIRED');
  });

  test('is told for 30 days, and afterwards was never', async () => {
    const revoked = await giveGrant(owner, 'NOTES', 'IDENTITY');
    await revoke(owner, revoked.id);
    const age = (days: string): Promise<unknown> =>
      stage.sql(
        `update auth.support_grant set granted_at = clock_timestamp() - interval '40 days',
           expires_at = clock_timestamp() - $1::interval + interval '1 hour', revoked_at = clock_timestamp() - $1::interval`,
        [days],
      );
    await age('29 days 23 hours');
    expect(await reasonFor(support, 'notes')).toBe('CONSENT_REVOKED');
    await age('30 days 1 minute');
    expect(await reasonFor(support, 'notes')).toBe('CONSENT_REQUIRED');
    const expire = (days: string): Promise<unknown> =>
      stage.sql(
        `update auth.support_grant set status = 'ACTIVE', revoked_at = null, expires_at = clock_timestamp() - $1::interval`,
        [days],
      );
    await expire('29 days 23 hours');
    expect(await reasonFor(support, 'notes')).toBe('CONSENT_EXPIRED');
    await expire('30 days 1 minute');
    expect(await reasonFor(support, 'notes')).toBe('CONSENT_REQUIRED');
  });

  test('is told by the last one that covered a category, and category by category', async () => {
    await giveGrant(owner, 'IDENTITY');
    const notes = await giveGrant(owner, 'NOTES');
    await giveGrant(owner, 'FINANCIAL').then(({ id }) =>
      stage.sql(`update auth.support_grant set expires_at = clock_timestamp() where id = $1`, [uuidOf(id)]),
    );
    await revoke(owner, notes.id);
    const { withheld } = await look(support);
    const reasons = Object.fromEntries(withheld.map(({ field, reason }) => [field, reason]));
    expect(reasons).toMatchObject({ notes: 'CONSENT_REVOKED', iban: 'CONSENT_EXPIRED', email: 'CONSENT_REQUIRED' });
  });

  test('never given is not ended', async () => {
    const request = await asked();
    expect((await tryRevoke(owner, request.id)).code).toBe('CONFLICT');
    expect((await tryReturn(support, request.id)).code).toBe('CONFLICT');
    expect(await statusOf(request.id)).toBe('REQUESTED');
  });

  test('leaves tickets readable, as they were before there was one', async () => {
    const read = async (): Promise<string> =>
      (await support.query('{ tickets(first: 3) { nodes { id subject messages { nodes { body } } } } }')).text;
    const before = await read();
    expect(before).toContain('"body"');
    const grant = await giveGrant(owner, 'NOTES');
    expect(await read()).toBe(before);
    await revoke(owner, grant.id);
    expect(await read()).toBe(before);
    expect(await stage.cell('select count(*)::int from access_entry')).toBe(0);
  });
});
