import type { Action } from '../vocabulary/actions.js';
import { REASONS } from '../vocabulary/reasons.js';
import type { Reason } from '../vocabulary/reasons.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Row } from './ability.js';
import type { Authority } from './actor.js';
import { whoGives, whoTakes } from './changers.js';
import { holdsFor } from './conditions.js';
import { allCategoriesOf, fieldKind } from './fields.js';
import type { Law } from './law.js';
import { readAloud } from './line.js';
import type { Who } from './line.js';
import { refuse, refuseRow } from './refusal.js';
import type { Refused } from './refusal.js';
import { counts, customFieldsOf, letsWrite, standingOf } from './standing.js';
import type { Standing } from './standing.js';

/** Why, or why not: the line of the page, the authority it rests on, and who could change it. */
export interface Explanation {
  readonly allowed: boolean;
  readonly reason: Reason;
  readonly message: string;
  /** Null where nothing needs doing. */
  readonly remedy: string | null;
  /** The line that allows it, or that would if what is missing were given; null: there is none. */
  readonly line: string | null;
  /** The grant, access or window that opens it; null: membership does, or nothing does. */
  readonly authority: Authority | null;
  /** The category that the field bears; null: none, or the whole subject is asked about. */
  readonly category: string | null;
  /** Who could change it, as the page says; empty: nobody. */
  readonly changedBy: readonly Who[];
}

/** @param row a record that it is asked about, with the fields that tell whose own it is; left out: any */
export function explain(law: Law, action: Action, subject: Subject, field?: string, row?: Row): Explanation {
  const verdict = law.may(action, subject, field);
  const standing = standingOf(law.actor);
  const category = categoryOfField(standing, subject, field);
  if (!verdict.allowed) {
    return explainRefusal(standing, category, refuse(standing, law.ability, { action, subject, field: field ?? null }));
  }
  if (row && !holdsFor(law.conditions(subject, action), row)) {
    return explainRefusal(standing, category, refuseRow(standing, action, subject));
  }
  const authority = authorityOf(standing, action, subject, category);
  return {
    allowed: true,
    reason: 'ALLOWED',
    message: REASONS.ALLOWED,
    remedy: null,
    line: law.ability.relevantRuleFor(action, subject, field)?.reason ?? null,
    authority,
    category,
    changedBy: whoTakes(standing, authority),
  };
}

function explainRefusal(standing: Standing, category: string | null, refused: Refused): Explanation {
  const { refusal, line } = refused;
  const { allowed, reason, message, remedy } = refusal;
  const changedBy = whoGives(standing, refused);
  return { allowed, reason, message, remedy, line: line && readAloud(line), authority: null, category, changedBy };
}

function categoryOfField(standing: Standing, subject: Subject, field = ''): string | null {
  const kind = fieldKind(subject, field, customFieldsOf(standing, subject));
  return kind?.is === 'data' ? kind.category : null;
}

/** For anything but reading, an authority that lets write. What has no category goes with any that its subject bears. */
function authorityOf(standing: Standing, action: Action, subject: Subject, category: string | null): Authority | null {
  const categories = category === null ? allCategoriesOf(subject, customFieldsOf(standing, subject)) : [category];
  const lets = action === 'READ' ? counts : letsWrite;
  return standing.authorities.find((one) => categories.some((name) => lets(one, name))) ?? null;
}
