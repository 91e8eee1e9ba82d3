/**
 * Everybody × every state of their authority × every subject × every action, over HTTP, against a naive oracle. Nothing here is left to
 * chance, so there is no seed: it is the whole product.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { staff } from '../agreements/deeds.js';
import { openStage, uuidOf, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { several } from '../support/several.js';
import { made } from '../write/desk.js';
import { everything } from './oracle/asking.js';
import { besideOf, DEEDS, lookAt, MARK, mayDo, refusedBy, type BesideIds } from './oracle/beside.js';
import { changed, storedData, storedWorld } from './oracle/digest.js';
import { everybody } from './oracle/everybody.js';
import { BESIDE, DATA, refusals, seesBeside, STATUS, type Data, type State } from './oracle/oracle.js';
import { expectedReading, secretsFor, withoutTimes, type Reading } from './oracle/reading.js';
import { agree, Gate, openPlace, waitForExpiry, type Place, type Somebody } from './oracle/world.js';
import { ATTEMPTS, LEAST, mutationFor, type Attempt } from './oracle/writing.js';

/** Of everybody who is in the tenant: what is stored is compared once for so many. */
const IN_ONE_GROUP = 10;

type Json = Readonly<Record<string, unknown>>;
type Wrong = readonly unknown[];

let stage: Stage;
let second: Client;
let people: readonly Somebody[];
let place: Place;
let lapsed: Place;

beforeAll(async () => {
  stage = await openStage();
  second = (await staff(stage, 'ADMINISTRATOR')).client;
  const gate = new Gate(stage, second);
  place = await openPlace(stage, 'acme');
  lapsed = await openPlace(stage, 'globex');
  const came: Somebody[] = [];
  for (const wanted of everybody(place, lapsed)) came.push(await gate.bring(wanted));
  people = came;
  await agree(stage, lapsed, false);
  await waitForExpiry();
}, 120_000);
afterAll(() => stage.close());

async function read({ client, place: { ids } }: Somebody, subject: Data, operation: string) {
  const { data, text, errors, withheld } = await client.query<{ record: Json | null }>(
    `query ${operation}($id: ID!) { record: ${subject.toLowerCase()}(id: $id) { ${everything(subject)} } }`,
    { id: ids[subject] },
  );
  const entries = await stage.sql<{
    actor: string;
    authority: string;
    disclosed: { subject: string; fields: string[] }[];
  }>('select actor, authority, disclosed from access_entry where operation = $1', [operation]);
  const shown = entries.flatMap(({ disclosed }) => disclosed);
  const reading: Reading = {
    code: errors[0]?.extensions?.code as string | undefined,
    record: withoutTimes(data?.record ?? null) as Json | null,
    withheld: withheld.map((one) => `${one.type}.${one.field} ${one.category} ${one.reason}`).sort(),
    disclosed: [...new Set(shown.flatMap((one) => one.fields.map((field) => `${one.subject}.${field}`)))].sort(),
  };
  return { reading, text, entries, errors };
}

function groups(everyone: readonly Somebody[]): readonly (readonly Somebody[])[] {
  const here = everyone.filter(({ standing }) => standing.kind !== 'OWNER ELSEWHERE');
  return Array.from({ length: Math.ceil(here.length / IN_ONE_GROUP) }, (_, at) =>
    here.slice(at * IN_ONE_GROUP, (at + 1) * IN_ONE_GROUP),
  );
}

const refusalsOf = ({ standing }: Somebody): readonly (readonly [Attempt, readonly string[] | null])[] =>
  ATTEMPTS.map((what) => [what, refusals(standing, what.deed, what.subject, what.touched)]);

