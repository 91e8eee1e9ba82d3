import type { Action } from '../vocabulary/actions.js';
import { isCategory, UNCLASSIFIED } from '../vocabulary/categories.js';
import type { Reason } from '../vocabulary/reasons.js';
import { isRole } from '../vocabulary/roles.js';
import { scopeFor } from '../vocabulary/scopes.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Ability } from './ability.js';
import { allCategoriesOf, fieldKind, isClassified, isWriting } from './fields.js';
import type { Refusal } from './law.js';
import { OPENED, list } from './line.js';
import type { Condition, Line, Who } from './line.js';
import { POLICY } from './policy.js';
import * as say from './sentences.js';
import { customFieldsOf, hasScope, lacksFactor, linesFor, openedBy, seesThroughWindow, unmetBy } from './standing.js';
import type { Standing } from './standing.js';
import { isText } from './text.js';

/** Why not. It is asked only after the ability has said no, and can only ever say no: whatever it finds, it opens nothing. */

export interface Question {
  readonly action: Action;
  readonly subject: Subject;
  readonly field: string | null;
}

export interface Refused {
  readonly refusal: Refusal;
  /** The line of the page that would allow it if something were given; null: there is none. */
  readonly line: Line | null;
  /** What whoever could change it would do, where the reason does not say that; null: nothing helps. */
  readonly need: Need | null;
}

/** What is done to which kind of record. */
export type Need = readonly [action: Action, subject: Subject];

const CLASSIFYING: Need = ['UPDATE', 'CustomField'];
const INVITING: Need = ['CREATE', 'ExternalAccess'];
const GIVING_A_ROLE: Need = ['UPDATE', 'Member'];
const MAKING_AN_OWNER: Need = ['UPDATE', 'Ownership'];

const STAFF = ['SUPPORT', 'ADMINISTRATOR'] as const;

interface Asked {
  readonly standing: Standing;
  readonly action: Action;
  readonly subject: Subject;
  /** The categories any of which would do; empty on a subject that has none. */
  readonly categories: readonly string[];
  /** The field's own category. */
  readonly category: string | null;
}

type RefusalReason = Exclude<Reason, 'ALLOWED'>;

export function refuse(standing: Standing, ability: Ability, { action, subject, field }: Question): Refused {
  const asked = askedOf(standing, action, subject);
  if (field === null) return refuseAsked(asked);

  const kind = fieldKind(subject, field, customFieldsOf(standing, subject));
  if (kind === null) return refused(asked, 'FORBIDDEN', say.noSuchField);
  if (kind.is === 'data') return refuseAsked({ ...asked, categories: [kind.category], category: kind.category });

  // A field without a category goes with its subject, a relation with the subject that it leads to as well.
  if (!ability.can(action, subject)) return refuseAsked(asked);
  if (isWriting(action) && !kind.writable) return refused(asked, 'FORBIDDEN', say.readOnly);
  return refuse(standing, ability, {
    action: 'READ',
    subject: kind.is === 'relation' ? kind.target : subject,
    field: null,
  });
}

function askedOf(standing: Standing, action: Action, subject: Subject): Asked {
  const categories = allCategoriesOf(subject, customFieldsOf(standing, subject));
  return { standing, action, subject, categories, category: null };
}

function refuseAsked(asked: Asked): Refused {
  const { standing, action, subject } = asked;
  const lines = linesFor(standing, action, subject);
  const before = beforeThePage(standing, lines);
  if (before) return refused(asked, before.reason, before.said, lines[0]);

  for (const line of lines.filter((one) => covers(standing, one, asked))) {
    const unmet = unmetBy(standing, line, asked);
    if (unmet) return refusedFor(unmet, asked, line);
  }
  if (asked.category === UNCLASSIFIED) return refused(asked, 'FORBIDDEN', say.unclassified, null, CLASSIFYING);
  const opening = lines.find(({ categories }) => categories.includes(OPENED));
  return opening ? notOpened(asked, opening) : noLine(asked);
}

/** Why not with this record, though it may be done with one's own: whoever has a role may be given one that includes those of others. */
export function refuseRow(standing: Standing, action: Action, subject: Subject): Refused {
  const asked = askedOf(standing, action, subject);
  const wider = isRole(standing.who) ? linesNaming('OWNER', action, subject).find(isOfAll) : undefined;
  return wider
    ? roleLacks(asked, wider)
    : refused(asked, 'FORBIDDEN', say.ownOnly(deed(asked)), linesFor(standing, action, subject)[0]);
}

