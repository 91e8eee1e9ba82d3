import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../support/client.js';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  forgetSeals,
  GLOBEX_OWNER,
  inTime,
  openStage,
  OWNER,
  SUPPORT,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { untilItWaits } from '../support/until-it-waits.js';
import {
  accept,
  ACCESS,
  endAccess,
  handBack,
  hashOf,
  invite,
  narrow,
  renew,
  TERMS,
  tryAccept,
  tryInvite,
} from './deeds.js';

const LOOK = '{ contacts(first: 1) { nodes { name email iban } } }';

let stage: Stage;
let owner: Client;
/** Owner of another tenant, and whoever is invited here. */
let outsider: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
  outsider = await stage.as(GLOBEX_OWNER, 0, 'acme');
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await stage.sql(
    "delete from auth.external_agreement g using auth.external_access x where x.id = g.access_id and x.invited_email <> 'accountant@books.test'",
  );
  await stage.sql("delete from auth.external_access where invited_email <> 'accountant@books.test'");
  await forgetSeals(stage);
});

const codeOf = async (client: Client, query: string): Promise<string | undefined> => (await client.query(query)).code;

async function seen(client: Client): Promise<readonly string[]> {
  const { data, withheld } = await client.query<{ contacts: { nodes: Record<string, unknown>[] } | null }>(LOOK);
  const hidden = new Set(withheld.map(({ field }) => field));
  return Object.keys(data?.contacts?.nodes[0] ?? {}).filter((field) => !hidden.has(field));
}

async function eventsOf(
  kind: string,
): Promise<readonly { user_id: string | null; by_id: string | null; detail: string }[]> {
  return stage.sql(
    `select user_id, by_id, detail from security_event e join tenant t on t.id = e.log_id where t.slug = 'acme' and kind = $1 order by e.id desc`,
    [kind],
  );
}

