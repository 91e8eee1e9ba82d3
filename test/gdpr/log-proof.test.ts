/** The access log as evidence: what the API gives out is verified offline, and any tampering with it is said. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  giveGrant,
  GLOBEX_OWNER,
  openStage,
  OWNER,
  SUPPORT,
  type Stage,
} from '../consent/stage.js';
import { verifyLog, type Verdict } from '../guarantee/verify-log.js';
import type { Answer, Client } from '../support/client.js';

interface Proof {
  readonly lines: readonly string[];
  readonly head: string | null;
  readonly endPlace: number | null;
  readonly hasNextPage: boolean;
}

type Asked = Answer<{ readonly tenant: { readonly gdpr: { readonly accessLogProof: Proof | null } | null } | null }>;
type Line = Readonly<Record<string, string | number | null>>;

function ask(client: Client, asked: object = {}): Promise<Asked> {
  return client.query(
    `query ($entry: ID, $first: Int, $after: Int) { tenant { gdpr { accessLogProof(entry: $entry, first: $first, after: $after) {
       lines head endPlace hasNextPage } } } }`,
    asked,
  );
}

async function proofOf(client: Client, asked: object = {}): Promise<Proof> {
  const { data, text } = await ask(client, asked);
  if (!data?.tenant?.gdpr?.accessLogProof) throw new Error(text);
  return data.tenant.gdpr.accessLogProof;
}

const READS = 8;

describe('The access log’s proof', () => {
  let stage: Stage;
  let owner: Client;
  let key: string;
  let whole: Proof;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    // Linked by this test alone, so that it knows when: nodes leave a chain that somebody is at.
    await stage.sql(
      `select pg_advisory_lock(hashtextextended('access chain ' || id::text, 0)) from tenant where slug = 'acme'`,
    );
    await giveGrant(owner, 'CONTACT_DETAILS');
    const support = await stage.as(SUPPORT);
    for (let read = 1; read <= READS; read += 1)
      await support.query(`query Read${String(read)} { contacts(first: ${String(read)}) { nodes { email } } }`);
    await link();
    const told = await owner.query<{ receiptKey: { publicKey: string } }>('{ receiptKey { publicKey } }');
    key = told.data?.receiptKey.publicKey ?? '';
    whole = await proofOf(owner);
  });
  afterAll(() => stage.close());

  const link = (): Promise<unknown> => stage.sql('select auth.chain_access_log(1000)');
  const idOf = (place: number): string => {
    const line = whole.lines.map((one) => JSON.parse(one) as Line).find((one) => one.place === place);
    return `acc_${String(line?.id)}`;
  };
  const verify = (lines: readonly string[], heads: readonly (string | null)[] = [whole.head]): Promise<Verdict> =>
    verifyLog(
      lines,
      heads.map((head) => head ?? ''),
      key,
    );
  const edited = (lines: readonly string[], at: number, change: Line): string[] =>
    lines.map((line, index) => (index === at ? JSON.stringify({ ...(JSON.parse(line) as Line), ...change }) : line));

  test('is whole, and intact up to the signed head', async () => {
    expect(whole).toMatchObject({ endPlace: READS, hasNextPage: false });
    const { code, text } = await verify(whole.lines);
    expect(text).toContain(`INTACT: entries 1 to ${String(READS)} of tenant `);
    expect(code).toBe(0);
  });

  test('comes in pages, which are verified together, each by itself only up to a head of its own', async () => {
    const lines: string[] = [];
    for (let after = 0, more = true; more;) {
      const page = await proofOf(owner, { first: 3, after });
      expect(page.lines.length).toBeLessThanOrEqual(4);
      lines.push(...page.lines);
      [after, more] = [page.endPlace ?? 0, page.hasNextPage];
    }
    expect((await verify(lines)).text).toContain(`INTACT: entries 1 to ${String(READS)} of`);
    const first = await proofOf(owner, { first: 3 });
    expect(first.hasNextPage).toBe(true);
    expect((await verify(first.lines)).text).toMatch(/^TRUNCATED: /);
  });

  test('is of one entry, with everything up to the head, and says from where on it proves', async () => {
    const part = await proofOf(owner, { entry: idOf(6) });
    expect(part.lines).toHaveLength(1 + READS - 5);
    const { code, text } = await verify(part.lines);
    expect(text).toContain(`INTACT: entries 6 to ${String(READS)} of tenant `);
    expect(code).toBe(0);
    const first = await proofOf(owner, { entry: idOf(1) });
    expect(first.lines).toEqual(whole.lines);
  });

  describe('of which somebody', () => {
    const PARTS: readonly (readonly [string, (asked: Client) => Promise<Proof>])[] = [
      ['the whole log', (asked) => proofOf(asked)],
      ['one entry', (asked) => proofOf(asked, { entry: idOf(4) })],
    ];
    const TAMPERINGS: readonly (readonly [string, (lines: readonly string[]) => readonly string[], RegExp])[] = [
      ['edited an entry', (lines) => edited(lines, 2, { actorName: 'Nobody' }), /^EDITED: /],
      ['made fewer records of it', (lines) => edited(lines, 2, { disclosed: '[]' }), /^EDITED: /],
      ['dropped an entry', (lines) => lines.toSpliced(2, 1), /^REMOVED: entry \d is missing/],
      [
        'exchanged two',
        (lines) => [...lines.slice(0, 2), lines[3] ?? '', lines[2] ?? '', ...lines.slice(4)],
        /^REORDERED: /,
      ],
      ['cut off the tail', (lines) => lines.slice(0, -2), /^TRUNCATED: /],
      ['left nothing', () => [], /^EMPTY: /],
    ];
    for (const [what, take] of PARTS) {
      test.each(TAMPERINGS)(`%s in the proof of ${what} is found out`, async (_how, tamper, verdict) => {
        const { lines, head } = await take(owner);
        expect((await verify(lines, [head])).code).toBe(0);
        const { code, text } = await verify(tamper(lines), [head]);
        expect(text).toMatch(verdict);
        expect(code).toBe(1);
      });
    }

    test('gave a part another beginning is found out', async () => {
      const { lines, head } = await proofOf(owner, { entry: idOf(4) });
      expect((await verify(edited(lines, 0, { hash: 'f'.repeat(64) }), [head])).text).toMatch(/^EDITED: entry 4 /);
      // Without where it begins, what is before is missing.
      expect((await verify(lines.slice(1), [head])).text).toMatch(/^REMOVED: entries 1 to 3 are missing/);
      const later = edited([lines[0] ?? '', ...lines.slice(3)], 0, {
        place: 5,
        hash: String((JSON.parse(lines[2] ?? '') as Line).hash),
      });
      expect((await verify(later, [head])).text).toContain('INTACT: entries 6 to ');
    });

    test('put parts together with a hole between them is found out, and so with another beginning', async () => {
      const [one, other] = [await proofOf(owner, { first: 2 }), await proofOf(owner, { after: 5 })];
      expect((await verify([...one.lines, ...other.lines])).text).toMatch(/^REMOVED: entries 3 to 5 are missing/);
      const next = await proofOf(owner, { after: 2 });
      const forged = edited(next.lines, 0, { hash: 'e'.repeat(64) });
      expect((await verify([...one.lines, ...forged])).text).toMatch(
        /^REWRITTEN: line 3 begins behind another entry 2/,
      );
      expect((await verify([...next.lines, ...one.lines])).text).toMatch(/^REORDERED: /);
    });

    test('with the keys of the database rewrote the log: two heads, or an old one and a new log, give it away', async () => {
      await stage.sql(`update access_entry set place = null, hash = null, actor_name = 'Nobody'`);
      await stage.sql('delete from auth.access_chain');
      await link();
      const anew = await proofOf(owner);
      expect((await verify(anew.lines, [anew.head])).code).toBe(0);
      expect((await verify(anew.lines, [whole.head])).text).toMatch(/^REWRITTEN: /);
      expect((await verify(anew.lines, [whole.head, anew.head])).text).toMatch(/^FORK: /);
      whole = anew;
    });
  });

  test('of an entry that is not linked yet comes in a moment, and an older head does not prove it', async () => {
    const support = await stage.as(SUPPORT);
    await support.query('query Late { contacts(first: 1) { nodes { email } } }');
    const late = await stage.cell(`select 'acc_' || id from access_entry where operation = 'Late'`);
    expect((await ask(owner, { entry: late })).code).toBe('CONFLICT');
    expect((await proofOf(owner)).lines).toHaveLength(READS);
    await link();
    const part = await proofOf(owner, { entry: late });
    expect(part.lines).toHaveLength(2);
    expect((await verify(part.lines, [whole.head])).text).toMatch(
      /^UNPROVEN: the newest signed head is of 8 entries, /,
    );
    expect((await verify(part.lines, [whole.head, part.head])).code).toBe(0);
    whole = await proofOf(owner);
  });

  test('is given to owners and admins, of their own tenant, and of no other’s entry', async () => {
    expect((await proofOf(await stage.as(ADMIN))).lines).toEqual((await proofOf(owner)).lines);
    for (const email of [EDITOR, ACCOUNTANT, SUPPORT])
      expect((await ask(await stage.as(email))).data?.tenant?.gdpr).toBeNull();
    const foreign = await stage.as(GLOBEX_OWNER, 0, 'globex');
    expect(await proofOf(foreign)).toEqual({ lines: [], head: null, endPlace: null, hasNextPage: false });
    const [theirs, missing, malformed] = await Promise.all(
      [idOf(1), `acc_${randomUUID()}`, 'acc_1'].map((entry) => ask(foreign, { entry })),
    );
    expect(theirs?.code).toBe('NOT_FOUND');
    expect(missing?.text).toBe(theirs?.text);
    expect(malformed?.text).toBe(theirs?.text);
  });

  test.each([{ first: 0 }, { first: 1_001 }, { after: -1 }])('refuses %p', async (asked) => {
    expect((await ask(owner, asked)).code).toBe('BAD_USER_INPUT');
  });
});
