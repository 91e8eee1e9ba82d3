/** The GDPR tab as a whole: whatever stands in it is in the law, is for owners and admins, and comes in pages. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  openStage,
  OWNER,
  SUPPORT,
  SYSADMIN,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import type { Client } from '../support/client.js';

const tab = buildSchema(readFileSync('schema.graphql', 'utf8')).getType('GdprSettings');
const fields = isObjectType(tab) ? Object.values(tab.getFields()) : [];
const lists = fields.filter(({ type }) => getNamedType(type).name.endsWith('Connection')).map(({ name }) => name);

type Tab = { readonly tenant: { readonly gdpr: Readonly<Record<string, unknown>> | null } | null };

describe('The GDPR tab', () => {
  let stage: Stage;
  let owner: Client;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());

  test('has these lists, and each is read forwards and backwards, in pages of at most a hundred', async () => {
    expect(lists.sort()).toEqual([
      'acceptances',
      'accessLog',
      'agreements',
      'changeLog',
      'disclosures',
      'externalUsers',
      'grants',
      'instructions',
      'integrations',
      'invitations',
      'maintenanceWindows',
      'memberChanges',
      'members',
      'requests',
      'securityEvents',
    ]);
    for (const list of lists) {
      const page = (asked: string): string =>
        `{ tenant { gdpr { ${list}(${asked}) { totalCount pageInfo { endCursor } } } } }`;
      for (const asked of ['first: 100', 'last: 100'])
        expect([list, asked, (await owner.query(page(asked))).errors]).toEqual([list, asked, []]);
      for (const asked of ['first: 101', 'last: 0', 'first: 1, last: 1'])
        expect([list, asked, (await owner.query(page(asked))).code]).toEqual([list, asked, 'BAD_USER_INPUT']);
    }
  });

  test('has nothing that the law does not know of', async () => {
    const asked = [...fields.map(({ name }) => name), 'nonsense'];
    const { data, text } = await owner.query<{ viewer: Readonly<Record<string, { allowed: boolean }>> }>(
      `{ viewer { ${asked.map((field) => `${field}: can(action: READ, subject: "GdprSettings", field: "${field}") { allowed }`).join(' ')} } }`,
    );
    if (!data) throw new Error(text);
    expect(asked.filter((field) => data.viewer[field]?.allowed !== true)).toEqual(['nonsense']);
  });

  test('is for owners and admins, whatever is asked of it', async () => {
    const QUERY = `{ tenant { gdpr { ${lists.map((list) => `${list}(first: 1) { totalCount }`).join(' ')}
      processingRegister { purposes { purpose } } accessLogProof { head } supportStaff { id } } } }`;
    expect((await (await stage.as(ADMIN)).query<Tab>(QUERY)).data?.tenant?.gdpr).toBeTruthy();
    for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN]) {
      const { data, text } = await (await stage.as(email)).query<Tab>(QUERY);
      expect([email, data?.tenant?.gdpr ?? null]).toEqual([email, null]);
      expect(text).not.toContain('totalCount');
    }
  });
});
