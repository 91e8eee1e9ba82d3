import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { createClient } from 'graphql-ws';
import { Client as PostgresClient } from 'pg';
import { WebSocket } from 'ws';
import { credentialOf } from '../../src/access/identity/secrets.js';
import { isKeyed } from '../../src/entities/keyed.js';
import { buildSluiceSchema } from '../../src/server/schema.js';
import { SCOPE_NAMES } from '../../src/vocabulary/scopes.js';
import type { Client } from '../support/client.js';
import { openStage, OWNER, type Stage } from '../consent/stage.js';
import { deactivate, makeIntegration, makeToken, programOf, revokeToken } from './deeds.js';

const ORDINARY = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL', 'GOVERNMENT_ID'];

let stage: Stage;
let owner: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await stage.sql('delete from auth.api_token');
});

/** Some value that the schema takes. */
function valueFor(type: GraphQLInputType, name = ''): unknown {
  if (isNonNullType(type)) return valueFor(type.ofType, name);
  if (isListType(type)) return [valueFor(type.ofType, name)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(fields.map((field) => [field.name, valueFor(field.type, field.name)]));
  }
  const texts: Record<string, unknown> = {
    Boolean: true,
    Int: 1,
    Float: 1,
    DateTime: new Date(Date.now() + 3_600_000).toISOString(),
    Date: '2026-01-01',
    Decimal: '1.00',
    EmailAddress: 'somebody@example.test',
  };
  return texts[type.name] ?? (name.toLowerCase().endsWith('scopes') ? 'contacts:read' : 'IDENTITY');
}

