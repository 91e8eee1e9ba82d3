import { findModel } from '../entities/data.js';
import '../entities/entities.js';
import { ACTIONS } from '../vocabulary/actions.js';
import { ACTOR_KINDS } from '../vocabulary/actors.js';
import { CATEGORIES, CATEGORY_NAMES, UNCLASSIFIED } from '../vocabulary/categories.js';
import { ROLES } from '../vocabulary/roles.js';
import { SUBJECTS, SUBJECT_NAMES } from '../vocabulary/subjects.js';
import { ALL_ORDINARY, CONDITIONS, categoryWords, reachOf } from './line.js';
import type { Line, Who } from './line.js';
import { NO_LINE, POLICY } from './policy.js';

/** The law as documents: what the program obeys is what a privacy officer reads, because it is printed from it. */

const GENERATED = '<!-- Generated from the policy page and the marks on the entities: npm run generate. -->';

const WHO: Readonly<Record<Who, string>> = {
  ...ROLES,
  ...ACTOR_KINDS,
  SIGNED_IN: 'Anybody with an account, also where it opens nothing.',
};

export function printPolicy(): string {
  return document('Who may do what', [
    'Whatever no line allows is refused. Lines only allow, so their order means nothing. A subject is visible when at least one of',
    'its categories is; a field of a category that is not open is withheld: null, with the reason, and never in the answer.',
    '',
    ...table(['Who', 'may', 'what', 'in the data categories', 'when'], POLICY.map(policyRow)),
    '',
    ...Object.entries(NO_LINE).map(([who, why]) => `${who} has no line. ${why}`),
    '',
    `"${categoryWords(ALL_ORDINARY)}" are ${CATEGORY_NAMES.filter((name) => !CATEGORIES[name].sensitive).join(', ')} and those that the`,
    'tenant made for its own fields. Sensitive categories are never among them: they are named one by one. A field of a tenant whose category',
    'is none, or was retired, is unclassified; no grant and no access can name that.',
    '',
    '## Who sees which data',
    '',
    'Of contacts, companies and invoices. "if named": when a living grant, access or token names the category; "in a window": while one is',
    'open; and when every condition above holds.',
    '',
    ...table(
      ['Category', ...READERS],
      KINDS_OF_CATEGORY.map((kind) => [kind.words, ...READERS.map((who) => sight(who, kind))]),
    ),
    '',
    '## Words',
    '',
    ...table(
      ['Who', 'is'],
      [...WHO_IN_ORDER, 'SIGNED_IN' as const].map((who) => [who, WHO[who]]),
    ),
    '',
    ...table(['Action', 'means'], Object.entries(ACTIONS)),
    '',
    ...table(['Subject', 'is'], Object.entries(SUBJECTS)),
  ]);
}

const WHO_IN_ORDER = [...Object.keys(ROLES), ...Object.keys(ACTOR_KINDS).filter((kind) => kind !== 'MEMBER')] as Who[];
const READERS = WHO_IN_ORDER.filter((who) => !NO_LINE[who]);

function policyRow({ who, may, what, categories, conditions }: Line): readonly string[] {
  const data = categories.length === 0 ? '(it has none)' : categories.map(categoryWords).join(', ');
  const when = conditions.length === 0 ? 'always' : conditions.map((name) => CONDITIONS[name]).join('; and ');
  return [who.join(', '), may.join(', '), what.join(', '), data, when];
}

interface KindOfCategory {
  readonly words: string;
  readonly category: string;
  readonly sensitive: boolean;
  readonly own: boolean;
}

const KINDS_OF_CATEGORY: readonly KindOfCategory[] = [
  ...CATEGORY_NAMES.map((category) => {
    return { words: category, category, sensitive: CATEGORIES[category].sensitive, own: false };
  }),
  { words: 'one that the tenant made', category: '', sensitive: false, own: true },
  { words: 'one that the tenant made, sensitive', category: '', sensitive: true, own: true },
  { words: 'what is unclassified', category: UNCLASSIFIED, sensitive: false, own: true },
];

function sight(who: Who, kind: KindOfCategory): string {
  const lines = POLICY.filter((line) => line.who.includes(who) && line.may.includes('READ'));
  const reaching = lines.filter((line) => reachOf(line, kind) === 'by itself');
  if (reaching.length > 0)
    return reaching.every(({ conditions }) => conditions.includes('WINDOW')) ? 'in a window' : 'yes';
  return lines.some((line) => reachOf(line, kind) !== null) ? 'if named' : 'no';
}

export function printCatalogue(): string {
  const fields = SUBJECT_NAMES.flatMap((subject) =>
    [...(findModel(subject)?.fields.values() ?? [])].flatMap(({ name, category, sealed, description }) =>
      category === null ? [] : [[subject, name, category, sealed ? 'yes' : 'no', description]],
    ),
  );
  const categories = CATEGORY_NAMES.map((name) => {
    const { description, sensitive, purpose, legalBasis, retention } = CATEGORIES[name];
    return [name, sensitive ? 'yes' : 'no', description, purpose, legalBasis, retention];
  });
  return document('Data catalogue', [
    'Every field of the API that holds data of a tenant, with the category that decides who sees it. Tenants add fields of their own to',
    'contacts and companies, each with a category; the same rules hold for those.',
    '',
    '## Categories',
    '',
    ...table(['Category', 'Sensitive', 'What it holds', 'Purpose', 'Legal basis', 'Retention'], categories),
    '',
    'Sensitive categories are encrypted at rest, are matched exactly or not at all, and are never sorted by.',
    '',
    '## Fields',
    '',
    ...table(['Subject', 'Field', 'Category', 'Sensitive', 'What it is'], fields),
  ]);
}

function document(title: string, lines: readonly string[]): string {
  return [GENERATED, '', `# ${title}`, '', ...lines, ''].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(row)];
}
