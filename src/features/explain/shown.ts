import { publicIdOf, type ListedHolding, type Person } from '../../access/holdings.js';
import { whole } from '../../entities/compiled-read.js';
import { formatId } from '../../kernel/ids.js';
import type { Explanation } from '../../policy/explain.js';
import type { Law } from '../../policy/law.js';
import type { AccessDifference } from '../../policy/preview.js';
import type { AccessAuthority, AccessChange, AccessExplanation } from './types.js';

/** What the law says, as the API tells it. */

export function explanationShown(law: Law, explanation: Explanation): AccessExplanation {
  const { line, authority, ...same } = explanation;
  const { kind, role } = law.actor;
  const rests = explanation.allowed && kind === 'MEMBER';
  return {
    ...same,
    rule: line,
    authority: authority
      ? { ...authority, id: publicIdOf(authority), role: null, since: null, until: authority.expiresAt }
      : rests
        ? membershipOf(role)
        : null,
  };
}

function membershipOf(role: string | null): AccessAuthority {
  const nothing = { id: null, categories: [], access: null, purpose: null, reason: null, since: null, until: null };
  return { kind: 'MEMBERSHIP', role, ...nothing };
}

export function authorityShown(holding: ListedHolding): AccessAuthority {
  const { kind, role, categories, access, purpose, reason, since, until } = holding;
  // That of a program is its maker's, who is told as the user.
  const own = kind === 'MEMBERSHIP' ? role : null;
  return { kind, id: publicIdOf(holding), role: own, categories, access, purpose, reason, since, until };
}

export function personShown(person: Person | null): object | null {
  return person && whole({ ...person, id: formatId('usr', person.id) });
}

export function changeShown({ action, subject, field, before, after }: AccessDifference): AccessChange {
  return {
    action,
    subject,
    field,
    category: after.category,
    before: before.allowed,
    after: after.allowed,
    reason: after.reason,
    rule: after.allowed ? after.line : before.line,
  };
}
