import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActorName } from './support/actors.js';
import { createReadWorld, MISSING_UUID, type ReadWorld, type WorldIds } from './support/read-world.js';

let world: ReadWorld;

beforeAll(async () => {
  world = await createReadWorld();
});
afterAll(() => world.end());

const ACTORS: readonly ActorName[] = [
  'owner',
  'editor',
  'viewer',
  'external',
  'support',
  'support2',
  'administrator',
  'intruder',
  'anonymous',
];

/** The foreign grant was given to this one, whose it is wherever they are. */
const WITHOUT_GRANTEE = ACTORS.filter((actor) => actor !== 'support');

type Kind = 'con' | 'com' | 'inv' | 'tic' | 'gra' | 'usr';

const FOREIGN = {
  con: 'foreignContact',
  com: 'foreignCompany',
  inv: 'foreignInvoice',
  tic: 'foreignTicket',
  gra: 'foreignGrant',
  usr: 'user',
} as const satisfies Readonly<Record<Kind, keyof WorldIds>>;

/** Every place of the API that takes the id of something that is there already, with the kind of thing. */
const PLACES: readonly [query: string, kind: Kind, own?: readonly ActorName[]][] = [
  ['query ($id: ID!) { contact(id: $id) { id name } }', 'con'],
  ['query ($id: ID!) { company(id: $id) { id name } }', 'com'],
  ['query ($id: ID!) { invoice(id: $id) { id number } }', 'inv'],
  ['query ($id: ID!) { ticket(id: $id) { id subject } }', 'tic'],
  ...(['con', 'com', 'inv', 'tic', 'gra'] as const).flatMap((kind): [string, Kind, (readonly ActorName[])?][] => [
    ['query ($id: ID!) { node(id: $id) { id __typename } }', kind, kind === 'gra' ? WITHOUT_GRANTEE : ACTORS],
    ['query ($id: ID!) { nodes(ids: [$id, $id]) { id __typename } }', kind, kind === 'gra' ? WITHOUT_GRANTEE : ACTORS],
  ]),
  ['query ($id: ID!) { viewer { can(action: READ, subject: "Contact", id: $id) { allowed reason message } } }', 'con'],
  [
    'query ($id: ID!) { viewer { can(action: DELETE, subject: "Invoice", id: $id) { allowed reason message } } }',
    'inv',
  ],
  ['query ($id: ID) { tenant { gdpr { accessLog(grant: $id) { totalCount nodes { id } } } } }', 'gra'],
  ['mutation ($id: ID!) { updateContact(id: $id, input: { city: "x" }) { contact { id } } }', 'con'],
  [
    'mutation ($id: ID!) { updateContact(id: $id, input: {}, ifUpdatedAt: "2020-01-01T00:00:00Z") { contact { id } } }',
    'con',
  ],
  [
    'mutation ($id: ID!) { updateContact(id: $id, input: { nationalId: "1", customFields: [{ key: "none", value: "1" }] }) { contact { id } } }',
    'con',
  ],
  ['mutation ($id: ID!) { deleteContact(id: $id) { deletedId } }', 'con'],
  ['mutation ($id: ID!) { updateCompany(id: $id, input: { website: "x" }) { company { id } } }', 'com'],
  ['mutation ($id: ID!) { deleteCompany(id: $id) { deletedId } }', 'com'],
  ['mutation ($id: ID!) { updateInvoice(id: $id, input: { currency: "USD" }) { invoice { id } } }', 'inv'],
  ['mutation ($id: ID!) { deleteInvoice(id: $id) { deletedId } }', 'inv'],
  ['mutation ($id: ID!) { createContact(input: { name: "x", companyId: $id }) { contact { id } } }', 'com'],
  [
    'mutation ($id: ID!) { createContact(input: { companyId: $id, name: "x", nationalId: "1", customFields: [{ key: "none", value: "x" }] }) { contact { id } } }',
    'com',
  ],
  [
    'mutation ($id: ID!) { createInvoice(input: { number: "x", issuedOn: "2026-01-01", currency: "EUR", total: "1", contactId: $id }) { invoice { id } } }',
    'con',
  ],
  [
    'mutation ($id: ID!) { createInvoice(input: { number: "x", issuedOn: "2026-01-01", currency: "EUR", total: "1", companyId: $id }) { invoice { id } } }',
    'com',
  ],
  ['mutation ($id: ID!) { replyToTicket(id: $id, body: "x") { ticket { id } } }', 'tic'],
  ['mutation ($id: ID!) { closeTicket(id: $id) { ticket { id } } }', 'tic'],
  ['mutation ($id: ID!) { approveSupportAccess(id: $id) { grant { id } } }', 'gra'],
  ['mutation ($id: ID!) { denySupportAccess(id: $id) { grant { id } } }', 'gra'],
  ['mutation ($id: ID!) { revokeSupportAccess(id: $id) { grant { id } receipt { drained } } }', 'gra'],
  ['mutation ($id: ID!) { returnSupportAccess(id: $id) { grant { id } receipt { drained } } }', 'gra', WITHOUT_GRANTEE],
  [
    'mutation ($id: ID!) { grantSupportAccess(input: { categories: ["IDENTITY"], ticketId: $id }) { grant { id } } }',
    'tic',
  ],
  [
    'mutation ($id: ID!) { grantSupportAccess(input: { categories: ["IDENTITY"], staffId: $id }) { grant { id } } }',
    'usr',
  ],
  [
    'mutation ($id: ID!) { requestSupportAccess(input: { tenant: "acme", categories: ["IDENTITY"], reason: "x", ticketId: $id }) { grant { id } } }',
    'tic',
  ],
];

