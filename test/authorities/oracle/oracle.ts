/**
 * Who sees and does what, said a second time, from the prose of the contract and by tables that were written by hand. Nothing here knows
 * of the page, its lines or its conditions, and nothing of src is imported: what the two have in common is what people agreed on.
 */

export type State = 'none' | 'requested' | 'living' | 'expired' | 'revoked' | 'suspended';
export type Kind =
  | 'OWNER'
  | 'ADMIN'
  | 'EDITOR'
  | 'VIEWER'
  | 'EXTERNAL'
  | 'SUPPORT'
  | 'ADMINISTRATOR'
  | 'ANONYMOUS'
  | 'FOREIGN OWNER'
  | 'OWNER ELSEWHERE';
export type Told = 'none' | 'recorded' | 'confirmed' | 'withdrawn' | 'expired';

/** Where somebody stands: what kind of actor, and what became of the authority that they would act by. */
export interface Standing {
  readonly kind: Kind;
  readonly state: State;
  /** Of the grant or access. */
  readonly categories: readonly string[];
  readonly access: 'READ' | 'READ_WRITE';
  /** Of the window. */
  readonly purpose: 'DEPLOY' | 'PATCH' | 'BACKUP' | 'IMPORT' | null;
  /** What became of the instruction that is named, or that carries the window. */
  readonly instruction: Told;
  /** Whether the tenant has accepted the agreement on data processing. */
  readonly agreed: boolean;
}

export const DATA = ['Contact', 'Company', 'Invoice'] as const;
export type Data = (typeof DATA)[number];
export type Deed = 'CREATE' | 'UPDATE' | 'DELETE';

export const ORDINARY = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL', 'SHOE_SIZE'];
export const ALL = [...ORDINARY, 'GOVERNMENT_ID', 'SPECIAL'];

/** What a subject can bear; SHOE_SIZE and SPECIAL by fields of the tenant's own. */
export const BORNE: Readonly<Record<Data, readonly string[]>> = {
  Contact: ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'GOVERNMENT_ID', 'NOTES', 'SHOE_SIZE', 'SPECIAL'],
  Company: ['COMMERCIAL', 'FINANCIAL', 'SHOE_SIZE'],
  Invoice: ['FINANCIAL'],
};

const BY_ROLE: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  OWNER: ALL,
  ADMIN: ALL,
  EDITOR: ORDINARY,
  VIEWER: ['IDENTITY', 'CONTACT_DETAILS', 'COMMERCIAL'],
};

export function isMember({ kind }: Standing): boolean {
  return kind in BY_ROLE;
}

/** A member of a tenant that let its agreement lapse stays one, and reads. */
const isIn = (standing: Standing): boolean =>
  standing.state === 'living' || (isMember(standing) && standing.state === 'suspended');

export function seen(standing: Standing): readonly string[] {
  const { kind, purpose, instruction, categories } = standing;
  if (!isIn(standing)) return [];
  if (isMember(standing)) return BY_ROLE[kind] ?? [];
  if (kind === 'EXTERNAL' || kind === 'SUPPORT') return categories;
  if (kind !== 'ADMINISTRATOR' || purpose === 'BACKUP') return [];
  return purpose === 'IMPORT' && instruction !== 'confirmed' ? [] : ALL;
}

/** Why one who sees none of the categories sees nothing. */
export function reason({ kind, state, categories }: Standing, wanted: readonly string[]): string {
  if (kind === 'ANONYMOUS') return 'UNAUTHENTICATED';
  if (state === 'suspended' && (kind === 'SUPPORT' || kind === 'ADMINISTRATOR')) return 'AGREEMENT_REQUIRED';
  if (kind === 'ADMINISTRATOR') return 'WINDOW_REQUIRED';
  const named = wanted.some((category) => categories.includes(category));
  if (kind === 'EXTERNAL' && named && (state === 'requested' || state === 'suspended')) return 'AGREEMENT_REQUIRED';
  if (kind !== 'SUPPORT') return 'FORBIDDEN';
  if (named && state === 'revoked') return 'CONSENT_REVOKED';
  return named && state === 'expired' ? 'CONSENT_EXPIRED' : 'CONSENT_REQUIRED';
}

/** The kind of instruction that tells to do this. */
export const KIND_OF: Readonly<Record<Deed, string>> = { CREATE: 'ADDITION', UPDATE: 'CORRECTION', DELETE: 'ERASURE' };

