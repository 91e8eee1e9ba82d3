/** What administrators write: in a window for an import, under an instruction of the tenant for it that the write names. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { entriesOf, openStage, OWNER, SYSADMIN, uuidOf, type Stage } from '../consent/stage.js';
import { Attempts } from '../instructions/attempting.js';
import { answer, correct, erase, expire, forgetInstructions, issued, recorded } from '../instructions/instructing.js';
import { ATTEMPTS, type Attempt, type State } from '../instructions/oracle.js';
import type { Client } from '../support/client.js';
import { ownCategorySql } from '../support/own-category.js';
import { amounts, changesOf, made, stored } from '../write/desk.js';
import { approveWindow, closeWindow, requestWindow } from './deeds.js';

const ALL = [
  'IDENTITY',
  'CONTACT_DETAILS',
  'FINANCIAL',
  'GOVERNMENT_ID',
  'SPECIAL',
  'NOTES',
  'COMMERCIAL',
  'SHOE_SIZE',
];
const SUBJECTS = ['Contact', 'Company', 'Invoice'];

let stage: Stage;
let owner: Client;
let clerk: Client;
let sysadmin: Client;
let second: Client;
let holder: PostgresClient;

beforeAll(async () => {
  stage = await openStage(2);
  [owner, clerk, sysadmin, second] = await Promise.all([
    stage.as(OWNER),
    stage.as('support@vendor.test'),
    stage.as(SYSADMIN, 1),
    stage.as('sysadmin2@vendor.test'),
  ]);
  await stage.sql(ownCategorySql('SHOE_SIZE', false, `t.slug = 'acme'`));
  await stage.sql(
    `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type)
     select id, gen_random_uuid(), now(), 'Contact', 'boots', 'Boots', 'SHOE_SIZE', 'TEXT' from tenant where slug = 'acme'`,
  );
  holder = new PostgresClient({ connectionString: stage.databases.superuserUrl });
  await holder.connect();
}, 120_000);
afterAll(async () => {
  await holder.end();
  await stage.close();
});
beforeEach(forget);

async function forget(): Promise<void> {
  await forgetInstructions(stage);
  for (const table of ['auth.window_tenant', 'auth.maintenance_window', 'access_entry', 'seal'])
    await stage.sql(`delete from ${table}`);
}

async function openWindow(purpose = 'IMPORT'): Promise<string> {
  const { id } = await requestWindow(stage, sysadmin, { purpose });
  const { data, text } = await approveWindow(second, id);
  if (!data) throw new Error(text);
  return id;
}

const toImport = (scope: object = {}): Promise<string> =>
  issued(owner, { kind: 'IMPORT', subjects: SUBJECTS, categories: ALL, ...scope });

describe('An import', () => {
  test('is written and read back under window and instruction, and the tenant reads both sides of it', async () => {
    const id = await made(owner, 'Contact', { name: 'An', notes: 'secret notes' });
    const instruction = await toImport({ subjects: ['Contact'], categories: ['CONTACT_DETAILS', 'GOVERNMENT_ID'] });
    const window = await openWindow();
    const told = await correct(sysadmin, id, { city: 'Gent', nationalId: '85073003328' }, instruction, 'id city notes');
    expect(told.data).toEqual({ updateContact: { contact: { id, city: 'Gent', notes: 'secret notes' } } });
    expect((await changesOf(stage, id)).at(-1)).toMatchObject({
      actor: 'ADMINISTRATOR',
      authority: uuidOf(window),
      instruction: uuidOf(instruction),
      action: 'UPDATE',
      fields: ['city', 'nationalId'],
    });
    expect(await entriesOf(stage, 'Correct')).toMatchObject([
      { actor: 'ADMINISTRATOR', authority: uuidOf(window), disclosed: [{ subject: 'Contact', ids: [id] }] },
    ]);
    const change = `actor actorName authority action subject recordId fields filledBefore filledAfter window { id status }`;
    const tab = await owner.query<{
      tenant: { gdpr: { changeLog: { nodes: object[] }; instructions: { nodes: object[] } } };
    }>(
      `{ tenant { gdpr { changeLog(first: 1) { nodes { ${change} } } instructions { nodes { id changes { nodes { ${change} } } } } } } }`,
    );
    const entry = {
      actor: 'ADMINISTRATOR',
      actorName: 'Yara Peeters',
      authority: window,
      action: 'UPDATE',
      subject: 'Contact',
      recordId: id,
      fields: ['city', 'nationalId'],
      filledBefore: [],
      filledAfter: ['city', 'nationalId'],
      window: { id: window, status: 'OPEN' },
    };
    expect(tab.data?.tenant.gdpr).toEqual({
      changeLog: { nodes: [entry] },
      instructions: { nodes: [{ id: instruction, changes: { nodes: [entry] } }] },
    });
    expect(tab.text).not.toContain('85073003328');
  });

  test('changes nothing without a naming of the instruction, outside of it, or under another kind of one', async () => {
    const id = await made(owner, 'Contact', { name: 'An', city: 'Luik' });
    const instruction = await toImport({ subjects: ['Contact'], categories: ['CONTACT_DETAILS'] });
    const other = await issued(owner, { kind: 'CORRECTION', subjects: SUBJECTS, categories: ALL });
    await openWindow();
    const before = await stored(stage, 'Contact', id);
    expect((await correct(sysadmin, id, { city: 'Gent' }, null)).code).toBe('INSTRUCTION_REQUIRED');
    expect((await correct(sysadmin, id, { city: 'Gent' }, 'ins_nonsense')).code).toBe('INSTRUCTION_REQUIRED');
    expect((await correct(sysadmin, id, { city: 'Gent' }, other)).code).toBe('INSTRUCTION_REQUIRED');
    expect((await correct(sysadmin, id, { city: 'Gent', name: 'Bo' }, instruction)).code).toBe('INSTRUCTION_REQUIRED');
    expect((await erase(sysadmin, id, instruction)).code).toBe('FORBIDDEN');
    expect((await correct(second, id, { city: 'Gent' }, instruction)).code).toBe('WINDOW_REQUIRED');
    expect(await stored(stage, 'Contact', id)).toBe(before);
    expect((await correct(sysadmin, id, { city: 'Gent' }, instruction)).code).toBeUndefined();
    expect(await stored(stage, 'Contact', id)).not.toBe(before);
  });

  test('shows whoever imports the instructions that they may name, and those only in the window', async () => {
    const instruction = await toImport();
    await issued(owner, { kind: 'CORRECTION' });
    await recorded(clerk, { kind: 'IMPORT' });
    await answer(owner, 'withdraw', await toImport());
    const LIST = '{ instructions { nodes { id kind description } } }';
    expect((await sysadmin.query(LIST)).code).toBe('WINDOW_REQUIRED');
    const deploying = await openWindow('DEPLOY');
    expect((await sysadmin.query(LIST)).code).toBe('WINDOW_REQUIRED');
    await closeWindow(second, deploying);
    await openWindow();
    expect((await sysadmin.query(LIST)).data).toEqual({
      instructions: { nodes: [{ id: instruction, kind: 'IMPORT', description: 'As agreed.' }] },
    });
    expect((await second.query(LIST)).code).toBe('WINDOW_REQUIRED');
  });

  test('enters into the log of changes nothing under a name, window or instruction that is not its own', async () => {
    const instruction = await toImport();
    const another = await toImport();
    const window = await openWindow();
    const deploying = await openWindow('DEPLOY');
    const credential = await new Attempts(stage, owner, sysadmin, SYSADMIN).credential();
    const me = await stage.cell('select id from auth.user_account where email = $1', [SYSADMIN]);
    const somebody = await stage.cell('select id from auth.user_account where email = $1', [OWNER]);
    const client = await stage.nodes[0].database.pool.connect();
    const append = async (values: readonly (string | null)[]): Promise<boolean> => {
      await client.query('begin');
      try {
        await client.query(
          `select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true), set_config('sluice.instruction', $2, true)`,
          [credential, uuidOf(instruction)],
        );
        await client.query(
          `insert into change_entry (tenant_id, id, at, subject, record_id, action, fields, actor, actor_id, authority_kind, authority, instruction)
           select id, gen_random_uuid(), now(), 'Contact', gen_random_uuid(), 'UPDATE', '{}', $1, $2, $3, $4, $5 from tenant where slug = 'acme'`,
          [...values],
        );
        return true;
      } catch (error) {
        expect((error as { code?: string }).code).toBe('42501');
        return false;
      } finally {
        await client.query('rollback');
      }
    };
    try {
      const right = ['ADMINISTRATOR', me, 'MAINTENANCE_WINDOW', uuidOf(window), uuidOf(instruction)];
      const instead = (at: number, value: string | null) => right.map((one, index) => (index === at ? value : one));
      expect(await append(right)).toBe(true);
      for (const wrong of [
        instead(0, 'MEMBER'),
        instead(1, somebody),
        instead(2, 'SUPPORT_GRANT'),
        instead(3, uuidOf(deploying)),
        instead(3, null),
        instead(4, uuidOf(another)),
        instead(4, null),
      ])
        expect([wrong, await append(wrong)]).toEqual([wrong, false]);
    } finally {
      client.release();
    }
  });

  const until = async (question: string): Promise<void> => {
    let holds = false;
    for (let tries = 0; tries < 500 && !holds; tries += 1) {
      holds = await stage.cell<boolean>(question);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect({ question, holds }).toEqual({ question, holds: true });
  };
  const waiting = (what: string): string =>
    `select exists (select from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where not l.granted and l.${what} and a.datname = current_database())`;

  test.each([
    ['closing the window', ({ window }: Ends) => closeWindow(second, window), 'WINDOW_REQUIRED'],
    [
      'withdrawing the instruction',
      ({ instruction }: Ends) => answer(owner, 'withdraw', instruction),
      'WINDOW_REQUIRED',
    ],
    [
      'withdrawing it while another one carries the window on',
      ({ instruction }: Ends) => answer(owner, 'withdraw', instruction),
      'INSTRUCTION_REQUIRED',
    ],
    [
      'withdrawing it while another one came after the window',
      async ({ instruction, another }: Ends) => {
        await another();
        return answer(owner, 'withdraw', instruction);
      },
      'WINDOW_REQUIRED',
    ],
  ] as const)('%s waits for a write that is under way, and none comes behind it', async (_what, end, code) => {
    const id = await made(owner, 'Contact', { name: 'An' });
    const city = () => stage.cell<string | null>('select city from contact where id = $1', [uuidOf(id)]);
    const instruction = await toImport();
    // Where the window goes on, what is missing is the instruction alone.
    if (code === 'INSTRUCTION_REQUIRED') await toImport();
    const window = await openWindow();
    // Past all checks, it waits for its row, which somebody holds.
    await holder.query('begin');
    await holder.query('select from contact where id = $1 for update', [uuidOf(id)]);
    const writing = correct(sysadmin, id, { city: 'Gent' }, instruction);
    await until(waiting(`locktype in ('transactionid', 'tuple')`));
    let answered = false;
    const another = () =>
      stage.sql(
        `insert into auth.instruction (tenant_id, id, status, kind, subjects, categories, description, created_by, created_at, expires_at, decided_by, decided_at)
         select tenant_id, gen_random_uuid(), status, kind, subjects, categories, description, created_by, created_at, expires_at, decided_by, decided_at
           from auth.instruction where id = $1`,
        [uuidOf(instruction)],
      );
    const ending = (async () => {
      const told = await end({ window, instruction, another });
      answered = true;
      return [told.code, await city()];
    })();
    await until(waiting(`locktype = 'advisory'`));
    const late = correct(sysadmin, id, { city: 'Brugge' }, instruction);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(answered).toBe(false);
    await holder.query('commit');
    expect((await writing).code).toBeUndefined();
    // What was under way had committed when the end was answered.
    expect(await ending).toEqual([undefined, 'Gent']);
    expect((await late).code).toBe(code);
    expect(await city()).toBe('Gent');
  });
});

interface Ends {
  readonly window: string;
  readonly instruction: string;
  readonly another: () => Promise<unknown>;
}

/** Where an administrator stands, and what a naive oracle says of a change: tables written by hand, nothing of the page. */
interface Situation {
  readonly purpose: 'DEPLOY' | 'PATCH' | 'BACKUP' | 'IMPORT' | null;
  readonly window: 'requested' | 'open' | 'closed' | null;
  readonly state: State;
  readonly kind: string;
  readonly subjects: readonly string[];
  readonly instructed: readonly string[];
  readonly agreed: boolean;
}

