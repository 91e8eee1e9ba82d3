/**
 * Everybody × what a category can be × every way to a value: reading, the definition, filter, filter of what is related, order, writing. Who sees
 * what is written down here by hand, and not asked of the law.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  giveGrant,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  revoke,
  SUPPORT,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import type { Answer, Client } from '../support/client.js';
import { made, update } from '../write/desk.js';
import { createCategory, fieldMade, must, retireCategory, retireField, updateField } from './defining.js';

/** What a category can be, and whether a value under it is stored encrypted. */
const STATES = {
  built_in: { category: 'IDENTITY', sealed: false },
  sensitive: { category: 'SPECIAL', sealed: true },
  own: { category: 'PLAIN', sealed: false },
  own_sensitive: { category: 'SECRET', sealed: true },
  own_retired: { category: 'GONE', sealed: false },
  own_sensitive_retired: { category: 'GONE_SECRET', sealed: true },
  unclassified: { category: 'UNCLASSIFIED', sealed: false },
  never_made: { category: 'NEVER_MADE', sealed: false },
  field_retired: { category: 'IDENTITY', sealed: false },
} as const;
type State = keyof typeof STATES;
const EVERY = Object.keys(STATES) as readonly State[];

interface Somebody {
  readonly email: string;
  readonly sees: readonly State[];
  /** What happens to a write of what they see. */
  readonly writes: 'as they see' | 'never';
  /** What was named to them, in a grant or an access. */
  readonly named?: readonly string[];
}

const NAMED = ['IDENTITY', 'SECRET', 'GONE', 'GONE_SECRET'];
const UNNAMEABLE = ['CONTACT_DETAILS', 'PLAIN', 'UNCLASSIFIED', 'NEVER_MADE'];
const EVERYBODY: Readonly<Record<string, Somebody>> = {
  OWNER: { email: OWNER, sees: EVERY, writes: 'as they see' },
  ADMIN: { email: ADMIN, sees: EVERY, writes: 'as they see' },
  EDITOR: { email: EDITOR, sees: ['built_in', 'own'], writes: 'as they see' },
  VIEWER: { email: VIEWER, sees: ['built_in'], writes: 'never' },
  'EXTERNAL to whom some are named': {
    email: ACCOUNTANT,
    named: NAMED,
    sees: ['built_in', 'own_sensitive'],
    writes: 'as they see',
  },
  'EXTERNAL to whom what nobody can name is named': {
    email: ACCOUNTANT,
    named: UNNAMEABLE,
    sees: ['own'],
    writes: 'as they see',
  },
  'SUPPORT to whom some are named': {
    email: SUPPORT,
    named: NAMED,
    sees: ['built_in', 'own_sensitive'],
    writes: 'never',
  },
  'SUPPORT to whom others are named': {
    email: SUPPORT,
    named: ['CONTACT_DETAILS', 'SPECIAL', 'PLAIN'],
    sees: ['sensitive', 'own'],
    writes: 'never',
  },
};

const canary = (state: string): string => `canary ${state} 4711`;

