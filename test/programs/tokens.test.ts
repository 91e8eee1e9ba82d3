import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { crc32 } from 'node:zlib';
import { Client } from '../support/client.js';
import {
  ADMIN,
  EDITOR,
  entriesOf,
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
import { makeToken, programOf, revokeToken, tryRevokeToken, tryToken, TOKEN, type TokenShown } from './deeds.js';

const EVERYTHING = [
  'contacts:read',
  'contacts:write',
  'companies:read',
  'companies:write',
  'invoices:read',
  'invoices:write',
  'tickets:read',
  'tickets:write',
];
const ORDINARY = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL'];
const LOOK = '{ contacts(first: 3) { nodes { id name email iban } } }';

let stage: Stage;
let owner: Client;
let admin: Client;

beforeAll(async () => {
  stage = await openStage(2);
  owner = await stage.as(OWNER);
  admin = await stage.as(ADMIN);
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await stage.sql('delete from auth.api_token');
});

const codeOf = async (asked: { query: Client['query'] }, query: string): Promise<string | undefined> =>
  (await asked.query(query)).code;

async function tokens(status?: string): Promise<readonly TokenShown[]> {
  const { data, text } = await owner.query<{ tenant: { gdpr: { apiTokens: TokenShown[] } } }>(
    `query ($status: ApiTokenStatus) { tenant { gdpr { apiTokens(status: $status) { ${TOKEN} } } } }`,
    { status },
  );
  if (!data) throw new Error(text);
  return data.tenant.gdpr.apiTokens;
}

/** Fields of the first contacts that were not withheld. */
async function seen(asked: { query: Client['query'] }): Promise<readonly string[] | string> {
  const { data, withheld, code } = await asked.query<{ contacts: { nodes: Record<string, unknown>[] } | null }>(LOOK);
  const hidden = new Set(withheld.map(({ field }) => field));
  const [first] = data?.contacts?.nodes ?? [];
  return first ? Object.keys(first).filter((field) => !hidden.has(field)) : (code ?? '');
}

describe('The secret of a token', () => {
  test('is recognisable, bears a checksum, is shown once, and is nowhere in the database', async () => {
    const { token, secret } = await makeToken(owner);
    expect(secret).toMatch(/^sluice_[0-9A-Za-z]{46}$/);
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    const sum = [...secret.slice(-6)].reduce((value, digit) => value * 62 + digits.indexOf(digit), 0);
    expect(sum).toBe(crc32(secret.slice(0, -6)));
    expect(JSON.stringify(await tokens())).not.toContain(secret);
    const tables = await stage.sql<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('auth', 'public')",
    );
    for (const { name } of tables) {
      const found = await stage.cell<number>(`select count(*)::int from ${name} t where strpos(t::text, $1) > 0`, [
        secret.slice(7),
      ]);
      expect([name, found]).toEqual([name, 0]);
    }
    expect(stage.nodes[0].logged.join('')).not.toContain(secret);
    expect(token.id).toMatch(/^tok_/);
  });

  test('that is mistyped is nobody’s, without asking the database; so is one in a query string', async () => {
    const { secret } = await makeToken(owner);
    expect(await seen(programOf(stage, secret))).toEqual(['id', 'email']);
    const wrong = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a');
    const before = stage.nodes[0].database.statements;
    expect(await seen(programOf(stage, wrong))).toBe('UNAUTHENTICATED');
    expect(stage.nodes[0].database.statements).toBe(before);
    const response = await fetch(`${stage.nodes[0].url}?query=${encodeURIComponent(LOOK)}&access_token=${secret}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(await response.text()).toContain('UNAUTHENTICATED');
  });
});

describe('A token', () => {
  test('reads what its scopes and categories name, in the log, and nothing once it is revoked, on any node', async () => {
    const { token, secret } = await makeToken(owner);
    const [here, there] = [programOf(stage, secret), programOf(stage, secret, 1)];
    const looked = await here.query(
      'query Synced { contacts(first: 2) { totalCount nodes { name email company { name } } } }',
    );
    expect(looked.data).toMatchObject({ contacts: { totalCount: 2000, nodes: [{ name: null, company: null }, {}] } });
    expect(looked.withheld.map(({ field, reason }) => [field, reason])).toEqual([
      ['name', 'SCOPE_MISSING'],
      ['company', 'SCOPE_MISSING'],
    ]);
    expect(looked.withheld[1]?.remedy).toContain('companies:read');
    expect(await entriesOf(stage, 'Synced')).toMatchObject([
      { actor: 'INTEGRATION', actor_name: 'Newsletter', authority: uuidOf(token.id), authority_kind: 'API_TOKEN' },
    ]);
    expect(await seen(there)).toEqual(['id', 'email']);
    const { receipt } = await revokeToken(owner, token.id);
    expect(receipt).toMatchObject({ fenced: 0 });
    expect(await seen(here)).toBe('UNAUTHENTICATED');
    expect(await seen(there)).toBe('UNAUTHENTICATED');
    expect((await revokeToken(owner, token.id)).receipt.effectiveAt).toBe(receipt.effectiveAt);
  });

  test('that ended is answered with 401, also where it was remembered; one of another tenant is not', async () => {
    const { token, secret } = await makeToken(owner);
    const [here, there] = [programOf(stage, secret), programOf(stage, secret, 1)];
    expect((await here.query(LOOK)).status).toBe(200);
    const elsewhere = await here.query(LOOK, {}, { 'x-tenant': 'globex' });
    expect([elsewhere.status, elsewhere.headers.get('www-authenticate')]).toEqual([200, null]);
    await revokeToken(owner, token.id);
    for (const program of [here, here, there]) {
      const { status, code, headers } = await program.query(LOOK);
      expect([status, code]).toEqual([401, 'UNAUTHENTICATED']);
      expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });

  test('is no session: in the cookie of one it is nobody’s', async () => {
    const { secret } = await makeToken(owner);
    const { data, code } = await new Client(stage.nodes[0].url).query(LOOK, {}, { cookie: `session=${secret}` });
    expect([data?.contacts, code]).toEqual([null, 'UNAUTHENTICATED']);
  });

  test('names the scope that is missing, and reading is not implied by writing nor the other way', async () => {
    const [first] = (await owner.query<{ contacts: { nodes: { id: string }[] } }>(LOOK)).data?.contacts.nodes ?? [];
    const reading = programOf(stage, (await makeToken(owner, { categories: ORDINARY })).secret);
    const writing = programOf(
      stage,
      (await makeToken(owner, { scopes: ['contacts:write'], categories: ORDINARY })).secret,
    );
    const change = `mutation ($id: ID!, $phone: String) { updateContact(id: $id, input: { phone: $phone }) { __typename } }`;
    const { code, errors } = await reading.query(change, { id: first?.id, phone: '+32 1' });
    expect([code, errors[0]?.message]).toEqual(['SCOPE_MISSING', expect.stringContaining('contacts:write')]);

    expect(await seen(writing)).toBe('SCOPE_MISSING');
    const showing = await writing.query(
      `mutation ($id: ID!) { updateContact(id: $id, input: { phone: "+32 2" }) { contact { phone } } }`,
      { id: first?.id },
    );
    expect([showing.code, showing.errors[0]?.message]).toEqual([
      'SCOPE_MISSING',
      expect.stringContaining('contacts:read'),
    ]);
    const phone = async (): Promise<string | undefined> => {
      const { data } = await owner.query<{ contact: { phone: string } }>(
        'query ($id: ID!) { contact(id: $id) { phone } }',
        { id: first?.id },
      );
      return data?.contact.phone;
    };
    expect(await phone()).not.toBe('+32 2');
    const blind = await writing.query(change, { id: first?.id, phone: '+32 3' });
    expect(blind.data).toEqual({ updateContact: { __typename: 'ContactPayload' } });
    expect(await phone()).toBe('+32 3');
  });

  test('writes its changes into the log as itself, on behalf of its maker', async () => {
    const { token, secret } = await makeToken(admin, {
      scopes: ['contacts:write', 'contacts:read'],
      categories: ['IDENTITY', 'CONTACT_DETAILS'],
    });
    const program = programOf(stage, secret);
    const { data } = await program.query<{ createContact: { contact: { id: string; name: string } } }>(
      'mutation { createContact(input: { name: "Made by a program" }) { contact { id name } } }',
    );
    expect(data?.createContact.contact.name).toBe('Made by a program');
    const [entry] = await stage.sql(
      'select c.*, u.email from change_entry c join auth.user_account u on u.id = c.actor_id where record_id = $1',
      [uuidOf(data?.createContact.contact.id ?? '')],
    );
    expect(entry).toMatchObject({
      actor: 'INTEGRATION',
      actor_name: 'Newsletter',
      email: ADMIN,
      authority: uuidOf(token.id),
      authority_kind: 'API_TOKEN',
    });
    const hidden = await program.query(
      'mutation { createContact(input: { name: "x", iban: "BE1" }) { contact { id } } }',
    );
    expect([hidden.code, hidden.errors[0]?.extensions?.argument]).toEqual(['FIELD_WITHHELD', ['input', 'iban']]);
    expect(
      await codeOf(program, `mutation { deleteContact(id: "${data?.createContact.contact.id}") { deletedId } }`),
    ).toBe('SCOPE_MISSING');
  });

  test('opens, answers and closes tickets by the scope for it, by the name of the program, and each read of one is logged', async () => {
    const open =
      'mutation { openTicket(input: { subject: "Sync", body: "It stopped." }) { ticket { id messages { nodes { author } } } } }';
    const tickets = programOf(
      stage,
      (await makeToken(owner, { scopes: ['tickets:read', 'tickets:write'], categories: [] })).secret,
    );
    const { data, text } = await tickets.query<{ openTicket: { ticket: { id: string } } }>(open);
    expect([text, data?.openTicket.ticket]).toEqual([
      text,
      expect.objectContaining({ messages: { nodes: [{ author: 'Newsletter' }] } }),
    ]);
    const id = data?.openTicket.ticket.id ?? '';
    const reading = programOf(stage, (await makeToken(owner, { scopes: ['tickets:read'], categories: [] })).secret);
    expect((await reading.query(`query Tickets { ticket(id: "${id}") { subject } }`)).data).toEqual({
      ticket: { subject: 'Sync' },
    });
    expect((await entriesOf(stage, 'Tickets'))[0]?.disclosed).toMatchObject([
      { subject: 'Ticket', count: 1, ids: [id] },
    ]);
    expect(await codeOf(reading, open)).toBe('SCOPE_MISSING');
    expect(await codeOf(reading, `mutation { closeTicket(id: "${id}") { __typename } }`)).toBe('SCOPE_MISSING');
    expect(await seen(reading)).toBe('SCOPE_MISSING');
    const blind = programOf(stage, (await makeToken(owner, { scopes: ['tickets:write'], categories: [] })).secret);
    expect(await codeOf(blind, open)).toBe('SCOPE_MISSING');
    expect(
      (await blind.query(`mutation { replyToTicket(id: "${id}", body: "Still.") { __typename } }`)).errors,
    ).toEqual([]);
    expect(
      await stage.cell<number>('select count(*)::int from ticket_message where ticket_id = $1', [uuidOf(id)]),
    ).toBe(2);
  });

  test('is for its own tenant, whatever tenant the request names', async () => {
    const program = programOf(stage, (await makeToken(owner, { categories: ORDINARY })).secret);
    const names = async (headers: Record<string, string>): Promise<unknown> =>
      (await program.query('{ tenant { slug } }', {}, headers)).data?.tenant ?? null;
    expect(await names({})).toEqual({ slug: 'acme' });
    expect(await names({ 'x-tenant': 'acme' })).toEqual({ slug: 'acme' });
    expect(await names({ 'x-tenant': 'globex' })).toBeNull();
    expect((await program.query(LOOK, {}, { 'x-tenant': 'globex' })).code).toBe('FORBIDDEN');
    const foreign = await (
      await stage.as(GLOBEX_OWNER, 0, 'globex')
    ).query<{ contacts: { nodes: { id: string }[] } }>(LOOK);
    const id = foreign.data?.contacts.nodes[0]?.id ?? '';
    expect(id).not.toBe('');
    expect((await program.query(`{ contact(id: "${id}") { email } }`)).data).toEqual({ contact: null });
  });

  test('lives 90 days unless it says otherwise, a year at most, and ends by the clock', async () => {
    const day = 86_400_000;
    const { token } = await makeToken(owner);
    // The clock is read for each, so they may be milliseconds apart.
    expect((Date.parse(token.expiresAt) - Date.parse(token.createdAt)) / day).toBeCloseTo(90, 4);
    expect((await tryToken(owner, { expiresAt: await inTime(stage, '366 days') })).code).toBe('BAD_USER_INPUT');
    expect((await tryToken(owner, { expiresAt: await inTime(stage, '-1 minute') })).code).toBe('BAD_USER_INPUT');
    const { secret } = await makeToken(owner, { expiresAt: await inTime(stage, '1 day') });
    const program = programOf(stage, secret);
    expect(await seen(program)).toEqual(['id', 'email']);
    await stage.sql(
      "update auth.api_token set expires_at = clock_timestamp(), created_at = created_at - interval '1 day'",
    );
    expect(await seen(program)).toBe('UNAUTHENTICATED');
    expect((await tokens()).map(({ status }) => status)).toEqual(['EXPIRED', 'EXPIRED']);
  });

  test('ends earlier as soon as its tenant allows less', async () => {
    const { secret } = await makeToken(owner);
    const program = programOf(stage, secret);
    await stage.sql("update auth.api_token set created_at = created_at - interval '20 days'");
    expect(await seen(program)).toEqual(['id', 'email']);
    const limit = (days: number): string =>
      `mutation { setTokenPolicy(input: { maxDays: ${String(days)} }) { maxDays fourEyes } }`;
    expect((await admin.query(limit(30))).data).toEqual({ setTokenPolicy: { maxDays: 30, fourEyes: false } });
    try {
      const [shown] = await tokens();
      expect(Date.parse(shown?.expiresAt ?? '') - Date.parse(shown?.createdAt ?? '')).toBe(30 * 86_400_000);
      expect(await seen(program)).toEqual(['id', 'email']);
      await admin.query(limit(20));
      expect(await seen(program)).toBe('UNAUTHENTICATED');
      expect((await tryToken(owner, { expiresAt: await inTime(stage, '25 days') })).code).toBe('BAD_USER_INPUT');
      // To loosen it takes an owner, with a fresh code.
      expect(await codeOf(admin, limit(40))).toBe('FORBIDDEN');
      expect(await codeOf(owner, limit(40))).toBe('SECOND_FACTOR_REQUIRED');
      expect(await codeOf(owner, limit(0))).toBe('BAD_USER_INPUT');
    } finally {
      await stage.sql('update auth.tenant_authority set token_days = 365');
    }
  });

  test('is accepted from its ranges of addresses only, in every statement', async () => {
    const local = programOf(stage, (await makeToken(owner, { addressRanges: ['127.0.0.0/8', '::1/128'] })).secret);
    expect(await seen(local)).toEqual(['id', 'email']);
    const elsewhere = programOf(stage, (await makeToken(owner, { addressRanges: ['192.0.2.0/24'] })).secret);
    expect(await seen(elsewhere)).toBe('UNAUTHENTICATED');
    expect((await tryToken(owner, { addressRanges: ['192.0.2.1/24'] })).code).toBe('BAD_USER_INPUT');
    expect((await tryToken(owner, { addressRanges: ['anywhere'] })).code).toBe('BAD_USER_INPUT');
    // What is remembered of it counts for nothing either.
    await stage.sql("update auth.api_token set ranges = '{192.0.2.0/24}'");
    expect(await seen(local)).toBe('UNAUTHENTICATED');
  });

  test('tells its tenant that it is in use, roughly, and not its reader', async () => {
    const { secret } = await makeToken(owner);
    expect((await tokens())[0]?.lastUsedAt).toBeNull();
    await seen(programOf(stage, secret));
    for (let tries = 0; tries < 100 && (await tokens())[0]?.lastUsedAt === null; tries += 1);
    const [shown] = await tokens();
    expect(Date.parse(shown?.lastUsedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(shown?.createdAt ?? ''));
  });

  test('says what it is, what it may do, and which scopes and categories it asked for and lacks', async () => {
    const { token, secret } = await makeToken(owner, {
      scopes: ['contacts:read', 'invoices:write'],
      categories: ['CONTACT_DETAILS', 'GOVERNMENT_ID', 'COMMERCIAL'],
    });
    const program = programOf(stage, secret);
    const ask = `{ viewer { actor role user { id } tenants { tenant { slug } actor until }
      token { id name expiresAt scopes { name held reason } categories { name held reason } }
      can(action: READ, subject: "Contact", field: "email") { allowed } } }`;
    const { data } = await program.query<{ viewer: Record<string, unknown> }>(ask);
    expect(data?.viewer).toEqual({
      actor: 'INTEGRATION',
      role: null,
      user: null,
      tenants: [{ tenant: { slug: 'acme' }, actor: 'INTEGRATION', until: token.expiresAt }],
      token: {
        id: token.id,
        name: 'Newsletter',
        expiresAt: token.expiresAt,
        scopes: [
          { name: 'contacts:read', held: true, reason: 'ALLOWED' },
          { name: 'invoices:write', held: false, reason: 'SCOPE_MISSING' },
        ],
        categories: [
          { name: 'COMMERCIAL', held: false, reason: 'SCOPE_MISSING' },
          { name: 'CONTACT_DETAILS', held: true, reason: 'ALLOWED' },
          { name: 'GOVERNMENT_ID', held: true, reason: 'ALLOWED' },
        ],
      },
      can: { allowed: true },
    });
  });

  test.each([
    ['no name', { name: ' ' }],
    ['a name that is too long', { name: 'x'.repeat(101) }],
    ['no scope', { scopes: [] }],
    ['a scope that there is not', { scopes: ['contacts:erase'] }],
    ['two scopes in one word', { scopes: ['contacts:read contacts:write'] }],
    ['a scope with something behind it', { scopes: ['contacts:read\n'] }],
    ['no category', { categories: [] }],
    ['a category that there is not', { categories: ['SHOES'] }],
  ])('is not made with %s', async (_, input) => {
    expect((await tryToken(owner, input)).code).toBe('BAD_USER_INPUT');
    expect(await stage.cell<number>('select count(*)::int from auth.api_token')).toBe(0);
  });

  test('is made, seen and ended by owners and admins only, and another tenant’s is none', async () => {
    const { token } = await makeToken(owner);
    for (const email of [EDITOR, VIEWER, SUPPORT]) {
      const other = await stage.as(email);
      expect([email, (await tryToken(other)).code]).toEqual([email, 'FORBIDDEN']);
      expect([email, (await tryRevokeToken(other, token.id)).code]).toEqual([email, 'FORBIDDEN']);
    }
    const foreign = await stage.as(GLOBEX_OWNER, 0, 'globex');
    const missing = await tryRevokeToken(foreign, 'tok_00000000-0000-7000-8000-000000000001');
    expect((await tryRevokeToken(foreign, token.id)).text).toBe(missing.text);
    expect((await tokens('ACTIVE')).map(({ id }) => id)).toEqual([token.id]);
  });
});

describe('What a token may do is what its maker may do now', () => {
  afterEach(async () => {
    await stage.sql(
      `update auth.membership m set role = 'ADMIN', ended_at = null, deactivated_at = null
        from auth.user_account u where u.id = m.user_id and u.email = $1 and (m.role <> 'ADMIN' or m.ended_at is not null)`,
      [ADMIN],
    );
    await stage.sql('update auth.tenant_authority set second_factor_required = false');
    // Whoever belongs to no tenant is signed out.
    await admin.signIn(ADMIN);
  });

  const member = (): Promise<string> =>
    stage.cell(
      "select 'mem_' || m.id from auth.membership m join auth.user_account u on u.id = m.user_id where u.email = $1",
      [ADMIN],
    );

  test('so it shrinks with the role, and grows with it again', async () => {
    const { secret } = await makeToken(admin, { scopes: EVERYTHING, categories: [...ORDINARY, 'GOVERNMENT_ID'] });
    const program = programOf(stage, secret);
    const look = '{ contacts(first: 1) { nodes { name iban nationalId } } }';
    const hidden = async (): Promise<readonly string[]> =>
      (await program.query(look)).withheld.map(({ field }) => field);
    const write = 'mutation { createContact(input: { name: "x" }) { contact { name } } }';
    expect(await hidden()).toEqual([]);
    const become = async (role: string): Promise<void> => {
      const { errors } = await owner.query(
        `mutation ($id: ID!) { changeMemberRole(id: $id, role: ${role}) { member { role } } }`,
        {
          id: await member(),
        },
      );
      expect(errors).toEqual([]);
    };
    await become('EDITOR');
    expect(await hidden()).toEqual(['nationalId']);
    expect((await program.query(write)).errors).toEqual([]);
    await become('VIEWER');
    expect(await hidden()).toEqual(['iban', 'nationalId']);
    const refused = await program.query(write);
    expect([refused.code, refused.errors[0]?.message]).toEqual(['SCOPE_MISSING', expect.stringContaining('maker')]);
    const { data } = await program.query<{ viewer: { token: { scopes: { name: string; held: boolean }[] } } }>(
      '{ viewer { token { scopes { name held } } } }',
    );
    expect(data?.viewer.token.scopes.filter(({ held }) => !held).map(({ name }) => name)).toEqual([
      'companies:write',
      'contacts:write',
      'invoices:read',
      'invoices:write',
    ]);
    await become('ADMIN');
    expect(await hidden()).toEqual([]);
  });

  test.each([
    ['is deactivated', 'mutation ($id: ID!) { deactivateMember(id: $id) { member { id } } }'],
    ['is removed', 'mutation ($id: ID!) { removeMember(id: $id) { removedId } }'],
  ])('so it ends when the maker %s, and does not come back', async (_, mutation) => {
    const { token, secret } = await makeToken(admin);
    const program = programOf(stage, secret, 1);
    expect(await seen(program)).toEqual(['id', 'email']);
    expect((await owner.query(mutation, { id: await member() })).errors).toEqual([]);
    expect(await seen(program)).toBe('UNAUTHENTICATED');
    await stage.sql('update auth.membership set ended_at = null, deactivated_at = null where ended_at is not null');
    expect(await seen(program)).toBe('UNAUTHENTICATED');
    expect(await tokens()).toMatchObject([{ id: token.id, status: 'REVOKED', revokedHow: 'MAKER_GONE' }]);
  });

  test('so whoever removes the maker waits for what the token has read', async () => {
    await makeToken(admin);
    const maker = await stage.cell('select id from auth.user_account where email = $1', [ADMIN]);
    const tenant = await stage.cell("select id from tenant where slug = 'acme'");
    await stage.sql(
      'insert into seal (tenant_id, id, authorities, bound_ms) values ($1, gen_random_uuid(), array[$2::uuid], 300)',
      [tenant, maker],
    );
    const begun = performance.now();
    await owner.query('mutation ($id: ID!) { removeMember(id: $id) { removedId } }', { id: await member() });
    expect(performance.now() - begun).toBeGreaterThan(300);
    await forgetSeals(stage);
  });

  test('so it opens nothing while its maker lacks a second factor that is demanded', async () => {
    const program = programOf(stage, (await makeToken(admin)).secret);
    expect(await seen(program)).toEqual(['id', 'email']);
    await stage.sql(
      "update auth.tenant_authority a set second_factor_required = true from tenant t where t.id = a.tenant_id and t.slug = 'acme'",
    );
    expect(await seen(program)).toBe('UNAUTHENTICATED');
  });
});

describe('Four eyes', () => {
  afterEach(() => stage.sql('update auth.tenant_authority set token_four_eyes = false'));

  test('leave a token closed until a second owner or admin approves it', async () => {
    expect((await admin.query('mutation { setTokenPolicy(input: { fourEyes: true }) { fourEyes } }')).data).toEqual({
      setTokenPolicy: { fourEyes: true },
    });
    const { token, secret } = await makeToken(admin);
    expect(token).toMatchObject({ status: 'PENDING', approvedAt: null });
    const program = programOf(stage, secret);
    expect(await seen(program)).toBe('UNAUTHENTICATED');
    const approve = `mutation { approveApiToken(id: "${token.id}") { token { status } receipt { drained } } }`;
    expect(await codeOf(admin, approve)).toBe('FORBIDDEN');
    expect(await codeOf(await stage.as(EDITOR), approve)).toBe('FORBIDDEN');
    expect((await owner.query(approve)).data).toEqual({
      approveApiToken: { token: { status: 'ACTIVE' }, receipt: null },
    });
    expect(await seen(program)).toEqual(['id', 'email']);
    expect(await codeOf(owner, approve)).toBe('CONFLICT');
    expect(await codeOf(admin, 'mutation { setTokenPolicy(input: { fourEyes: false }) { fourEyes } }')).toBe(
      'FORBIDDEN',
    );
  });
});