function asked(field: GraphQLField<unknown, unknown>): { readonly query: string; readonly variables: object } {
  const given = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isObjectType(getNamedType(field.type)) ? ' { __typename }' : '';
  return {
    query: `mutation ${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`}${selection} }`,
    variables: Object.fromEntries(given.map(({ name, type }) => [name, valueFor(type, name)])),
  };
}

/** What anybody may ask who is signed in nowhere; and signing out, which a token has nothing to do with. */
const FOR_ANYBODY = new Set([
  'signIn',
  'signOut',
  'requestPasswordReset',
  'resetPassword',
  'verifyEmail',
  'confirmEmailChange',
  'acceptInvitation',
  'openExternalInvitation',
  'acceptExternalInvitation',
]);

describe('No token, whatever its scopes and its maker', () => {
  const fields = Object.values(buildSluiceSchema().getMutationType()?.getFields() ?? {});
  const closed = fields.filter((field) => !isKeyed(field) && !FOR_ANYBODY.has(field.name));

  test('makes tokens, changes members, grants or settings, or anything else that no scope names', async () => {
    expect(closed.length).toBeGreaterThan(40);
    const { secret } = await makeToken(owner, { scopes: SCOPE_NAMES, categories: ORDINARY });
    const program = programOf(stage, secret);
    expect((await program.query('{ contacts(first: 1) { totalCount } }')).errors).toEqual([]);
    const before = await everythingOfAuth();
    for (const field of closed) {
      const { query, variables } = asked(field);
      const { data, code, text } = await program.query(query, variables);
      // A malformed id is a missing one, for whoever asks.
      const refused = code === 'FORBIDDEN' || code === 'UNAUTHENTICATED' || code === 'NOT_FOUND';
      expect([field.name, refused ? 'refused' : text]).toEqual([field.name, 'refused']);
      expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
    }
    expect(await everythingOfAuth()).toEqual(before);
  });

  async function everythingOfAuth(): Promise<unknown> {
    const tables = await stage.sql<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'auth' and tablename not in ('api_token', 'throttle', 'access_chain', 'disclosure', 'disclosure_note')",
    );
    const counts: [string, string][] = [];
    for (const { name } of tables)
      counts.push([
        name,
        await stage.cell(`select coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from auth.${name} t`),
      ]);
    return counts;
  }

  test('opens the GDPR tab, logs, members or anybody’s account', async () => {
    const { secret } = await makeToken(owner, { scopes: SCOPE_NAMES, categories: ORDINARY });
    const program = programOf(stage, secret);
    const { data, withheld } = await program.query('{ tenant { slug gdpr { __typename } } viewer { user { id } } }');
    expect(data).toMatchObject({ tenant: { slug: 'acme', gdpr: null }, viewer: { user: null } });
    expect(withheld).toMatchObject([{ field: 'gdpr', reason: 'FORBIDDEN' }]);
    for (const subject of [
      'AccessEntry',
      'Member',
      'SupportGrant',
      'ApiToken',
      'Disclosure',
      'SecurityEvent',
      'User',
    ]) {
      const { data: told } = await program.query<{ viewer: { can: { reason: string } } }>(
        `{ viewer { can(action: READ, subject: "${subject}") { reason } } }`,
      );
      expect([subject, told?.viewer.can.reason]).toEqual([subject, 'FORBIDDEN']);
    }
  });
});

describe('Behind the law, in plain SQL under the API’s role, a token', () => {
  async function under<Row extends object>(secret: string, text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query("select set_config('sluice.credential', $1, true), set_config('sluice.tenant', '', true)", [
        credentialOf(secret),
      ]);
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  const reached = async (secret: string, table: string): Promise<readonly string[]> =>
    (
      await under<{ slug: string }>(
        secret,
        `select distinct t.slug from public.${table} d join public.tenant t on t.id = d.tenant_id`,
      )
    ).map(({ slug }) => slug);

  test('reaches its tenant’s data and no other’s, and no log', async () => {
    const { secret } = await makeToken(owner);
    for (const table of ['contact', 'company', 'invoice', 'custom_value'])
      expect([table, await reached(secret, table)]).toEqual([table, ['acme']]);
    for (const table of ['ticket', 'ticket_message', 'access_entry', 'change_entry'])
      expect([table, await under(secret, `select from public.${table}`)]).toEqual([table, []]);
  });

  test('reaches tickets by their scope, and by no other', async () => {
    const { secret } = await makeToken(owner, { scopes: ['tickets:read'], categories: [] });
    expect(await reached(secret, 'ticket')).toEqual(['acme']);
    expect(await under(secret, 'select from public.contact')).toEqual([]);
    await expect(
      under(secret, "update public.ticket set status = 'CLOSED' returning id").then((rows) => rows.length),
    ).resolves.toBe(0);
  });

  test('that only reads changes nothing', async () => {
    const reading = await makeToken(owner);
    const writing = await makeToken(owner, { scopes: ['contacts:write'] });
    const change = "update public.contact set city = 'Elsewhere' returning id";
    expect((await under(writing.secret, change)).length).toBe(2000);
    expect(await under(reading.secret, change)).toEqual([]);
  });

  test('writes into the log as itself only', async () => {
    const { token, secret } = await makeToken(owner);
    const other = await makeToken(owner);
    const entry = (authority: string, actor = 'INTEGRATION'): Promise<object[]> =>
      under(
        secret,
        `insert into public.access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed)
         values (auth.program_tenant_id(), gen_random_uuid(), now(), $2, auth.token_maker_id(), 'x', $1, 'API_TOKEN', '[]')`,
        [authority.slice(4), actor],
      );
    await expect(entry(token.id)).resolves.toEqual([]);
    await expect(entry(other.token.id)).rejects.toThrow('row-level security');
    await expect(entry(token.id, 'MEMBER')).rejects.toThrow('row-level security');
  });

  test('mints nothing: what issues tokens of integrations is closed to the API', async () => {
    const { secret } = await makeToken(owner);
    await expect(
      under(
        secret,
        "select auth.mint_delivery_token(gen_random_uuid(), gen_random_uuid(), sha256('x'), gen_random_uuid())",
      ),
    ).rejects.toThrow('permission denied');
  });
});

describe('On a socket, a token', () => {
  test.each(['it is revoked', 'its integration is turned off'])(
    'follows what it may read, and is cut off when %s',
    async (end) => {
      const integration = await makeIntegration(owner, { categories: ['IDENTITY'] });
      const { token, secret } = await makeToken(owner, { integrationId: integration.id, categories: ['IDENTITY'] });
      const client = createClient({
        url: stage.nodes[0].url.replace('http', 'ws'),
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization: `Bearer ${secret}` },
      });
      const events = client.iterate<{ contactChanged: { contact: { name: string | null; email: string | null } } }>({
        query: 'subscription Followed { contactChanged { kind contact { name email } } }',
      });
      const first = events.next();
      let created = 0;
      const creating = setInterval(() => {
        created += 1;
        void owner.query(
          'mutation ($name: String!) { createContact(input: { name: $name, email: "a@b.test" }) { contact { id } } }',
          {
            name: `Followed ${String(created)}`,
          },
        );
      }, 200);
      const heard = await first;
      clearInterval(creating);
      expect(heard.value).toMatchObject({
        data: { contactChanged: { contact: { name: expect.stringMatching(/^Followed/), email: null } } },
      });
      expect(
        await stage.cell<number>("select count(*)::int from access_entry where operation = 'Followed'"),
      ).toBeGreaterThan(0);
      const ended = (async () => {
        for (;;) if ((await events.next()).done === true) return 'done';
      })().catch((error: unknown) => error);
      const { receipt } =
        end === 'it is revoked' ? await revokeToken(owner, token.id) : await deactivate(owner, integration.id);
      expect(receipt.statement).toContain(end === 'it is revoked' ? token.id : integration.id);
      expect(JSON.stringify(await ended)).toMatch(/UNAUTHENTICATED|done|4401|4403|{}/);
      await client.dispose();
    },
  );
});
