import type { ListedHolding, Person } from '../../access/holdings.js';
import { compileLaw } from '../../policy/compile.js';
import { explain, type Explanation } from '../../policy/explain.js';
import { actorOfHolder, holderOf, type Holder, type Surroundings } from '../../policy/holding.js';
import type { Law } from '../../policy/law.js';
import { SUBJECT_NAMES, type Subject } from '../../vocabulary/subjects.js';
import type { Basis } from '../../vocabulary/actors.js';

/** An authority that lets somebody see a field, by itself or together with another that they hold. */
export interface Seeing {
  readonly holding: ListedHolding;
  /** Null: anybody of that kind. */
  readonly person: Person | null;
  readonly line: string | null;
  readonly place: string;
}

/** Those of which one person may hold several that count at once. */
const ADD_UP: ReadonlySet<Basis> = new Set<Basis>(['SUPPORT_GRANT', 'EXTERNAL_ACCESS']);

/** Long enough for every place of a holding but its last letter. */
const NEARLY_A_PLACE = 36;

/** Where to begin to look, so that the holding whose place this is, or lies in this one, comes once more. */
export function justBefore(place: string): string {
  return place.slice(0, NEARLY_A_PLACE);
}

/**
 * Whom the holdings of a tenant let see one field. The law is asked of each alone; of one that does not open it alone, with each other one that
 * the same person holds and that does not either: what leads from one subject to another may take one for each. Thousands of members have
 * one of four roles: the law is compiled once for all who are alike to it.
 */
export class Sight {
  readonly #around: Surroundings;
  readonly #subject: Subject;
  readonly #field: string;
  readonly #others: (kind: Basis) => Promise<readonly ListedHolding[]>;
  readonly #laws = new Map<string, Law>();
  readonly #explained = new Map<string, Explanation>();
  readonly #known = new Map<Basis, Promise<readonly ListedHolding[]>>();

  /** @param others all of a kind, at the moment that is asked about */
  constructor(
    around: Surroundings,
    subject: Subject,
    field: string,
    others: (kind: Basis) => Promise<readonly ListedHolding[]>,
  ) {
    this.#around = around;
    this.#subject = subject;
    this.#field = field;
    this.#others = others;
  }

  /** In the order of their places, all of which lie between those of the holdings. */
  async of(holding: ListedHolding): Promise<readonly Seeing[]> {
    const alone = this.#explain(likeness(holding), holderOf(holding));
    if (alone.allowed) return [seeing(holding, holding.person, alone)];
    if (!ADD_UP.has(holding.kind)) return [];
    const found = new Map<string | null, Seeing>();
    for (const other of await this.#othersOf(holding)) {
      const person = holding.person ?? other.person;
      if (found.has(person?.id ?? null)) continue;
      const together = this.#together(holding, other);
      if (together.allowed) found.set(person?.id ?? null, seeing(holding, person, together));
    }
    const anybody = found.get(null);
    if (anybody) return [anybody];
    return [...found.values()].sort((one, next) => (one.place < next.place ? -1 : 1));
  }

  /** What can be in the same hands, and does not open the field by itself. */
  async #othersOf(holding: ListedHolding): Promise<readonly ListedHolding[]> {
    const { kind, userId } = holding;
    const all = this.#known.get(kind) ?? this.#others(kind);
    this.#known.set(kind, all);
    return (await all).filter(
      (one) =>
        (userId === null || one.userId === null || one.userId === userId) &&
        !this.#explain(likeness(one), holderOf(one)).allowed,
    );
  }

  /** Of two that do not open it alone, only which subjects each of them opens makes a difference. */
  #together(one: ListedHolding, other: ListedHolding): Explanation {
    const bound = one.userId === null ? other : one;
    const { actor, userId, confidential, factorMet } = bound;
    const subjects = [one, other].map((each) => this.#subjectsOf(each).join()).sort();
    return this.#explain(JSON.stringify([actor, confidential, factorMet, subjects]), {
      actor,
      userId,
      holdings: [one, other],
      confidential,
      factorMet,
    });
  }

  #subjectsOf(holding: ListedHolding): readonly Subject[] {
    const { sees } = this.#law(likeness(holding), holderOf(holding));
    return SUBJECT_NAMES.filter(sees);
  }

  #explain(alike: string, holder: Holder): Explanation {
    const known = this.#explained.get(alike) ?? explain(this.#law(alike, holder), 'READ', this.#subject, this.#field);
    this.#explained.set(alike, known);
    return known;
  }

  #law(alike: string, holder: Holder): Law {
    const known = this.#laws.get(alike) ?? compileLaw(actorOfHolder(holder, this.#around));
    this.#laws.set(alike, known);
    return known;
  }
}

function likeness(holding: ListedHolding): string {
  const { kind, actor, role, categories, scopes, access, purpose, confidential, factorMet } = holding;
  return JSON.stringify([kind, actor, role, categories, scopes, access, purpose, confidential, factorMet]);
}

/** What is for anybody, and opens it to one person only, has a place for each such person behind its own. */
function seeing(holding: ListedHolding, person: Person | null, { line }: Explanation): Seeing {
  const isOwn = person === null || holding.userId !== null;
  return { holding, person, line, place: isOwn ? holding.place : `${holding.place} ${person.id}` };
}
