import type { ActorKind, AuthorityKind, Basis } from '../vocabulary/actors.js';
import type { GrantAccess, Purpose } from '../vocabulary/purposes.js';
import type { Role } from '../vocabulary/roles.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Actor, Authority, CustomField, EndedConsent } from './actor.js';

/** The records that authorities are, as the page speaks of them; null: it does not yet. */
export const AUTHORITY_SUBJECTS: Readonly<Record<Basis, Subject | null>> = {
  MEMBERSHIP: 'Member',
  SUPPORT_GRANT: 'SupportGrant',
  EXTERNAL_ACCESS: 'ExternalAccess',
  MAINTENANCE_WINDOW: 'MaintenanceWindow',
  API_TOKEN: 'ApiToken',
};

/** An authority in somebody's hands, at the moment that is asked about. What it opens is asked of the law that is compiled from it. */
export interface Holding {
  readonly kind: Basis;
  readonly id: string;
  readonly actor: ActorKind;
  readonly role: Role | null;
  /** Null: it is for anybody of that kind. */
  readonly userId: string | null;
  readonly categories: readonly string[];
  readonly access: GrantAccess | null;
  readonly purpose: Purpose | null;
  readonly reason: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly confidential: boolean;
  readonly factorMet: boolean;
}

/** What is the same for all who hold something in one tenant. */
export interface Surroundings {
  readonly tenantId: string;
  readonly customFields: readonly CustomField[];
  readonly agreementAccepted: boolean;
}

/** One person, or anybody of a kind, with all that they hold. */
export interface Holder {
  readonly actor: ActorKind;
  readonly userId: string | null;
  readonly holdings: readonly Holding[];
  readonly ended?: readonly EndedConsent[];
  readonly confidential: boolean;
  readonly factorMet: boolean;
}

/**
 * Whoever holds it, as somebody who asks. A fresh code of the second factor is taken as shown: the question is what the authority opens, and
 * the line that is named says that it asks for one.
 */
export function actorOfHolder(holder: Holder, { tenantId, customFields, agreementAccepted }: Surroundings): Actor {
  const membership = holder.holdings.find(({ kind }) => kind === 'MEMBERSHIP');
  const isWithin = holder.actor === 'SUPPORT' || holder.actor === 'ADMINISTRATOR' || holder.holdings.length > 0;
  return {
    kind: holder.actor,
    userId: holder.userId,
    role: membership?.role ?? null,
    tenantId: isWithin ? tenantId : null,
    authorities: holder.holdings.flatMap(authorityOf),
    ended: holder.ended ?? [],
    customFields,
    confidential: holder.confidential,
    factorMet: holder.factorMet,
    steppedUp: true,
    agreementAccepted,
  };
}

function authorityOf({ kind, id, categories, access, purpose, reason, until }: Holding): readonly Authority[] {
  if (!isAuthority(kind)) return [];
  return [{ id, kind, categories, access: access ?? 'READ', purpose, reason, expiresAt: until }];
}

function isAuthority(kind: Basis): kind is AuthorityKind {
  return kind !== 'MEMBERSHIP';
}

export function holderOf(holding: Holding): Holder {
  const { actor, userId, confidential, factorMet } = holding;
  return { actor, userId, holdings: [holding], confidential, factorMet };
}