function linesNaming(who: Who, action: Action, subject: Subject): readonly Line[] {
  return POLICY.filter((line) => line.who.includes(who) && line.may.includes(action) && line.what.includes(subject));
}

function isOfAll({ conditions }: Line): boolean {
  return !conditions.includes('OWN');
}

interface Lack {
  readonly reason: RefusalReason;
  readonly said: say.Said;
}

/** What is told of a condition that does not hold. */
const UNMET: Readonly<Record<Exclude<Condition, 'OWN' | 'READ_WRITE' | 'WHOLE' | 'SCOPE'>, Lack>> = {
  AGREEMENT: { reason: 'AGREEMENT_REQUIRED', said: say.agreement },
  CONFIDENTIALITY: { reason: 'AGREEMENT_REQUIRED', said: say.confidentiality },
  STEPPED_UP: { reason: 'SECOND_FACTOR_REQUIRED', said: say.stepUp },
  INSTRUCTION: { reason: 'INSTRUCTION_REQUIRED', said: say.instruction },
  WINDOW: { reason: 'WINDOW_REQUIRED', said: say.window },
  IMPORT_WINDOW: { reason: 'WINDOW_REQUIRED', said: say.window },
  IMPORT_INSTRUCTION: { reason: 'INSTRUCTION_REQUIRED', said: say.importInstruction },
};

/** What an actor lacks whatever it is that they ask, unless there is a line about it that does without. */
function beforeThePage(standing: Standing, lines: readonly Line[]): Lack | null {
  const { who, actor } = standing;
  if (who === 'ANONYMOUS') return { reason: 'UNAUTHENTICATED', said: say.unauthenticated };
  if (lacksFactor(actor)) return { reason: 'SECOND_FACTOR_REQUIRED', said: say.factor };
  const allNeed = (condition: Condition): boolean => lines.every(({ conditions }) => conditions.includes(condition));
  if ((who === 'SUPPORT' || who === 'ADMINISTRATOR') && !actor.confidential && allNeed('CONFIDENTIALITY')) {
    return UNMET.CONFIDENTIALITY;
  }
  if (who === 'ADMINISTRATOR' && lines.every(needsWindow) && !seesThroughWindow(standing)) return UNMET.WINDOW;
  const needsTenant = lines.every(({ conditions }) => !conditions.includes('OWN'));
  return isText(actor.tenantId) || !needsTenant ? null : { reason: 'FORBIDDEN', said: say.noTenant };
}

function needsWindow({ conditions }: Line): boolean {
  return conditions.includes('WINDOW') || conditions.includes('IMPORT_WINDOW');
}

function covers(
  standing: Standing,
  line: Line,
  { subject, categories }: Pick<Asked, 'subject' | 'categories'>,
): boolean {
  if (!isClassified(subject)) return true;
  const opened = openedBy(standing, line);
  return categories.some((category) => opened.has(category));
}

function refusedFor(unmet: Exclude<Condition, 'OWN'>, asked: Asked, line: Line): Refused {
  const { standing } = asked;
  // What is unclassified can be named by no grant, access or instruction, so none of them would help.
  const whole = line.conditions.includes('WHOLE') && (unmet === 'WHOLE' || unmet === 'INSTRUCTION');
  if (whole && asked.categories.includes(UNCLASSIFIED))
    return refused(asked, 'FORBIDDEN', say.unclassifiedWhole, line, CLASSIFYING);
  // Of a member the role decides, and it is not widened: another one has a line of its own.
  if (unmet === 'WHOLE' && standing.actor.kind === 'MEMBER') return noLine(asked);
  if (unmet === 'SCOPE') return tokenLacks(asked, line, say.makerLacks(deed(asked)));
  if (unmet === 'READ_WRITE' || unmet === 'WHOLE') return notOpened(asked, line);
  const { reason, said } = UNMET[unmet];
  return refused(asked, reason, said, line);
}

