/** Of somebody else it is told what they are told themselves, also where they are let in no more or by a window. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { staff } from '../agreements/deeds.js';
import { accept, approveWindow, closeWindow, hashOf, invite, renew, requestWindow } from '../authorities/deeds.js';
import { openStage, OWNER, VIEWER, type Stage } from '../consent/stage.js';
import { member, signedIn } from '../security/people.js';
import type { Client } from '../support/client.js';
import { explained, seeing, tryExplain } from './asking.js';

let stage: Stage;
let owner: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
});
afterAll(() => stage.close());

const idOf = (email: string): Promise<string> =>
  stage.cell(`select 'usr_' || id from auth.user_account where email = $1`, [email]);

describe('explainAccess for a user', () => {
  test('of an external user whom a new version suspends says that the agreement is missing, as is said to himself', async () => {
    const person = await member(stage, 'VIEWER', 'globex');
    const client = await signedIn(stage, person);
    client.tenant = 'acme';
    const { id } = await invite(stage, owner, { email: person.email });
    await accept(client, id);
    const told = async (): Promise<readonly [unknown, unknown]> => {
      const [own, { authority, ...other }] = [
        await explained(client, { field: 'email' }),
        await explained(owner, { field: 'email', user: `usr_${person.id}` }),
      ];
      expect(authority?.id).toBe(own.authority?.id);
      return [
        { ...own, authority: null },
        { ...other, authority: null },
      ];
    };
    const [before, beforeToOwner] = await told();
    expect(before).toMatchObject({ allowed: true });
    expect(beforeToOwner).toEqual(before);
    await renew(owner, id, { version: '2', text: 'Anew.' });
    const [after, afterToOwner] = await told();
    expect(after).toMatchObject({ reason: 'AGREEMENT_REQUIRED', changedBy: ['EXTERNAL'] });
    expect(afterToOwner).toEqual(after);
    await accept(client, id, hashOf('Anew.'));
    expect((await told())[1]).toMatchObject({ allowed: true });
  });

  test('finds the administrators whose window reaches the tenant, and reached it, and no others', async () => {
    const { client, person } = await staff(stage, 'ADMINISTRATOR');
    client.tenant = 'acme';
    const second = await staff(stage, 'ADMINISTRATOR');
    const user = `usr_${person.id}`;
    const name = { field: 'name', user };
    expect((await tryExplain(owner, name)).code).toBe('NOT_FOUND');
    const { id } = await requestWindow(stage, client);
    expect((await tryExplain(owner, name)).code).toBe('NOT_FOUND');
    await approveWindow(second.client, id);
    const contact = await stage.cell(
      `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = 'acme' limit 1`,
    );
    const { nodes } = await seeing(owner, { id: contact, field: 'name' });
    expect(nodes.map((one) => one.user?.id)).toContain(user);
    const open = await explained(owner, name);
    expect(open).toMatchObject({ allowed: true, authority: { kind: 'MAINTENANCE_WINDOW', id } });
    expect(open).toEqual(await explained(client, { field: 'name' }));
    expect((await tryExplain(owner, { field: 'name', user: `usr_${second.person.id}` })).code).toBe('NOT_FOUND');
    const stranger = await stage.as('owner@globex.test', 0, 'globex');
    expect((await tryExplain(stranger, name)).code).toBe('NOT_FOUND');

    const window = { subject: 'MaintenanceWindow', id };
    expect((await explained(owner, { ...window, user: await idOf(VIEWER) })).allowed).toBe(false);
    const { data } = await client.query('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect(data).toEqual({ node: { id } });
    expect((await explained(owner, { ...window, user })).allowed).toBe(true);

    await closeWindow(client, id);
    const closed = await explained(owner, name);
    expect(closed).toMatchObject({ allowed: false, reason: 'WINDOW_REQUIRED' });
    expect(closed).toEqual(await explained(client, { field: 'name' }));
  });
});