describe('An external user', () => {
  test('sees nothing before accepting the agreement, what was opened after, and nothing once it is ended', async () => {
    expect(await codeOf(outsider, LOOK)).toBe('FORBIDDEN');
    const invited = await invite(stage, owner, { categories: ['CONTACT_DETAILS'] });
    expect(invited).toMatchObject({
      status: 'INVITED',
      access: 'READ',
      email: 'owner@globex.test',
      agreementVersion: '1',
      agreementHash: hashOf(TERMS),
      agreementText: TERMS,
      acceptedAt: null,
      user: null,
    });
    expect(invited.tenantAcceptedAt).not.toBeNull();
    expect(await codeOf(outsider, LOOK)).toBe('AGREEMENT_REQUIRED');
    const before = await outsider.query(
      '{ viewer { actor can(action: READ, subject: "Contact", field: "email") { allowed reason } } }',
    );
    expect(before.data).toEqual({
      viewer: { actor: 'EXTERNAL', can: { allowed: false, reason: 'AGREEMENT_REQUIRED' } },
    });

    expect(await accept(outsider, invited.id)).toMatchObject({ status: 'ACTIVE', user: { id: expect.any(String) } });
    expect(await seen(outsider)).toEqual(['email']);
    const after = await outsider.query(
      '{ viewer { actor tenants { tenant { slug } actor until } visibility(subject: "Contact") { field visible } } }',
    );
    expect(after.data).toMatchObject({
      viewer: {
        actor: 'EXTERNAL',
        tenants: [
          { tenant: { slug: 'acme' }, actor: 'EXTERNAL', until: invited.expiresAt },
          { tenant: { slug: 'globex' }, actor: 'MEMBER', until: null },
        ],
        visibility: expect.arrayContaining([
          { field: 'email', visible: true },
          { field: 'iban', visible: false },
        ]),
      },
    });
    const [entry] = await stage.sql('select * from access_entry where authority = $1', [uuidOf(invited.id)]);
    expect(entry).toMatchObject({ actor: 'EXTERNAL', authority_kind: 'EXTERNAL_ACCESS' });

    const { data } = await endAccess(owner, invited.id);
    expect(data?.ended.externalAccess).toMatchObject({ status: 'REVOKED', endedAt: data?.ended.receipt.effectiveAt });
    expect(JSON.parse(data?.ended.receipt.statement ?? '')).toMatchObject({ authority: invited.id });
    expect(await codeOf(outsider, LOOK)).toBe('FORBIDDEN');
  });

  test('is listed for the tenant, and lists where it was let in, and neither sees anything of others', async () => {
    const invited = await invite(stage, owner);
    const list = '{ tenant { gdpr { externalUsers(first: 10) { totalCount nodes { id email } } } } }';
    const { data } = await owner.query<{
      tenant: { gdpr: { externalUsers: { nodes: { id: string; email: string }[] } } };
    }>(list);
    expect(data?.tenant.gdpr.externalUsers.nodes.map(({ email }) => email)).toEqual(['owner@globex.test', ACCOUNTANT]);
    const elsewhere = await (await stage.as(GLOBEX_OWNER, 0, 'globex')).query(list);
    expect(elsewhere.data).toMatchObject({ tenant: { gdpr: { externalUsers: { totalCount: 0, nodes: [] } } } });
    const mine = `{ viewer { externalAccesses(first: 10) { nodes { ${ACCESS} } } } }`;
    for (const tenant of ['acme', 'globex']) {
      const own = await (await stage.as(GLOBEX_OWNER, 0, tenant)).query(mine);
      expect(own.data).toMatchObject({
        viewer: { externalAccesses: { nodes: [{ id: invited.id, status: 'INVITED', agreementText: TERMS }] } },
      });
    }
    for (const email of [ACCOUNTANT, VIEWER, SUPPORT]) {
      const { text } = await (await stage.as(email)).query(mine);
      expect(text).not.toContain(invited.id);
      const node = await (await stage.as(email)).query(`{ node(id: "${invited.id}") { id } }`);
      expect(node.data).toEqual({ node: null });
    }
  });

  test('is suspended by a new version of the agreement until that is accepted, by its own hash', async () => {
    const { id } = await invite(stage, owner);
    await accept(outsider, id);
    const { data } = await renew(owner, id, { version: '2', text: 'Less than before.' });
    expect(data?.ended.externalAccess).toMatchObject({ status: 'SUSPENDED', agreementVersion: '2', acceptedAt: null });
    expect(await codeOf(outsider, LOOK)).toBe('AGREEMENT_REQUIRED');
    expect((await tryAccept(outsider, id, hashOf(TERMS))).code).toBe('CONFLICT');
    expect(await codeOf(outsider, LOOK)).toBe('AGREEMENT_REQUIRED');
    const again = await accept(outsider, id, hashOf('Less than before.'));
    expect(again.status).toBe('ACTIVE');
    expect(again.agreements.map(({ version, acceptedAt }) => [version, acceptedAt !== null])).toEqual([
      ['1', true],
      ['2', true],
    ]);
    expect(await seen(outsider)).toEqual(['email']);
    expect((await renew(owner, id, { version: '1', text: 'Something else.' })).code).toBe('CONFLICT');
  });

  test('may be narrowed at once, and never widened', async () => {
    const { id, expiresAt } = await invite(stage, owner, {
      categories: ['CONTACT_DETAILS', 'IDENTITY'],
      access: 'READ_WRITE',
    });
    await accept(outsider, id);
    expect(await seen(outsider)).toEqual(['name', 'email']);
    expect(
      (await narrow(owner, id, { categories: ['IDENTITY'], access: 'READ' })).data?.ended.externalAccess,
    ).toMatchObject({
      status: 'ACTIVE',
      categories: ['IDENTITY'],
      access: 'READ',
      expiresAt,
    });
    expect(await seen(outsider)).toEqual(['name']);
    for (const input of [
      { categories: ['IDENTITY', 'FINANCIAL'] },
      { access: 'READ_WRITE' },
      { expiresAt: await inTime(stage, '20 days') },
    ])
      expect([input, (await narrow(owner, id, input)).code]).toEqual([input, 'BAD_USER_INPUT']);
    expect(await seen(outsider)).toEqual(['name']);
  });

  test('hands it back, and declines what it did not accept', async () => {
    const one = await invite(stage, owner);
    await accept(outsider, one.id);
    expect((await handBack(outsider, one.id)).data?.ended.externalAccess.status).toBe('RETURNED');
    expect(await codeOf(outsider, LOOK)).toBe('FORBIDDEN');
    const other = await invite(stage, owner);
    expect((await handBack(outsider, other.id)).data?.ended.externalAccess.status).toBe('RETURNED');
    expect((await tryAccept(outsider, other.id)).code).toBe('CONFLICT');
  });

  test('is dark once its time is over', async () => {
    const { id } = await invite(stage, owner, { expiresAt: await inTime(stage, '3 seconds') });
    await accept(outsider, id);
    expect(await seen(outsider)).toEqual(['email']);
    await stage.sql(
      "update auth.external_access set expires_at = clock_timestamp() + interval '300 ms' where id = $1",
      [uuidOf(id)],
    );
    expect(await seen(outsider)).toEqual(['email']);
    await pause(350);
    expect(await codeOf(outsider, LOOK)).toBe('FORBIDDEN');
    const { data } = await owner.query(`{ node(id: "${id}") { ... on ExternalAccess { status } } }`);
    expect(data).toEqual({ node: { status: 'EXPIRED' } });
  });

  test('writes with READ_WRITE what it sees, and no more', async () => {
    const { id } = await invite(stage, owner, { categories: ['CONTACT_DETAILS'], access: 'READ_WRITE' });
    await accept(outsider, id);
    const contact = await stage.cell(
      "select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = 'acme' limit 1",
    );
    const change = (input: object): Promise<{ code: string | undefined }> =>
      outsider.query(
        'mutation ($id: ID!, $input: UpdateContactInput!) { updateContact(id: $id, input: $input) { contact { id } } }',
        {
          id: contact,
          input,
        },
      );
    expect((await change({ city: 'Gent' })).code).toBeUndefined();
    expect((await change({ name: 'Somebody' })).code).toBe('FIELD_WITHHELD');
  });
});

