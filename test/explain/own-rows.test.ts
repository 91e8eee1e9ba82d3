/** What is allowed with one's own records only is told so, and is so. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  EDITOR,
  giveGrantOf,
  openStage,
  OWNER,
  SUPPORT,
  SUPPORT_2,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { explained, tryExplain } from './asking.js';

interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

let stage: Stage;
let owner: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
});
afterAll(() => stage.close());

const idOf = (email: string): Promise<string> =>
  stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [email]);
const memberOf = (email: string): Promise<string> =>
  stage.cell(
    `select 'mem_' || m.id from auth.membership m join auth.user_account u on u.id = m.user_id where u.email = $1`,
    [email],
  );
const nodeOf = async (client: Client, id: string): Promise<boolean> => {
  const { data } = await client.query<{ node: { id: string } | null }>('query ($id: ID!) { node(id: $id) { id } }', {
    id,
  });
  return typeof data?.node?.id === 'string';
};
const can = async (client: Client, action: string, subject: string, id: string): Promise<Decision | undefined> => {
  const { data } = await client.query<{ viewer: { can: Decision } }>(
    `query ($id: ID!) { viewer { can(action: ${action}, subject: "${subject}", id: $id) { allowed reason } } }`,
    { id },
  );
  return data?.viewer.can;
};

describe('of a record that is not one’s own', () => {
  test('to see it is told as it is, of members, external users, staff and administrators', async () => {
    const grants = [
      await giveGrantOf(owner, { categories: ['NOTES'] }),
      await giveGrantOf(owner, { categories: ['NOTES'], staffId: await idOf(SUPPORT_2) }),
    ];
    const access = await stage.cell(
      `select 'ext_' || x.id from auth.external_access x join auth.user_account u on u.id = x.user_id where u.email = $1`,
      [ACCOUNTANT],
    );
    const [users, records] = [
      [OWNER, VIEWER, ACCOUNTANT, SUPPORT_2],
      [...grants.map(({ id }) => id), access],
    ];
    const asked: (readonly [subject: string, id: string])[] = [
      ...(await Promise.all(users.map(async (email) => ['User', await idOf(email)] as const))),
      ['SupportGrant', records[0] ?? ''],
      ['SupportGrant', records[1] ?? ''],
      ['ExternalAccess', records[2] ?? ''],
    ];
    const found = new Set<boolean>();
    for (const email of [OWNER, EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SUPPORT_2]) {
      const [user, client] = [await idOf(email), await stage.as(email)];
      for (const [subject, id] of asked) {
        const sees = await nodeOf(client, id);
        found.add(sees);
        const { allowed, message } = await explained(owner, { subject, id, user });
        expect([email, subject, id, allowed, message]).toEqual([email, subject, id, sees, message]);
      }
    }
    expect(found).toEqual(new Set([true, false]));
  });

  test('to change it is told as the page says, to whoever asks and of others', async () => {
    const [mine, theirs] = [await memberOf(OWNER), await memberOf(EDITOR)];
    const leaving = (id: string) => explained(owner, { subject: 'Member', action: 'DELETE', id });
    expect(await leaving(mine)).toMatchObject({ allowed: true, reason: 'ALLOWED' });
    const refused = await leaving(theirs);
    expect(refused).toMatchObject({ allowed: false, reason: 'FORBIDDEN', authority: null, changedBy: [] });
    expect(refused.rule).toBe(
      'OWNER, ADMIN, EDITOR and VIEWER may DELETE Member, when it is their own, or meant for any of them.',
    );
    expect([await can(owner, 'DELETE', 'Member', mine), await can(owner, 'DELETE', 'Member', theirs)]).toMatchObject([
      { allowed: true, reason: 'ALLOWED' },
      { allowed: false, reason: 'FORBIDDEN' },
    ]);
    const of = async (email: string, id: string) =>
      (await explained(owner, { subject: 'Member', action: 'DELETE', id, user: await idOf(email) })).allowed;
    expect([await of(EDITOR, theirs), await of(EDITOR, mine)]).toEqual([true, false]);
  });

  test('says to whoever can see their own only who could let them see others', async () => {
    const told = await explained(owner, { subject: 'User', id: await idOf(OWNER), user: await idOf(VIEWER) });
    expect(told).toMatchObject({ allowed: false, reason: 'FORBIDDEN', changedBy: ['OWNER', 'ADMIN'] });
    expect(told.rule).toBe('OWNER and ADMIN may READ User.');
  });

  test('says to whoever asks what it says of a missing one, where they may not see it', async () => {
    const client = await stage.as(VIEWER);
    const [theirs, missing] = [
      await tryExplain(client, { subject: 'User', id: await idOf(OWNER) }),
      await tryExplain(client, { subject: 'User', id: 'usr_00000000-0000-7000-8000-000000000000' }),
    ];
    expect(theirs.text).toBe(missing.text);
    expect((await can(client, 'READ', 'User', await idOf(OWNER)))?.reason).toBe('NOT_FOUND');
    expect((await can(client, 'READ', 'User', await idOf(VIEWER)))?.reason).toBe('ALLOWED');
  });
});
