/** Every access × instruction × subject × action × category: what is written is what a naive oracle says, and nothing besides. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { forgetConsent, giveGrantOf, openStage, OWNER, SUPPORT, type Stage } from '../consent/stage.js';
import { ownCategorySql } from '../support/own-category.js';
import type { Client } from '../support/client.js';
import { amounts } from '../write/desk.js';
import { Attempts } from './attempting.js';
import { answer, expire, forgetInstructions, issued, recorded, type Scope } from './instructing.js';
import { ATTEMPTS, expected, passesTheWall, type Borne, type Situation, type State } from './oracle.js';

const SUBJECTS = ['Contact', 'Company', 'Invoice'] as const;
const BUILT_IN = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'SPECIAL', 'NOTES', 'COMMERCIAL'];
const SOME = ['IDENTITY', 'FINANCIAL', 'SHOE_SIZE'];

describe('Of all that staff could write', () => {
  let stage: Stage;
  let owner: Client;
  let support: Client;
  let attempts: Attempts;
  let borne: Borne;
  let all: readonly string[];

  beforeAll(async () => {
    stage = await openStage();
    [owner, support] = await Promise.all([stage.as(OWNER), stage.as(SUPPORT)]);
    attempts = new Attempts(stage, owner, support, SUPPORT);
    await stage.sql(ownCategorySql('SHOE_SIZE', false, `t.slug = 'acme'`));
    await stage.sql(
      `insert into custom_field (tenant_id, id, created_at, subject, key, label, category, type)
       select id, gen_random_uuid(), now(), 'Contact', 'boots', 'Boots', 'SHOE_SIZE', 'TEXT' from tenant where slug = 'acme'`,
    );
    const own = await stage.sql<{ subject: string; category: string }>(
      `select f.subject, f.category from custom_field f join tenant t on t.id = f.tenant_id where t.slug = 'acme'`,
    );
    const of = (subject: string): string[] =>
      own.filter((one) => one.subject === subject).map(({ category }) => category);
    borne = {
      Contact: ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'NOTES', ...of('Contact')],
      Company: ['COMMERCIAL', 'FINANCIAL', ...of('Company')],
      Invoice: ['FINANCIAL'],
    };
    all = [...new Set([...BUILT_IN, ...own.map(({ category }) => category)])];
    expect(all).toContain('SHOE_SIZE');
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(async () => {
    await forgetConsent(stage);
    await forgetInstructions(stage);
  });

  async function instructionFor({ state, kind, subjects, instructed }: Situation): Promise<string | null> {
    const scope: Scope = { kind, subjects, categories: instructed };
    if (state === 'none') return null;
    if (state === 'recorded') return recorded(support, scope);
    if (state === 'rejected') {
      const id = await recorded(support, scope);
      await answer(owner, 'reject', id);
      return id;
    }
    const id = await issued(owner, scope);
    if (state === 'withdrawn') await answer(owner, 'withdraw', id);
    if (state === 'expired') await expire(stage, id);
    return id;
  }

  const STATES: readonly State[] = ['none', 'recorded', 'rejected', 'confirmed', 'withdrawn', 'expired'];
  const KINDS = ['CORRECTION', 'ADDITION', 'IMPORT', 'ERASURE', 'EXPORT'];
  const situations = (): Situation[] => {
    const found: Situation[] = [];
    for (const access of ['NOTHING', 'READ', 'READ_WRITE'] as const) {
      for (const granted of access === 'NOTHING' ? [all] : [all, SOME]) {
        const plain = { access, granted, subjects: SUBJECTS, instructed: all, kind: 'IMPORT' };
        for (const state of STATES) found.push({ ...plain, state });
        for (const kind of KINDS) found.push({ ...plain, state: 'confirmed', kind });
        for (const subject of SUBJECTS) found.push({ ...plain, state: 'confirmed', subjects: [subject] });
        for (const kind of ['IMPORT', 'ERASURE']) {
          found.push({ ...plain, state: 'confirmed', kind, instructed: ['FINANCIAL', 'NOTES'] });
          found.push({ ...plain, state: 'confirmed', kind, instructed: ['SPECIAL'] });
        }
      }
    }
    return found;
  };

  test('exactly that is written which grant, instruction and agreement cover together, on both walls', async () => {
    const wrong: unknown[] = [];
    const counted = { written: 0, refused: 0, passed: 0, held: 0 };
    for (const situation of situations()) {
      await forgetConsent(stage);
      await forgetInstructions(stage);
      const { access, granted } = situation;
      if (access !== 'NOTHING') await giveGrantOf(owner, { categories: granted, access });
      const instruction = await instructionFor(situation);
      for (const one of ATTEMPTS) {
        await attempts.target(one.subject);
        const before = await amounts(stage);
        const codes = expected(situation, one, borne);
        const code = await attempts.attempt(instruction, one);
        const right = codes === null ? code === undefined : code !== undefined && codes.includes(code);
        if (!right) wrong.push({ situation, one, code, codes });
        if (code === undefined) counted.written += 1;
        else {
          counted.refused += 1;
          if ((await amounts(stage)) !== before) wrong.push({ situation, one, stored: true });
        }
        const passed = await attempts.byStatement(instruction, one);
        if (passed !== passesTheWall(situation, one)) wrong.push({ situation, one, passed });
        counted[passed ? 'passed' : 'held'] += 1;
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    for (const times of Object.values(counted)) expect(times).toBeGreaterThan(40);
    const unexplained = await stage.cell<number>(
      `select count(*)::int from change_entry where actor = 'SUPPORT' and (authority is null or instruction is null)`,
    );
    expect(unexplained).toBe(0);
  }, 120_000);
});
