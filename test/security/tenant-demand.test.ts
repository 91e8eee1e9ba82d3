import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { earlyInStep } from '../support/second-factor.js';
import { CONTACTS, enrol, member, signedIn, withFactor, type Person } from './people.js';

const demand = (client: Client, requireSecondFactor: boolean) =>
  client.query('mutation ($input: TenantSecurityInput!) { setTenantSecurity(input: $input) { requireSecondFactor } }', {
    input: { requireSecondFactor },
  });

describe('a tenant that demands a second factor', () => {
  let stage: Stage;
  let owner: Client;

  beforeAll(async () => {
    stage = await openStage(2);
    owner = await signedIn(stage, await withFactor(stage, await member(stage, 'OWNER')));
  });
  beforeEach(async () => {
    await earlyInStep();
    await stage.sql('update auth.tenant_authority set second_factor_required = false');
  });
  afterAll(() => stage.close());

  test('shuts out, at once and on every node, whoever has none, and lets them in when they have', async () => {
    const person = await member(stage, 'ADMIN');
    const [client, there] = [await signedIn(stage, person), await signedIn(stage, person, undefined, 1)];
    for (const one of [client, there]) expect((await one.query(CONTACTS)).errors).toEqual([]);
    expect((await demand(owner, true)).data).toEqual({ setTenantSecurity: { requireSecondFactor: true } });
    const company = 'mutation { createCompany(input: { name: "New" }) { company { id } } }';
    const grant =
      'mutation { grantSupportAccess(input: { categories: ["NOTES"], purpose: INCIDENT }) { grant { id } } }';
    for (const one of [client, there]) {
      for (const query of [CONTACTS, '{ tenant { name } }', '{ tickets { totalCount } }', company, grant]) {
        const { code, errors, data } = await one.query(query);
        expect([query, code]).toEqual([query, 'SECOND_FACTOR_REQUIRED']);
        expect(errors[0]?.extensions?.remedy).toMatch(/enrollSecondFactor/);
        expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
      }
    }
    const me = await client.query('{ viewer { user { email } tenants { tenant { slug } } } }');
    expect(me.data).toEqual({ viewer: { user: { email: person.email }, tenants: [{ tenant: { slug: 'acme' } }] } });
    await enrol(client);
    for (const query of [CONTACTS, company, grant]) expect((await client.query(query)).errors).toEqual([]);
    expect((await there.query('mutation { signOut }')).data).toEqual({ signOut: false });
  });

  test('lets everybody in again when it no longer does', async () => {
    const client = await signedIn(stage, await member(stage));
    await demand(owner, true);
    expect((await client.query(CONTACTS)).code).toBe('SECOND_FACTOR_REQUIRED');
    await demand(owner, false);
    expect((await client.query(CONTACTS)).errors).toEqual([]);
  });

  test('means external users as well, and nobody in another tenant', async () => {
    const [accountant, globex] = [
      await stage.as('accountant@books.test'),
      await stage.as('owner@globex.test', 0, 'globex'),
    ];
    await demand(owner, true);
    expect((await accountant.query(CONTACTS)).code).toBe('SECOND_FACTOR_REQUIRED');
    expect((await globex.query(CONTACTS)).errors).toEqual([]);
    const stranger = await stage.as('owner@globex.test');
    expect((await stranger.query(CONTACTS)).code).toBe('FORBIDDEN');
  });

  test('shuts out who addresses it without naming it', async () => {
    const client = await signedIn(stage, await member(stage));
    client.tenant = undefined;
    expect((await client.query(CONTACTS)).errors).toEqual([]);
    await demand(owner, true);
    expect((await client.query(CONTACTS)).code).toBe('SECOND_FACTOR_REQUIRED');
    await demand(owner, false);
    expect((await client.query(CONTACTS)).errors).toEqual([]);
  });

  test('shows so to those who look after it', async () => {
    const shown = '{ tenant { gdpr { security { requireSecondFactor } } } }';
    await demand(owner, true);
    expect((await owner.query(shown)).data).toEqual({ tenant: { gdpr: { security: { requireSecondFactor: true } } } });
  });

  const people: readonly (readonly [string, () => Promise<Person>, string])[] = [
    ['an owner without a second factor', () => member(stage, 'OWNER'), 'SECOND_FACTOR_REQUIRED'],
    ['an administrator', async () => withFactor(stage, await member(stage, 'ADMIN')), 'FORBIDDEN'],
    ['an editor', async () => withFactor(stage, await member(stage)), 'FORBIDDEN'],
  ];
  test.each(people)('does not because of %s', async (_who, make, code) => {
    const client = await signedIn(stage, await make());
    expect((await demand(client, true)).code).toBe(code);
    expect((await owner.query(CONTACTS)).errors).toEqual([]);
  });

  test('does not because of an owner whose last code is too old', async () => {
    const person = await withFactor(stage, await member(stage, 'OWNER'));
    const client = await signedIn(stage, person);
    await stage.sql('update auth.session set stepped_up_until = now() where user_id = $1', [person.id]);
    expect((await demand(client, true)).code).toBe('SECOND_FACTOR_REQUIRED');
  });
});
