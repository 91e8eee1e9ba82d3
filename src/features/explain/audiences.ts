import type { ListedHolding, Person } from '../../access/holdings.js';
import type { EndedConsent } from '../../policy/actor.js';
import type { Holder, Holding } from '../../policy/holding.js';
import type { ActorKind } from '../../vocabulary/actors.js';

/** For whom a change of one authority changes something: one person, or anybody of a kind; with all that they hold before and after. */
export interface Audience {
  readonly person: Person | null;
  readonly before: Holder;
  readonly after: Holder;
}

interface Group {
  readonly person: Person | null;
  readonly before: Holder;
}

/** As if it were given as well. */
export function audiencesOfGift(
  living: readonly ListedHolding[],
  given: Holding,
  person: Person | null,
): readonly Audience[] {
  return groups(living, given, person).map((group) => ({
    ...group,
    after: { ...group.before, holdings: [...group.before.holdings, given] },
  }));
}

/**
 * As if it were not there any more. What a grant opened is then told of as taken back; where a membership ends, the programs that it bounds
 * end with it.
 */
export function audiencesOfEnd(living: readonly ListedHolding[], ending: ListedHolding): readonly Audience[] {
  const gone = living.filter(
    (one) => isProgram(one) && (one.id === ending.id || (ending.kind === 'MEMBERSHIP' && one.userId === ending.userId)),
  );
  const people = living.filter((one) => !isProgram(one));
  return [
    ...(isProgram(ending) ? [] : groups(people, ending, ending.person)).map((group) => ({
      ...group,
      after: without(ending, group.before),
    })),
    ...gone.map((program) => {
      const group = groupOf(program, program.person, [program]);
      return { ...group, after: without(program, group.before) };
    }),
  ];
}

/** Behind a membership that ends, an access that was accepted takes over. */
function without(ending: Holding, before: Holder): Holder {
  const holdings = before.holdings.filter(({ id }) => id !== ending.id);
  const isLetIn = ending.kind === 'MEMBERSHIP' && holdings.length > 0;
  const ended = ending.categories.map((category): EndedConsent => ({ category, reason: 'CONSENT_REVOKED' }));
  return {
    ...before,
    holdings,
    ...(isLetIn && { actor: 'EXTERNAL' }),
    ...(ending.kind === 'SUPPORT_GRANT' && { ended }),
  };
}

function isProgram({ actor }: Holding): boolean {
  return actor === 'INTEGRATION';
}

/**
 * What is for one person concerns that person. What is for anybody of a kind concerns whoever holds nothing of their own, and each of the
 * others by themselves: what is theirs may cover it. Each program is an actor of its own, and in none of them.
 */
function groups(living: readonly ListedHolding[], changing: Holding, person: Person | null): readonly Group[] {
  const shared = living.filter(({ userId }) => userId === null);
  const ownedBy = (userId: string): readonly ListedHolding[] => living.filter((one) => one.userId === userId);
  if (changing.userId !== null) {
    return [groupOf(changing, person, [...shared, ...ownedBy(changing.userId)])];
  }
  const people = [...new Map(living.map((one) => [one.userId, one])).values()].filter(({ userId }) => userId !== null);
  const anybody = { ...changing, confidential: true, factorMet: true };
  return [
    groupOf(anybody, null, shared),
    ...people.map((first) => groupOf(first, first.person, [...shared, ...ownedBy(first.userId ?? '')])),
  ];
}

function groupOf(
  { actor, userId, confidential, factorMet }: Holding & { readonly actor: ActorKind },
  person: Person | null,
  holdings: readonly Holding[],
): Group {
  return { person, before: { actor, userId, holdings, confidential, factorMet } };
}