function expected(situation: Situation, { action, subject, categories }: Attempt): readonly string[] | null {
  const { purpose, window, state, kind, subjects, instructed, agreed } = situation;
  if (window !== 'open' || purpose === 'BACKUP') return ['WINDOW_REQUIRED'];
  if (action === 'DELETE') return ['FORBIDDEN'];
  if (purpose !== 'IMPORT') return ['WINDOW_REQUIRED'];
  const covers = state === 'confirmed' && kind === 'IMPORT' && subjects.includes(subject);
  const covered = covers && categories.every((category) => instructed.includes(category));
  if (covered && agreed) return null;
  return [...(covered ? [] : ['INSTRUCTION_REQUIRED']), ...(agreed ? [] : ['AGREEMENT_REQUIRED'])];
}

/** The wall knows subjects and actions, and no fields. */
function passesTheWall(situation: Situation, { action, subject }: Attempt): boolean {
  const { purpose, window, state, kind, subjects, agreed } = situation;
  const imports = purpose === 'IMPORT' && window === 'open' && agreed && action !== 'DELETE';
  return imports && state === 'confirmed' && kind === 'IMPORT' && subjects.includes(subject);
}

const PLAIN: Situation = {
  purpose: 'IMPORT',
  window: 'open',
  state: 'confirmed',
  kind: 'IMPORT',
  subjects: SUBJECTS,
  instructed: ALL,
  agreed: true,
};
const SITUATIONS: readonly Situation[] = [
  PLAIN,
  { ...PLAIN, purpose: null, window: null },
  ...(['DEPLOY', 'PATCH', 'BACKUP'] as const).map((purpose) => ({ ...PLAIN, purpose })),
  ...(['requested', 'closed'] as const).map((window) => ({ ...PLAIN, window })),
  ...(['none', 'recorded', 'rejected', 'withdrawn', 'expired'] as const).map((state) => ({ ...PLAIN, state })),
  ...['CORRECTION', 'ADDITION', 'ERASURE', 'EXPORT'].map((kind) => ({ ...PLAIN, kind })),
  ...SUBJECTS.map((subject) => ({ ...PLAIN, subjects: [subject] })),
  { ...PLAIN, instructed: ['FINANCIAL', 'NOTES', 'SHOE_SIZE'] },
  { ...PLAIN, agreed: false },
];