/** Whether it is written; if not, the codes that may say so. The instruction that is named is one for this deed, and covers all. */
export function refusals(
  standing: Standing,
  deed: Deed,
  subject: Data,
  touched: readonly string[],
): readonly string[] | null {
  const { kind, access, agreed, instruction, purpose } = standing;
  const open = seen(standing);
  const all = deed === 'DELETE' ? BORNE[subject] : touched;
  const visible = BORNE[subject].some((category) => open.includes(category));
  const whole = reason(standing, BORNE[subject]);
  if (kind === 'ADMINISTRATOR') {
    // They bring data in, where they were told to; otherwise they look. They destroy nothing.
    if (open.length === 0) return [whole];
    if (deed === 'DELETE') return ['FORBIDDEN'];
    return purpose === 'IMPORT' ? (agreed ? null : ['AGREEMENT_REQUIRED']) : ['WINDOW_REQUIRED'];
  }
  if (!visible) return [whole, reason(standing, all), ...(agreed ? [] : ['AGREEMENT_REQUIRED'])];
  if (kind === 'VIEWER') return ['FORBIDDEN', 'FIELD_WITHHELD'];
  const withheld = all.filter((category) => !open.includes(category));
  // Nobody destroys what they were not let in to.
  if (withheld.length > 0) {
    const besides = kind === 'SUPPORT' ? ['CONSENT_REQUIRED', 'INSTRUCTION_REQUIRED'] : [];
    return ['FIELD_WITHHELD', reason(standing, withheld), ...besides, ...(agreed ? [] : ['AGREEMENT_REQUIRED'])];
  }
  if (!isMember(standing) && access === 'READ') return kind === 'SUPPORT' ? ['CONSENT_REQUIRED'] : ['FORBIDDEN'];
  if (kind === 'SUPPORT' && instruction !== 'confirmed') return ['INSTRUCTION_REQUIRED'];
  return agreed ? null : ['AGREEMENT_REQUIRED'];
}

/** What has no category: by kind of actor. Staff need their commitment, and an outsider only what is their own. */
export type Beside =
  | 'Tenant'
  | 'Ticket'
  | 'SupportGrant'
  | 'SupportQuestion'
  | 'Instruction'
  | 'AccessEntry'
  | 'ChangeEntry'
  | 'SecurityEvent'
  | 'User'
  | 'GdprSettings'
  | 'ExternalAccess'
  | 'MaintenanceWindow'
  | 'Member'
  | 'Invitation'
  | 'Agreement'
  | 'AgreementAcceptance';

const MANAGERS: readonly Kind[] = ['OWNER', 'ADMIN'];
const SEES_BESIDE: Readonly<Record<Beside, readonly Kind[]>> = {
  Tenant: ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER', 'EXTERNAL', 'SUPPORT', 'ADMINISTRATOR'],
  Ticket: ['OWNER', 'ADMIN', 'EDITOR', 'VIEWER', 'SUPPORT'],
  SupportGrant: MANAGERS,
  SupportQuestion: MANAGERS,
  Instruction: [...MANAGERS, 'SUPPORT'],
  AccessEntry: MANAGERS,
  ChangeEntry: MANAGERS,
  SecurityEvent: MANAGERS,
  User: MANAGERS,
  GdprSettings: MANAGERS,
  ExternalAccess: MANAGERS,
  MaintenanceWindow: [...MANAGERS, 'ADMINISTRATOR'],
  Member: MANAGERS,
  Invitation: MANAGERS,
  // Staff have to read what they commit themselves to; administrators keep the vendor's.
  Agreement: [...MANAGERS, 'SUPPORT', 'ADMINISTRATOR'],
  AgreementAcceptance: [...MANAGERS, 'ADMINISTRATOR'],
};
export const BESIDE = Object.keys(SEES_BESIDE) as readonly Beside[];
const UNDER_CONFIDENTIALITY: readonly Beside[] = ['Tenant', 'Ticket', 'Instruction', 'MaintenanceWindow'];

/** Records of somebody else are asked for; what is one's own is another matter. */
export function seesBeside(standing: Standing, subject: Beside): boolean {
  const { kind, state } = standing;
  if (!SEES_BESIDE[subject].includes(kind)) return false;
  if (isMember(standing)) return isIn(standing);
  // Whoever is asked to agree is told with whom.
  if (kind === 'EXTERNAL') return isIn(standing) || state === 'requested' || state === 'suspended';
  return state !== 'suspended' || !UNDER_CONFIDENTIALITY.includes(subject);
}

/** What the tenant reads of an authority in each state. A window is told once it opens; that staff may not use theirs, it doesn't say. */
export const STATUS: Readonly<
  Partial<Record<Kind, { readonly prefix: string; readonly status: Readonly<Partial<Record<State, string>>> }>>
> = {
  SUPPORT: {
    prefix: 'gra',
    status: {
      requested: 'REQUESTED',
      living: 'ACTIVE',
      expired: 'EXPIRED',
      revoked: 'REVOKED',
      suspended: 'SUSPENDED',
    },
  },
  EXTERNAL: {
    prefix: 'ext',
    status: { requested: 'INVITED', living: 'ACTIVE', expired: 'EXPIRED', revoked: 'REVOKED', suspended: 'SUSPENDED' },
  },
  ADMINISTRATOR: {
    prefix: 'win',
    status: { living: 'OPEN', expired: 'EXPIRED', revoked: 'CLOSED', suspended: 'OPEN' },
  },
};
