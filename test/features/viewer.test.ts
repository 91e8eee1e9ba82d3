import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allModels } from '../../src/entities/data.js';
import { Client, clientFor } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
  readonly message: string;
}

describe('who asks', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const as = async (email: string | null, tenant?: string): Promise<Client> =>
    email === null ? new Client(server.url, tenant) : clientFor(server.url, email, tenant);

  test.each([
    [null, undefined, 'ANONYMOUS', null, null],
    ['owner@acme.test', undefined, 'MEMBER', 'OWNER', 'acme'],
    ['viewer@acme.test', 'acme', 'MEMBER', 'VIEWER', 'acme'],
    ['viewer@acme.test', 'globex', 'MEMBER', null, null],
    ['viewer@acme.test', 'no-such-tenant', 'MEMBER', null, null],
    ['viewer@acme.test', 'NOT A SLUG', 'MEMBER', null, null],
    ['accountant@books.test', undefined, 'EXTERNAL', null, 'acme'],
    ['support@vendor.test', undefined, 'SUPPORT', null, null],
    ['support@vendor.test', 'acme', 'SUPPORT', null, 'acme'],
    ['sysadmin@vendor.test', 'globex', 'ADMINISTRATOR', null, 'globex'],
  ])('%s addressing %s is %s', async (email, tenant, actor, role, slug) => {
    const answer = await (await as(email, tenant)).query('{ viewer { actor role user { email } } tenant { slug } }');
    expect(answer.data).toEqual({
      viewer: { actor, role, user: email === null ? null : { email } },
      tenant: slug === null ? null : { slug },
    });
  });

  test('an unknown tenant and another one give the same bytes, but for the name that was sent', async () => {
    const [unknown, foreign] = [await as('viewer@acme.test', 'no-such-tenant'), await as('viewer@acme.test', 'globex')];
    for (const query of [
      '{ tenant { id } }',
      '{ contacts { totalCount } }',
      '{ viewer { can(action: READ, subject: "Contact") { reason message } } }',
    ]) {
      expect((await foreign.query(query)).text.replaceAll('globex', 'no-such-tenant')).toBe(
        (await unknown.query(query)).text,
      );
    }
  });

  describe('can', () => {
    test('asks the database once, however many records one operation asks about', async () => {
      const owner = await as('owner@acme.test', 'acme');
      const listed = await owner.query<{ contacts: { nodes: { id: string }[] } }>(
        '{ contacts(first: 20) { nodes { id } } }',
      );
      const ids = listed.data?.contacts.nodes.map(({ id }) => id) ?? [];
      expect(ids).toHaveLength(20);
      const asked = [...ids, 'con_00000000-0000-4000-8000-000000000000'].map(
        (id, at) => `a${String(at)}: can(action: READ, subject: "Contact", id: "${id}") { allowed reason }`,
      );
      const before = server.database.statements;
      const { data } = await owner.query<{ viewer: Record<string, Decision> }>(`{ viewer { ${asked.join(' ')} } }`);
      // One for the standing, one for all records.
      expect(server.database.statements - before).toBe(2);
      const decisions = Object.values(data?.viewer ?? {});
      expect(decisions.map(({ allowed }) => allowed)).toEqual([...ids.map(() => true), false]);
    });

    const can = async (client: Client, rest: string): Promise<Decision | undefined> => {
      const { data } = await client.query<{ viewer: { can: Decision } }>(
        `{ viewer { can(${rest}) { allowed reason message } } }`,
      );
      return data?.viewer.can;
    };

    test('says what a request would get', async () => {
      const viewer = await as('viewer@acme.test');
      expect(await can(viewer, 'action: READ, subject: "Contact", field: "email"')).toMatchObject({
        allowed: true,
        reason: 'ALLOWED',
      });
      expect(await can(viewer, 'action: READ, subject: "Contact", field: "iban"')).toMatchObject({
        allowed: false,
        reason: 'FORBIDDEN',
      });
      expect(await can(viewer, 'action: DELETE, subject: "Invoice"')).toMatchObject({
        allowed: false,
        reason: 'FORBIDDEN',
      });
      const owner = await as('owner@acme.test');
      for (const action of ['EXPORT', 'ERASE'])
        expect(await can(owner, `action: ${action}, subject: "Contact"`)).toMatchObject({
          allowed: true,
          message: 'This is allowed now; there is no operation for it yet.',
        });
      expect(await can(owner, 'action: UPDATE, subject: "Contact"')).toMatchObject({ message: 'This is allowed now.' });
      const support = await as('support@vendor.test', 'acme');
      expect(await can(support, 'action: READ, subject: "Contact"')).toMatchObject({
        allowed: false,
        reason: 'CONSENT_REQUIRED',
      });
      expect(await can(new Client(server.url), 'action: READ, subject: "Contact"')).toMatchObject({
        reason: 'UNAUTHENTICATED',
      });
    });

    test('knows a record from a missing one, and not a foreign one from a missing one', async () => {
      const [owner, foreigner] = [await as('owner@acme.test'), await as('owner@globex.test')];
      const { data } = await owner.query<{ contacts: { nodes: { id: string }[] } }>(
        '{ contacts(first: 1) { nodes { id } } }',
      );
      const id = data?.contacts.nodes[0]?.id ?? '';
      const about = (wanted: string): string => `action: READ, subject: "Contact", id: "${wanted}"`;
      expect(await can(owner, about(id))).toMatchObject({ allowed: true });
      const missing = await can(foreigner, about('con_00000000-0000-7000-8000-000000000000'));
      expect(missing).toMatchObject({ allowed: false, reason: 'NOT_FOUND' });
      expect([await can(foreigner, about(id)), await can(foreigner, about('x'))]).toEqual([missing, missing]);
    });
  });

  test('visibility names every field, and agrees with what is shown', async () => {
    const viewer = await as('viewer@acme.test');
    for (const model of allModels().filter(({ classified }) => classified)) {
      const { data } = await viewer.query<{
        viewer: { visibility: { field: string; visible: boolean; category: string | null }[] };
      }>(`{ viewer { visibility(subject: "${model.name}") { field category visible reason } } }`);
      const told = data?.viewer.visibility ?? [];
      for (const { name, category } of model.fields.values()) {
        const visible = category === null || ['IDENTITY', 'CONTACT_DETAILS', 'COMMERCIAL'].includes(category);
        const seen = visible && model.name !== 'Invoice';
        expect(told).toContainEqual(expect.objectContaining({ field: name, category, visible: seen }));
      }
    }
  });

  test('a tenant is a node for whoever addresses it', async () => {
    const [owner, foreigner] = [await as('owner@acme.test'), await as('owner@globex.test')];
    const { data } = await owner.query<{ tenant: { id: string } }>('{ tenant { id } }');
    const id = data?.tenant.id ?? '';
    const query = `{ node(id: "${id}") { __typename id ... on Tenant { slug } } nodes(ids: ["${id}", "x"]) { id } }`;
    expect((await owner.query(query)).data).toEqual({
      node: { __typename: 'Tenant', id, slug: 'acme' },
      nodes: [{ id }, null],
    });
    expect((await foreigner.query(query)).data).toEqual({ node: null, nodes: [null, null] });
  });
});
