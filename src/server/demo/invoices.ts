import type { Faker } from '@faker-js/faker';
import type { DemoCompany } from './companies.js';
import type { DemoContact } from './contacts.js';
import { DAY, day, TODAY, YEAR } from './calendar.js';
import { chance, diceFor, instantBetween, sometimes } from './dice.js';
import { idFor } from './fixed-ids.js';

export interface DemoInvoice {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly number: string;
  readonly issuedOn: string;
  readonly dueOn: string | null;
  readonly currency: string;
  /** In ten-thousandths. */
  readonly total: number;
  readonly contactId: string | null;
  readonly companyId: string | null;
}

const CURRENCIES = [
  { value: 'EUR', weight: 92 },
  { value: 'USD', weight: 4 },
  { value: 'GBP', weight: 3 },
  { value: 'CHF', weight: 1 },
];

export function makeInvoices(
  tenant: string,
  count: number,
  contacts: readonly DemoContact[],
  companies: readonly DemoCompany[],
): readonly DemoInvoice[] {
  const dice = diceFor(`${tenant}/invoice`);
  // Numbered without gaps, in the order of issue, as the law demands.
  const instants = Array.from({ length: count }, () => instantBetween(dice, TODAY - 3 * YEAR, TODAY));
  const numberOf = numbersByYear();

  return instants
    .sort((one, other) => one - other)
    .map((createdAt, index) => {
      const total = amount(dice);
      return {
        id: idFor(`${tenant}/invoice/${index}`, createdAt),
        createdAt,
        updatedAt: chance(dice, 0.4) ? createdAt : instantBetween(dice, createdAt, TODAY),
        number: numberOf(total < 0 ? 'C' : 'F', createdAt),
        issuedOn: day(createdAt),
        dueOn: sometimes(dice, 0.92, () => day(createdAt + dice.helpers.arrayElement([14, 30, 30, 60]) * DAY)),
        currency: dice.helpers.weightedArrayElement(CURRENCIES),
        total,
        ...receiver(dice, contacts, companies),
      };
    });
}

function receiver(
  dice: Faker,
  contacts: readonly DemoContact[],
  companies: readonly DemoCompany[],
): Pick<DemoInvoice, 'contactId' | 'companyId'> {
  const roll = dice.number.int({ min: 1, max: 100 });
  if (roll <= 70) {
    const contact = dice.helpers.arrayElement(contacts);
    return { contactId: contact.id, companyId: contact.companyId };
  }
  const companyId = roll <= 98 ? dice.helpers.arrayElement(companies).id : null;
  return { contactId: null, companyId };
}

/** Many small ones and few large ones; some credit notes, some for nothing, some with more decimals than cents. */
function amount(dice: Faker): number {
  const limit = dice.helpers.arrayElement([200, 200, 2_000, 2_000, 20_000, 250_000]);
  const cents = dice.number.int({ min: 500, max: limit * 100 });
  const roll = dice.number.int({ min: 1, max: 200 });
  if (roll === 1) return 0;
  if (roll <= 6) return -cents * 100;
  if (roll <= 10) return cents * 100 + dice.number.int({ min: 1, max: 99 });
  return cents * 100;
}

function numbersByYear(): (series: string, at: number) => string {
  const last = new Map<string, number>();
  return (series, at) => {
    const year = `${series}${day(at).slice(0, 4)}`;
    const next = (last.get(year) ?? 0) + 1;
    last.set(year, next);
    return `${year}-${next.toString().padStart(5, '0')}`;
  };
}
