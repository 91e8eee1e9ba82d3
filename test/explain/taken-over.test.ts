/** The end of a membership: what takes over, and what goes with it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accept, endAccess, invite } from '../authorities/deeds.js';
import { forgetSeals, openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { deactivate, memberIdOf, reactivate } from '../members/deeds.js';
import { makeIntegration, makeToken, programOf, type Program } from '../programs/deeds.js';
import { member, signedIn } from '../security/people.js';
import type { Client } from '../support/client.js';
import { endPreviewed, fieldsRead, fieldsSeen } from './asking.js';

const WITHIN = { categories: ['FINANCIAL', 'IDENTITY'] };

describe('previewRevoke of a membership', () => {
  let stage: Stage;
  let owner: Client;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
  });
  afterAll(() => stage.close());

  test('says what an access opens and leaves open that takes over, as it then is', async () => {
    const person = await member(stage, 'VIEWER');
    const client = await signedIn(stage, person);
    client.tenant = 'acme';
    const access = await invite(stage, owner, { email: person.email, ...WITHIN });
    await accept(client, access.id);
    const id = await memberIdOf(stage, person, 'acme');
    const before = await fieldsSeen(client);
    const preview = await endPreviewed(owner, id);
    await deactivate(owner, id);
    const after = await fieldsSeen(client);
    expect(after).toEqual(expect.arrayContaining(['name', 'iban']));
    expect(preview.audiences.map(({ actor, user }) => [actor, user?.email])).toEqual([['MEMBER', person.email]]);
    const changes = preview.audiences[0]?.changes.filter((one) => one.subject === 'Contact' && one.action === 'READ');
    const told = (now: boolean): readonly string[] =>
      (changes ?? []).flatMap((one) => (one.after === now && one.field !== 'customFields' ? [one.field ?? ''] : []));
    expect([...told(true)].sort()).toEqual(after.filter((field) => !before.includes(field)).sort());
    expect([...told(false)].sort()).toEqual(before.filter((field) => !after.includes(field)).sort());
  });

  test('and the end of such an access changes nothing as long as the membership stands', async () => {
    const person = await member(stage, 'VIEWER');
    const client = await signedIn(stage, person);
    client.tenant = 'acme';
    const access = await invite(stage, owner, { email: person.email, ...WITHIN });
    await accept(client, access.id);
    const before = await fieldsSeen(client);
    expect((await endPreviewed(owner, access.id)).audiences).toEqual([]);
    await endAccess(owner, access.id);
    expect(await fieldsSeen(client)).toEqual(before);
  });

  test('names the token and the integration that go with it, and the answers that are on their way under them', async () => {
    const person = await member(stage, 'ADMIN');
    const client = await signedIn(stage, person);
    client.tenant = 'acme';
    const { token, secret } = await makeToken(client, { categories: ['IDENTITY'] });
    const integration = await makeIntegration(client);
    await makeToken(owner, { categories: ['IDENTITY'] });
    const program = programOf(stage, secret);
    const id = await memberIdOf(stage, person, 'acme');
    await stage.sql(
      `insert into seal (tenant_id, id, authorities, bound_ms)
       select t.tenant_id, gen_random_uuid(), array[t.id, t.maker_id], 5000 from auth.api_token t where t.id = $1
       union all
       select i.tenant_id, gen_random_uuid(), array[i.id, i.activated_by], 5000 from auth.integration i where i.id = $2`,
      [uuidOf(token.id), uuidOf(integration.id)],
    );
    const before = await programSees(program);
    expect(before).toEqual({ name: true });
    const preview = await endPreviewed(owner, id);
    await forgetSeals(stage);
    expect(preview.audiences.map(({ actor, user }) => [actor, user?.email])).toEqual([
      ['MEMBER', person.email],
      ['INTEGRATION', person.email],
      ['INTEGRATION', person.email],
    ]);
    expect(fieldsRead(preview, 'Contact', 1)).toEqual(expect.arrayContaining(['id', 'name']));
    expect(fieldsRead(preview, 'Contact', 2)).toEqual(expect.arrayContaining(['id', 'name', 'email']));
    expect(preview.stops.reads).toBe(2);
    await deactivate(owner, id);
    expect(await programSees(program)).toBe('UNAUTHENTICATED');
    await reactivate(owner, id);
    expect(await programSees(program)).toBe('UNAUTHENTICATED');
  });
});

async function programSees(program: Program): Promise<string | Readonly<Record<string, boolean>>> {
  const { data, code } = await program.query<{ contacts: { nodes: { name: string | null }[] } | null }>(
    '{ contacts(first: 1) { nodes { name } } }',
  );
  return data?.contacts ? { name: typeof data.contacts.nodes[0]?.name === 'string' } : (code ?? '');
}
