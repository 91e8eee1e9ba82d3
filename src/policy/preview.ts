import { ACTION_NAMES } from '../vocabulary/actions.js';
import type { Action } from '../vocabulary/actions.js';
import type { ActorKind } from '../vocabulary/actors.js';
import { CATEGORY_NAMES } from '../vocabulary/categories.js';
import { INSTRUCTION_KINDS, coversAction } from '../vocabulary/instructions.js';
import type { InstructionKind } from '../vocabulary/instructions.js';
import { SUBJECT_NAMES } from '../vocabulary/subjects.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Actor, NamedInstruction } from './actor.js';
import { compileLaw } from './compile.js';
import { explain } from './explain.js';
import type { Explanation } from './explain.js';
import { builtInFieldsOf, customFieldName, isClassified, isWriting } from './fields.js';
import type { Law } from './law.js';

/** What an actor may do that they may not, or no longer may. */
export interface AccessDifference {
  readonly action: Action;
  readonly subject: Subject;
  /** Null: what is done to a record as a whole. */
  readonly field: string | null;
  readonly before: Explanation;
  readonly after: Explanation;
}

/** Field by field, what the law made from the one says otherwise than the law made from the other. */
export function compareActors(before: Actor, after: Actor): readonly AccessDifference[] {
  const [lawBefore, lawAfter] = [lawsOf(before), lawsOf(after)];
  return ACTION_NAMES.flatMap((action) => {
    const [then, now] = [lawBefore(action), lawAfter(action)];
    return SUBJECT_NAMES.flatMap((subject) =>
      fieldsToAsk(after, action, subject).flatMap((field) => change(then, now, action, subject, field)),
    );
  });
}

/** Whoever may not see a subject any longer can't follow it either. */
export function subjectsLost(before: Actor, after: Actor): readonly Subject[] {
  const [then, now] = [compileLaw(before), compileLaw(after)];
  return SUBJECT_NAMES.filter((subject) => then.sees(subject) && !now.sees(subject));
}

function change(
  then: Law,
  now: Law,
  action: Action,
  subject: Subject,
  field: string | null,
): readonly AccessDifference[] {
  const asked = field ?? undefined;
  if (then.may(action, subject, asked).allowed === now.may(action, subject, asked).allowed) return [];
  const before = explain(then, action, subject, asked);
  return [{ action, subject, field, before, after: explain(now, action, subject, asked) }];
}

/** Data is read and written field by field; everything else is done to a record as a whole. */
function fieldsToAsk({ customFields }: Actor, action: Action, subject: Subject): readonly (string | null)[] {
  if (action !== 'READ' && !(isWriting(action) && isClassified(subject))) return [null];
  const own = customFields.filter((field) => field.subject === subject).map(({ key }) => customFieldName(key));
  return [...builtInFieldsOf(subject), ...own];
}

/** What staff write needs an instruction each time: it is taken as given, or no grant and no window would open anything to writing. */
function lawsOf(actor: Actor): (action: Action) => Law {
  const known = new Map<InstructionKind | undefined, Law>();
  return (action) => {
    const kind = INSTRUCTED[actor.kind]?.find((one) => coversAction(one, action));
    const law = known.get(kind) ?? compileLaw(kind ? { ...actor, instruction: coveringAll(kind, actor) } : actor);
    known.set(kind, law);
    return law;
  };
}

/** Those that cover most first, so that few laws are made. */
const BROADEST = (Object.keys(INSTRUCTION_KINDS) as InstructionKind[]).sort(
  (one, other) => INSTRUCTION_KINDS[other].covers.length - INSTRUCTION_KINDS[one].covers.length,
);

/** Those that let each kind of staff write. */
const INSTRUCTED: Partial<Record<ActorKind, readonly InstructionKind[]>> = {
  SUPPORT: BROADEST,
  ADMINISTRATOR: ['IMPORT'],
};

function coveringAll(kind: InstructionKind, { ownCategories }: Actor): NamedInstruction {
  const categories = [...CATEGORY_NAMES, ...ownCategories.map(({ key }) => key)];
  return { id: '', kind, subjects: SUBJECT_NAMES, categories };
}