/** Ids that no record of this tenant has: another tenant's first. */
function strangeIds(kind: Kind): readonly string[] {
  const foreign = world.ids[FOREIGN[kind]];
  const uuid = foreign.slice(4);
  return [
    foreign,
    `${kind}_${MISSING_UUID}`,
    `${kind}_00000000-0000-0000-0000-000000000000`,
    `${kind}_${uuid.slice(1)}`,
    `${kind}_${uuid.toUpperCase()}`,
    `${kind}_${uuid}\u0000`,
    `${kind}_{${uuid}}`,
    `${kind}_' or 1=1 --`,
    `${kind}_`,
  ];
}

/** Of no type at all: where the place names the type, they are missing too. */
const SHAPELESS = ['', 'x', '_', '💥', 'null', MISSING_UUID];

async function foreignState(): Promise<string> {
  const { rows } = await world.sql.query<{ state: string }>(
    `select md5(string_agg(x, '|' order by x)) as state from (
       select c::text x from contact c join tenant t on t.id = c.tenant_id where t.slug = 'globex' union all
       select c::text x from company c join tenant t on t.id = c.tenant_id where t.slug = 'globex' union all
       select c::text x from invoice c join tenant t on t.id = c.tenant_id where t.slug = 'globex' union all
       select c::text x from ticket c join tenant t on t.id = c.tenant_id where t.slug = 'globex' union all
       select c::text x from ticket_message c join tenant t on t.id = c.tenant_id where t.slug = 'globex' union all
       select g::text x from auth.support_grant g join tenant t on t.id = g.tenant_id where t.slug = 'globex') y`,
  );
  return rows[0]?.state ?? '';
}

describe('A foreign id, a missing one and a malformed one are the same bytes', () => {
  test.each(PLACES)('in %s (%s)', async (query, kind, actors = ACTORS) => {
    const before = await foreignState();
    const shapeless = /\bnodes?\(/.test(query) ? [] : SHAPELESS;
    for (const actor of actors) {
      const answers = new Map<string, string[]>();
      for (const id of [...strangeIds(kind), ...shapeless]) {
        const { status, text, headers } = await world.ask(actor, query, { id });
        expect(text).not.toContain('INTERNAL_SERVER_ERROR');
        const bytes = `${String(status)} ${headers.get('content-type') ?? ''} ${text.replace(/"tookMs":[\d.]+/, '')}`;
        answers.set(bytes, [...(answers.get(bytes) ?? []), id]);
      }
      expect({ actor, answers: [...answers.keys()] }).toEqual({ actor, answers: [...answers.keys()].slice(0, 1) });
    }
    expect(await foreignState()).toBe(before);
  });

  test('and for the owner each place does find what is there', async () => {
    const own = { con: world.ids.contact, com: world.ids.company, inv: world.ids.invoice, tic: world.ids.ticket };
    for (const [query, kind] of PLACES) {
      if (!query.startsWith('query') || kind === 'gra' || kind === 'usr') continue;
      const found = await world.ask('owner', query, { id: own[kind] });
      const missing = await world.ask('owner', query, { id: `${kind}_${MISSING_UUID}` });
      expect({ query, same: found.text === missing.text }).toEqual({ query, same: false });
    }
  });
});

describe('By their ids', () => {
  test('many are in the order of the ids, with null for what is not there', async () => {
    const { contact, company, loner, foreignContact } = world.ids;
    const ids = [
      company,
      foreignContact,
      contact,
      `con_${company.slice(4)}`,
      contact,
      `com_${contact.slice(4)}`,
      'x',
      loner,
    ];
    const { data } = await world.ask('owner', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }', { ids });
    expect(data).toEqual({
      nodes: [
        { id: company, __typename: 'Company' },
        null,
        { id: contact, __typename: 'Contact' },
        null,
        { id: contact, __typename: 'Contact' },
        null,
        null,
        { id: loner, __typename: 'Contact' },
      ],
    });
  });

  test('the tenant is found by whoever addresses it, and another one never', async () => {
    const query = 'query ($id: ID!) { node(id: $id) { id ... on Tenant { slug } } }';
    const { acme, globex } = world.ids;
    expect((await world.ask('viewer', query, { id: acme })).data).toEqual({ node: { id: acme, slug: 'acme' } });
    const foreign = await world.ask('viewer', query, { id: globex });
    for (const id of [`ten_${MISSING_UUID}`, 'ten_', 'ten_x']) {
      expect((await world.ask('viewer', query, { id })).text).toBe(foreign.text);
    }
    expect(foreign.data).toEqual({ node: null });
  });

  test('nobody who is not signed in is told which tenants there are', async () => {
    const query = '{ tenant { slug } contacts { totalCount } }';
    const texts = new Set<string>();
    for (const tenant of ['acme', 'globex', 'nowhere', '']) {
      texts.add((await world.ask('anonymous', query, {}, { headers: { 'x-tenant': tenant } })).text);
    }
    expect(texts.size).toBe(1);
  });

  test('a tenant that exists and one that does not are refused alike to outsiders', async () => {
    const query = '{ tenant { slug } contacts { totalCount } node(id: "con_x") { id } }';
    const ask = async (tenant: string): Promise<string> => {
      const { text } = await world.ask('intruder', query, {}, { headers: { 'x-tenant': tenant } });
      return text.replaceAll(tenant, 'TENANT');
    };
    expect(await ask('acme')).toBe(await ask('atlantis'));
  });
});
