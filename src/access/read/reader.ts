import { LRUCache } from 'lru-cache';
import { setTimeout as pause } from 'node:timers/promises';
import { CodedError, unavailable } from '../../kernel/errors.js';
import type { Law } from '../../policy/law.js';
import type { Meter } from '../budget.js';
import type { Database, OwnStatement, Presented, Transaction } from '../database.js';
import { ConsentChanging, LockMissed } from '../database-fault.js';
import type { Release, Seal, Seals } from '../seal.js';
import { customFieldPlace } from '../sealing.js';
import { addressed, type Standing, type StandingStore } from '../standing.js';
import type { Turns } from '../turns.js';
import type { WithheldList } from '../withheld.js';
import { bindRead, type BoundRead, type BoundRoot } from './bind.js';
import { compilePlan } from './compile.js';
import type { CursorCodec } from './cursor.js';
import { Finder, type Found, type Way } from './finder.js';
import { planInput, visibleCustomFields } from './input.js';
import { costOf, GUARD_REMAINING, isGuarded, type Guard } from './form.js';
import type { Plan, PlanInput, ShapeEnvironment } from './plan.js';
import type { Replica } from './replica.js';
import type { RootSelection, Variables } from './selection.js';
import { addWithheld } from './withheld-places.js';

export interface ReadRequest {
  readonly presented: Presented;
  readonly selections: readonly RootSelection[];
  readonly variables: Variables;
  readonly operationName: string | null;
  readonly withheld: WithheldList;
  /** The gate that the answer leaves through. */
  readonly release: Release;
  /** Whose budget it is taken from; absent: nobody's. */
  readonly meter?: Meter;
  readonly knownIds?: readonly (string | null)[];
  /** Ids of what else may end: its end waits for this answer too. */
  readonly sealedFor?: readonly string[];
  /** Waits for its turn without end: an event of a stream. */
  readonly patient?: boolean;
}

export interface ReadAnswer {
  readonly read: BoundRead;
  /** One value per root; of a refused root: null. */
  readonly values: readonly unknown[];
}

/** How often a read begins again because rights changed under it, before it takes the lock that keeps them still. */
const OPTIMISTIC_TRIES = 3;
const TRIES_WITHIN = 10;
const PLAN_CAPACITY = 2_000;
/** Pauses while consent changes: 2 ms, twice as long each time, about two seconds in all. */
const FIRST_PAUSE_MS = 2;
const LAST_PAUSE_MS = 2_000;

/** The one door through which data is read. */
export class Reader {
  readonly #database: Database;
  readonly #standings: StandingStore;
  readonly #cursors: CursorCodec;
  readonly #turns: Turns;
  readonly #logged: (tenantId: string) => void;
  readonly #finder: Finder;
  readonly #plans = new LRUCache<string, Plan>({ max: PLAN_CAPACITY });
  readonly #selectionNumbers = new WeakMap<readonly RootSelection[], number>();
  #selections = 0;
  #compiled = 0;

  /**
   * @param logged hears where a read was entered into the log of disclosures
   * @param replica answers what it may, and knows when
   */
  constructor(
    database: Database,
    standings: StandingStore,
    cursors: CursorCodec,
    seals: Seals,
    turns: Turns,
    logged: (tenantId: string) => void = () => undefined,
    replica: Replica | null = null,
  ) {
    this.#finder = new Finder(seals, replica);
    this.#turns = turns;
    this.#logged = logged;
    this.#database = database;
    this.#standings = standings;
    this.#cursors = cursors;
  }

  get planCount(): number {
    return this.#plans.size;
  }

  /**
   * Reads under whatever the credential may see at this moment. The law may come from memory; the statement that reads confirms it in its
   * own snapshot, or gives nothing and the read begins again, at last under the lock that every change of rights takes.
   */
  async read(request: ReadRequest): Promise<ReadAnswer> {
    for (let waited = FIRST_PAUSE_MS; waited < LAST_PAUSE_MS; waited *= 2) {
      try {
        return await this.#readNow(request);
      } catch (error) {
        if (!(error instanceof ConsentChanging)) throw error;
        // Never all at once: those who come back together would meet the next change together.
        await pause(waited * (0.5 + Math.random()));
      }
    }
    throw unavailable();
  }

