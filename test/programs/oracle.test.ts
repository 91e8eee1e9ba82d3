import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { openStage, uuidOf, type Stage } from '../consent/stage.js';
import { makeIntegration, makeToken, programOf, type Program } from './deeds.js';
import { Dice, SEED } from '../read/oracle/dice.js';

/**
 * Fifty tokens of random scopes in two tenants, asked what they see and may change, beside what somebody would say who has only read what
 * tokens are for. It knows nothing of the page, the compiler or the entities: fields and categories are written down here.
 */

const FIELDS = {
  contacts: {
    name: 'IDENTITY',
    birthDate: 'IDENTITY',
    email: 'CONTACT_DETAILS',
    phone: 'CONTACT_DETAILS',
    iban: 'FINANCIAL',
    nationalId: 'GOVERNMENT_ID',
    notes: 'NOTES',
  },
  companies: { name: 'COMMERCIAL', website: 'COMMERCIAL', vatNumber: 'FINANCIAL' },
  invoices: { number: 'FINANCIAL', total: 'FINANCIAL' },
} as const;
type Kind = keyof typeof FIELDS;
const KINDS = Object.keys(FIELDS) as Kind[];
const SINGULAR: Record<Kind, string> = { contacts: 'Contact', companies: 'Company', invoices: 'Invoice' };
const SCOPES = ['contacts', 'companies', 'invoices', 'tickets'].flatMap((kind) => [`${kind}:read`, `${kind}:write`]);
const CATEGORIES = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL', 'GOVERNMENT_ID', 'SPECIAL'];
const SENSITIVE = ['GOVERNMENT_ID', 'SPECIAL'];
type Role = 'OWNER' | 'ADMIN' | 'EDITOR' | 'VIEWER';

function roleReads(role: Role, category: string): boolean {
  if (role === 'VIEWER') return ['IDENTITY', 'CONTACT_DETAILS', 'COMMERCIAL'].includes(category);
  return role !== 'EDITOR' || !SENSITIVE.includes(category);
}

/** Without the agreement nothing is written. */
const AGREED = { acme: true, globex: false };

interface Case {
  readonly tenant: 'acme' | 'globex';
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
  /** Of an integration, which narrows. */
  readonly within: { readonly scopes: readonly string[]; readonly categories: readonly string[] } | null;
  readonly maker: string;
  readonly program: Program;
}

let stage: Stage;
let cases: readonly Case[];
const makers = new Map<string, Role>();

const some = <T>(dice: Dice, all: readonly T[]): readonly T[] => {
  const kept = all.filter(() => dice.chance(0.5));
  return kept.length > 0 ? kept : [dice.oneOf(all)];
};

beforeAll(async () => {
  stage = await openStage(2);
  const dice = new Dice(SEED);
  const owners = { acme: await stage.as('owner@acme.test'), globex: await stage.as('owner@globex.test', 0, 'globex') };
  // Four makers a tenant, admins to begin with; who is signed in is the same, whatever they are made of later.
  const makersOf: Record<string, Client[]> = { acme: [owners.acme], globex: [owners.globex] };
  for (const email of ['admin@acme.test', 'editor@acme.test', 'viewer@acme.test']) {
    await role(email, 'ADMIN');
    makersOf.acme?.push(await stage.as(email));
  }
  const emails: Record<string, readonly string[]> = {
    acme: ['owner@acme.test', 'admin@acme.test', 'editor@acme.test', 'viewer@acme.test'],
    globex: ['owner@globex.test'],
  };
  const made: Case[] = [];
  for (let at = 0; at < 50; at += 1) {
    const tenant = dice.chance(0.7) ? 'acme' : 'globex';
    const which = dice.upTo((emails[tenant]?.length ?? 1) - 1);
    const member = makersOf[tenant]?.[which] ?? owners[tenant];
    const maker = emails[tenant]?.[which] ?? '';
    makers.set(maker, maker.startsWith('owner') ? 'OWNER' : 'ADMIN');
    const scopes = some(dice, SCOPES);
    const categories = some(dice, CATEGORIES);
    const within = dice.chance(0.3) ? { scopes: some(dice, SCOPES), categories: some(dice, CATEGORIES) } : null;
    const integration = within ? await makeIntegration(member, { name: `Number ${String(at)}`, ...within }) : null;
    const { secret } = await makeToken(member, {
      name: `Token ${String(at)}`,
      scopes,
      categories,
      ...(integration && { integrationId: integration.id }),
    });
    made.push({ tenant, scopes, categories, within, maker, program: programOf(stage, secret, at % 2) });
  }
  cases = made;
}, 180_000);