describe('Of everybody, in every state of their authority', () => {
  test('each sees of every record what a naive oracle says, and the log says so where it was not by membership', async () => {
    const wrong: Wrong[] = [];
    let cells = 0;
    for (const one of people) {
      await several(DATA, async (subject) => {
        cells += 1;
        const { reading, text, entries, errors } = await read(one, subject, `Oracle${cells}`);
        const expected = expectedReading(one.standing, subject, one.place);
        const logged = expected.disclosed.length === 0 ? [] : [{ actor: one.standing.kind, authority: one.authority }];
        try {
          expect(reading).toEqual(expected);
          expect(errors.length).toBe(expected.code === undefined ? 0 : 1);
          expect(entries.map(({ actor, authority }) => ({ actor, authority }))).toEqual(logged);
          expect(secretsFor(one.standing).filter((secret) => text.includes(secret))).toEqual([]);
        } catch (error) {
          wrong.push([one.name, subject, (error as Error).message]);
        }
      });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(cells).toBe(360);
  }, 120_000);

  test('each writes what the oracle says, under what it rests on, and what is refused changes nothing', async () => {
    const targets = new Map<string, string>();
    const target = async ({ slug, owner }: Place, subject: Data): Promise<string> => {
      const key = `${slug} ${subject}`;
      const id = targets.get(key) ?? (await made(owner, subject, LEAST[subject].input));
      targets.set(key, id);
      return id;
    };
    const attempt = async (
      { place: at, standing, client, carries = null }: Somebody,
      { deed, subject, input }: Attempt,
      query: string,
    ) => {
      const id = await target(at, subject);
      const instruction = standing.kind === 'SUPPORT' ? at.instructions[standing.instruction][deed] : carries;
      const { code } = await client.query(query, {
        ...(deed !== 'CREATE' && { id }),
        ...(deed !== 'DELETE' && { input }),
        instruction,
      });
      if (code === undefined && deed === 'DELETE') targets.delete(`${at.slug} ${subject}`);
      return { code, instruction };
    };
    await agree(stage, lapsed, true);
    for (const subject of DATA) await target(lapsed, subject);
    await agree(stage, lapsed, false);

    const wrong: Wrong[] = [];
    const counted = { written: 0, refused: 0 };
    for (const some of groups(people)) {
      const refused = new Map(some.map((one) => [one, refusalsOf(one)]));
      for (const { place: at } of some) for (const subject of DATA) await target(at, subject);
      const before = await storedData(stage);
      for (const [one, attempts] of refused) {
        await several(attempts, async ([what, codes]) => {
          if (codes === null) return;
          const { code } = await attempt(one, what, mutationFor(what));
          counted.refused += 1;
          if (code === undefined || !codes.includes(code)) wrong.push([one.name, what.name, code, codes]);
        });
      }
      const stored = changed(before, await storedData(stage));
      if (stored.length > 0) wrong.push([some.map(({ name }) => name), 'stored', stored]);
      for (const [one, attempts] of refused) {
        for (const [what, codes] of attempts) {
          if (codes !== null) continue;
          const { code, instruction } = await attempt(one, what, mutationFor(what));
          counted.written += 1;
          const [entry] = await stage.sql(
            'select authority, instruction, action from change_entry order by at desc, id desc limit 1',
          );
          const told = [entry?.action, entry?.instruction ?? null, one.authority === null ? null : entry?.authority];
          const expected = [what.deed, instruction === null ? null : uuidOf(instruction), one.authority];
          if (code !== undefined || String(told) !== String(expected))
            wrong.push([one.name, what.name, code, told, expected]);
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(counted).toEqual({ written: 237, refused: 3095 });
  }, 240_000);

  test('came there by steps of which each is in the log that the tenant reads', async () => {
    const here = people.filter((one) => one.place === place).map(({ standing }) => standing);
    const times = (kinds: readonly string[], ...states: readonly State[]): number =>
      here.filter(({ kind, state }) => kinds.includes(kind) && states.includes(state)).length;
    const members = ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER'];
    const used = ['living', 'expired', 'revoked', 'suspended'] as const;
    const perDeed = new Set(ATTEMPTS.map(({ deed }) => deed)).size;
    const imports = here.filter(({ purpose, state }) => purpose === 'IMPORT' && state !== 'none').length;
    const rows = await stage.sql<{ kind: string; times: number }>(
      `select kind, count(*)::int as times from security_event where log_id = $1 and kind <> 'SIGNED_IN' group by 1`,
      [place.id],
    );
    expect(Object.fromEntries(rows.map((row) => [row.kind, row.times]))).toEqual({
      AGREEMENT_ACCEPTED: 1,
      MEMBER_INVITED: times(members, 'requested', 'expired'),
      MEMBER_REMOVED: times(members, 'revoked'),
      ROLE_CHANGED: times(members, 'revoked'),
      EXTERNAL_USER_INVITED: times(['EXTERNAL'], 'requested', ...used),
      EXTERNAL_AGREEMENT_ACCEPTED: times(['EXTERNAL'], ...used),
      EXTERNAL_AGREEMENT_CHANGED: times(['EXTERNAL'], 'suspended'),
      EXTERNAL_ACCESS_ENDED: times(['EXTERNAL'], 'revoked'),
      MAINTENANCE_OPENED: times(['ADMINISTRATOR'], ...used),
      MAINTENANCE_CLOSED: times(['ADMINISTRATOR'], 'revoked'),
      SUPPORT_REQUESTED: times(['SUPPORT'], 'requested'),
      SUPPORT_GRANTED: times(['SUPPORT'], ...used),
      SUPPORT_REVOKED: times(['SUPPORT'], 'revoked'),
      SUPPORT_SUSPENDED: times(['SUPPORT'], 'suspended'),
      // Of each that can be named there is one per deed; a window to import is carried by one of its own.
      INSTRUCTION_ISSUED: 3 * perDeed + imports,
      INSTRUCTION_RECORDED: perDeed,
      INSTRUCTION_WITHDRAWN: perDeed,
    });
    const wrong: Wrong[] = [];
    for (const { name, standing, authority, place: at } of people) {
      const told = STATUS[standing.kind];
      if (told === undefined || authority === null) continue;
      const { data } = await at.owner.query<{ node: { status: string } | null }>(
        `query ($id: ID!) { node(id: $id) { ... on SupportGrant { status } ... on ExternalAccess { is: status } ... on MaintenanceWindow { was: status } } }`,
        { id: `${told.prefix}_${authority}` },
      );
      const status = Object.values(data?.node ?? {})[0] ?? null;
      // A window to import is over with the instruction that carries it.
      const isCarried = standing.purpose !== 'IMPORT' || standing.instruction === 'confirmed';
      const state = standing.state === 'living' && !isCarried ? 'expired' : standing.state;
      if (status !== (told.status[state] ?? null)) wrong.push([name, status]);
    }
    expect(wrong).toEqual([]);
  });
});

describe('Of what has no category, everybody in every state', () => {
  const besides = new Map<Place, BesideIds>();
  const of = ({ place: at }: Somebody): BesideIds => {
    const ids = besides.get(at);
    if (!ids) throw new Error('There are no such records.');
    return ids;
  };

  beforeAll(async () => {
    await agree(stage, lapsed, true);
    for (const each of [place, lapsed]) besides.set(each, await besideOf(stage, second, each));
    await agree(stage, lapsed, false);
  });

  test('sees the records of others that the oracle says, and of the rest not a word', async () => {
    const wrong: Wrong[] = [];
    let cells = 0;
    for (const one of people) {
      await several(BESIDE, async (subject) => {
        const isNamed = subject !== 'Tenant' && subject !== 'GdprSettings';
        // These would be those of their own tenant, and the vendor's.
        if (one.standing.kind === 'OWNER ELSEWHERE' && (!isNamed || subject === 'Agreement')) return;
        cells += 1;
        const { data, text, errors } = await one.client.query<Json>(
          lookAt(subject),
          isNamed ? { id: of(one)[subject] } : {},
        );
        const record = data?.record ?? (data?.tenant as Json | null | undefined)?.record ?? null;
        const expected = seesBeside(one.standing, subject);
        const right = expected ? record !== null && errors.length === 0 : record === null && !MARK.test(text);
        if (!right) wrong.push([one.name, subject, expected, text.slice(0, 500)]);
      });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(cells).toBe(120 * 16 - 3);
  }, 120_000);

  test('does what the oracle says, and what is refused changes nothing anywhere', async () => {
    const wrong: Wrong[] = [];
    const counted = { done: 0, refused: 0 };
    for (const some of groups(people)) {
      const before = await storedWorld(stage);
      for (const one of some) {
        const refused = DEEDS.filter((each) => !mayDo(one.standing, each));
        await several(refused, async (deed) => {
          const { code } = await one.client.query(deed.text, await deed.variables(of(one), one.place.slug, stage));
          counted.refused += 1;
          if (code === undefined || !refusedBy(one.standing, deed).includes(code))
            wrong.push([one.name, deed.name, code]);
        });
      }
      const stored = changed(before, await storedWorld(stage));
      if (stored.length > 0) wrong.push([some.map(({ name }) => name), 'stored', stored]);
      for (const one of some) {
        for (const deed of DEEDS.filter((each) => mayDo(one.standing, each) && !each.endsSomething)) {
          const { code } = await one.client.query(deed.text, await deed.variables(of(one), one.place.slug, stage));
          counted.done += 1;
          if (code !== undefined) wrong.push([one.name, deed.name, code]);
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(counted).toEqual({ done: 184, refused: 3496 });
  }, 240_000);
});
