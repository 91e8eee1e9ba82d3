import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ADMIN, openStage, OWNER, type Stage } from '../consent/stage.js';
import { deactivate, makeIntegration, makeToken, programOf } from './deeds.js';

let stage: Stage;
let owner: Client;
let contact: string;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
  const { data } = await owner.query<{ contacts: { nodes: { id: string }[] } }>(
    '{ contacts(first: 1) { nodes { id } } }',
  );
  contact = data?.contacts.nodes[0]?.id ?? '';
}, 120_000);

afterAll(() => stage.close());

async function programsThatSee(field: string, at?: string): Promise<readonly string[]> {
  const { data, text } = await owner.query<{
    whoCanSee: { nodes: { actor: string; user: { email: string }; authority: { kind: string; id: string } }[] };
  }>(
    `query ($at: DateTime) { whoCanSee(id: "${contact}", field: "${field}", at: $at, first: 100) {
      nodes { actor user { email } authority { kind id role } rule } } }`,
    { at },
  );
  if (!data) throw new Error(text);
  return data.whoCanSee.nodes
    .filter(({ actor }) => actor === 'INTEGRATION')
    .map(({ user, authority }) => `${authority.kind} ${authority.id} ${user.email}`);
}

test('Who can see a field is told of programs too, now and before, and what the end of one closes', async () => {
  const admin = await stage.as(ADMIN);
  const reading = (await makeToken(admin, { categories: ['CONTACT_DETAILS'] })).token;
  await makeToken(admin, { scopes: ['contacts:write'], categories: ['CONTACT_DETAILS'] });
  const { id } = await makeIntegration(owner, { categories: ['CONTACT_DETAILS', 'IDENTITY'] });
  await makeToken(owner, { integrationId: id });
  const both = [`API_TOKEN ${reading.id} ${ADMIN}`, `INTEGRATION ${id} ${OWNER}`];
  expect(await programsThatSee('email')).toEqual(both);
  expect(await programsThatSee('name')).toEqual([`INTEGRATION ${id} ${OWNER}`]);
  expect(await programsThatSee('iban')).toEqual([]);

  const preview = await owner.query<{
    previewRevoke: { audiences: { actor: string; changes: { field: string }[] }[] };
  }>(
    `{ previewRevoke(id: "${reading.id}") { audiences { actor user { email } changes { action subject field before after } } } }`,
  );
  expect(preview.data?.previewRevoke.audiences).toMatchObject([{ actor: 'INTEGRATION', user: { email: ADMIN } }]);
  expect(preview.text).toContain('"email"');

  const moment = await stage.cell(
    'select to_char(clock_timestamp() at time zone \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\')',
  );
  await deactivate(owner, id);
  await stage.sql(
    "update auth.membership m set role = 'VIEWER' from auth.user_account u where u.id = m.user_id and u.email = $1",
    [ADMIN],
  );
  expect(await programsThatSee('email')).toEqual([`API_TOKEN ${reading.id} ${ADMIN}`]);
  expect(await programsThatSee('email', moment)).toEqual(both);
  expect(await programsThatSee('email', '2026-01-01T00:00:00.000Z')).toEqual([]);
});

test('What a program costs is told in the answer and in headers; all tokens of an integration share one budget, and others have theirs', async () => {
  const few = { ACTOR_BUDGET: '3000', OPERATION_COST: '3000', ACTOR_RESTORE_RATE: '1' };
  const costly = await openStage(1, { environment: few });
  try {
    const spender = await costly.as(OWNER);
    const { id } = await makeIntegration(spender, { name: 'Costly' });
    const [one, two] = [
      programOf(costly, (await makeToken(spender, { integrationId: id })).secret),
      programOf(costly, (await makeToken(spender, { integrationId: id })).secret),
    ];
    const alone = programOf(costly, (await makeToken(spender)).secret);
    const page = '{ contacts(first: 100) { nodes { id email phone city country createdAt updatedAt } } }';
    const first = await one.query(page);
    expect(first.headers.get('ratelimit-limit')).toBe('3000');
    expect(Number(first.headers.get('ratelimit-remaining'))).toBe(first.cost?.available);
    expect(Number(first.headers.get('ratelimit-reset'))).toBe(3000 - (first.cost?.available ?? 0));
    let last = first;
    for (let tries = 0; tries < 10 && last.code === undefined; tries += 1) last = await one.query(page);
    expect(last.code).toBe('RATE_LIMITED');
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await two.query(page)).code).toBe('RATE_LIMITED');
    expect((await alone.query(page)).code).toBeUndefined();
    expect((await spender.query('{ viewer { role } }')).headers.get('ratelimit-limit')).toBeNull();
  } finally {
    await costly.close();
  }
}, 60_000);