afterAll(() => stage.close());

async function role(email: string, wanted: Role): Promise<void> {
  await stage.sql(
    'update auth.membership m set role = $2 from auth.user_account u where u.id = m.user_id and u.email = $1',
    [email, wanted],
  );
  if (makers.has(email)) makers.set(email, wanted);
}

function has(one: Case, scope: string): boolean {
  return one.scopes.includes(scope) && (one.within === null || one.within.scopes.includes(scope));
}

function names(one: Case, category: string): boolean {
  return one.categories.includes(category) && (one.within === null || one.within.categories.includes(category));
}

function seesField(one: Case, kind: Kind, category: string): boolean {
  return has(one, `${kind}:read`) && names(one, category) && roleReads(makers.get(one.maker) ?? 'VIEWER', category);
}

function changesField(one: Case, kind: Kind, category: string): boolean {
  const is = makers.get(one.maker) ?? 'VIEWER';
  return (
    AGREED[one.tenant] &&
    has(one, `${kind}:write`) &&
    names(one, category) &&
    is !== 'VIEWER' &&
    roleReads(is, category)
  );
}

/** Also by the tenant's own fields alone a record is there: the categories that those of the demo world bear. */
async function ownCategories(tenant: string, kind: Kind): Promise<readonly string[]> {
  const rows = await stage.sql<{ category: string }>(
    'select distinct f.category from custom_field f join tenant t on t.id = f.tenant_id where t.slug = $1 and f.subject = $2',
    [tenant, SINGULAR[kind]],
  );
  return rows.map(({ category }) => category);
}

async function expected(one: Case): Promise<Record<string, unknown>> {
  const answer: Record<string, unknown> = {};
  for (const kind of KINDS) {
    const own = await ownCategories(one.tenant, kind);
    const all = [...Object.values(FIELDS[kind]), ...own];
    const fields = Object.entries(FIELDS[kind])
      .filter(([, category]) => seesField(one, kind, category))
      .map(([name]) => name);
    const visible = all.some((category) => seesField(one, kind, category));
    answer[kind] = visible ? fields.sort() : 'SCOPE_MISSING';
    answer[`${kind} changed`] = Object.entries(FIELDS[kind])
      .filter(([, category]) => changesField(one, kind, category))
      .map(([name]) => name)
      .sort();
    answer[`${kind} deleted`] = all.every((category) => changesField(one, kind, category));
  }
  answer.tickets = has(one, 'tickets:read');
  answer['tickets opened'] = has(one, 'tickets:write');
  return answer;
}