  async #readNow(request: ReadRequest): Promise<ReadAnswer> {
    const { presented } = request;
    const remembered = this.#standings.remembered(presented);
    for (let attempt = 0; attempt < OPTIMISTIC_TRIES; attempt += 1) {
      const fresh = attempt > 0 || !remembered;
      const standing = fresh ? await this.#standings.load(presented) : remembered;
      const asking = addressed(presented, standing);
      const way: Way = {
        run: (statement: OwnStatement) => this.#database.run(asking, statement),
        inTurn: (tenantId, work) => this.#turns.take(tenantId, work, request.patient),
        presented: asking,
      };
      const answer = await this.#attempt(request, standing, way, fresh ? 'fresh' : 'remembered');
      if (answer) {
        this.#standings.prove(presented, standing);
        return answer;
      }
    }
    return this.#database.locked(presented, (transaction) => this.readWithin(request, transaction));
  }

  /**
   * Reads in a transaction of the caller's. Where its statements share no snapshot, rights may still change between two of them, and the read
   * begins again; in one that keeps its snapshot the first try is the last.
   */
  async readWithin(request: ReadRequest, transaction: Transaction): Promise<ReadAnswer> {
    let standing = this.#standings.remembered(request.presented);
    for (let attempt = 0; attempt < TRIES_WITHIN; attempt += 1) {
      const how = standing ? 'remembered' : 'fresh';
      standing ??= await this.#standings.load(request.presented, transaction.run);
      try {
        const answer = await this.#attempt(request, standing, transaction, how, 'within');
        if (answer) return answer;
      } catch (error) {
        // What is only remembered may have ended.
        if (!(error instanceof LockMissed) || how === 'fresh') throw error;
      }
      standing = undefined;
    }
    throw new CodedError('CONFLICT', 'Rights were changed again and again in the meantime, so nothing was done.', {
      remedy: 'Try again.',
    });
  }

  /** Undefined: the standing is stale. */
  async #attempt(
    request: ReadRequest,
    standing: Standing,
    way: Way,
    how: 'remembered' | 'fresh',
    where: 'by itself' | 'within' = 'by itself',
  ): Promise<ReadAnswer | undefined> {
    const { law, tenant } = standing;
    let read: BoundRead;
    try {
      read = bindRead(
        request.selections,
        {
          law,
          tenantId: tenant?.id ?? null,
          variables: request.variables,
          cursors: this.#cursors,
          requestedTenant: request.presented.tenant,
        },
        request.knownIds,
      );
    } catch (error) {
      // A refusal that rests on memory is as little believed as a permission.
      if (how !== 'remembered') throw error;
      return undefined;
    }
    if (law.actor.kind === 'ANONYMOUS') return { read, values: read.roots.map(nothingOf) };
    request.meter?.charge(standing, read.cost);
    const { patient = false, sealedFor } = request;
    const find = async (asked: Plan): Promise<Found> => {
      const inputOf = (seal: Seal | null): PlanInput => planInput(asked, read, standing, request.operationName, seal);
      try {
        return await this.#finder.find(way, asked, inputOf, standing, { patient, sealedFor });
      } catch (error) {
        if (error instanceof ConsentChanging) request.meter?.undo(read.cost);
        throw error;
      }
    };
    // The wall finds at once only what a tenant's id names, and says nothing where there is no row to look for.
    const byWall = law.actor.kind === 'MEMBER' && request.presented.tenant !== '' && !read.roots.some(isOfNoId);
    let plan = this.#planFor(request, law, read, where === 'within' ? 'cast' : byWall ? 'wall' : 'first');
    let { rows, seal } = await find(plan);
    if (rows.length === 0 && plan.confirming && plan.form === 'record') {
      // Whether it is not there, or may not be seen any more, the guard says.
      plan = this.#planFor(request, law, read, 'first');
      ({ rows, seal } = await find(plan));
    }
    if (!isGuarded(rows, plan.form)) {
      this.#standings.forget(request.presented);
      request.meter?.undo(read.cost);
      return undefined;
    }
    request.meter?.giveBack(read.cost - costOf(rows, plan));
    if (seal) {
      if (tenant) this.#logged(tenant.id);
      request.release.add(seal, rows[0]?.[GUARD_REMAINING] ?? null);
    }
    const shaped = plan.shape(rows, this.#environment(standing, read));
    addWithheld(request.withheld, plan, read, shaped, law);
    return { read, values: shaped.values };
  }

  /** @param how `cast`: for a transaction of the caller's, whose connection may make dates and numbers of what it is sent */
  #planFor({ selections }: ReadRequest, law: Law, read: BoundRead, how: Guard | 'cast'): Plan {
    let number = this.#selectionNumbers.get(selections);
    if (number === undefined) this.#selectionNumbers.set(selections, (number = this.#selections += 1));
    const key = `${how} ${String(number)} ${law.shape} ${read.signature}`;
    const known = this.#plans.get(key);
    if (known) return known;
    this.#compiled += 1;
    const plan = compilePlan(law, read, `read${String(this.#compiled)}`, how);
    this.#plans.set(key, plan);
    return plan;
  }

  #environment({ law, tenantKey }: Standing, read: BoundRead): ShapeEnvironment {
    const open = (place: string, recordId: string, sealed: string): string => {
      if (!tenantKey) throw new Error('Sealed data is opened under the key of its tenant.');
      return tenantKey.open(place, recordId, Buffer.from(sealed.slice(2), 'hex'));
    };
    return {
      cursor: (list, values) => this.#cursors.seal(read.bindings[list]?.cursorContext ?? '', values),
      open,
      openCustom: (fieldId, recordId, sealed) => open(customFieldPlace(fieldId), recordId, sealed),
      customFields: (subject) => visibleCustomFields(law, subject),
      nodeIds: (root) => read.roots[root]?.nodeIds ?? [],
    };
  }
}

function nothingOf({ selection, nodeIds }: BoundRoot): unknown {
  return selection.spec.as === 'nodes' ? nodeIds.map(() => null) : null;
}

/** Of one record, by what is no id of its kind. */
function isOfNoId({ selection, id }: BoundRoot): boolean {
  return selection.spec.as === 'one' && id === null;
}

/** The value of a root, or why there is none. */
export function rootValue(answer: ReadAnswer, index: number): unknown {
  const root = answer.read.roots[index];
  if (!root) throw new Error('A root that was selected was read.');
  if (root.refusal) throw root.refusal;
  const value = answer.values[index];
  if (root.refusedIds.size === 0) return value;
  const items: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : root.nodeIds.map(() => null);
  for (const [position, refusal] of root.refusedIds) items[position] = refusal;
  return items;
}
