import { fr_BE, nl, nl_BE, type Faker, type LocaleDefinition } from '@faker-js/faker';
import { DUTCH_CITIES, FLEMISH_CITIES, FLEMISH_NAMES, WALLOON_CITIES, WALLOON_NAMES, type City } from './places.js';
import {
  belgianIban,
  belgianNationalNumber,
  belgianVatNumber,
  citizenServiceNumber,
  dutchIban,
  dutchVatNumber,
} from './checksums.js';

/** Where somebody lives decides what his name, city, telephone and numbers look like. */
export interface Region {
  readonly name: string;
  readonly weight: number;
  readonly locale: LocaleDefinition;
  /** The country, as the tenants of the demo write it. */
  readonly country: string;
  readonly cities: readonly City[];
  lastName(dice: Faker): string;
  phone(dice: Faker, city: City): string;
  iban(dice: Faker): string;
  nationalId(dice: Faker, birthDate: string, sex: Sex): string;
  vatNumber(dice: Faker): string;
  /** Endings of company names. */
  readonly companyForms: readonly string[];
}

export type Sex = 'female' | 'male';

/** In pairs from the end, and three in front where the number of digits is odd: `442 96 32`. */
const grouped = (digits: string): string => digits.replaceAll(/(?<=^\d{2,})(?=(\d{2})+$)/g, ' ');

const belgian = {
  phone(dice: Faker, { areaCode }: City): string {
    if (dice.datatype.boolean({ probability: 0.6 })) {
      return `+32 4${dice.number.int({ min: 70, max: 99 })} ${grouped(dice.string.numeric(6))}`;
    }
    return `+32 ${areaCode} ${grouped(dice.string.numeric({ length: 8 - areaCode.length, allowLeadingZeros: false }))}`;
  },
  iban(dice: Faker): string {
    return belgianIban(`99${dice.string.numeric(8)}`);
  },
  nationalId(dice: Faker, birthDate: string, sex: Sex): string {
    const pair = dice.number.int({ min: 0, max: 498 });
    return belgianNationalNumber(birthDate, 2 * pair + (sex === 'male' ? 1 : 2));
  },
  vatNumber(dice: Faker): string {
    return belgianVatNumber(`0${dice.number.int({ min: 4, max: 7 })}${dice.string.numeric(6)}`);
  },
} as const;

const FLANDERS: Region = {
  ...belgian,
  name: 'flanders',
  weight: 6,
  locale: nl_BE,
  country: 'België',
  cities: FLEMISH_CITIES,
  lastName: (dice) => dice.helpers.arrayElement([dice.person.lastName(), dice.helpers.arrayElement(FLEMISH_NAMES)]),
  companyForms: ['BV', 'NV', 'VZW', 'CV', 'CommV'],
};

const WALLONIA: Region = {
  ...belgian,
  name: 'wallonia',
  weight: 2,
  locale: fr_BE,
  country: 'Belgique',
  cities: WALLOON_CITIES,
  lastName: (dice) => dice.helpers.arrayElement(WALLOON_NAMES),
  companyForms: ['SRL', 'SA', 'ASBL', 'SC'],
};

const NETHERLANDS: Region = {
  name: 'netherlands',
  weight: 3,
  locale: nl,
  country: 'Nederland',
  cities: DUTCH_CITIES,
  lastName: (dice) => dice.person.lastName(),
  phone(dice, { areaCode }) {
    if (dice.datatype.boolean({ probability: 0.6 })) {
      return `+31 6 ${grouped(dice.string.numeric({ length: 8, allowLeadingZeros: false }))}`;
    }
    return `+31 ${areaCode} ${grouped(dice.string.numeric({ length: 9 - areaCode.length, allowLeadingZeros: false }))}`;
  },
  iban(dice) {
    return dutchIban(dice.helpers.arrayElement(['DEMO', 'TEST']), dice.string.numeric(10));
  },
  nationalId(dice) {
    for (;;) {
      const number = citizenServiceNumber(dice.string.numeric({ length: 8, allowLeadingZeros: false }));
      if (number !== undefined) return number;
    }
  },
  vatNumber(dice) {
    return dutchVatNumber(dice.string.numeric({ length: 9, allowLeadingZeros: false }));
  },
  companyForms: ['BV', 'NV', 'VOF', 'Stichting'],
};

const REGIONS = [FLANDERS, WALLONIA, NETHERLANDS].map((value) => ({ value, weight: value.weight }));

export const REGION_LIST: readonly Region[] = [FLANDERS, WALLONIA, NETHERLANDS];

export function regionFor(dice: Faker): Region {
  return dice.helpers.weightedArrayElement(REGIONS);
}