async function told(one: Case): Promise<Record<string, unknown>> {
  const answer: Record<string, unknown> = {};
  for (const kind of KINDS) {
    const fields = Object.keys(FIELDS[kind]);
    const { data, withheld, code, text } = await one.program.query<
      Record<string, { nodes: Record<string, unknown>[] } | null>
    >(`query Asked { ${kind}(first: 20) { nodes { id ${fields.join(' ')} } } }`);
    const hidden = new Set(withheld.map(({ field }) => field));
    const rows = data?.[kind]?.nodes;
    answer[kind] = rows ? fields.filter((field) => !hidden.has(field)).sort() : code;
    // What is said to be withheld is not there; what is not said to be is, as far as the tenant has it.
    for (const row of rows ?? [])
      for (const field of hidden) if (row[field] !== null) throw new Error(`${field} leaked: ${text}`);
    const can = fields.map(
      (field) => `${field}: can(action: UPDATE, subject: "${SINGULAR[kind]}", field: "${field}") { allowed }`,
    );
    const asked = await one.program.query<{ viewer: Record<string, { allowed: boolean }> }>(
      `{ viewer { ${can.join(' ')} remove: can(action: DELETE, subject: "${SINGULAR[kind]}") { allowed } } }`,
    );
    answer[`${kind} changed`] = fields.filter((field) => asked.data?.viewer[field]?.allowed === true).sort();
    answer[`${kind} deleted`] = asked.data?.viewer.remove?.allowed;
  }
  const { data } = await one.program.query<{ viewer: Record<'read' | 'open', { allowed: boolean }> }>(
    '{ viewer { read: can(action: READ, subject: "Ticket") { allowed } open: can(action: CREATE, subject: "Ticket") { allowed } } }',
  );
  answer.tickets = data?.viewer.read.allowed;
  answer['tickets opened'] = data?.viewer.open.allowed;
  return answer;
}

/** Every id of both tenants that a token has been shown. */
async function strangersShown(): Promise<number> {
  return stage.cell<number>(
    `select count(*)::int from access_entry e cross join jsonb_array_elements(e.disclosed) d cross join jsonb_array_elements_text(d->'ids') i
      where e.operation = 'Asked' and not exists (
        select from contact r where r.tenant_id = e.tenant_id and r.id::text = substr(i, 5)
        union all select from company r where r.tenant_id = e.tenant_id and r.id::text = substr(i, 5)
        union all select from invoice r where r.tenant_id = e.tenant_id and r.id::text = substr(i, 5))`,
  );
}

describe(`Fifty tokens of random scopes (SLUICE_TEST_SEED=${String(SEED)})`, () => {
  const agree = async (): Promise<void> => {
    for (const [at, one] of cases.entries()) {
      const { scopes, categories, within, maker } = one;
      const what = { at, tenant: one.tenant, scopes, categories, within, maker, role: makers.get(maker) };
      expect({ ...what, ...(await told(one)) }).toEqual({ ...what, ...(await expected(one)) });
    }
  };

  test('see and may change what their scopes, their categories and their makers come to', async () => {
    expect(new Set(cases.map(({ tenant }) => tenant)).size).toBe(2);
    await agree();
    const shown = await stage.cell<number>(
      "select count(*)::int from access_entry where operation = 'Asked' and actor = 'INTEGRATION'",
    );
    expect(shown).toBeGreaterThan(30);
    expect(await strangersShown()).toBe(0);
  });

  test('and still do when their makers have other roles, without a word from anybody', async () => {
    await role('admin@acme.test', 'VIEWER');
    await role('editor@acme.test', 'EDITOR');
    await role('viewer@acme.test', 'OWNER');
    await agree();
  });

  test('and change what they may, and nothing else', async () => {
    for (const one of cases) {
      const id = await stage.cell(
        'select c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = $1 order by c.id limit 1',
        [one.tenant],
      );
      const { errors } = await one.program.query(
        `mutation { updateContact(id: "con_${id}", input: { phone: "+32 470" }) { __typename } }`,
      );
      const may = changesField(one, 'contacts', 'CONTACT_DETAILS');
      expect([one.scopes, one.categories, errors.length]).toEqual([one.scopes, one.categories, may ? 0 : 1]);
    }
    const foreign = await stage.cell(
      "select c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = 'globex' limit 1",
    );
    for (const one of cases.filter(({ tenant }) => tenant === 'acme')) {
      const answer = await one.program.query(`{ node(id: "con_${foreign}") { id } }`);
      const missing = await one.program.query('{ node(id: "con_00000000-0000-7000-8000-0000000000ff") { id } }');
      expect(answer.text.replaceAll(foreign, '')).toBe(missing.text);
    }
    expect(uuidOf('con_x')).toBe('x');
  });
});
