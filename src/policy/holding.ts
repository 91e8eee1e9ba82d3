import type { ActorKind, Basis } from '../vocabulary/actors.js';
import type { GrantAccess, Purpose } from '../vocabulary/purposes.js';
import type { Role } from '../vocabulary/roles.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Actor, Authority, EndedConsent } from './actor.js';

/** The records that authorities are, as the page speaks of them. */
export const AUTHORITY_SUBJECTS: Readonly<Record<Basis, Subject>> = {
  MEMBERSHIP: 'Member',
  SUPPORT_GRANT: 'SupportGrant',
  EXTERNAL_ACCESS: 'ExternalAccess',
  MAINTENANCE_WINDOW: 'MaintenanceWindow',
  API_TOKEN: 'ApiToken',
  INTEGRATION: 'Integration',
};

/** An authority in somebody's hands, at the moment that is asked about. What it opens is asked of the law that is compiled from it. */
export interface Holding {
  readonly kind: Basis;
  readonly id: string;
  readonly actor: ActorKind;
  /** Of a member; of a program that of whoever bounds it. */
  readonly role: Role | null;
  /** Null: it is for anybody of that kind. */
  readonly userId: string | null;
  readonly categories: readonly string[];
  /** Of a program. */
  readonly scopes?: readonly string[];
  readonly access: GrantAccess | null;
  readonly purpose: Purpose | null;
  readonly reason: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly confidential: boolean;
  readonly factorMet: boolean;
}

/** What is the same for all who hold something in one tenant. */
export interface Surroundings extends Pick<Actor, 'customFields' | 'ownCategories' | 'agreementAccepted'> {
  readonly tenantId: string;
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
export function actorOfHolder(holder: Holder, { tenantId, ...same }: Surroundings): Actor {
  const membership = holder.holdings.find(({ kind }) => kind === 'MEMBERSHIP');
  const isWithin = holder.actor === 'SUPPORT' || holder.actor === 'ADMINISTRATOR' || holder.holdings.length > 0;
  return {
    kind: holder.actor,
    userId: holder.userId,
    role: membership?.role ?? null,
    ...programOf(holder),
    tenantId: isWithin ? tenantId : null,
    authorities: holder.holdings.flatMap(authorityOf),
    ended: holder.ended ?? [],
    ...same,
    confidential: holder.confidential,
    factorMet: holder.factorMet,
    steppedUp: true,
  };
}

/** A program holds one thing: the others of whoever bounds it are other programs. */
function programOf({ actor, holdings: [only] }: Holder): Pick<Actor, 'token' | 'userId'> | null {
  if (actor !== 'INTEGRATION' || !only?.role) return null;
  return { userId: null, token: { scopes: only.scopes ?? [], makerRole: only.role } };
}

function authorityOf({ kind, id, categories, access, purpose, reason, until }: Holding): readonly Authority[] {
  if (kind === 'MEMBERSHIP') return [];
  // What an integration opens, its tokens do.
  const counts = kind === 'INTEGRATION' ? 'API_TOKEN' : kind;
  return [{ id, kind: counts, categories, access: access ?? 'READ', purpose, reason, expiresAt: until }];
}

export function holderOf(holding: Holding): Holder {
  const { actor, userId, confidential, factorMet } = holding;
  return { actor, userId, holdings: [holding], confidential, factorMet };
}
