import type { Holding } from '../policy/holding.js';
import { formatId, parseId } from '../kernel/ids.js';
import { isoTime } from '../kernel/time.js';
import type { ActorKind, Basis } from '../vocabulary/actors.js';
import { BASIS_PREFIXES } from '../vocabulary/actors.js';
import type { GrantAccess, Purpose } from '../vocabulary/purposes.js';
import type { Role } from '../vocabulary/roles.js';
import type { Row } from './database.js';
import type { Visit } from './visit.js';

/** Somebody of whom an authority is told. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly secondFactor: boolean;
}

/** An authority as the database lists it: what the law asks of it, whose it is, and its place in the list. */
export interface ListedHolding extends Holding {
  readonly place: string;
  readonly person: Person | null;
}

/** What the places of each kind begin with, in the order of the list. */
const PLACES: Readonly<Record<Basis, string>> = {
  MEMBERSHIP: 'a',
  SUPPORT_GRANT: 'b',
  EXTERNAL_ACCESS: 'c',
  MAINTENANCE_WINDOW: 'd',
  API_TOKEN: 'e',
  INTEGRATION: 'f',
};

/** How many are fetched at once. */
const CHUNK = 500;

/** Behind every place, for whoever comes from the end. */
export const END = '~';

/**
 * Everybody's authorities in the addressed tenant, one after the other, in an order that stays.
 * @param at null: now
 * @param behind the place that they come behind; before it, if they come backwards
 */
export async function* holdingsAt(
  visit: Visit,
  at: string | null,
  behind: string,
  backwards = false,
): AsyncGenerator<ListedHolding> {
  let place = behind;
  for (;;) {
    const rows = await visit.call('auth.authorities_at', [at, place, String(CHUNK), String(backwards)]);
    for (const row of rows) {
      const holding = holdingOf(row);
      place = holding.place;
      yield holding;
    }
    if (rows.length < CHUNK) return;
  }
}

/** All of some kinds that stood at a moment; null: now. */
export async function holdingsOf(
  visit: Visit,
  at: string | null,
  ...kinds: readonly Basis[]
): Promise<readonly ListedHolding[]> {
  const found: ListedHolding[] = [];
  for (const kind of kinds) {
    for await (const holding of holdingsAt(visit, at, PLACES[kind])) {
      if (holding.kind !== kind) break;
      found.push(holding);
    }
  }
  return found;
}

function holdingOf(row: Row): ListedHolding {
  const [place, kind, id, actor, role, userId, categories, access, purpose, reason, ...rest] = row;
  const [since, until, confidential, factorMet, name, email, secondFactor, scopes] = rest;
  return {
    place: place ?? '',
    kind: kind as Basis,
    id: id ?? '',
    actor: actor as ActorKind,
    role: (role ?? null) as Role | null,
    userId: userId ?? null,
    categories: wordsOf(categories),
    scopes: wordsOf(scopes),
    access: (access ?? null) as GrantAccess | null,
    purpose: (purpose ?? null) as Purpose | null,
    reason: reason ?? null,
    since: since ? isoTime(since) : null,
    until: until ? isoTime(until) : null,
    confidential: confidential === 't',
    factorMet: factorMet === 't',
    person: userId ? { id: userId, name: name ?? '', email: email ?? '', secondFactor: secondFactor === 't' } : null,
  };
}

function wordsOf(list: string | null | undefined): readonly string[] {
  return (list ?? '{}').slice(1, -1).split(',').filter(Boolean);
}

export function publicIdOf({ kind, id }: Pick<Holding, 'kind' | 'id'>): string {
  return formatId(BASIS_PREFIXES[kind], id);
}

/** The authority that a public id names; undefined: it names something else. */
export function basisNamed(id: string): { readonly kind: Basis; readonly id: string } | undefined {
  for (const [kind, prefix] of Object.entries(BASIS_PREFIXES) as [Basis, string][]) {
    const uuid = parseId(prefix, id);
    if (uuid !== undefined) return { kind, id: uuid };
  }
  return undefined;
}