describe('An invitation', () => {
  test('is made by owners and admins only, and each step is in the log of the tenant', async () => {
    for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT])
      expect([email, (await tryInvite(stage, await stage.as(email))).code]).toEqual([email, 'FORBIDDEN']);
    const { id } = await invite(stage, await stage.as(ADMIN));
    await accept(outsider, id);
    for (const email of [EDITOR, ACCOUNTANT]) {
      const client = await stage.as(email);
      for (const done of [
        await endAccess(client, id),
        await narrow(client, id, { categories: ['CONTACT_DETAILS'] }),
        await renew(client, id, { version: '2', text: 'x' }),
      ])
        expect([email, done.code]).toEqual([email, 'FORBIDDEN']);
      expect([email, (await handBack(client, id)).code]).toEqual([email, 'NOT_FOUND']);
      expect([email, (await tryAccept(client, id)).code]).toEqual([email, 'NOT_FOUND']);
    }
    expect(await seen(outsider)).toEqual(['email']);
    await narrow(owner, id, { categories: ['CONTACT_DETAILS'] });
    await renew(owner, id, { version: '2', text: 'x' });
    await endAccess(owner, id);
    for (const kind of [
      'EXTERNAL_USER_INVITED',
      'EXTERNAL_AGREEMENT_ACCEPTED',
      'EXTERNAL_ACCESS_NARROWED',
      'EXTERNAL_AGREEMENT_CHANGED',
      'EXTERNAL_ACCESS_ENDED',
    ])
      expect([kind, (await eventsOf(kind))[0]?.detail.startsWith(id)]).toEqual([kind, true]);
    expect((await eventsOf('EXTERNAL_ACCESS_ENDED'))[0]?.by_id).not.toBeNull();
  });

  test('tells nobody whether its address has an account, and is not for staff', async () => {
    const known = await invite(stage, owner);
    const unknown = await invite(stage, owner, { email: 'nobody@nowhere.test' });
    const same = ({ status, user }: typeof known): object => ({ status, user });
    expect(same(unknown)).toEqual(same(known));
    const staff = await invite(stage, owner, { email: SUPPORT });
    expect((await tryAccept(await stage.as(SUPPORT), staff.id)).code).toBe('FORBIDDEN');
    expect((await tryAccept(outsider, unknown.id)).code).toBe('NOT_FOUND');
  });

  test.each([
    ['without a category', { categories: [] }, 'BAD_USER_INPUT'],
    ['of a category that does not exist', { categories: ['SHOES'] }, 'BAD_USER_INPUT'],
    ['that has ended', { expiresAt: '2020-01-01T00:00:00Z' }, 'BAD_USER_INPUT'],
    ['for more than two years', { expiresAt: '2099-01-01T00:00:00Z' }, 'BAD_USER_INPUT'],
    ['without a text', { agreement: { version: '1', text: ' ' } }, 'BAD_USER_INPUT'],
    ['without a version', { agreement: { version: '', text: 'x' } }, 'BAD_USER_INPUT'],
    ['without an end', { expiresAt: null }, 'GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT'],
  ])('%s is refused', async (_what, input, code) => {
    expect((await tryInvite(stage, owner, input)).code).toMatch(new RegExp(code));
  });
});

describe('The end of an access', () => {
  test.each(['end', 'narrow', 'renew'] as const)('waits for what is on its way out: %s', async (how) => {
    const { id } = await invite(stage, owner);
    await accept(outsider, id);
    const seal = randomUUID();
    await stage.sql(
      "insert into seal (tenant_id, id, authorities, bound_ms) select id, $1, $2, 5000 from tenant where slug = 'acme'",
      [seal, [uuidOf(id)]],
    );
    const ending = await untilItWaits(
      {
        end: () => endAccess(owner, id),
        narrow: () => narrow(owner, id, { categories: ['CONTACT_DETAILS'] }),
        renew: () => renew(owner, id, { version: '2', text: 'x' }),
      }[how],
    );
    const first = await Promise.race([ending.ended, pause(300, 'waiting')]);
    expect(first).toBe('waiting');
    await stage.sql('delete from seal where id = $1', [seal]);
    expect((await ending.ended).data?.ended.receipt).toMatchObject({ drained: 1, fenced: 0 });
  });
});
