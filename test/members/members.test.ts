import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../consent/stage.js';
import { CONTACTS, member, supporter, signedIn, withFactor } from '../security/people.js';
import { listen } from '../streams/listener.js';
import type { Client } from '../support/client.js';
import {
  changeRole,
  deactivate,
  enter,
  leave,
  memberIdOf,
  membersOf,
  newTenant,
  reactivate,
  remove,
  steppedUpOwner,
  transfer,
} from './deeds.js';

const ROLE = '{ viewer { role } }';

describe('a member', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(2);
  });
  afterAll(() => stage.close());

  async function house(): Promise<{ slug: string; owner: Client; admin: Client }> {
    const { slug } = await newTenant(stage);
    const [owner, admin] = [await member(stage, 'OWNER', slug), await member(stage, 'ADMIN', slug)];
    return { slug, owner: await enter(stage, owner, slug), admin: await enter(stage, admin, slug) };
  }

  async function somebody(slug: string, role = 'EDITOR') {
    const person = await member(stage, role, slug);
    return { person, id: await memberIdOf(stage, person, slug), there: await enter(stage, person, slug, 1) };
  }

  test('is listed for owners and admins, and for nobody else', async () => {
    const { slug, owner, admin } = await house();
    const { person, there } = await somebody(slug);
    for (const client of [owner, admin]) {
      const members = await membersOf(client);
      expect(members).toHaveLength(3);
      expect(members.find(({ user }) => user?.email === person.email)).toMatchObject({
        role: 'EDITOR',
        status: 'ACTIVE',
      });
    }
    const { data, withheld } = await there.query('{ tenant { gdpr { members { nodes { id } } } } }');
    expect(data).toEqual({ tenant: { gdpr: null } });
    expect(withheld).toMatchObject([{ field: 'gdpr', reason: 'FORBIDDEN' }]);
  });

  test('of another tenant is as missing as any', async () => {
    const [here, elsewhere] = [await house(), await house()];
    const { id } = await somebody(elsewhere.slug);
    for (const deed of [remove, deactivate, reactivate]) {
      const [foreign, missing] = [
        await deed(here.owner, id),
        await deed(here.owner, 'mem_00000000-0000-7000-8000-000000000000'),
      ];
      expect(foreign.code).toBe('NOT_FOUND');
      expect(foreign.errors).toEqual(missing.errors);
    }
    expect((await changeRole(here.owner, id, 'VIEWER')).code).toBe('NOT_FOUND');
    const node = async (wanted: string): Promise<string> =>
      (await here.owner.query('query ($id: ID!) { node(id: $id) { id __typename } }', { id: wanted })).text;
    expect(await node(id)).toBe(await node('mem_00000000-0000-7000-8000-000000000000'));
    expect(await node((await membersOf(here.owner))[0]?.id ?? '')).toContain('Member');
    expect(await membersOf(here.owner)).toHaveLength(2);
    expect((await membersOf(elsewhere.owner)).map((one) => one.id)).toContain(id);
  });

  test('has another role at the next request on another node, and the log says who gave it', async () => {
    const { slug, admin } = await house();
    const { person, id, there } = await somebody(slug, 'ADMIN');
    expect((await there.query(ROLE)).data).toEqual({ viewer: { role: 'ADMIN' } });
    expect((await there.query('{ tenant { gdpr { security { requireSecondFactor } } } }')).withheld).toEqual([]);
    const { data } = await changeRole(admin, id, 'VIEWER');
    expect(data?.changeMemberRole.member).toMatchObject({ id, role: 'VIEWER', user: { email: person.email } });
    expect((await there.query(ROLE)).data).toEqual({ viewer: { role: 'VIEWER' } });
    expect((await there.query('{ tenant { gdpr { security { requireSecondFactor } } } }')).withheld).toHaveLength(1);
    const log = await admin.query(
      '{ tenant { gdpr { securityEvents(kind: ROLE_CHANGED, first: 1) { nodes { detail user { email } by { email } } } } } }',
    );
    const me = await admin.query<{ viewer: { user: { email: string } } }>('{ viewer { user { email } } }');
    expect(log.data).toEqual({
      tenant: {
        gdpr: {
          securityEvents: {
            nodes: [{ detail: 'ADMIN to VIEWER', user: { email: person.email }, by: me.data?.viewer.user }],
          },
        },
      },
    });
  });

  test('is given no role above that of whoever gives it', async () => {
    const { slug, owner, admin } = await house();
    const { id } = await somebody(slug);
    const ownerId = (await membersOf(admin)).find(({ role }) => role === 'OWNER')?.id ?? '';
    expect((await changeRole(admin, id, 'OWNER')).code).toBe('FORBIDDEN');
    for (const answer of [
      await changeRole(admin, ownerId, 'VIEWER'),
      await deactivate(admin, ownerId),
      await remove(admin, ownerId),
    ])
      expect(answer.code).toBe('FORBIDDEN');
    // An owner makes an owner, but not with a session that somebody left open.
    expect((await changeRole(owner, id, 'OWNER')).code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await changeRole(await steppedUpOwner(stage, slug), id, 'OWNER')).data?.changeMemberRole.member.role).toBe(
      'OWNER',
    );
  });

  test('can not give, take or end anything as an editor or viewer', async () => {
    const { slug } = await house();
    const { id } = await somebody(slug);
    for (const role of ['EDITOR', 'VIEWER']) {
      const { there } = await somebody(slug, role);
      for (const answer of [
        await changeRole(there, id, 'VIEWER'),
        await deactivate(there, id),
        await reactivate(there, id),
        await remove(there, id),
        await transfer(there, id),
      ])
        expect([role, answer.code]).toEqual([role, 'FORBIDDEN']);
    }
  });

  test('who is deactivated reaches nothing on any node, until reactivated with the same role', async () => {
    const { slug, owner } = await house();
    const other = await newTenant(stage);
    const { person, id, there } = await somebody(slug);
    await stage.sql('insert into auth.membership (tenant_id, user_id, role) values ($1, $2, $3)', [
      other.id,
      person.id,
      'VIEWER',
    ]);
    expect((await there.query(CONTACTS)).errors).toEqual([]);
    const { data } = await deactivate(owner, id);
    expect(data?.deactivateMember.member).toMatchObject({ status: 'DEACTIVATED', deactivatedAt: expect.any(String) });
    expect((await there.query(CONTACTS)).code).toBe('FORBIDDEN');
    // The session is the person's: where there is another tenant, it goes on.
    there.tenant = other.slug;
    expect((await there.query(ROLE)).data).toEqual({ viewer: { role: 'VIEWER' } });
    there.tenant = slug;
    expect((await reactivate(owner, id)).data?.reactivateMember.member).toMatchObject({
      id,
      status: 'ACTIVE',
      role: 'EDITOR',
      deactivatedAt: null,
    });
    expect((await there.query(ROLE)).data).toEqual({ viewer: { role: 'EDITOR' } });
  });

  test('who is removed reaches nothing on any node, is signed out where nothing is left, and is in no list', async () => {
    const { slug, owner } = await house();
    const { person, id, there } = await somebody(slug);
    expect((await there.query(CONTACTS)).errors).toEqual([]);
    expect((await remove(owner, id)).data).toEqual({ removeMember: { removedId: id } });
    expect((await there.query(CONTACTS)).code).toBe('UNAUTHENTICATED');
    const again = await enter(stage, person, slug);
    expect((await again.query(CONTACTS)).code).toBe('FORBIDDEN');
    expect((await membersOf(owner)).map((one) => one.id)).not.toContain(id);
    for (const answer of [await remove(owner, id), await reactivate(owner, id), await changeRole(owner, id, 'ADMIN')])
      expect(answer.code).toBe('NOT_FOUND');
  });

  test.each([
    ['removed', remove, 4401],
    ['deactivated, but in another tenant', deactivate, 4403],
  ])('who follows the tenant and is %s hears no more of it', async (_what, end, code) => {
    const { slug, owner } = await house();
    const { person, id, there } = await somebody(slug);
    if (code === 4403)
      await stage.sql('insert into auth.membership (tenant_id, user_id, role) values ($1, $2, $3)', [
        (await newTenant(stage)).id,
        person.id,
        'VIEWER',
      ]);
    const listener = listen(there);
    const heard = listener.hear('subscription { contactChanged { kind contact { name } } }');
    const create = 'mutation { createContact(input: { name: "Heard" }) { contact { id } } }';
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await owner.query(create)).errors).toEqual([]);
    await heard.atLeast(1);
    expect((await end(owner, id)).errors).toEqual([]);
    expect((await owner.query(create)).errors).toEqual([]);
    expect((await listener.closed).code).toBe(code);
    expect(heard.events).toHaveLength(1);
  });

  test('leaves by themselves, whatever the role, but not as the last owner', async () => {
    const { slug, owner } = await house();
    for (const role of ['ADMIN', 'EDITOR', 'VIEWER', 'OWNER']) {
      const { there } = await somebody(slug, role);
      expect([role, (await leave(there)).data]).toEqual([role, { leaveTenant: true }]);
      expect((await there.query(CONTACTS)).code).toBe('UNAUTHENTICATED');
    }
    expect((await leave(owner)).code).toBe('CONFLICT');
    expect((await owner.query(ROLE)).data).toEqual({ viewer: { role: 'OWNER' } });
  });

  test('of two last owners who go at the same moment one stays', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id: tenant, slug } = await newTenant(stage);
      const people = [await member(stage, 'OWNER', slug), await member(stage, 'OWNER', slug)] as const;
      const ids = await Promise.all(people.map((person) => memberIdOf(stage, person, slug)));
      const clients = await Promise.all(people.map((person, node) => enter(stage, person, slug, node)));
      const [one, two] = clients;
      if (!one || !two) throw new Error('There are two of them.');
      const answers =
        round % 2 === 0
          ? await Promise.all([leave(one), leave(two)])
          : await Promise.all([remove(one, ids[1] ?? ''), remove(two, ids[0] ?? '')]);
      const left = await stage.cell<number>(
        `select count(*)::int from auth.membership where tenant_id = $1 and role = 'OWNER' and ended_at is null`,
        [tenant],
      );
      expect({ round, left, done: answers.filter(({ code }) => code === undefined).length }).toEqual({
        round,
        left: 1,
        done: 1,
      });
    }
  });

  test('is not changed by themselves but by leaving', async () => {
    const { slug, admin } = await house();
    const { id, there } = await somebody(slug, 'OWNER');
    const mine = (await membersOf(admin)).find(({ role }) => role === 'ADMIN')?.id ?? '';
    for (const [client, own] of [
      [there, id],
      [admin, mine],
    ] as const)
      for (const answer of [
        await changeRole(client, own, 'VIEWER'),
        await deactivate(client, own),
        await remove(client, own),
      ])
        expect(answer.code).toBe('CONFLICT');
  });

  test('becomes the owner when an owner who has just shown a code says so, who stays as an admin', async () => {
    const { slug, owner, admin } = await house();
    const { id, there } = await somebody(slug, 'VIEWER');
    for (const [client, code] of [
      [owner, 'SECOND_FACTOR_REQUIRED'],
      [admin, 'FORBIDDEN'],
    ] as const)
      expect((await transfer(client, id)).code).toBe(code);
    const careful = await steppedUpOwner(stage, slug);
    expect((await transfer(careful, id)).data?.transferOwnership.member).toMatchObject({ id, role: 'OWNER' });
    expect((await careful.query(ROLE)).data).toEqual({ viewer: { role: 'ADMIN' } });
    expect((await there.query(ROLE)).data).toEqual({ viewer: { role: 'OWNER' } });
  });

  test('of several tenants is in each what that one made of them', async () => {
    const [one, two] = [await newTenant(stage), await newTenant(stage)];
    const person = await withFactor(stage, await member(stage, 'OWNER', one.slug));
    await stage.sql('insert into auth.membership (tenant_id, user_id, role) values ($1, $2, $3)', [
      two.id,
      person.id,
      'VIEWER',
    ]);
    const client = await enter(stage, person, one.slug);
    expect((await client.query(ROLE)).data).toEqual({ viewer: { role: 'OWNER' } });
    client.tenant = two.slug;
    expect((await client.query(ROLE)).data).toEqual({ viewer: { role: 'VIEWER' } });
    client.tenant = undefined;
    expect((await client.query(CONTACTS)).code).toBe('FORBIDDEN');
    const listed = await client.query<{ viewer: { tenants: { role: string; tenant: { slug: string } }[] } }>(
      '{ viewer { tenants { role tenant { slug } } } }',
    );
    expect(listed.data?.viewer.tenants).toHaveLength(2);
    client.tenant = 'acme';
    expect((await client.query(CONTACTS)).code).toBe('FORBIDDEN');
  });

  test('is never staff: a membership that was slipped in opens nothing', async () => {
    const { id: tenant, slug } = await newTenant(stage);
    const person = await withFactor(stage, await supporter(stage));
    await stage.sql('insert into auth.membership (tenant_id, user_id, role) values ($1, $2, $3)', [
      tenant,
      person.id,
      'OWNER',
    ]);
    const client = await signedIn(stage, person);
    client.tenant = slug;
    expect((await client.query(ROLE)).data).toEqual({ viewer: { role: null } });
    expect((await leave(client)).code).toBe('FORBIDDEN');
  });
});
