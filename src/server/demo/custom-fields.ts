import type { Faker } from '@faker-js/faker';
import type { Category } from '../../vocabulary/categories.js';
import { day, TODAY, YEAR } from './calendar.js';
import { chance, diceFor, instantBetween } from './dice.js';
import { idFor } from './fixed-ids.js';

type Subject = 'Contact' | 'Company';
type FieldType = 'TEXT' | 'NUMBER' | 'DATE' | 'BOOLEAN' | 'CHOICE';

interface FieldPlan {
  readonly subject: Subject;
  readonly key: string;
  readonly label: string;
  readonly category: Category;
  readonly type: FieldType;
  readonly choices?: readonly string[];
  /** How many records have a value. */
  readonly filled: number;
  /** In the type's canonical text form. */
  value(dice: Faker): string;
}

export interface DemoCustomField extends FieldPlan {
  readonly id: string;
  readonly createdAt: number;
}

export interface DemoCustomValue {
  readonly id: string;
  readonly field: DemoCustomField;
  readonly recordId: string;
  readonly value: string;
}

const within = (dice: Faker, years: number): string => day(instantBetween(dice, TODAY - years * YEAR, TODAY));

function choice(choices: readonly string[]): Pick<FieldPlan, 'type' | 'choices' | 'value'> {
  return { type: 'CHOICE', choices, value: (dice) => dice.helpers.arrayElement(choices) };
}

function words(...texts: readonly string[]): Pick<FieldPlan, 'type' | 'value'> {
  return { type: 'TEXT', value: (dice) => dice.helpers.arrayElement(texts) };
}

/**
 * One field of each type and of every kind of category. Contacts have none that is COMMERCIAL and companies none that is
 * CONTACT_DETAILS, so that seeing one subject by its custom fields alone can be told from seeing it by its own.
 */
const PLANS: Readonly<Record<string, readonly FieldPlan[]>> = {
  acme: [
    {
      ...words('Jef', 'Mieke', 'de Lange', 'Zus', 'Poulet', 'Bompa', "d'n Dikke"),
      subject: 'Contact',
      key: 'nickname',
      label: 'Roepnaam',
      category: 'IDENTITY',
      filled: 0.2,
    },
    {
      subject: 'Contact',
      key: 'shoe_size',
      label: 'Schoenmaat',
      category: 'IDENTITY',
      type: 'NUMBER',
      filled: 0.6,
      value: (dice) =>
        dice.helpers.arrayElement(['36', '37.5', '38', '39', '40', '41', '42', '42.5', '43', '44', '46']),
    },
    {
      subject: 'Contact',
      key: 'newsletter_since',
      label: 'Nieuwsbrief sinds',
      category: 'CONTACT_DETAILS',
      type: 'DATE',
      filled: 0.35,
      value: (dice) => within(dice, 3),
    },
    {
      ...choice(['E-mail', 'Telefoon', 'Post', 'Geen']),
      subject: 'Contact',
      key: 'preferred_channel',
      label: 'Bereikbaar via',
      category: 'CONTACT_DETAILS',
      filled: 0.7,
    },
    {
      ...words(
        'Glutenvrij',
        'Halal',
        'Lactose-intolerant',
        'Notenallergie',
        'Koosjer',
        'Diabetes type 1',
        'Veganistisch',
      ),
      subject: 'Contact',
      key: 'dietary_needs',
      label: 'Dieetwensen',
      category: 'SPECIAL',
      filled: 0.25,
    },
    {
      ...choice(['Horeca', 'Bouw', 'Zorg', 'Detailhandel', 'Transport', 'Overheid']),
      subject: 'Company',
      key: 'sector',
      label: 'Sector',
      category: 'COMMERCIAL',
      filled: 0.85,
    },
    {
      subject: 'Company',
      key: 'employees',
      label: 'Werknemers',
      category: 'COMMERCIAL',
      type: 'NUMBER',
      filled: 0.7,
      value: (dice) => dice.number.int({ min: 1, max: 900 }).toString(),
    },
    {
      subject: 'Company',
      key: 'supplier',
      label: 'Leverancier',
      category: 'COMMERCIAL',
      type: 'BOOLEAN',
      filled: 0.9,
      value: (dice) => chance(dice, 0.3).toString(),
    },
    {
      subject: 'Company',
      key: 'credit_limit',
      label: 'Kredietlimiet',
      category: 'FINANCIAL',
      type: 'NUMBER',
      filled: 0.5,
      value: (dice) => (dice.number.int({ min: 1, max: 100 }) * 500).toString(),
    },
  ],
  globex: [
    {
      ...words('Gate A', 'Gate B', 'Laadkade', 'Receptie'),
      subject: 'Contact',
      key: 'entrance',
      label: 'Ingang',
      category: 'IDENTITY',
      filled: 0.5,
    },
    {
      ...words('Rolstoel', 'Slechthorend', 'Blindengeleidehond'),
      subject: 'Contact',
      key: 'accessibility',
      label: 'Toegankelijkheid',
      category: 'SPECIAL',
      filled: 0.1,
    },
    {
      ...choice(['Noord', 'Oost', 'Zuid', 'West']),
      subject: 'Company',
      key: 'sales_area',
      label: 'Rayon',
      category: 'COMMERCIAL',
      filled: 0.8,
    },
  ],
};

export function makeCustomFields(tenant: string, createdAt: number): readonly DemoCustomField[] {
  return (PLANS[tenant] ?? []).map((plan) => ({
    ...plan,
    id: idFor(`${tenant}/custom field/${plan.subject}/${plan.key}`, createdAt),
    createdAt,
  }));
}

interface BearsValues {
  readonly id: string;
  readonly createdAt: number;
}

export function makeCustomValues(
  tenant: string,
  fields: readonly DemoCustomField[],
  records: Readonly<Record<Subject, readonly BearsValues[]>>,
): readonly DemoCustomValue[] {
  return fields.flatMap((field) => {
    const dice = diceFor(`${tenant}/custom value/${field.subject}/${field.key}`);
    return records[field.subject]
      .filter(() => chance(dice, field.filled))
      .map((record) => ({
        id: idFor(`${tenant}/custom value/${field.key}/${record.id}`, record.createdAt),
        field,
        recordId: record.id,
        value: field.value(dice),
      }));
  });
}
