import type { OwnStatement, Presented, Row, Statement, Transaction } from '../database.js';
import { LockMissed } from '../database-fault.js';
import type { Seal, Seals } from '../seal.js';
import type { Standing } from '../standing.js';
import { guardedRows, isGuarded } from './form.js';
import type { Plan, PlanInput } from './plan.js';
import type { Replica } from './replica.js';

export type Run = (statement: Statement) => Promise<Row[]>;

/** By itself, and so also of a replica, as whoever asks. */
interface Alone {
  readonly presented: Presented;
  readonly run: (statement: OwnStatement) => Promise<Row[]>;
  /** In a turn of the tenant's. */
  readonly inTurn: <T>(tenantId: string | undefined, work: () => Promise<T>) => Promise<T>;
}

/** Where a statement is sent; or else to a transaction of the caller's, which has its turn. */
export type Way = Alone | Transaction;

export interface Terms {
  /** See `ReadRequest`. */
  readonly patient: boolean;
  readonly sealedFor: readonly string[] | undefined;
}

export interface Found {
  readonly rows: Row[];
  /** What they may leave under. */
  readonly seal: Seal | null;
}

/** Sends the statement of a plan where it belongs, when it is its turn, and under a seal where it needs one. */
export class Finder {
  readonly #seals: Seals;
  readonly #replica: Replica | null;

  constructor(seals: Seals, replica: Replica | null) {
    this.#seals = seals;
    this.#replica = replica;
  }

  async find(
    way: Way,
    plan: Plan,
    inputOf: (seal: Seal | null) => PlanInput,
    { law, tenant }: Standing,
    { patient, sealedFor }: Terms,
  ): Promise<Found> {
    const { name, text, form, confirming, idCell } = plan;
    const tenantId = tenant?.id;
    const statementOf = (input: PlanInput): Statement => ({
      name,
      text,
      values: plan.slots.map((slot) => slot.take(input)),
    });
    if ('holds' in way) {
      if (confirming) throw new Error('In a transaction of the caller the guard comes first.');
      const seal = plan.logged ? this.#seals.prepare(sealedFor) : null;
      // What holds the tenant by itself brings this with it.
      if (seal && way.holds !== tenantId) throw new LockMissed();
      return { rows: await this.#underSeal(seal, () => way.run(statementOf(inputOf(seal)))), seal };
    }
    const { presented, run, inTurn } = way;
    if (confirming) {
      const input = inputOf(null);
      const statement = { ...statementOf(input), expects: input.fingerprint, brief: form === 'record' };
      const guarded = (rows: Row[]): Row[] => guardedRows(rows, form, confirming, idCell);
      const accept = (rows: Row[]): Row[] | null => {
        const shown = guarded(rows);
        return isGuarded(shown, form) ? shown : null;
      };
      const asked = plan.mayBeReplicated ? { presented, statement, tenantId, patient } : null;
      const replicated = asked && (await this.#replica?.read(asked, accept));
      return { rows: replicated ?? guarded(await inTurn(tenantId, () => run(statement))), seal: null };
    }
    return inTurn(tenantId, async () => {
      if (!plan.logged) return { rows: await run(statementOf(inputOf(null))), seal: null };
      // Only now: its bound does not run while it waits for a turn.
      const seal = this.#seals.prepare(sealedFor);
      const before = [this.#seals.hold(tenantId ?? null, law.actor.kind === 'ADMINISTRATOR')];
      return { rows: await this.#underSeal(seal, () => run({ ...statementOf(inputOf(seal)), before })), seal };
    });
  }

  async #underSeal(seal: Seal | null, read: () => Promise<Row[]>): Promise<Row[]> {
    try {
      return await read();
    } catch (error) {
      // Whether it was committed may not be known: what it stands for is never written.
      if (seal) this.#seals.lift([seal.id]);
      throw error;
    }
  }
}
