/** Several people, one record: nobody's change is lost unseen, and the time of the last change tells versions apart. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ADMIN, EDITOR, openStage, OWNER, type Stage } from '../consent/stage.js';
import { changesOf, made, remove, stored, update } from './desk.js';

describe('A record that is changed', () => {
  let stage: Stage;
  let owner: Client;
  let people: readonly Client[];

  beforeAll(async () => {
    stage = await openStage(2);
    owner = await stage.as(OWNER);
    people = await Promise.all([
      stage.as(OWNER),
      stage.as(ADMIN),
      stage.as(EDITOR),
      stage.as(OWNER, 1),
      stage.as(EDITOR, 1),
    ]);
  });
  afterAll(async () => {
    await stage.close();
  });

  const fresh = (): Promise<string> => made(owner, 'Contact', { name: 'Ann' });
  const versionOf = async (id: string): Promise<string> =>
    (await update(owner, 'Contact', id, {})).record?.updatedAt as string;

  test('as it was read is changed; as it was no longer is a CONFLICT, and stays', async () => {
    const id = await fresh();
    const read = await versionOf(id);
    const first = await update(owner, 'Contact', id, { notes: 'one' }, { ifUpdatedAt: read });
    expect([first.code, first.record?.notes]).toEqual([undefined, 'one']);
    const was = await stored(stage, 'Contact', id);
    const second = await update(owner, 'Contact', id, { notes: 'two' }, { ifUpdatedAt: read });
    expect([second.code, second.data]).toEqual(['CONFLICT', null]);
    expect(second.text).not.toContain('one');
    expect(await stored(stage, 'Contact', id)).toBe(was);
    const third = await update(
      owner,
      'Contact',
      id,
      { notes: 'two' },
      { ifUpdatedAt: first.record?.updatedAt as string },
    );
    expect(third.record?.notes).toBe('two');
  });

  test('is compared in time, whatever the form of it', async () => {
    const id = await fresh();
    const read = await versionOf(id);
    const there = new Date(Date.parse(read) + 3_600_000).toISOString().replace('Z', '+01:00');
    expect((await update(owner, 'Contact', id, { notes: 'one' }, { ifUpdatedAt: there })).code).toBeUndefined();
  });

  test.each(['', 'now', 'infinity', '2026-01-01', '2026-13-01T00:00:00Z', '2026-01-01T25:00:00Z', '\u0000'])(
    'is not compared with %j, which is no time',
    async (ifUpdatedAt) => {
      const id = await fresh();
      expect((await update(owner, 'Contact', id, { notes: 'one' }, { ifUpdatedAt })).code).toBe('BAD_USER_INPUT');
    },
  );

  test('has a later time after each change, however quickly they follow, and one that went ahead is not undercut', async () => {
    const id = await fresh();
    const times = [await versionOf(id)];
    for (let round = 0; round < 20; round += 1) {
      const { record } = await update(owner, 'Contact', id, { notes: String(round) });
      times.push(record?.updatedAt as string);
    }
    expect([...times].sort()).toEqual(times);
    expect(new Set(times).size).toBe(times.length);
    await stage.sql(`update contact set updated_at = updated_at + interval '1 hour' where 'con_' || id = $1`, [id]);
    const ahead = await versionOf(id);
    const after = (await update(owner, 'Contact', id, { notes: 'later' })).record?.updatedAt as string;
    expect(Date.parse(after)).toBe(Date.parse(ahead) + 1);
  });

  test('by many at once on one version is changed by one of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await fresh();
      const read = await versionOf(id);
      const answers = await Promise.all(
        people.map((client, at) => update(client, 'Contact', id, { notes: `by ${at}` }, { ifUpdatedAt: read })),
      );
      const done = answers.filter(({ code }) => code === undefined);
      expect(answers.filter(({ code }) => code === 'CONFLICT')).toHaveLength(people.length - 1);
      expect(done.map(({ record }) => record?.notes)).toEqual([
        await stage.cell(`select notes from contact where 'con_' || id = $1`, [id]),
      ]);
      expect(await changesOf(stage, id)).toHaveLength(2);
    }
  });

  test('by many at once, each in a field of its own, loses none', async () => {
    const fields = ['email', 'phone', 'city', 'country', 'iban'] as const;
    for (let round = 0; round < 5; round += 1) {
      const id = await fresh();
      const answers = await Promise.all(
        people.map((client, at) => update(client, 'Contact', id, { [fields[at]!]: at === 0 ? 'a@b.test' : `v${at}` })),
      );
      expect(answers.map(({ code }) => code)).toEqual(answers.map(() => undefined));
      const { record } = await update(owner, 'Contact', id, {});
      expect(record).toMatchObject({ email: 'a@b.test', phone: 'v1', city: 'v2', country: 'v3', iban: 'v4' });
      expect(new Set(answers.map(({ record: one }) => one?.updatedAt)).size).toBe(answers.length);
    }
  });

  test('by many at once in its custom fields loses none either', async () => {
    const keys = ['nickname', 'shoe_size', 'newsletter_since', 'preferred_channel', 'nickname'];
    const values = ['Jef', '42', '2026-01-02', 'Post', 'Jef'];
    for (let round = 0; round < 3; round += 1) {
      const id = await fresh();
      const answers = await Promise.all(
        people.map((client, at) =>
          update(client, 'Contact', id, { customFields: [{ key: keys[at], value: values[at] }] }),
        ),
      );
      expect(answers.map(({ code }) => code)).toEqual(answers.map(() => undefined));
      expect(await stage.cell(`select count(*)::int from custom_value where 'con_' || contact_id = $1`, [id])).toBe(4);
    }
  });

  test('while it is deleted is changed before that, or not found', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await fresh();
      const [changed, gone, again] = await Promise.all([
        update(people[1]!, 'Contact', id, { notes: 'x' }),
        remove(people[1]!, 'Contact', id),
        remove(people[3]!, 'Contact', id),
      ]);
      expect([undefined, 'NOT_FOUND']).toContain(changed.code);
      expect([gone.code, again.code].sort()).toEqual(['NOT_FOUND', undefined]);
      expect(await stored(stage, 'Contact', id)).toBeNull();
      const actions = (await changesOf(stage, id)).map(({ action }) => action);
      expect(actions).toEqual(changed.code ? ['CREATE', 'DELETE'] : ['CREATE', 'UPDATE', 'DELETE']);
    }
  });

  test('together with what it names, in both orders at once, is changed without a deadlock', async () => {
    const [one, two] = [await made(owner, 'Company', { name: 'One' }), await made(owner, 'Company', { name: 'Two' })];
    const [ann, bea] = [await fresh(), await fresh()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        update(people[at % people.length]!, 'Contact', at % 2 === 0 ? ann : bea, {
          companyId: at % 3 === 0 ? one : two,
        }),
      ).concat(
        Array.from({ length: 10 }, (_, at) =>
          update(people[at % people.length]!, 'Company', at % 2 === 0 ? one : two, { name: `C${at}` }),
        ),
      ),
    );
    expect(answers.map(({ code }) => code)).toEqual(answers.map(() => undefined));
  });
});
