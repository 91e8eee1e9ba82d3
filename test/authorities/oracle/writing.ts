/** Changes of every subject and category. */
import { BORNE, DATA, type Data, type Deed } from './oracle.js';
import { PLANTED } from './world.js';

type Json = Readonly<Record<string, unknown>>;

export interface Attempt {
  readonly name: string;
  readonly deed: Deed;
  readonly subject: Data;
  /** The categories that it touches. */
  readonly touched: readonly string[];
  readonly input: Json;
}

const PART: Readonly<Record<Data, Readonly<Record<string, Json>>>> = {
  Contact: {
    IDENTITY: { name: 'New' },
    CONTACT_DETAILS: { city: 'Gent' },
    FINANCIAL: { iban: 'BE68539007547034' },
    GOVERNMENT_ID: { nationalId: '1' },
    NOTES: { notes: 'n' },
    SHOE_SIZE: { customFields: [{ key: 'boots', value: '40' }] },
    SPECIAL: { customFields: [{ key: 'diet', value: 'none' }] },
  },
  Company: {
    COMMERCIAL: { website: 'https://new.example' },
    FINANCIAL: { vatNumber: 'XK1' },
    SHOE_SIZE: { customFields: [{ key: 'soles', value: '40' }] },
  },
  Invoice: { FINANCIAL: { currency: 'USD' } },
};
export const LEAST: Readonly<Record<Data, { readonly input: Json; readonly touched: readonly string[] }>> = {
  Contact: { input: { name: 'New' }, touched: ['IDENTITY'] },
  Company: { input: { name: 'New' }, touched: ['COMMERCIAL'] },
  Invoice: { input: { ...PLANTED.Invoice }, touched: ['FINANCIAL'] },
};

export const ATTEMPTS: readonly Attempt[] = DATA.flatMap((subject) => {
  const { input, touched } = LEAST[subject];
  const built = BORNE[subject].filter((category) => PART[subject][category]?.customFields === undefined);
  return [
    ...BORNE[subject].map((category) => ({
      name: `UPDATE ${subject} ${category}`,
      deed: 'UPDATE' as const,
      subject,
      touched: [category],
      input: PART[subject][category] ?? {},
    })),
    {
      name: `UPDATE ${subject} of everything`,
      deed: 'UPDATE',
      subject,
      touched: built,
      input: Object.assign({}, ...built.map((category) => PART[subject][category])) as Json,
    },
    { name: `CREATE ${subject}`, deed: 'CREATE', subject, touched, input },
    ...BORNE[subject]
      .filter((category) => !touched.includes(category))
      .map((category) => ({
        name: `CREATE ${subject} with ${category}`,
        deed: 'CREATE' as const,
        subject,
        touched: [...touched, category],
        input: { ...input, ...PART[subject][category] },
      })),
    { name: `DELETE ${subject}`, deed: 'DELETE', subject, touched: [], input: {} },
  ];
});

export function mutationFor({ deed, subject }: Attempt): string {
  const key = subject.toLowerCase();
  if (deed === 'CREATE')
    return `mutation ($input: Create${subject}Input!, $instruction: ID) { done: create${subject}(input: $input, instruction: $instruction) { ${key} { id } } }`;
  if (deed === 'UPDATE')
    return `mutation ($id: ID!, $input: Update${subject}Input!, $instruction: ID) { done: update${subject}(id: $id, input: $input, instruction: $instruction) { ${key} { id } } }`;
  return `mutation ($id: ID!, $instruction: ID) { done: delete${subject}(id: $id, instruction: $instruction) { deletedId } }`;
}
