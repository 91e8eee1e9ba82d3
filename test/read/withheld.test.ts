import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CursorCodec } from '../../src/access/read/cursor.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import type { ActorName } from './support/actors.js';
import { CANARIES, deniedActors, plantCanaries, SEES, type CanaryIds } from './support/canaries.js';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;
let ids: CanaryIds;

beforeAll(async () => {
  world = await createReadWorld();
  ids = await plantCanaries(world);
});
afterAll(() => world.end());

const SORTED_BY = ['name', 'email', 'city'];

describe('What is withheld', () => {
  const BY_ITSELF = CANARIES.filter(({ custom }) => !custom);

  test('is null, and said to be withheld, to whoever sees the record', async () => {
    for (const canary of BY_ITSELF) {
      for (const actor of deniedActors(canary)) {
        const seesRecord = CANARIES.some(
          ({ subject, category }) => subject === canary.subject && SEES[actor]?.includes(category),
        );
        const name = canary.subject.toLowerCase();
        const { data, errors, withheld } = await world.ask(
          actor,
          `query ($id: ID!) { ${name}(id: $id) { ${canary.field} } }`,
          { id: ids[name as keyof CanaryIds] },
        );
        if (seesRecord) {
          expect({ actor, data, errors }).toEqual({ actor, data: { [name]: { [canary.field]: null } }, errors: [] });
          expect(withheld).toEqual([
            expect.objectContaining({ type: canary.subject, field: canary.field, category: canary.category }),
          ]);
        } else {
          // Of another tenant it is as if it were not there; of this one it is refused.
          expect({ actor, data }).toEqual({ actor, data: { [name]: null } });
          expect({ actor, refused: errors.length }).toEqual({ actor, refused: actor === 'globexOwner' ? 0 : 1 });
        }
      }
    }
  });

  test('is refused as a filter and as an order with FIELD_WITHHELD and its place', async () => {
    let orders = 0;
    for (const { subject, field, type, text, category } of BY_ITSELF) {
      if (subject === 'Invoice') continue;
      const list = subject === 'Contact' ? 'contacts' : 'companies';
      const operator = type === 'date' ? 'gte' : 'eq';
      for (const actor of ['editor', 'viewer', 'external', 'support', 'support2'] as const) {
        const mayAsk = SEES[actor]?.includes(category) ?? false;
        const sees = actor !== 'support' || subject === 'Contact';
        if (mayAsk || !sees) continue;
        const { errors, data } = await world.ask(
          actor,
          `query ($where: ${subject}Filter) { ${list}(where: $where) { totalCount } }`,
          { where: { or: [{}, { [field]: { [operator]: text } }] } },
        );
        expect({ actor, field, data }).toEqual({ actor, field, data: null });
        expect(errors.map(({ extensions }) => [extensions?.code, extensions?.argument])).toEqual([
          ['FIELD_WITHHELD', ['where', 'or', 1, field]],
        ]);
        if (!SORTED_BY.includes(field)) continue;
        const sorted = await world.ask(
          actor,
          `{ ${list}(orderBy: [{ field: ${field.toUpperCase()}, direction: ASC }]) { totalCount } }`,
        );
        expect({ actor, field, data: sorted.data }).toEqual({ actor, field, data: null });
        expect(sorted.errors.map(({ extensions }) => [extensions?.code, extensions?.argument])).toEqual([
          ['FIELD_WITHHELD', ['orderBy', 0, 'field']],
        ]);
        orders += 1;
      }
    }
    expect(orders).toBeGreaterThan(0);
  });

  test('is in no cursor that its reader is given', async () => {
    const { rows } = await world.sql.query<{ id: string }>("select id from tenant where slug = 'acme'");
    const codec = new CursorCodec(TEST_SECRET_KEY);
    const orders = {
      NAME: 'name',
      EMAIL: 'email',
      CITY: 'city',
      CREATED_AT: 'createdAt',
      UPDATED_AT: 'updatedAt',
    } as const;
    let opened = 0;
    for (const [actor, categories = []] of Object.entries(SEES) as [ActorName, readonly string[]][]) {
      const hidden = CANARIES.filter(({ category }) => !categories.includes(category));
      for (const [order, field] of Object.entries(orders)) {
        const { text } = await world.ask(
          actor,
          `{ contacts(last: 3, orderBy: [{ field: ${order}, direction: ASC }, { field: CREATED_AT, direction: ASC }]) { edges { cursor } pageInfo { startCursor endCursor } } }`,
        );
        for (const [, cursor = ''] of text.matchAll(/"(?:cursor|startCursor|endCursor)":"([^"]+)"/g)) {
          const keys = field === 'createdAt' ? [field] : [field, 'createdAt'];
          const values = codec.open(
            `${rows[0]?.id ?? ''}/Contact/${[...keys, 'id'].map((key) => `${key}+`).join()}`,
            cursor,
          );
          if (!values) continue;
          opened += 1;
          for (const { text: value } of hidden)
            expect({ actor, order, leaks: values.join(' ').includes(value) }).toEqual({ actor, order, leaks: false });
        }
      }
    }
    expect(opened).toBeGreaterThan(40);
  });

  test('cannot be written, and stays what it was', async () => {
    for (const canary of CANARIES) {
      for (const actor of deniedActors(canary)) {
        const { subject, field, text: value, miss, custom } = canary;
        const name = subject.toLowerCase() as keyof CanaryIds;
        const everything =
          subject === 'Invoice'
            ? 'number issuedOn dueOn currency total'
            : `name customFields { key value } ${subject === 'Contact' ? 'iban nationalId notes email city' : 'vatNumber website'}`;
        const input = custom ? { customFields: [{ key: field, value }] } : { [field]: miss };
        const { text, errors } = await world.ask(
          actor,
          `mutation ($id: ID!, $input: Update${subject}Input!) { update${subject}(id: $id, input: $input) { ${name} { id ${everything} } } }`,
          { id: ids[name], input },
        );
        expect({ actor, field, refused: errors.length, leaks: text.includes(value) }).toEqual({
          actor,
          field,
          refused: 1,
          leaks: false,
        });
        expect([
          'FIELD_WITHHELD',
          'FORBIDDEN',
          'NOT_FOUND',
          'UNAUTHENTICATED',
          'CONSENT_REQUIRED',
          'CONSENT_REVOKED',
          'INSTRUCTION_REQUIRED',
          'WINDOW_REQUIRED',
          'AGREEMENT_REQUIRED',
        ]).toContain(errors[0]?.extensions?.code);
      }
    }
    const kept = await world.ask(
      'owner',
      'query ($contact: ID!, $company: ID!, $invoice: ID!) { contact(id: $contact) { name birthDate email phone city country iban nationalId notes customFields { value } } company(id: $company) { name website vatNumber customFields { value } } invoice(id: $invoice) { number issuedOn dueOn currency total } }',
      ids,
    );
    for (const { text } of CANARIES) expect(kept.text).toContain(text);
  });

  test('is not in what a mutation reads back', async () => {
    const readBack = `id name nationalId iban notes customFields { key value } company { name vatNumber customFields { key value } contacts(first: 5) { nodes { nationalId customFields { value } } } } invoices { nodes { number contact { nationalId } } }`;
    const query = `mutation ($id: ID!) { updateContact(id: $id, input: { phone: "+32 2 000 00 00" }) { contact { ${readBack} } again: contact { ... on Node { ... on Contact { id: nationalId } } } } }`;
    const sensitive = CANARIES.filter(({ category }) => category === 'GOVERNMENT_ID' || category === 'SPECIAL');
    const byOwner = await world.ask('owner', query, { id: ids.contact });
    for (const { text } of sensitive) expect(byOwner.text).toContain(text);

    const byEditor = await world.ask('editor', query, { id: ids.contact });
    expect(byEditor.errors).toEqual([]);
    for (const { text } of sensitive) expect(byEditor.text).not.toContain(text);
    expect(byEditor.withheld.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['nationalId', 'customFields.dietary_needs']),
    );
  });
});
