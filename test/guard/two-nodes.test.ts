/**
 * Nodes share nothing but the database: what is changed through one is obeyed by the very next request on the other, which
 * nobody has told. Each test first proves that the other node answered from memory, so that there was something to obey.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, type Answer } from '../support/client.js';
import {
  ACCOUNTANT,
  EDITOR,
  forgetConsent,
  giveGrant,
  giveGrantOf,
  inTime,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  SYSADMIN,
  tryReturn,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';

interface Contacts {
  readonly contacts: { readonly nodes: readonly Readonly<Record<string, string | null>>[] } | null;
}

const CONTACTS = `{ contacts(first: 3, where: { name: { contains: "a" } }) { nodes { id name email iban notes nationalId } } }`;

describe('A node that nobody tells of a change', () => {
  let stage: Stage;
  let owner: Client;

  beforeAll(async () => {
    stage = await openStage(2);
    owner = await stage.as(OWNER);
  });
  afterAll(async () => {
    await stage.close();
  });
  afterEach(async () => {
    await forgetConsent(stage);
  });

  const look = (client: Client): Promise<Answer<Contacts>> => client.query<Contacts>(CONTACTS);

  /** How many statements the other node sends while this goes on. */
  async function statements(work: () => Promise<unknown>): Promise<number> {
    const { database } = stage.nodes[1]!;
    const before = database.statements;
    await work();
    return database.statements - before;
  }

  /** Looks until the other node answers from memory: one statement, which confirms what is remembered, and no other. */
  /** Removal and closing end sessions; begun again, they show what else shuts somebody out. */
  const revive = (email: string): Promise<unknown> =>
    stage.sql(
      'update auth.session s set ended_at = null from auth.user_account u where u.id = s.user_id and u.email = $1',
      [email],
    );

  async function warm(client: Client): Promise<Answer<Contacts>> {
    await look(client);
    let answer: Answer<Contacts> | undefined;
    expect(await statements(async () => (answer = await look(client)))).toBe(1);
    return answer!;
  }

  const shown = ({ data }: Answer<Contacts>, field: string): boolean =>
    data?.contacts?.nodes.some((node) => node[field] !== null) ?? false;

  test('obeys a narrower role, and a wider one', async () => {
    const editor = await stage.as(EDITOR, 1);
    expect(shown(await warm(editor), 'iban')).toBe(true);
    const become = (role: string): Promise<unknown> =>
      stage.sql(
        `update auth.membership m set role = $2 from auth.user_account u where u.id = m.user_id and u.email = $1`,
        [EDITOR, role],
      );

    await become('VIEWER');
    const asViewer = await look(editor);
    expect(shown(asViewer, 'name')).toBe(true);
    expect(shown(asViewer, 'iban')).toBe(false);
    expect(asViewer.withheld.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['iban', 'notes', 'nationalId']),
    );

    await warm(editor);
    await become('OWNER');
    expect(shown(await look(editor), 'nationalId')).toBe(true);
    await warm(editor);
    await become('EDITOR');
    expect(shown(await look(editor), 'nationalId')).toBe(false);
  });

  test('obeys the end of a membership', async () => {
    const viewer = await stage.as(VIEWER, 1);
    expect(shown(await warm(viewer), 'name')).toBe(true);
    const end = (moment: string): Promise<unknown> =>
      stage.sql(
        `update auth.membership m set ended_at = ${moment} from auth.user_account u where u.id = m.user_id and u.email = $1`,
        [VIEWER],
      );
    await end('clock_timestamp()');
    expect((await look(viewer)).code).toBe('UNAUTHENTICATED');
    await revive(VIEWER);
    const { data, code, text } = await look(viewer);
    expect([data?.contacts ?? null, code]).toEqual([null, 'FORBIDDEN']);
    expect(text).not.toContain('con_');
    await end('null');
    expect(shown(await look(viewer), 'name')).toBe(true);
  });

  test('obeys a grant: a refusal from memory is as little believed as a permission', async () => {
    const support = await stage.as(SUPPORT, 1);
    await look(support);
    expect((await look(support)).code).toBe('CONSENT_REQUIRED');
    await giveGrant(owner, 'CONTACT_DETAILS');
    // The filter asks for a name, which is not what was granted.
    expect((await look(support)).code).toBe('FIELD_WITHHELD');
    expect((await look(support)).code).toBe('FIELD_WITHHELD');
    await giveGrant(owner, 'IDENTITY');
    const { data, code } = await look(support);
    expect(code).toBeUndefined();
    expect(data?.contacts?.nodes).toHaveLength(3);
  });

  test('obeys a revocation, while another grant keeps the rows within reach', async () => {
    await giveGrant(owner, 'IDENTITY');
    const details = await giveGrant(owner, 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT, 1);
    expect(shown(await warm(support), 'email')).toBe(true);
    await revoke(owner, details.id);
    const after = await look(support);
    expect(shown(after, 'name')).toBe(true);
    expect(shown(after, 'email')).toBe(false);
    expect(after.withheld.find(({ field }) => field === 'email')?.reason).toBe('CONSENT_REVOKED');
  });

  test('obeys a grant that is narrowed as it stands', async () => {
    const grant = await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT, 1);
    expect(shown(await warm(support), 'email')).toBe(true);
    await stage.sql(`update auth.support_grant set categories = '{IDENTITY}' where id = $1`, [uuidOf(grant.id)]);
    const after = await look(support);
    expect([shown(after, 'name'), shown(after, 'email')]).toEqual([true, false]);
  });

  test('obeys the revocation of the only grant', async () => {
    const grant = await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT, 1);
    expect(shown(await warm(support), 'email')).toBe(true);
    await revoke(owner, grant.id);
    const { data, code } = await look(support);
    expect([data?.contacts ?? null, code]).toEqual([null, 'CONSENT_REVOKED']);
  });

  test('obeys an approval', async () => {
    await giveGrant(owner, 'IDENTITY');
    const asking = await stage.as(SUPPORT, 0);
    const asked = await asking.query<{ requestSupportAccess: { grant: { id: string } } }>(
      `mutation ($input: RequestSupportAccessInput!) { requestSupportAccess(input: $input) { grant { id } } }`,
      { input: { tenant: 'acme', categories: ['CONTACT_DETAILS'], reason: 'a call' } },
    );
    const id = asked.data?.requestSupportAccess.grant.id ?? '';
    const support = await stage.as(SUPPORT, 1);
    expect(shown(await warm(support), 'email')).toBe(false);
    await owner.query('mutation ($id: ID!) { approveSupportAccess(id: $id) { grant { status } } }', { id });
    expect(shown(await look(support), 'email')).toBe(true);
  });

  test('obeys a return', async () => {
    await giveGrant(owner, 'IDENTITY');
    const details = await giveGrant(owner, 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT, 1);
    expect(shown(await warm(support), 'email')).toBe(true);
    expect((await tryReturn(await stage.as(SUPPORT, 0), details.id)).data?.returnSupportAccess.grant.status).toBe(
      'RETURNED',
    );
    expect(shown(await look(support), 'email')).toBe(false);
  });

  test("obeys an expiry by the database's clock, though nothing was written", async () => {
    await giveGrant(owner, 'IDENTITY');
    const details = await giveGrantOf(owner, {
      categories: ['CONTACT_DETAILS'],
      expiresAt: await inTime(stage, '2 seconds'),
    });
    const support = await stage.as(SUPPORT, 1);
    const early = await warm(support);
    expect(shown(early, 'email')).toBe(true);
    await stage.sql(
      'select pg_sleep(greatest(0, extract(epoch from expires_at - clock_timestamp()))) from auth.support_grant where id = $1',
      [uuidOf(details.id)],
    );
    const late = await look(support);
    expect(shown(late, 'email')).toBe(false);
    expect(late.withheld.find(({ field }) => field === 'email')?.reason).toBe('CONSENT_EXPIRED');
  });

  test('obeys a sign-out on the other node, and leaves the other sessions of the account alone', async () => {
    const there = await stage.as(VIEWER, 0);
    const stays = await stage.as(VIEWER, 1);
    const goes = new Client(stage.nodes[1]!.url, 'acme');
    await goes.signIn(VIEWER);
    expect(shown(await warm(goes), 'name')).toBe(true);
    await warm(stays);
    const elsewhere = new Client(there.url, 'acme');
    for (const [name, value] of goes.cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.query('mutation { signOut }')).data).toEqual({ signOut: true });
    const { data, code } = await look(goes);
    expect([data?.contacts ?? null, code]).toEqual([null, 'UNAUTHENTICATED']);
    expect(shown(await look(stays), 'name')).toBe(true);
  });

  test('obeys a session that runs out by the clock', async () => {
    const client = new Client(stage.nodes[1]!.url, 'acme');
    await client.signIn(EDITOR);
    await warm(client);
    await stage.sql(
      `update auth.session set expires_at = clock_timestamp() where digest =
         (select digest from auth.session order by created_at desc limit 1)`,
    );
    expect((await look(client)).code).toBe('UNAUTHENTICATED');
  });

  test('obeys the closing of an account, of a member and of staff', async () => {
    await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    for (const email of [EDITOR, SUPPORT]) {
      const client = await stage.as(email, 1);
      expect(shown(await warm(client), 'email')).toBe(true);
      await stage.sql('update auth.user_account set deactivated_at = clock_timestamp() where email = $1', [email]);
      const { data, code } = await look(client);
      expect([data?.contacts ?? null, code]).toEqual([null, 'UNAUTHENTICATED']);
      await stage.sql('update auth.user_account set deactivated_at = null where email = $1', [email]);
      expect((await look(client)).code).toBe('UNAUTHENTICATED');
      await revive(email);
      expect(shown(await look(client), 'email')).toBe(true);
    }
  });

  test('obeys a change of name: the log calls whoever looks as they are called now', async () => {
    await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT, 1);
    await warm(support);
    const name = await stage.cell('select name from auth.user_account where email = $1', [SUPPORT]);
    await stage.sql(`update auth.user_account set name = 'Somebody Else' where email = $1`, [SUPPORT]);
    await look(support);
    await stage.sql('update auth.user_account set name = $2 where email = $1', [SUPPORT, name]);
    await look(support);
    const names = await stage.sql<{ actor_name: string }>(
      'select actor_name from access_entry order by id desc limit 3',
    );
    expect(names.map((one) => one.actor_name)).toEqual([name, 'Somebody Else', name]);
  });

  test('obeys a commitment to confidentiality that is withdrawn', async () => {
    await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT, 1);
    expect(shown(await warm(support), 'email')).toBe(true);
    await stage.sql('update auth.user_account set confidentiality_accepted_at = null where email = $1', [SUPPORT]);
    const { data, code } = await look(support);
    await stage.sql('update auth.user_account set confidentiality_accepted_at = now() where email = $1', [SUPPORT]);
    expect([data?.contacts ?? null, code]).toEqual([null, 'AGREEMENT_REQUIRED']);
  });

  test('obeys the end and the withdrawn agreement of an external access', async () => {
    const accountant = await stage.as(ACCOUNTANT, 1);
    for (const column of ['ended_at', 'agreement_accepted_at', 'expires_at']) {
      expect(shown(await warm(accountant), 'iban')).toBe(true);
      const before = await stage.cell<Date | null>(`select ${column} from auth.external_access`);
      await stage.sql(
        `update auth.external_access set ${column} = ${column === 'agreement_accepted_at' ? 'null' : 'clock_timestamp()'}`,
      );
      const { data, text } = await look(accountant);
      expect([column, data?.contacts ?? null]).toEqual([column, null]);
      expect(text).not.toContain('con_');
      await stage.sql(`update auth.external_access set ${column} = $1`, [before]);
    }
  });

  test('obeys a change of what a custom field is: its category decides at once', async () => {
    const viewer = await stage.as(VIEWER, 1);
    const read = (): Promise<Answer<{ contacts: { nodes: { customFields: { key: string }[] }[] } }>> =>
      viewer.query('{ contacts(first: 1) { nodes { customFields { key value } } } }');
    const keys = async (): Promise<string[]> =>
      (await read()).data?.contacts.nodes[0]?.customFields.map(({ key }) => key) ?? [];
    await read();
    expect(await statements(read)).toBe(1);
    expect(await keys()).toContain('shoe_size');
    await stage.sql(`update custom_field set category = 'SPECIAL' where key = 'shoe_size'`);
    expect(await keys()).not.toContain('shoe_size');
    await stage.sql(`update custom_field set category = 'IDENTITY' where key = 'shoe_size'`);
    expect(await keys()).toContain('shoe_size');
  });

  test('keeps administrators out, whatever happens', async () => {
    await giveGrant(owner, 'IDENTITY', 'CONTACT_DETAILS');
    const sysadmin = await stage.as(SYSADMIN, 1);
    for (let times = 0; times < 2; times += 1) {
      const { data, code } = await look(sysadmin);
      expect([data?.contacts ?? null, code]).toEqual([null, 'WINDOW_REQUIRED']);
    }
  });
});