describe('A field of the tenant’s own', () => {
  let stage: Stage;
  let owner: Client;
  let id: string;
  const fields = new Map<State, string>();

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    for (const key of ['PLAIN', 'GONE']) await must(createCategory(owner, key));
    for (const key of ['SECRET', 'GONE_SECRET']) await must(createCategory(owner, key, { sensitive: true }));
    for (const state of EVERY) {
      const { category } = STATES[state];
      const given = category === 'NEVER_MADE' ? 'UNCLASSIFIED' : category;
      fields.set(state, await fieldMade(owner, state, given));
    }
    id = await made(owner, 'Contact', {
      name: 'Canary',
      customFields: EVERY.map((key) => ({ key, value: canary(key) })),
    });
    await stage.sql(
      `insert into invoice (tenant_id, id, created_at, updated_at, number, issued_on, currency, total, contact_id)
       select tenant_id, gen_random_uuid(), now(), now(), 'C-1', now(), 'EUR', 1, id from contact where id = $1`,
      [uuidOf(id)],
    );
  });
  afterAll(() => stage.close());

  const stored = async (state: State): Promise<string> =>
    stage.cell('select v::text from custom_value v where field_id = $1', [uuidOf(fields.get(state) ?? '')]);

  describe.each(Object.entries(EVERYBODY))('for %s', (_who, { email, named, sees, writes }) => {
    let client: Client;
    let grant: string | null = null;

    beforeAll(async () => {
      // Named while they could be: what becomes of them afterwards must not be seen because they once were.
      await stage.sql(`update auth.data_category set retired_at = null`);
      if (named && email === SUPPORT) grant = (await giveGrant(owner, ...named)).id;
      if (named && email === ACCOUNTANT)
        await stage.sql(`update auth.external_access set categories = $1, access = 'READ_WRITE'`, [named]);
      for (const key of ['GONE', 'GONE_SECRET']) await must(retireCategory(owner, key));
      await stage.sql(`update custom_field set category = 'NEVER_MADE' where key = 'never_made'`);
      const retiring = fields.get('field_retired') ?? '';
      await must(retireField(owner, retiring));
      client = await stage.as(email);
    });
    afterAll(async () => {
      if (grant !== null) await revoke(owner, grant);
    });

    const argumentOf = ({ errors }: Answer<unknown>): unknown => errors[0]?.extensions?.argument;

    test.each(EVERY)('that is %s: its value is read, or withheld and told', async (state) => {
      const { data, withheld, text } = await client.query<{
        contact: { customFields: { key: string; value: string | null }[] } | null;
        tenant: { customFields: { key: string }[] } | null;
      }>('query ($id: ID!) { contact(id: $id) { customFields { key value } } tenant { customFields { key } } }', {
        id,
      });
      const seen = sees.includes(state);
      expect(data?.contact?.customFields.find(({ key }) => key === state)?.value).toBe(
        seen ? canary(state) : undefined,
      );
      expect(data?.tenant?.customFields.some(({ key }) => key === state)).toBe(seen);
      expect(withheld.some(({ field }) => field === `customFields.${state}`)).toBe(!seen);
      expect(text.includes(canary(state))).toBe(seen);
    });

    test.each(EVERY)('that is %s: it is filtered by, or refused with the place', async (state) => {
      const seen = sees.includes(state);
      const custom = [{ key: state, exact: { eq: canary(state) } }];
      const counts = [
        ['contacts', 'ContactFilter', { customFields: custom }, ['where', 'customFields', 0]],
        ['contacts', 'ContactFilter', { not: { customFields: custom } }, ['where', 'not', 'customFields', 0]],
        ['invoices', 'InvoiceFilter', { contact: { customFields: custom } }, ['where', 'contact', 'customFields', 0]],
      ] as const;
      for (const [list, type, where, argument] of counts) {
        const answer = await client.query<Record<string, { totalCount: number } | null>>(
          `query ($where: ${type}) { ${list}(where: $where, first: 1) { totalCount } }`,
          { where },
        );
        if (list === 'invoices' && answer.data?.invoices === null && answer.code !== 'FIELD_WITHHELD') continue;
        if (seen) expect(answer.data?.[list]?.totalCount).toBe('not' in where ? 2_000 : 1);
        else expect([answer.code, argumentOf(answer), answer.data]).toEqual(['FIELD_WITHHELD', argument, null]);
      }
      for (const name of ['isNull', 'text']) {
        const where = { customFields: [{ key: state, [name]: name === 'isNull' ? false : { contains: 'canary' } }] };
        const { code } = await client.query(
          'query ($where: ContactFilter) { contacts(where: $where) { totalCount } }',
          {
            where,
          },
        );
        const open = name === 'text' && STATES[state].sealed ? 'BAD_USER_INPUT' : undefined;
        expect(code).toBe(seen ? open : 'FIELD_WITHHELD');
      }
    });

    test.each(EVERY)('that is %s: it is sorted by, or refused with the place', async (state) => {
      const answer = await client.query<{ contacts: { nodes: { id: string }[] } }>(
        'query ($orderBy: [ContactOrder!]) { contacts(orderBy: $orderBy, first: 1) { nodes { id } pageInfo { endCursor } } }',
        { orderBy: [{ field: 'CUSTOM_FIELD', customField: state, direction: 'ASC' }] },
      );
      if (sees.includes(state) && !STATES[state].sealed) {
        expect(answer.data?.contacts.nodes).toEqual([{ id }]);
      } else {
        const code = sees.includes(state) ? 'BAD_USER_INPUT' : 'FIELD_WITHHELD';
        expect([answer.code, argumentOf(answer), answer.data]).toEqual([code, ['orderBy', 0, 'customField'], null]);
      }
    });

    test.each(EVERY)('that is %s: it is written, or refused and nothing is stored', async (state) => {
      const was = await stored(state);
      const written = await update(client, 'Contact', id, { customFields: [{ key: state, value: canary(state) }] });
      const seen = sees.includes(state);
      if (writes === 'never')
        expect(written.code).toMatch(/^(FORBIDDEN|INSTRUCTION_REQUIRED|CONSENT_REQUIRED|CONSENT_REVOKED)$/);
      else if (!seen) {
        expect([written.code, written.argument]).toEqual(['FIELD_WITHHELD', ['input', 'customFields', 0]]);
        expect(written.text).not.toContain('4711');
      } else expect(written.code).toBe(state === 'field_retired' ? 'BAD_USER_INPUT' : undefined);
      // A value that is sealed again is another box; what it holds was written by the same person who read it.
      if (written.code !== undefined) expect(await stored(state)).toBe(was);
    });
  });

  test('is none to another tenant, whatever it is', async () => {
    const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
    for (const key of [...EVERY, 'nobodys']) {
      const { code, text } = await globex.query(
        'query ($where: ContactFilter) { contacts(where: $where) { totalCount } }',
        { where: { customFields: [{ key, isNull: true }] } },
      );
      expect([code, text.replace(key, 'KEY')]).toEqual(['BAD_USER_INPUT', expect.stringContaining('KEY')]);
    }
  });

  test('takes along no cursor into a time in which it is withheld', async () => {
    const editor = await stage.as(EDITOR);
    const page = (after: string | null): Promise<Answer<{ contacts: { pageInfo: { endCursor: string } } }>> =>
      editor.query(
        'query ($orderBy: [ContactOrder!], $after: String) { contacts(orderBy: $orderBy, first: 1, after: $after) { pageInfo { endCursor } } }',
        { orderBy: [{ field: 'CUSTOM_FIELD', customField: 'own', direction: 'ASC' }], after },
      );
    const { data } = await page(null);
    const cursor = data?.contacts.pageInfo.endCursor ?? '';
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('canary');
    expect((await page(cursor)).code).toBeUndefined();
    await must(updateField(owner, fields.get('own') ?? '', { category: 'UNCLASSIFIED' }));
    expect((await page(cursor)).code).toBe('FIELD_WITHHELD');
    await must(updateField(owner, fields.get('own') ?? '', { category: 'PLAIN' }));
    expect((await page(cursor)).code).toBeUndefined();
  });
});
