import type { ActorKind, AuthorityKind } from '../vocabulary/actors.js';
import type { GrantAccess, Purpose } from '../vocabulary/purposes.js';
import type { InstructionKind } from '../vocabulary/instructions.js';
import type { Role } from '../vocabulary/roles.js';

/**
 * All that the law is told about who asks. It comes from one statement of the database, so that nothing in it can be
 * newer or older than the rest; the law reads no clock and believes only what is listed here as living.
 */

/** The living record that an access rests on, where it is more than plain membership. */
export interface Authority {
  readonly id: string;
  readonly kind: AuthorityKind;
  readonly categories: readonly string[];
  readonly access: GrantAccess;
  readonly purpose: Purpose | null;
  readonly reason: string | null;
  readonly expiresAt: string | null;
}

/** A confirmed instruction of the tenant that is in force, named by the write that rests on it. */
export interface NamedInstruction {
  readonly id: string;
  readonly kind: InstructionKind;
  readonly subjects: readonly string[];
  readonly categories: readonly string[];
}

/** What a program presents, as the law is told of it. It opens nothing that its maker could not do now. */
export interface TokenTerms {
  readonly scopes: readonly string[];
  /** The role of whoever made it, or answers for its integration, at this moment. */
  readonly makerRole: Role;
}

/** A field that the tenant made, with the category that it gave it. */
export interface CustomField {
  readonly id: string;
  readonly subject: 'Contact' | 'Company';
  readonly key: string;
  readonly label: string;
  readonly category: string;
  readonly type: string;
  readonly choices: readonly string[] | null;
}

/**
 * A category that a grant opened until lately, so that staff are told what happened to it; or that an access will open to an external user as
 * soon as the agreement is accepted.
 */
export interface EndedConsent {
  readonly category: string;
  readonly reason: 'CONSENT_REVOKED' | 'CONSENT_EXPIRED' | 'AGREEMENT_REQUIRED';
}

export interface Actor {
  readonly kind: ActorKind;
  readonly userId: string | null;
  /** Of a member; null for everybody else. */
  readonly role: Role | null;
  /** The addressed tenant, known to exist and to be addressable by this actor. */
  readonly tenantId: string | null;
  readonly authorities: readonly Authority[];
  readonly ended: readonly EndedConsent[];
  readonly customFields: readonly CustomField[];
  /** Staff: their commitment to confidentiality is in force. */
  readonly confidential: boolean;
  /** Has a second factor, or none is demanded: staff always need one, members and externals where the tenant says so. */
  readonly factorMet: boolean;
  /** A code of the second factor was given in this session a short while ago. */
  readonly steppedUp: boolean;
  /** The tenant has accepted the data processing agreement, in a version that counts. */
  readonly agreementAccepted: boolean;
  /** What the request names and the database knows to be in force; absent: nothing. It opens nothing by itself. */
  readonly instruction?: NamedInstruction;
  /** Of a program; absent: no token, so no scope. */
  readonly token?: TokenTerms;
}
