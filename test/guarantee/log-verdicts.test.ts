import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { exportLog } from '../../src/access/export-log.js';
import { Signer } from '../../src/access/signer.js';
import { ACME, createWorld, GLOBEX, idOf, type World } from '../database/world.js';
import { runVerifier, verifyLog } from './verify-log.js';

type Entry = Readonly<Record<string, string | number | null>>;

const OURS = new Signer('of the installation, and of nobody else', null);
const OTHERS = new Signer('of somebody who would like to be us', null);

/** What people may write into a reason, or a program into the name of an operation. */
const TEXTS = [
  null,
  '',
  '~',
  '5:plain',
  'ü 漢 🔑 \u{10ffff}',
  'quote " backslash \\ line\nbreak \u2028 \t',
  'e\u0301 é',
  ' ',
];

/** Each kind of tampering with an exported log, and the verdict on it. */
describe('The offline verifier', () => {
  let world: World;
  let log: readonly string[];
  let heads: readonly string[];

  beforeAll(async () => {
    world = await createWorld();
    await world.owner.query('delete from public.access_entry where tenant_id = $1', [ACME]);
    for (const [index, text] of [...TEXTS, 'a', 'b'].entries()) {
      await world.owner.query(
        `insert into public.access_entry
           (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, purpose, reason, operation, disclosed)
         values ($1, gen_random_uuid(), $2::timestamptz + $3 * interval '1 ms', 'SUPPORT', $4, 'Ann "Ü"', $1, 'SUPPORT_GRANT', $5, $6, $5, $7)`,
        [
          ACME,
          '1999-12-31T23:59:59.995Z',
          index,
          idOf('support'),
          index % 2 === 0 ? 'INCIDENT' : null,
          text,
          JSON.stringify([{ subject: 'Contact', fields: ['email', 'nämé'], count: 1e20, ids: ['con_1'], text }]),
        ],
      );
    }
    await world.as(undefined, '', 'select auth.chain_access_log(6)');
    const first = await headLines();
    await world.as(undefined, '', 'select auth.chain_access_log(100)');
    heads = [...first, ...(await headLines())];
    log = await exported('acme');
  });
  afterAll(() => world.end());

  async function exported(slug: string): Promise<string[]> {
    let text = '';
    await exportLog(world.database.migrationUrl, slug, async (lines) => {
      text += lines;
      return Promise.resolve();
    });
    return text.trimEnd().split('\n');
  }

  function headLine(signer: Signer, content: object): string {
    return JSON.stringify(signer.sign(content));
  }
  async function headLines(): Promise<string[]> {
    const { rows } = await world.as(undefined, '', 'select * from auth.chain_heads(null, null, 100)');
    return rows.map(({ tenant_id: tenant, place, hash, at }) =>
      headLine(OURS, { version: 1, kind: 'access log head', tenant, place: Number(place), hash, at }),
    );
  }
  const head = (overrides: object): string =>
    headLine(OURS, {
      version: 1,
      kind: 'access log head',
      tenant: ACME,
      place: 1,
      hash: '0'.repeat(64),
      at: '2026-01-01T00:00:00.000Z',
      ...overrides,
    });
  const entryAt = (index: number): Entry => JSON.parse(log[index] ?? '') as Entry;
  const edited = (index: number, overrides: Entry): string[] =>
    log.toSpliced(index, 1, JSON.stringify({ ...entryAt(index), ...overrides }));
  const verify = (lines: readonly string[], signed: readonly string[] = heads): ReturnType<typeof verifyLog> =>
    verifyLog(lines, signed, OURS.publicKey);

  test('finds a log that nobody touched intact, whatever text is in it', async () => {
    expect(log).toHaveLength(TEXTS.length + 2);
    expect(entryAt(4).reason).toBe(TEXTS[4]);
    const { code, text } = await verify(log);
    expect(text).toMatch(new RegExp(`^INTACT: entries 1 to 10 of tenant ${ACME} are those of the head of \\d{4}-`));
    expect(code).toBe(0);
    const globex = await verify(await exported('globex'));
    expect(globex.text).toContain(`INTACT: entries 1 to 1 of tenant ${GLOBEX}`);
  });

  test('takes heads in any order, more than once, and passes over a line that a crash cut off', async () => {
    const { code, text } = await verify(log, [...heads, heads[0]?.slice(0, 40) ?? '', ...heads.toReversed()]);
    expect(text).toContain('is no head (cut off by a crash?)');
    expect(code).toBe(0);
  });

  test('takes the key before and the key after it was changed', async () => {
    const more = headLine(OTHERS, {
      ...(JSON.parse((JSON.parse(heads[0] ?? '') as { statement: string }).statement) as object),
    });
    const { code } = await verifyLog(log, [...heads, more], OURS.publicKey + OTHERS.publicKey);
    expect(code).toBe(0);
  });

  test.each([
    ['actorName', 'Bob'],
    ['actorId', '00000000-0000-7000-8000-000000000011'],
    ['authority', GLOBEX],
    ['authorityKind', 'EXTERNAL_ACCESS'],
    ['at', '2000-01-01T00:00:00.000Z'],
    ['id', '00000000-0000-7000-8000-000000000011'],
    ['purpose', 'OTHER'],
    ['reason', 'something nicer'],
    ['reason', null],
    ['operation', 'Harmless'],
    ['disclosed', '[]'],
  ])('EDITED: an entry whose %s became %s, and no entry beside it', async (field, value) => {
    const { code, text } = await verify(edited(2, { [field]: value }));
    expect(text).toMatch(/^EDITED: entry 3 /);
    expect(text).toContain('NOT INTACT: 1 findings.');
    expect(code).toBe(1);
  });

  test('EDITED: text that was moved from one field to the next', async () => {
    const { purpose, reason } = entryAt(4);
    const { text } = await verify(edited(4, { purpose: reason ?? null, reason: purpose ?? null }));
    expect(text).toMatch(/^EDITED: entry 5 /);
  });

  test('EDITED: an entry that was given another hash breaks the next one', async () => {
    const { text } = await verify(edited(1, { hash: 'f'.repeat(64) }));
    expect(text).toMatch(/EDITED: entry 2 .*\nEDITED: entry 3 /);
  });

  test('REMOVED: entries from the middle, and from the beginning', async () => {
    expect((await verify(log.toSpliced(3, 2))).text).toMatch(/^REMOVED: entries 4 to 5 are missing\.\nNOT INTACT: 1 /);
    expect((await verify(log.slice(1))).text).toMatch(/^REMOVED: entry 1 is missing\.\nNOT INTACT: 1 /);
  });

  test('REMOVED, and numbered anew: what came after no longer gives its hash', async () => {
    const renumbered = log
      .toSpliced(3, 1)
      .map((line, index) => JSON.stringify({ ...(JSON.parse(line) as Entry), place: index + 1 }));
    const { text } = await verify(renumbered);
    expect(text).toContain('EDITED: entry 4 ');
    expect(text).toContain('TRUNCATED: ');
  });

  test('REORDERED: entries that changed places, and one that is there twice', async () => {
    const swapped = [...log.slice(0, 3), log[4] ?? '', log[3] ?? '', ...log.slice(5)];
    expect((await verify(swapped)).text).toMatch(/^REORDERED: entry 4 comes after entry 5\.\nNOT INTACT: 1 /);
    const twice = [...log.slice(0, 3), log[2] ?? '', ...log.slice(3)];
    expect((await verify(twice)).text).toMatch(/^REORDERED: entry 3 is there again after entry 3\.\nNOT INTACT: 1 /);
  });

  test('TRUNCATED: the end is missing behind an exported head', async () => {
    const { code, text } = await verify(log.slice(0, -1));
    expect(text).toMatch(/^TRUNCATED: the head of .* is of 10 entries, and the log ends with entry 9\.\nNOT INTACT/);
    expect(code).toBe(1);
  });

  test('EMPTY: nothing is left', async () => {
    expect((await verify([])).text).toMatch(/^EMPTY: .*signed heads of 2 tenants/);
  });

  test('REWRITTEN: a chain that was made anew, with every hash right, is not the one whose head was signed', async () => {
    await world.owner.query('delete from auth.access_chain where tenant_id = $1', [ACME]);
    await world.owner.query(
      `update public.access_entry set place = null, hash = null, actor_name = 'Bob' where tenant_id = $1`,
      [ACME],
    );
    await world.as(undefined, '', 'select auth.chain_access_log(100)');
    const anew = await exported('acme');
    expect(anew).toHaveLength(log.length);
    const { code, text } = await verify(anew);
    expect(text).toMatch(/^REWRITTEN: entry 6 is not the one .*\nREWRITTEN: entry 10 .*\nNOT INTACT: 2 /);
    expect(code).toBe(1);
    // Were its head signed as well, the two heads would give it away.
    expect((await verify(anew, [...heads, ...(await headLines())])).text).toMatch(
      /^FORK: two heads are signed for entry 10/,
    );
  });

  test('BAD SIGNATURE: a head that was changed', async () => {
    const [first = '', ...others] = heads;
    const { text } = await verify(log, [first.replace('access log head\\",', 'access log head\\", '), ...others]);
    expect(text).toMatch(/^BAD SIGNATURE: line 1 of the heads /);
    const forged = JSON.stringify({ ...(JSON.parse(head({})) as object), signature: 'A'.repeat(86) });
    expect((await verify(log, [...heads, forged])).text).toMatch(/^BAD SIGNATURE: line \d of the heads /);
  });

  test('FOREIGN HEAD: one that another key signed, whatever key it names, and a signed receipt', async () => {
    const statement = {
      version: 1,
      kind: 'access log head',
      tenant: ACME,
      place: 10,
      hash: entryAt(9).hash,
      at: 'now',
    };
    expect((await verify(log, [...heads, headLine(OTHERS, statement)])).text).toMatch(/^FOREIGN HEAD: line \d/);
    const posing = JSON.stringify({ ...OTHERS.sign(statement), keyId: OURS.keyId });
    expect((await verify(log, [...heads, posing])).text).toMatch(/^BAD SIGNATURE: line \d/);
    const receipt = headLine(OURS, {
      version: 1,
      authority: 'grt_1',
      effectiveAt: 'now',
      drained: 0,
      fenced: 0,
      tookMs: 1,
    });
    expect((await verify(log, [...heads, receipt])).text).toMatch(/^FOREIGN HEAD: .* is no head of an access log/);
  });

  test('FOREIGN ENTRY: one of another tenant', async () => {
    const [foreign = ''] = await exported('globex');
    expect((await verify([...log, foreign])).text).toMatch(/^FOREIGN ENTRY: line 11 /);
  });

  test('UNPROVEN: no head is of this tenant', async () => {
    const others = heads.filter((line) => line.includes(GLOBEX));
    const { code, text } = await verify(log, others);
    expect(text).toMatch(/^UNPROVEN: no signed head is of this tenant/);
    expect(code).toBe(1);
  });

  test('UNREADABLE: a line that is no entry', async () => {
    expect((await verify(log.toSpliced(9, 1, '{"place":10}'))).text).toContain('UNREADABLE: line 10 of the log');
    expect((await verify([...log, 'null', '[]', '7'])).text).toContain('NOT INTACT: 3 findings');
  });

  test('says what it can’t tell: what comes after the last exported head', async () => {
    const early = heads.filter((line) => !line.includes(`\\"place\\":10`));
    const whole = await verify(log, early);
    expect(whole.text).toContain('INTACT: entries 1 to 6 ');
    expect(whole.text).toContain('Entries 7 to 10 are later than the last exported head');
    const cut = await verify(log.slice(0, 8), early);
    expect(cut.code).toBe(0);
    expect(cut.text).toContain("cut off behind the last exported head can't be told");
  });

  test('lists the first findings only, and counts all', async () => {
    const { text } = await verify([...log, ...Array.from({ length: 50 }, () => 'x')]);
    expect(text.match(/^UNREADABLE/gm)).toHaveLength(20);
    expect(text).toContain('NOT INTACT: 50 findings (30 more were not listed).');
  });

  test('gives up in one sentence on what it can’t read', async () => {
    expect(await runVerifier([])).toEqual({
      code: 2,
      text: 'Usage: node scripts/verify-log.mjs log.ndjson heads.ndjson key.pem\n',
    });
    expect(await runVerifier(['a', 'b', 'package.json'])).toMatchObject({
      code: 2,
      text: expect.stringMatching(/^The key can't be read: [^\n]*\n$/) as unknown,
    });
    const { code, text } = await verifyLog(log, heads, 'nothing');
    expect([code, text]).toEqual([2, "The key can't be read: there is no public key in it.\n"]);
  });

  test('is given what the command prints: entries on standard output, and nothing else', async () => {
    const run = (...slugs: string[]): Promise<{ stdout: string; stderr: string }> =>
      promisify(execFile)(process.execPath, ['scripts/run.mjs', 'src/commands/log-export.ts', ...slugs], {
        env: { PATH: process.env.PATH ?? '', MIGRATION_DATABASE_URL: world.database.migrationUrl },
      });
    const { stdout, stderr } = await run('globex');
    expect(stdout.trimEnd().split('\n')).toEqual(await exported('globex'));
    expect(stderr).toBe('1 entries.\n');
    await expect(run()).rejects.toThrow('Name one tenant by its slug');
    await expect(run('nobody')).rejects.toThrow('There is no tenant with the slug "nobody".');
  });

  test('exports no log of a tenant that is not there, or under a role that would not see it', async () => {
    await expect(exported('nobody')).rejects.toThrow('There is no tenant with the slug "nobody".');
    const { migrationUrl, apiUrl } = world.database;
    await expect(exportLog(apiUrl, 'acme', () => Promise.resolve())).rejects.toThrow(/row-level security/);
    await expect(exportLog(migrationUrl.replace(/:\d+\//, ':1/'), 'acme', () => Promise.resolve())).rejects.toThrow(
      /MIGRATION_DATABASE_URL can't be reached/,
    );
  });
});
