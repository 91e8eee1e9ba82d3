import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { CodedError, rateLimited } from '../kernel/errors.js';
import type { Standing } from './standing.js';

export interface BucketSettings {
  readonly maximum: number;
  /** Points a second. */
  readonly restoreRate: number;
}

export interface BudgetSettings {
  /** The most that one operation may ask for. */
  readonly operation: number;
  readonly actor: BucketSettings;
  readonly tenant: BucketSettings;
}

const ENDLESS = { maximum: Number.MAX_SAFE_INTEGER, restoreRate: 1 } as const;
/** For what nobody may be kept from. */
export const UNBOUNDED: BudgetSettings = {
  operation: Number.MAX_SAFE_INTEGER,
  actor: ENDLESS,
  tenant: ENDLESS,
};

/** What any operation costs that reaches the database, and what a write costs. */
const OPERATION_COST = 10;
export const CALL_COST = 10;
export const WRITE_COST = 50;

/** Buckets remembered per kind; one that is forgotten is a full one. */
const CAPACITY = 20_000;

interface Level {
  points: number;
  at: number;
}

class Buckets {
  readonly #levels = new LRUCache<string, Level>({ max: CAPACITY });
  readonly settings: BucketSettings;

  constructor(settings: BucketSettings) {
    this.settings = settings;
  }

  /** As it is now. */
  level(key: string, now: number): Level {
    const { maximum, restoreRate } = this.settings;
    const level = this.#levels.get(key);
    if (level) {
      level.points = Math.min(maximum, level.points + ((now - level.at) * restoreRate) / 1_000);
      level.at = now;
      return level;
    }
    const full = { points: maximum, at: now };
    this.#levels.set(key, full);
    return full;
  }
}

export interface Cost {
  /** Rows asked for times fields, and what the operation costs by itself. */
  readonly requested: number;
  /** Of the rows that there were. */
  readonly actual: number;
  readonly available: number;
  readonly restoreRate: number;
}

/**
 * What an actor and a tenant may ask of this node: a bucket of points that is refilled by the second. A read is charged by what it asks for,
 * rows times fields, before it runs, and given back what it turned out not to be. Each node counts for itself and in memory, because an
 * accounting that all shared would cost every read a second statement: with three nodes there are three budgets.
 */
export class Budgets {
  readonly #operation: number;
  readonly #actors: Buckets;
  readonly #tenants: Buckets;

  constructor({ operation, actor, tenant }: BudgetSettings) {
    this.#operation = operation;
    this.#actors = new Buckets(actor);
    this.#tenants = new Buckets(tenant);
  }

  /** Takes the points, or refuses with the time to wait. Negative: gives back. */
  take({ user, token, tenant }: Standing, points: number, now: number): void {
    const asking = askingOf({ user, token });
    const actor = asking === null ? null : this.#actors.level(asking, now);
    const shared = tenant ? this.#tenants.level(tenant.id, now) : null;
    if (points > 0) {
      if (actor) assertEnough(actor, points, this.#actors.settings, 'you');
      if (shared) assertEnough(shared, points, this.#tenants.settings, 'all who work in this environment');
    }
    if (actor) actor.points -= points;
    if (shared) shared.points -= points;
  }

  /** @param points of the whole operation so far */
  assertModest(points: number): void {
    if (points <= this.#operation) return;
    throw new CodedError(
      'COST_EXCEEDED',
      `One operation may cost ${String(this.#operation)} points; this one asks for ${String(points)}.`,
      { remedy: 'Ask for smaller pages or fewer fields, or split the operation.' },
    );
  }

  available({ user, token, tenant }: Standing, now: number): number {
    const asking = askingOf({ user, token });
    const actor = asking !== null ? this.#actors.level(asking, now).points : this.#actors.settings.maximum;
    const shared = tenant ? this.#tenants.level(tenant.id, now).points : this.#tenants.settings.maximum;
    return Math.max(0, Math.floor(Math.min(actor, shared)));
  }

  get actor(): BucketSettings {
    return this.#actors.settings;
  }
}

/** Whose points they are: a person's, or a program's. All tokens of an integration share one budget, or it would have as many as it asks for. */
function askingOf({ user, token }: Pick<Standing, 'user' | 'token'>): string | null {
  return user?.id ?? token?.integrationId ?? token?.id ?? null;
}

function assertEnough(level: Level, points: number, { maximum, restoreRate }: BucketSettings, whose: string): void {
  // A bucket that is full gives whatever one operation may ask for.
  if (level.points >= Math.min(points, maximum)) return;
  const seconds = Math.max(1, Math.ceil((Math.min(points, maximum) - level.points) / restoreRate));
  throw rateLimited(`This costs ${String(points)} points, more than ${whose} have left right now.`, seconds);
}

/** What one request was charged. */
export class Meter {
  readonly #budgets: Budgets;
  #standing: Standing | null = null;
  #requested = 0;
  #returned = 0;

  constructor(budgets: Budgets) {
    this.#budgets = budgets;
  }

  /** Before it runs. What is too dear refuses the whole operation, as what is wrong with its arguments does. */
  charge(standing: Standing, points: number): void {
    const whole = this.#requested === 0 ? points + OPERATION_COST : points;
    try {
      this.#budgets.assertModest(this.#requested + whole);
      this.#budgets.take(standing, whole, performance.now());
    } catch (error) {
      throw error instanceof CodedError ? new GraphQLError(error.message, { originalError: error }) : error;
    }
    this.#standing = standing;
    this.#requested += whole;
  }

  /** It did not run, and will be asked for again. */
  undo(points: number): void {
    if (!this.#standing) return;
    this.#requested -= points;
    this.#budgets.take(this.#standing, -points, performance.now());
  }

  /** It was less than it might have been. */
  giveBack(points: number): void {
    if (points <= 0 || !this.#standing) return;
    this.#returned += points;
    this.#budgets.take(this.#standing, -points, performance.now());
  }

  /** Asked by a program, which paces itself by headers. */
  get isProgram(): boolean {
    return (this.#standing?.token ?? null) !== null;
  }

  /** The most that whoever asks may have. */
  get limit(): number {
    return this.#budgets.actor.maximum;
  }

  /** Null where nothing was asked of the database. */
  get cost(): Cost | null {
    if (!this.#standing) return null;
    return {
      requested: this.#requested,
      actual: this.#requested - this.#returned,
      available: this.#budgets.available(this.#standing, performance.now()),
      restoreRate: this.#budgets.actor.restoreRate,
    };
  }
}
