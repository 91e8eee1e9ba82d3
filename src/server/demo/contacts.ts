import type { Faker } from '@faker-js/faker';
import type { DemoCompany } from './companies.js';
import { DAY, day, TODAY, YEAR } from './calendar.js';
import { chance, diceFor, instantBetween, namesGivenOnce, plainLetters, sometimes } from './dice.js';
import { idFor } from './fixed-ids.js';
import { REGION_LIST, regionFor, type Region, type Sex } from './regions.js';

export interface DemoContact {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly name: string;
  readonly birthDate: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly iban: string | null;
  readonly nationalId: string | null;
  readonly notes: string | null;
  readonly companyId: string | null;
}

/** Names that sort, match and print badly where something is done carelessly. */
const AWKWARD_NAMES = [
  'Jürgen Weiß',
  'İbrahim Yıldız',
  'Łukasz Brzęczyk',
  'Zoë 🌷 van Dijk',
  'Σωκράτης Παπαδόπουλος',
  'Åse Ødegård',
  "Éloïse d'Ávila-N'Diaye",
  'Jose\u0301 Pérez',
  'Dirk "Den Dikke" Maes',
  'Ng Ô',
  '佐藤 花子',
  'فاطمة الزهراء',
  'An_ne 50% Claes',
  'ijsbrand IJzer',
  'Siân Ó Súilleabháin',
  'STRASSER Max',
  'Straßer Max',
  'O’Brien (†) \\ Zoon',
];

const NOTES = [
  'Belt liever vóór 12 uur.',
  'Wil de factuur op papier.',
  'Verhuist in het voorjaar; nieuw adres navragen.',
  'Préfère être contacté par courriel.',
  'Beslist samen met de boekhouder.',
  'Gesproken op de beurs in Kortrijk.\nStuurt zelf de bestelling door.',
  'Betaalt altijd te laat, maar betaalt.',
  'N’accepte pas les appels le vendredi.',
  'Moeder van een collega; korting van 10 % afgesproken.',
  'Niet meer bellen na het gesprek van vorig jaar.',
];

const MAIL_HOSTS = ['post.example', 'mail.example', 'brievenbus.test', 'courriel.test'];

export function makeContacts(tenant: string, count: number, companies: readonly DemoCompany[]): readonly DemoContact[] {
  const dice = diceFor(`${tenant}/contact`);
  const people = new Map(
    REGION_LIST.map((region) => [region, diceFor(`${tenant}/contact/${region.name}`, region.locale)]),
  );
  const mailboxOnce = namesGivenOnce();

  return Array.from({ length: count }, (_, index) => {
    const company = sometimes(dice, 0.7, () => dice.helpers.arrayElement(companies));
    const region = company !== null && chance(dice, 0.85) ? company.region : regionFor(dice);
    const sex = dice.helpers.arrayElement<Sex>(['female', 'male']);
    const awkward = index % 53 === 21 ? AWKWARD_NAMES[Math.floor(index / 53)] : undefined;
    const name = awkward ?? fullName(people.get(region) ?? dice, region, sex);
    const city = dice.helpers.arrayElement(region.cities);
    // Everybody was born on some day, whether or not the tenant knows it: the national number tells.
    const born = day(instantBetween(dice, TODAY - 88 * YEAR, TODAY - 18 * YEAR));
    const createdAt = instantBetween(dice, TODAY - 3 * YEAR, TODAY - DAY);
    return {
      id: idFor(`${tenant}/contact/${index}`, createdAt),
      createdAt,
      updatedAt: chance(dice, 0.4) ? createdAt : instantBetween(dice, createdAt, TODAY),
      name,
      birthDate: sometimes(dice, 0.85, () => born),
      email: sometimes(dice, 0.9, () => mailAddress(dice, name, company, mailboxOnce)),
      phone: sometimes(dice, 0.85, () => region.phone(dice, city)),
      ...(chance(dice, 0.92) ? { city: city.name, country: region.country } : { city: null, country: null }),
      iban: sometimes(dice, 0.75, () => region.iban(dice)),
      nationalId: sometimes(dice, 0.6, () => region.nationalId(dice, born, sex)),
      notes: sometimes(dice, 0.3, () => dice.helpers.arrayElement(NOTES)),
      companyId: company?.id ?? null,
    };
  });
}

function fullName(people: Faker, region: Region, sex: Sex): string {
  return `${people.person.firstName(sex)} ${region.lastName(people)}`;
}

function mailAddress(
  dice: Faker,
  name: string,
  company: DemoCompany | null,
  once: (mailbox: string) => string,
): string {
  const [first = '', ...last] = name.split(' ').map(plainLetters);
  const mailbox = [first, last.join('')].filter((part) => part !== '').join('.') || 'contact';
  const host = company !== null && chance(dice, 0.8) ? company.domain : dice.helpers.arrayElement(MAIL_HOSTS);
  return `${once(mailbox)}@${host}`;
}
