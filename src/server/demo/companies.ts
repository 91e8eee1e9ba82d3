import type { Faker } from '@faker-js/faker';
import { DAY, TODAY, YEAR } from './calendar.js';
import { chance, diceFor, instantBetween, namesGivenOnce, plainLetters, sometimes } from './dice.js';
import { idFor } from './fixed-ids.js';
import { REGION_LIST, regionFor, type Region } from './regions.js';

export interface DemoCompany {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly name: string;
  readonly website: string | null;
  readonly vatNumber: string | null;
  /** Under which the people who work there have their e-mail. */
  readonly domain: string;
  readonly region: Region;
}

const TRADES = [
  'Apotheek',
  'Architecten',
  'Bakkerij',
  'Boekhandel',
  'Bouw',
  'Brouwerij',
  'Café',
  'Dakwerken',
  'Drukkerij',
  'Fietsen',
  'Garage',
  'Kwekerij',
  'Logistiek',
  'Meubelen',
  'Notaris',
  'Optiek',
  'Schilderwerken',
  'Slagerij',
  'Transport',
  'Zuivel',
];

/** Names that sort, match and print badly where something is done carelessly. */
const AWKWARD_NAMES = [
  "'t Hoekske",
  'Ångström & Fils',
  'Straßenbau Öst',
  'Çelik İnşaat',
  'Café René (faillissement)',
  '100% Fair_Trade',
  'Æsop & Søn',
  'ÉLAN',
  'élan',
  'O’Neill “Bis”',
  'Zon🌞Energie',
  '3-in-1 \\ Klus',
];

export function makeCompanies(tenant: string, count: number): readonly DemoCompany[] {
  const dice = diceFor(`${tenant}/company`);
  const people = new Map(
    REGION_LIST.map((region) => [region, diceFor(`${tenant}/company/${region.name}`, region.locale)]),
  );
  const domainOnce = namesGivenOnce();

  return Array.from({ length: count }, (_, index) => {
    const region = regionFor(dice);
    const awkward = index % 17 === 9 ? AWKWARD_NAMES[Math.floor(index / 17)] : undefined;
    const name = awkward ?? companyName(dice, people.get(region) ?? dice, region);
    const domain = `${domainOnce(plainLetters(name))}.test`;
    const createdAt = instantBetween(dice, TODAY - 4 * YEAR, TODAY - 30 * DAY);
    return {
      id: idFor(`${tenant}/company/${index}`, createdAt),
      createdAt,
      updatedAt: chance(dice, 0.5) ? createdAt : instantBetween(dice, createdAt, TODAY),
      name,
      website: sometimes(dice, 0.85, () => `https://www.${domain}`),
      vatNumber: sometimes(dice, 0.9, () => region.vatNumber(dice)),
      domain,
      region,
    };
  });
}

function companyName(dice: Faker, people: Faker, region: Region): string {
  const form = dice.helpers.arrayElement(region.companyForms);
  const family = region.lastName(people);
  const trade = dice.helpers.arrayElement(TRADES);
  return dice.helpers.arrayElement([
    `${trade} ${family} ${form}`,
    `${family} ${form}`,
    `${family} & ${region.lastName(people)} ${form}`,
    `${trade} ${people.person.firstName()}`,
  ]);
}
