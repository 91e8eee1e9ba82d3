import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { openStage, type Stage } from '../consent/stage.js';
import { startServer } from '../support/server.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';
import { confirm, enrol, member, signedIn, stepUp, trySignIn, withFactor } from './people.js';
import { Client } from '../support/client.js';

const OLD_KEY = 'the key of last year and long enough';
const NEW_KEY = 'the key of this year and long enough';

describe('what a second factor is made of', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  beforeEach(earlyInStep);
  afterAll(() => stage.close());

  const sealedOf = async (id: string): Promise<string> =>
    stage.cell(`select encode(sealed, 'hex') from auth.second_factor where user_id = $1`, [id]);

  test('is in no log, no error and no table that anybody could read, in clear', async () => {
    const person = await member(stage);
    const client = await signedIn(stage, person);
    const { secret, recoveryCodes } = await enrol(client);
    const [used = '', open = ''] = recoveryCodes;
    const answers = [
      await trySignIn(new Client(stage.nodes[0].url), person, used),
      await trySignIn(new Client(stage.nodes[0].url), person, used),
      await stepUp(client, open),
      await stepUp(client, open),
      await confirm(client, secret),
      await client.query('mutation ($code: Int!) { stepUp(code: $code) { until } }', { code: secret }),
      await client.query('{ viewer { user { id name email secondFactor } } }'),
    ];
    const canaries = [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))];
    const tables = await stage.sql<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth')`,
    );
    let stored = '';
    for (const { name } of tables) stored += JSON.stringify(await stage.sql(`select t::text from ${name} t`));
    expect(stored).toContain(person.email);
    const heard = answers.map(({ text, headers }) => text + JSON.stringify([...headers])).join('');
    const logged = stage.nodes.flatMap((node) => node.logged).join('');
    expect(logged).toContain('"route":"/graphql"');
    for (const [where, text] of Object.entries({ heard, logged, stored })) {
      const found = canaries.filter((one) => text.includes(one) || text.includes(Buffer.from(one).toString('hex')));
      expect({ where, found }).toEqual({ where, found: [] });
    }
  });

  test('is out of reach of the role that serves: a box comes to whoever brings the password’s hash or the session', async () => {
    const person = await withFactor(stage, await member(stage));
    const api = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await api.connect();
    try {
      for (const table of ['second_factor', 'recovery_code', 'session', 'user_account']) {
        await expect(api.query(`select * from auth.${table}`)).rejects.toMatchObject({ code: '42501' });
      }
      const boxes = async (proof: string | null) =>
        (await api.query<object>('select sealed from auth.factor_of($1, $2)', [person.id, proof])).rows;
      expect(await boxes(null)).toEqual([]);
      expect(await boxes('$argon2id$wrong')).toEqual([]);
      const hash = await stage.cell('select password_hash from auth.user_account where id = $1', [person.id]);
      expect(await boxes(hash)).toHaveLength(1);
      expect((await api.query('select * from auth.own_factor()')).rows).toEqual([]);
      for (const room of [`pass_factor('${person.id}', null, null, null)`, 'locked_account()', 'is_stepped_up()']) {
        await expect(api.query(`select auth.${room}`)).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await api.end();
    }
  });

  test('no session begins without it, whatever the API forgets to ask', async () => {
    const person = await withFactor(stage, await member(stage));
    const api = new PostgresClient({ connectionString: stage.databases.apiUrl });
    await api.connect();
    const hash = await stage.cell('select password_hash from auth.user_account where id = $1', [person.id]);
    const sealed = `\\x${await sealedOf(person.id)}`;
    const present = Math.floor(Date.now() / 30_000);
    const begin = (...proof: readonly (string | number | null)[]) =>
      api.query(
        `select auth.begin_session($1, $2, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), '1 hour', '1 day', $3, $4, $5, '1 minute')`,
        [person.id, hash, ...proof],
      );
    try {
      await expect(begin(null, null, null)).rejects.toMatchObject({ hint: 'SECOND_FACTOR_REQUIRED' });
      await expect(begin('\\x00', present, null)).rejects.toMatchObject({ hint: 'UNAUTHENTICATED' });
      await expect(begin(sealed, present + 2, null)).rejects.toMatchObject({ hint: 'UNAUTHENTICATED' });
      await expect(begin(sealed, present - 3, null)).rejects.toMatchObject({ hint: 'UNAUTHENTICATED' });
      await begin(sealed, present, null);
      await expect(begin(sealed, present, null)).rejects.toMatchObject({ hint: 'UNAUTHENTICATED' });
    } finally {
      await api.end();
    }
  });

  test('opens under an older key, is sealed anew when it is used, and no longer needs the older one', async () => {
    const person = await withFactor(stage, await member(stage), [OLD_KEY]);
    const before = await sealedOf(person.id);
    const signInUnder = async (keys: string, steps: number) => {
      const node = await startServer({ databases: stage.databases, environment: { SECOND_FACTOR_KEYS: keys } });
      try {
        return {
          ...(await trySignIn(new Client(node.url), person, codeOf(person.secret, steps))),
          logged: node.logged.join(''),
        };
      } finally {
        await node.stop();
      }
    };
    const lost = await signInUnder(NEW_KEY, -1);
    expect(lost.code).toBe('INTERNAL_SERVER_ERROR');
    expect(lost.logged).toContain('No key opens the second factor');
    expect((await signInUnder(`${NEW_KEY}, ${OLD_KEY}`, -1)).code).toBeUndefined();
    expect(await sealedOf(person.id)).not.toBe(before);
    expect((await signInUnder(NEW_KEY, 0)).code).toBeUndefined();
  });

  test('serves no other account: a box that was moved opens nothing', async () => {
    const [mine, other] = [await withFactor(stage, await member(stage)), await withFactor(stage, await member(stage))];
    const sealed = await sealedOf(mine.id);
    await stage.sql('delete from auth.second_factor where user_id = $1', [mine.id]);
    await stage.sql('update auth.second_factor set sealed = $2 where user_id = $1', [other.id, `\\x${sealed}`]);
    expect((await trySignIn(new Client(stage.nodes[0].url), other, codeOf(mine.secret))).code).toBe(
      'INTERNAL_SERVER_ERROR',
    );
  });
});
