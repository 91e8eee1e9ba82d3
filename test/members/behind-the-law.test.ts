import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN, openStage, OWNER, SYSADMIN, uuidOf, type Stage } from '../consent/stage.js';
import { member } from '../security/people.js';
import { memberIdOf } from './deeds.js';

/** The functions of the database, asked past the law: they decide by themselves. */
describe('the database', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
    for (const email of [OWNER, ADMIN, SYSADMIN]) await stage.as(email);
    await stage.sql('update auth.session set stepped_up_until = clock_timestamp() where stepped_up_until is not null');
  });
  afterAll(() => stage.close());

  /** The refusal's code, or that there was none. Nothing of it stays. */
  async function as(email: string, call: string, values: readonly unknown[]): Promise<string> {
    const digest = await stage.cell(
      `select encode(s.digest, 'hex') from auth.session s join auth.user_account u on u.id = s.user_id where u.email = $1`,
      [email],
    );
    await stage.sql('begin');
    try {
      await stage.sql(`select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true)`, [
        digest,
      ]);
      await stage.sql(`select ${call}`, values);
      return 'done';
    } catch (error) {
      return (error as { readonly hint?: string }).hint ?? String(error);
    } finally {
      await stage.sql('rollback');
    }
  }

  test('lets nobody give a role above their own, nor make an owner without a fresh code', async () => {
    const id = uuidOf(await memberIdOf(stage, await member(stage), 'acme'));
    const role = 'auth.change_member_role($1, $2)';
    const invite = `auth.invite_member($1, $2, $3, $4, interval '7 days')`;
    const invitation = (wanted: string): readonly unknown[] => [randomUUID(), 'a@new.test', wanted, randomBytes(32)];
    expect([await as(ADMIN, role, [id, 'OWNER']), await as(ADMIN, role, [id, 'ADMIN'])]).toEqual(['FORBIDDEN', 'done']);
    expect([await as(ADMIN, invite, invitation('OWNER')), await as(ADMIN, invite, invitation('ADMIN'))]).toEqual([
      'FORBIDDEN',
      'done',
    ]);
    for (const [call, values] of [
      [role, [id, 'OWNER']],
      [invite, invitation('OWNER')],
      ['auth.transfer_ownership($1)', [id]],
    ] as const)
      expect([call, await as(OWNER, call, values)]).toEqual([call, 'SECOND_FACTOR_REQUIRED']);
    expect(await as(ADMIN, 'auth.transfer_ownership($1)', [id])).toBe('FORBIDDEN');
  });

  test('lets only owners accept for the tenant, and only administrators with a fresh code publish', async () => {
    const version = await stage.cell(`select id from auth.agreement where kind = 'DPA'`);
    const accept = 'auth.accept_agreement($1, $2)';
    expect(await as(OWNER, accept, [randomUUID(), version])).toBe('done');
    expect(await as(ADMIN, accept, [randomUUID(), version])).toBe('FORBIDDEN');
    const publish = `auth.publish_agreement($1, 'DPA', 'new', 'All of it.', now() + interval '1 day')`;
    expect(await as(SYSADMIN, publish, [randomUUID()])).toBe('SECOND_FACTOR_REQUIRED');
    expect(await as(OWNER, publish, [randomUUID()])).toBe('FORBIDDEN');
  });
});