/** A line would allow it, if only an authority named the category. */
function notOpened(asked: Asked, line: Line): Refused {
  const { standing, action } = asked;
  const what = dataWords(asked);
  if (standing.who === 'INTEGRATION') return tokenLacks(asked, line, say.tokenLacks(deed(asked)));
  if (standing.who !== 'SUPPORT') {
    if (awaitsAgreement(asked)) return refused(asked, 'AGREEMENT_REQUIRED', say.externalAgreement, line);
    return refused(asked, 'FORBIDDEN', say.accessLacks(deed(asked)), line, INVITING);
  }
  const reason = consentReason(asked);
  return refused(asked, reason, say.consent(reason, action !== 'READ', what), line);
}

/** The scope is said first; what else is missing counts only where it is there. */
function tokenLacks(asked: Asked, line: Line, otherwise: say.Said): Refused {
  const { standing, action, subject } = asked;
  const scope = scopeFor(action, subject);
  const said = scope === null || hasScope(standing.actor, asked) ? otherwise : say.scopeMissing(scope);
  return refused(asked, 'SCOPE_MISSING', said, line);
}

/** An access would open it, and waits for its agreement. */
function awaitsAgreement({ standing, categories }: Asked): boolean {
  return standing.actor.ended.some(
    ({ category, reason }) => reason === 'AGREEMENT_REQUIRED' && categories.includes(category),
  );
}

/** What became of the consent: of several categories, one that was taken back counts before one that ran out. */
function consentReason({ standing, categories }: Asked): say.ConsentReason {
  const ended = standing.actor.ended.flatMap(({ category, reason }) =>
    reason !== 'AGREEMENT_REQUIRED' && categories.includes(category) ? [reason] : [],
  );
  return ended.find((reason) => reason === 'CONSENT_REVOKED') ?? ended[0] ?? 'CONSENT_REQUIRED';
}

function noLine(asked: Asked): Refused {
  const { standing, action, subject } = asked;
  const owners = linesNaming('OWNER', action, subject);
  const staff = STAFF.find((kind) => linesNaming(kind, action, subject).length > 0);
  if (owners.length === 0 && staff !== undefined) return refused(asked, 'FORBIDDEN', say.onlyFor(staff, deed(asked)));
  if (
    standing.who === 'SUPPORT' ||
    standing.who === 'EXTERNAL' ||
    standing.who === 'ADMINISTRATOR' ||
    standing.who === 'INTEGRATION'
  ) {
    return refused(asked, 'FORBIDDEN', say.notForKind(standing.who, deed(asked)));
  }
  const other = owners.find((line) => covers(standing, line, asked));
  if (other === undefined) return refused(asked, 'FORBIDDEN', say.nobodyMay(deed(asked)));
  return roleLacks(asked, other);
}

function roleLacks(asked: Asked, line: Line): Refused {
  const { who } = asked.standing;
  return line.who.includes('ADMIN')
    ? refused(asked, 'FORBIDDEN', say.roleLacks(who, deed(asked)), line, GIVING_A_ROLE)
    : refused(asked, 'FORBIDDEN', say.ownersOnly(who, deed(asked)), line, MAKING_AN_OWNER);
}

function refused(
  asked: Asked,
  reason: RefusalReason,
  said: say.Said,
  line: Line | null = null,
  need: Need | null = null,
): Refused {
  const refusal = {
    allowed: false,
    reason,
    category: asked.category,
    message: said.message,
    remedy: said.remedy,
  } as const;
  return { refusal: Object.freeze(refusal), line, need };
}

const DEEDS: Record<Action, string> = {
  READ: 'seeing',
  CREATE: 'adding',
  UPDATE: 'changing',
  DELETE: 'deleting',
  EXPORT: 'exporting',
  ERASE: 'erasing',
};

function deed(asked: Asked): string {
  return `${DEEDS[asked.action]} ${dataWords(asked)}`;
}

function dataWords({ subject, categories, category }: Asked): string {
  if (category !== null) return `${category} data of ${one(subject)}`;
  // Without the categories that the tenant made: sentences belong to plans, which tenants share.
  const builtIn = categories.filter(isCategory);
  return builtIn.length === 0 ? one(subject) : `any data of ${one(subject)} (${list(builtIn)})`;
}

function one(subject: Subject): string {
  return `${/^[AEIO]/.test(subject) ? 'an' : 'a'} ${subject}`;
}
