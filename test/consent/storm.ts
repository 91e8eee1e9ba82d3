/**
 * A storm: support reads, through two nodes, while the owner grants and revokes at random. One process holds all the clocks: when a request was
 * sent, when its answer had come, when a revocation had been answered.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../support/client.js';
import { diceFrom, type Dice } from './random-reads.js';
import { entriesOf, giveGrant, OWNER, revoke, SUPPORT, SUPPORT_2, uuidOf, type Stage } from './stage.js';

/** What is granted and revoked; the rest stays in sight, so that nothing but the check of rights keeps it back. */
const CHANGING = 'CONTACT_DETAILS';
const STAYING = 'IDENTITY';
const CANARY = /canary-\d+/g;

const READS = [
  '{ contacts(first: 5) { nodes { id name email } } }',
  '{ viewer { actor } contacts(last: 5) { edges { node { id phone } } } }',
  '{ contacts(first: 20, where: { name: { contains: "a" } }) { totalCount nodes { id city } pageInfo { hasNextPage } } }',
  '{ one: contacts(first: 2) { nodes { id email } } two: contacts(first: 2, orderBy: { field: NAME, direction: DESC }) { nodes { id email } } }',
] as const;

interface Asked {
  readonly operation: string;
  readonly sentAt: number;
  readonly doneAt: number;
  readonly text: string;
  readonly code: string | undefined;
  readonly canaries: number;
}

interface Given {
  readonly id: string;
  readonly sentAt: number;
  readonly givenAt: number;
  endSentAt: number;
  /** When the revocation had been answered; until then: never. */
  endedAt: number;
}

export interface StormOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly perSecond: number;
}

export interface StormReport {
  readonly requests: number;
  readonly showed: number;
  readonly dark: number;
  readonly revocations: number;
  /** Sent within 50 ms after a revocation's answer: where a stale memory would show. */
  readonly soonAfter: number;
  readonly errors: readonly string[];
  readonly leaks: readonly string[];
  /** Kept back although the grant lived all the time. */
  readonly missed: readonly string[];
  readonly unlogged: readonly string[];
  readonly summary: string;
}

export async function storm(stage: Stage, { seconds, seed, perSecond }: StormOptions): Promise<StormReport> {
  const dice = diceFrom(seed);
  await stage.sql(
    `update contact set email = 'canary-' || n || '@example.test', phone = 'canary-' || n, city = 'canary-' || n
       from (select id as the_id, row_number() over () as n from contact) numbered where the_id = id`,
  );
  const owners = await Promise.all(stage.nodes.map((_, node) => stage.as(OWNER, node)));
  const staff = await Promise.all(
    stage.nodes.map((_, node) => [stage.as(SUPPORT, node), stage.as(SUPPORT_2, node)]).flat(),
  );
  await giveGrant(owners[0]!, STAYING);

  const asked: Asked[] = [];
  const given: Given[] = [];
  const running = new Set<Promise<unknown>>();
  let sent = 0;
  const send = (client: Client): void => {
    sent += 1;
    const operation = `Storm${sent}`;
    const work = ask(client, operation, READS[sent % READS.length]!).then((one) => asked.push(one));
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  const end = performance.now() + seconds * 1_000;
  const granting = grantAndRevoke(owners, dice, given, end, () => staff.forEach(send));
  const start = performance.now();
  for (let turn = 1; performance.now() < end; turn += 1) {
    send(pick(dice, staff));
    await sleep(Math.max(0, start + (turn * 1_000) / perSecond - performance.now()));
  }
  await granting;
  await Promise.all(running);
  return judge(stage, asked, given, { seconds, seed });
}

function pick<T>(dice: Dice, all: readonly T[]): T {
  return all[Math.floor(dice() * all.length)]!;
}

async function ask(client: Client, operation: string, text: string): Promise<Asked> {
  const sentAt = performance.now();
  const answer = await client.query(`query ${operation} ${text}`);
  const doneAt = performance.now();
  return {
    operation,
    sentAt,
    doneAt,
    text: answer.text,
    code: answer.code,
    canaries: answer.text.match(CANARY)?.length ?? 0,
  };
}

async function grantAndRevoke(
  owners: readonly Client[],
  dice: Dice,
  given: Given[],
  end: number,
  onEnd: () => void,
): Promise<void> {
  while (performance.now() < end) {
    const sentAt = performance.now();
    const { id } = await giveGrant(pick(dice, owners), CHANGING);
    const grant: Given = { id, sentAt, givenAt: performance.now(), endSentAt: Infinity, endedAt: Infinity };
    given.push(grant);
    await sleep(dice() * 400);
    grant.endSentAt = performance.now();
    await revoke(pick(dice, owners), id);
    grant.endedAt = performance.now();
    onEnd();
    await sleep(dice() * 400);
  }
}

async function judge(
  stage: Stage,
  asked: readonly Asked[],
  given: readonly Given[],
  run: { seconds: number; seed: number },
): Promise<StormReport> {
  const showed = asked.filter(({ canaries }) => canaries > 0);
  const mayShow = ({ sentAt, doneAt }: Asked): boolean =>
    given.some((grant) => grant.sentAt <= doneAt && sentAt <= grant.endedAt);
  const mustShow = ({ sentAt, doneAt }: Asked): boolean =>
    given.some((grant) => grant.givenAt < sentAt && doneAt < grant.endSentAt);
  const soon = ({ sentAt }: Asked): boolean => given.some(({ endedAt }) => sentAt >= endedAt && sentAt < endedAt + 50);
  const name = ({ operation }: Asked): string => operation;
  const unlogged: string[] = [];
  for (const one of showed) if (!(await isLogged(stage, one, given))) unlogged.push(one.operation);
  const report = {
    requests: asked.length,
    showed: showed.length,
    dark: asked.length - showed.length,
    revocations: given.length,
    soonAfter: asked.filter(soon).length,
    errors: asked.filter(({ code }) => code !== undefined).map(({ operation, text }) => `${operation}: ${text}`),
    leaks: showed.filter((one) => !mayShow(one)).map(name),
    missed: asked.filter((one) => mustShow(one) && one.canaries === 0).map(name),
    unlogged,
  };
  const { requests, dark, revocations, soonAfter, leaks, missed, errors } = report;
  return {
    ...report,
    summary: `storm: ${run.seconds} s, seed ${run.seed}: ${requests} requests, ${showed.length} showed and ${dark} kept back; ${revocations} revocations, ${soonAfter} requests within 50 ms after one; ${leaks.length} leaks, ${missed.length} wrongly kept back, ${unlogged.length} not logged, ${errors.length} errors`,
  };
}

/** The log tells, on a grant of this storm, of just the records whose values were shown. */
async function isLogged(stage: Stage, { operation, text }: Asked, given: readonly Given[]): Promise<boolean> {
  const entries = await entriesOf(stage, operation);
  const changing = entries.filter(({ authority }) => given.some(({ id }) => uuidOf(id) === authority));
  const ids = changing.flatMap(({ disclosed }) =>
    disclosed
      .filter(({ fields }) => fields.some((field) => ['email', 'phone', 'city'].includes(field)))
      .flatMap((one) => one.ids),
  );
  const shown = new Set(text.match(/con_[0-9a-f-]{36}/g));
  return changing.length === 1 && shown.size > 0 && [...shown].sort().join() === [...new Set(ids)].sort().join();
}
