import type { Presented, Row, Statement } from '../database.js';
import type { Seal, Seals } from '../seal.js';
import type { Standing } from '../standing.js';
import { guardedRows, isGuarded } from './form.js';
import type { Plan, PlanInput } from './plan.js';
import type { Replica } from './replica.js';

export type Run = (statement: Statement) => Promise<Row[]>;

/** Where a statement is sent. */
export interface Way {
  readonly run: Run;
  /** In a turn of the tenant's. */
  readonly inTurn: <T>(tenantId: string | undefined, work: () => Promise<T>) => Promise<T>;
  /** Outside of a transaction of the caller's: as whom a replica may be asked first. */
  readonly presented?: Presented;
}

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
    { run, inTurn, presented }: Way,
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
    if (confirming) {
      const input = inputOf(null);
      const statement = { ...statementOf(input), expects: input.fingerprint, brief: form === 'record' };
      const guarded = (rows: Row[]): Row[] => guardedRows(rows, form, confirming, idCell);
      const accept = (rows: Row[]): Row[] | null => {
        const shown = guarded(rows);
        return isGuarded(shown, form) ? shown : null;
      };
      const asked = presented && plan.mayBeReplicated ? { presented, statement, tenantId, patient } : null;
      const replicated = asked && (await this.#replica?.read(asked, accept));
      return { rows: replicated ?? guarded(await inTurn(tenantId, () => run(statement))), seal: null };
    }
    return inTurn(tenantId, async () => {
      if (!plan.logged) return { rows: await run(statementOf(inputOf(null))), seal: null };
      // Only now: its bound does not run while it waits for a turn.
      const seal = this.#seals.prepare(sealedFor);
      const before = [this.#seals.hold(tenantId ?? null, law.actor.kind === 'ADMINISTRATOR')];
      try {
        return { rows: await run({ ...statementOf(inputOf(seal)), before }), seal };
      } catch (error) {
        // Whether it was committed may not be known: what it stands for is never written.
        this.#seals.lift([seal.id]);
        throw error;
      }
    });
  }
}
