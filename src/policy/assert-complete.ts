import { allModels } from '../entities/data.js';
import { DATA_SUBJECTS } from '../entities/entities.js';
import type { SubjectModel } from '../entities/model.js';
import { ACTION_NAMES } from '../vocabulary/actions.js';
import { ACTOR_KINDS } from '../vocabulary/actors.js';
import { CATEGORIES, isCategory, ORDINARY_CATEGORIES } from '../vocabulary/categories.js';
import type { Category } from '../vocabulary/categories.js';
import { ROLE_NAMES } from '../vocabulary/roles.js';
import { SUBJECT_NAMES } from '../vocabulary/subjects.js';
import type { Subject } from '../vocabulary/subjects.js';
import { ownRows } from './conditions.js';
import { bearsCustomFields, isClassified } from './fields.js';
import { readAloud } from './line.js';
import type { Line, Who } from './line.js';
import { NO_LINE, POLICY } from './policy.js';

type Marked = Pick<SubjectModel, 'name' | 'fields'>;

/**
 * Asked once, at the start: whatever the vocabulary and the marks name, the page has an answer for. Something forgotten would be
 * refused anyway; but silently, and somebody would then open it in haste.
 */
export function assertLawIsComplete(
  policy: readonly Line[] = POLICY,
  noLine: Partial<Record<Who, string>> = NO_LINE,
  models: readonly Marked[] = allModels(),
  dataSubjects: readonly Subject[] = DATA_SUBJECTS,
  ordinary: readonly Category[] = ORDINARY_CATEGORIES,
): void {
  const faults = [
    ...unknownCategories(models),
    ...forgottenActors(policy, noLine),
    ...forgottenSubjects(policy, dataSubjects),
    ...forgottenActions(policy),
    ...policy.flatMap(faultsOfLine),
    ...sensitiveAmong(ordinary),
  ];
  if (faults.length > 0) throw new Error(`The policy page is not complete:\n- ${faults.join('\n- ')}`);
}

function unknownCategories(models: readonly Marked[]): readonly string[] {
  return models.flatMap((model) =>
    [...model.fields.values()]
      .filter(({ category }) => category !== null && !isCategory(category))
      .map(({ name, category }) => `${model.name}.${name} has the category ${String(category)}, which does not exist.`),
  );
}

function forgottenActors(policy: readonly Line[], noLine: Partial<Record<Who, string>>): readonly string[] {
  const kinds = (Object.keys(ACTOR_KINDS) as (keyof typeof ACTOR_KINDS)[]).filter((kind) => kind !== 'MEMBER');
  return [...ROLE_NAMES, ...kinds].flatMap((who) => {
    const named = policy.some((line) => line.who.includes(who));
    const excluded = Boolean(noLine[who]);
    if (named && excluded) return [`${who} has a line, and is said to have none.`];
    return named || excluded ? [] : [`${who} has no line, and no sentence says why.`];
  });
}

function forgottenSubjects(policy: readonly Line[], dataSubjects: readonly Subject[]): readonly string[] {
  const forgotten = SUBJECT_NAMES.filter((subject) => !policy.some(({ what }) => what.includes(subject)));
  const unclassified = dataSubjects.filter((subject) => !isClassified(subject));
  return [
    ...forgotten.map((subject) => `${subject} is on no line, so nobody will ever see it.`),
    ...unclassified.map((subject) => `${subject} is tenant data and bears no category.`),
  ];
}

function forgottenActions(policy: readonly Line[]): readonly string[] {
  return ACTION_NAMES.filter((action) => !policy.some(({ may }) => may.includes(action))).map(
    (action) => `${action} is on no line, so nobody may ever do it.`,
  );
}

function faultsOfLine(line: Line): readonly string[] {
  const { what, categories, conditions } = line;
  const classified = what.filter(isClassified);
  const bearing = SUBJECT_NAMES.filter(bearsCustomFields);
  const faults = [
    classified.length > 0 && classified.length < what.length && 'it mixes subjects with and without categories',
    classified.length > 0 && categories.length === 0 && 'it names no category, so it opens nothing',
    classified.length === 0 && categories.length > 0 && 'it names categories on subjects that have none',
    categories.some((term) => typeof term === 'string' && !isCategory(term)) &&
      'it names a category that does not exist',
    // The values of custom fields are judged by their category alone, so the subjects that bear them are opened together.
    bearing.some((one) => what.includes(one)) &&
      !bearing.every((one) => what.includes(one)) &&
      `it does not name ${bearing.join(' and ')} together, though both bear custom fields`,
    conditions.includes('OWN') &&
      what.some((subject) => ownRows(subject, 'somebody').length === 0) &&
      'it speaks of own records, and nothing says what makes one somebody’s own',
  ];
  return faults.filter((fault) => fault !== false).map((fault) => `"${readAloud(line)}": ${fault}.`);
}

/** What a line calls ordinary it opens without a name, so nothing sensitive may be among it. */
function sensitiveAmong(ordinary: readonly Category[]): readonly string[] {
  return ordinary
    .filter((name) => CATEGORIES[name].sensitive)
    .map((name) => `${name} is sensitive, and would be opened without being named.`);
}
