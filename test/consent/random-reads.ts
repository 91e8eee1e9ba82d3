/**
 * Reads of every shape, made up from a seed, with what the log must tell of them: worked out from what a member sees of the same
 * rows, never from what the actor was shown.
 */

export type Dice = () => number;

/** Small, seeded, and good enough to make up queries (mulberry32). */
export function diceFrom(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type SubjectName = 'Contact' | 'Company' | 'Invoice';

interface SubjectForm {
  readonly root: string;
  readonly data: Readonly<Record<string, string>>;
  readonly ones: Readonly<Record<string, SubjectName>>;
  readonly lists: Readonly<Record<string, SubjectName>>;
  readonly custom: boolean;
}

export const FORMS: Readonly<Record<SubjectName, SubjectForm>> = {
  Contact: {
    root: 'contact',
    data: {
      birthDate: 'IDENTITY',
      city: 'CONTACT_DETAILS',
      country: 'CONTACT_DETAILS',
      email: 'CONTACT_DETAILS',
      iban: 'FINANCIAL',
      name: 'IDENTITY',
      nationalId: 'GOVERNMENT_ID',
      notes: 'NOTES',
      phone: 'CONTACT_DETAILS',
    },
    ones: { company: 'Company' },
    lists: { invoices: 'Invoice' },
    custom: true,
  },
  Company: {
    root: 'company',
    data: { name: 'COMMERCIAL', vatNumber: 'FINANCIAL', website: 'COMMERCIAL' },
    ones: {},
    lists: { contacts: 'Contact', invoices: 'Invoice' },
    custom: true,
  },
  Invoice: {
    root: 'invoice',
    data: { currency: 'FINANCIAL', dueOn: 'FINANCIAL', issuedOn: 'FINANCIAL', number: 'FINANCIAL', total: 'FINANCIAL' },
    ones: { company: 'Company', contact: 'Contact' },
    lists: {},
    custom: false,
  },
};

const PLURALS = { Contact: 'contacts', Company: 'companies', Invoice: 'invoices' } as const;
const PLAIN = ['createdAt', 'id', 'updatedAt'];
const SUBJECTS = Object.keys(FORMS) as readonly SubjectName[];

export interface ObjectPart {
  readonly subject: SubjectName;
  readonly plain: readonly string[];
  readonly data: readonly string[];
  /** Selected twice, the second time under another name. */
  readonly twice: string | null;
  readonly custom: boolean;
  readonly ones: readonly { readonly key: string; readonly name: string; readonly part: ObjectPart }[];
  readonly lists: readonly { readonly key: string; readonly name: string; readonly part: ListPart }[];
}

export interface ListPart {
  readonly paging: string;
  readonly total: boolean;
  readonly pageInfo: boolean;
  readonly as: 'nodes' | 'edges';
  readonly part: ObjectPart;
}

export type Root =
  | { readonly key: string; readonly kind: 'list'; readonly subject: SubjectName; readonly list: ListPart }
  | {
      readonly key: string;
      readonly kind: 'one' | 'node';
      readonly subject: SubjectName;
      readonly id: string;
      readonly part: ObjectPart;
    };

export interface Ids {
  readonly Contact: readonly string[];
  readonly Company: readonly string[];
  readonly Invoice: readonly string[];
}

function some<T>(dice: Dice, all: readonly T[], chance: number): T[] {
  return all.filter(() => dice() < chance);
}

function one<T>(dice: Dice, all: readonly T[]): T {
  return all[Math.floor(dice() * all.length)]!;
}

function objectPart(dice: Dice, subject: SubjectName, depth: number): ObjectPart {
  const form = FORMS[subject];
  const data = some(dice, Object.keys(form.data), 0.4);
  const deeper = depth > 0 ? 0.45 : 0;
  const ones = some(dice, Object.entries(form.ones), deeper).map(([name, target]) => ({
    key: name,
    name,
    part: objectPart(dice, target, depth - 1),
  }));
  const lists = some(dice, Object.entries(form.lists), deeper).flatMap(([name, target]) =>
    Array.from({ length: dice() < 0.2 ? 2 : 1 }, (_, at) => ({
      key: at === 0 ? name : `${name}Again`,
      name,
      part: listPart(dice, target, depth - 1, 3),
    })),
  );
  const plain = some(dice, PLAIN, 0.4);
  const empty = plain.length + data.length + ones.length + lists.length === 0;
  return {
    subject,
    plain: empty ? ['id'] : plain,
    data,
    twice: data.length > 0 && dice() < 0.2 ? one(dice, data) : null,
    custom: form.custom && dice() < 0.3,
    ones,
    lists,
  };
}

function listPart(dice: Dice, subject: SubjectName, depth: number, most: number): ListPart {
  const size = 1 + Math.floor(dice() * most);
  return {
    paging: `${dice() < 0.7 ? 'first' : 'last'}: ${size}`,
    total: dice() < 0.3,
    pageInfo: dice() < 0.5,
    as: dice() < 0.5 ? 'nodes' : 'edges',
    part: objectPart(dice, subject, depth),
  };
}

export function randomRoots(dice: Dice, ids: Ids): Root[] {
  return Array.from({ length: dice() < 0.25 ? 2 : 1 }, (_, at): Root => {
    const subject = one(dice, SUBJECTS);
    const key = `root${at}`;
    if (dice() < 0.5) return { key, kind: 'list', subject, list: listPart(dice, subject, 2, 6) };
    return {
      key,
      kind: dice() < 0.5 ? 'one' : 'node',
      subject,
      id: one(dice, ids[subject]),
      part: objectPart(dice, subject, 2),
    };
  });
}

/** @param ids true: every record tells its id, whether it was selected or not */
export function print(operation: string, roots: readonly Root[], ids: boolean): string {
  const objectText = (part: ObjectPart): string =>
    [
      ...(ids ? ['theId: id'] : []),
      ...part.plain,
      ...part.data,
      ...(part.twice === null ? [] : [`again: ${part.twice}`]),
      ...(part.custom ? ['customFields { key value }'] : []),
      ...part.ones.map(({ key, name, part: to }) => `${key}: ${name} { ${objectText(to)} }`),
      ...part.lists.map(({ key, name, part: list }) => `${key}: ${name}${listText(list)}`),
    ].join(' ');
  const listText = ({ paging, total, pageInfo, as, part }: ListPart): string =>
    `(${paging}) { ${[
      ...(total ? ['totalCount'] : []),
      ...(pageInfo ? ['pageInfo { hasNextPage hasPreviousPage endCursor }'] : []),
      as === 'nodes' ? `nodes { ${objectText(part)} }` : `edges { cursor node { ${objectText(part)} } }`,
    ].join(' ')} }`;
  const texts = roots.map((root) => {
    if (root.kind === 'list') return `${root.key}: ${PLURALS[root.subject]}${listText(root.list)}`;
    const id = JSON.stringify(root.id);
    if (root.kind === 'one') return `${root.key}: ${FORMS[root.subject].root}(id: ${id}) { ${objectText(root.part)} }`;
    return `${root.key}: node(id: ${id}) { ... on ${root.subject} { ${objectText(root.part)} } }`;
  });
  return `query ${operation} { ${texts.join(' ')} }`;
}

export interface CustomFieldRow {
  readonly subject: string;
  readonly key: string;
  readonly category: string;
}

/** What an actor may see: categories, and how each custom field is classified. */
export interface Sight {
  readonly categories: ReadonlySet<string>;
  readonly customFields: readonly CustomFieldRow[];
}

export function seesSubject({ categories, customFields }: Sight, subject: SubjectName): boolean {
  const own = Object.values(FORMS[subject].data);
  const custom = customFields.filter((field) => field.subject === subject).map(({ category }) => category);
  return [...own, ...custom].some((category) => categories.has(category));
}

/** Records of one subject that were shown with the same fields. */
export interface Shown {
  readonly subject: SubjectName;
  readonly plain: readonly string[];
  /** Field -> category. */
  readonly data: Readonly<Record<string, string>>;
  readonly ids: Set<string>;
  total: number;
}

type Json = Readonly<Record<string, unknown>>;

/** What somebody of this sight is shown of an answer that a member got, with ids everywhere. */
export function shownOf(roots: readonly Root[], data: Json, sight: Sight): Shown[] {
  const groups = new Map<string, Shown>();
  const groupOf = (subject: SubjectName, plain: readonly string[], fields: Readonly<Record<string, string>>): Shown => {
    const key = `${subject} ${plain.join()} ${Object.keys(fields).join()}`;
    const known = groups.get(key) ?? { subject, plain, data: fields, ids: new Set(), total: 0 };
    groups.set(key, known);
    return known;
  };
  const record = (part: ObjectPart, value: Json | null): void => {
    if (value === null || !seesSubject(sight, part.subject)) return;
    const form = FORMS[part.subject];
    const own = part.data
      .filter((field) => sight.categories.has(form.data[field]!))
      .map((field) => [field, form.data[field]!]);
    const custom = sight.customFields
      .filter((field) => part.custom && field.subject === part.subject && sight.categories.has(field.category))
      .map((field) => [`customFields.${field.key}`, field.category]);
    groupOf(
      part.subject,
      part.plain,
      Object.fromEntries([...own, ...custom]) as Readonly<Record<string, string>>,
    ).ids.add(value.theId as string);
    for (const { key, part: to } of part.ones) record(to, value[key] as Json | null);
    for (const { key, part: to } of part.lists) list(to, value[key] as Json | null);
  };
  const list = ({ total, as, part }: ListPart, value: Json | null): void => {
    if (value === null || !seesSubject(sight, part.subject)) return;
    if (total) groupOf(part.subject, ['totalCount'], {}).total += value.totalCount as number;
    const rows = as === 'nodes' ? (value.nodes as Json[]) : (value.edges as { node: Json }[]).map(({ node }) => node);
    for (const row of rows) record(part, row);
  };
  for (const root of roots) {
    const value = data[root.key] as Json | null;
    if (root.kind === 'list') list(root.list, value);
    else record(root.part, value);
  }
  return [...groups.values()].filter(({ ids, total }) => ids.size + total > 0);
}