test('Of all that administrators could write, exactly that is which window, instruction and agreement cover, on both walls', async () => {
  const attempts = new Attempts(stage, owner, sysadmin, SYSADMIN);
  const tried = ATTEMPTS.filter(({ subject }, at) => subject !== 'Contact' || at % 2 === 0 || at === 5);
  const named = async ({ state, kind, subjects, instructed }: Situation): Promise<string | null> => {
    const scope = { kind, subjects, categories: instructed };
    if (state === 'none') return null;
    if (state === 'recorded' || state === 'rejected') {
      const id = await recorded(clerk, scope);
      if (state === 'rejected') await answer(owner, 'reject', id);
      return id;
    }
    const id = await issued(owner, scope);
    if (state === 'withdrawn') await answer(owner, 'withdraw', id);
    if (state === 'expired') await expire(stage, id);
    return id;
  };
  const agree = (agreed: boolean): Promise<unknown> =>
    stage.sql(
      `update auth.tenant_authority a set agreement_accepted_at = case when $1 then now() end
         from tenant t where t.id = a.tenant_id and t.slug = 'acme'`,
      [agreed],
    );

  const wrong: unknown[] = [];
  const counted = { written: 0, refused: 0, passed: 0, held: 0 };
  for (const situation of SITUATIONS) {
    await forget();
    // The window is carried by an instruction of its own, so that what is asked is the one that the write names.
    await toImport({ subjects: ['Invoice'], categories: ['COMMERCIAL'] });
    if (situation.purpose !== null && situation.window !== null) {
      if (situation.window === 'requested') await requestWindow(stage, sysadmin, { purpose: situation.purpose });
      else {
        const id = await openWindow(situation.purpose);
        if (situation.window === 'closed') await closeWindow(second, id);
      }
    }
    const instruction = await named(situation);
    for (const { subject } of tried) await attempts.target(subject);
    await agree(situation.agreed);
    for (const one of tried) {
      const before = await amounts(stage);
      const codes = expected(situation, one);
      const code = await attempts.attempt(instruction, one);
      const right = codes === null ? code === undefined : code !== undefined && codes.includes(code);
      if (!right) wrong.push({ situation, one, code, codes });
      counted[code === undefined ? 'written' : 'refused'] += 1;
      if (code !== undefined && (await amounts(stage)) !== before) wrong.push({ situation, one, stored: true });
      const passed = await attempts.byStatement(instruction, one);
      if (passed !== passesTheWall(situation, one)) wrong.push({ situation, one, passed });
      counted[passed ? 'passed' : 'held'] += 1;
    }
    await agree(true);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  for (const times of Object.values(counted)) expect(times).toBeGreaterThan(15);
  const unexplained = await stage.cell<number>(
    `select count(*)::int from change_entry where actor = 'ADMINISTRATOR' and (authority is null or instruction is null)`,
  );
  expect(unexplained).toBe(0);
}, 120_000);
