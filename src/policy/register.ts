import { allModels } from '../entities/data.js';
import '../entities/entities.js';
import type { SubjectModel } from '../entities/model.js';
import type { AuthorityKind } from '../vocabulary/actors.js';
import { CATEGORIES, UNCLASSIFIED, type CategoryDefinition } from '../vocabulary/categories.js';
import { GRANT_PURPOSES, PURPOSES, SEEING_PURPOSES, WINDOW_PURPOSES, type Purpose } from '../vocabulary/purposes.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { CustomField } from './actor.js';
import { customFieldName } from './fields.js';
import { CONDITIONS, NAMED_HOW, reachOf, type Line, type Who } from './line.js';
import { POLICY } from './policy.js';

/**
 * The register of processing (GDPR art. 30): which data there is, why, and who may come to see it. It is made of what the program obeys
 * anyway, the marks on the fields, the vocabulary and the page, and is no list of its own that somebody could forget.
 */
export interface RegisteredCategory {
  readonly category: string;
  /** How people call it. */
  readonly label: string;
  readonly sensitive: boolean;
  /** Null, as what follows: nobody stated it. */
  readonly description: string | null;
  readonly purpose: string | null;
  readonly legalBasis: string | null;
  readonly retention: string | null;
  readonly fields: readonly RegisteredField[];
  readonly recipients: readonly Recipient[];
}

export interface RegisteredField {
  readonly subject: Subject;
  readonly field: string;
  readonly description: string;
}

export interface Recipient {
  readonly who: Who;
  /** All of which must hold; none: always. */
  readonly conditions: readonly string[];
}

/** What the vendor's staff may look for, with the categories that they may then come to see. */
export interface RegisteredPurpose {
  readonly purpose: Purpose;
  readonly description: string;
  readonly authority: AuthorityKind;
  readonly categories: readonly string[];
}

export interface Declarations {
  readonly categories: Readonly<Record<string, CategoryDefinition>>;
  readonly models: readonly Pick<SubjectModel, 'name' | 'fields'>[];
  readonly policy: readonly Line[];
}

const DECLARED: Declarations = { categories: CATEGORIES, models: allModels(), policy: POLICY };

/** What a tenant made, and what it stated of it. */
export interface OwnProcessing {
  readonly fields: readonly CustomField[];
  readonly categories: readonly (CategoryDefinition & { readonly category: string })[];
}

type Statement = Omit<RegisteredCategory, 'fields' | 'recipients'> & { readonly own: boolean };

/** Nobody can have stated why what is unclassified is kept: that it is there is what the register has to tell. */
const UNSTATED: Statement = {
  category: UNCLASSIFIED,
  label: 'Unclassified',
  sensitive: false,
  description: 'Fields of the tenant that have no category in force.',
  purpose: null,
  legalBasis: null,
  retention: null,
  own: true,
};

/** Every category that there is in a tenant: the built-in ones, those that it made, and what is unclassified where something is. */
function statements({ fields, categories }: OwnProcessing, declared: Declarations): readonly Statement[] {
  const builtIn = Object.entries(declared.categories).map(([category, stated]) => ({
    category,
    ...stated,
    own: false,
  }));
  const own = categories.map((stated) => ({ ...stated, own: true }));
  return [...builtIn, ...own, ...(fields.some(({ category }) => category === UNCLASSIFIED) ? [UNSTATED] : [])];
}

export function registerOfCategories(
  made: OwnProcessing,
  declared: Declarations = DECLARED,
): readonly RegisteredCategory[] {
  return statements(made, declared).map(({ own, ...statement }) => ({
    ...statement,
    fields: [...markedFields(statement.category, declared), ...customFields(statement.category, made.fields)],
    recipients: recipientsOf({ ...statement, own }, declared),
  }));
}

function markedFields(category: string, { models }: Declarations): readonly RegisteredField[] {
  return models.flatMap(({ name, fields }) =>
    [...fields.values()]
      .filter((field) => field.category === category)
      .map((field) => ({ subject: name, field: field.name, description: field.description })),
  );
}

function customFields(category: string, custom: readonly CustomField[]): readonly RegisteredField[] {
  return custom
    .filter((field) => field.category === category)
    .map(({ subject, key, label }) => ({ subject, field: customFieldName(key), description: label }));
}

function recipientsOf(statement: Statement, { policy }: Declarations): readonly Recipient[] {
  return policy
    .filter(({ may }) => may.includes('READ'))
    .flatMap((line) => {
      const how = reachOf(line, statement);
      if (how === null) return [];
      const named = how === 'if named' ? [NAMED_HOW] : [];
      const conditions = [...named, ...line.conditions.map((name) => CONDITIONS[name])];
      return line.who.map((who) => ({ who, conditions }));
    });
}

export function registerOfPurposes(
  made: OwnProcessing,
  declared: Declarations = DECLARED,
): readonly RegisteredPurpose[] {
  const opened = (who: Who): readonly string[] =>
    registerOfCategories(made, declared)
      .filter(({ recipients }) => recipients.some((recipient) => recipient.who === who))
      .map(({ category }) => category);
  const described = (purpose: Purpose): Pick<RegisteredPurpose, 'purpose' | 'description'> => ({
    purpose,
    description: PURPOSES[purpose],
  });
  return [
    ...GRANT_PURPOSES.map((purpose): RegisteredPurpose => {
      return { ...described(purpose), authority: 'SUPPORT_GRANT', categories: opened('SUPPORT') };
    }),
    ...(Object.keys(WINDOW_PURPOSES) as Purpose[]).map((purpose): RegisteredPurpose => {
      const categories = SEEING_PURPOSES.has(purpose) ? opened('ADMINISTRATOR') : [];
      return { ...described(purpose), authority: 'MAINTENANCE_WINDOW', categories };
    }),
  ];
}
