import { base, en, Faker, generateMersenne53Randomizer, nl, type LocaleDefinition } from '@faker-js/faker';
import { digest } from './fixed-ids.js';

/**
 * The dice of one chapter of one tenant. Each is seeded by its own name, so that a chapter that grows does not shuffle the
 * others, and so that the same world comes out on every machine.
 */
export function diceFor(name: string, locale: LocaleDefinition = nl): Faker {
  return new Faker({
    locale: [locale, nl, en, base],
    randomizer: generateMersenne53Randomizer(digest(name).readUInt32BE()),
  });
}

export function chance(dice: Faker, probability: number): boolean {
  return dice.datatype.boolean({ probability });
}

/** Something now and then, and otherwise nothing: real records have gaps, and so has every list and filter to cope with them. */
export function sometimes<T>(dice: Faker, probability: number, make: () => T): T | null {
  return chance(dice, probability) ? make() : null;
}

export function instantBetween(dice: Faker, from: number, to: number): number {
  return dice.number.int({ min: from, max: to });
}

/** What may stand in a domain or a mailbox: `Zoë D'Hondt` -> `zoedhondt`. */
export function plainLetters(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .replaceAll(/[łŁ]/g, 'l')
    .replaceAll('ı', 'i')
    .replaceAll(/[øØ]/g, 'o')
    .normalize('NFKD')
    .replaceAll(/[^a-zA-Z0-9]/g, '')
    .toLowerCase();
}

/** Hands out each text once; the second time with a number behind it. */
export function namesGivenOnce(): (wanted: string) => string {
  const given = new Map<string, number>();
  return (wanted) => {
    const count = (given.get(wanted) ?? 0) + 1;
    given.set(wanted, count);
    return count === 1 ? wanted : `${wanted}${count}`;
  };
}
