import type { Action } from './actions.js';

interface InstructionKindDefinition {
  readonly description: string;
  /** What staff may do under it; nothing else. */
  readonly covers: readonly Action[];
}

/** What a tenant can tell the vendor to do with its data. The database knows the same, and a test compares the two. */
export const INSTRUCTION_KINDS = {
  CORRECTION: { description: 'Put right what records say.', covers: ['UPDATE'] },
  ADDITION: { description: 'Add records.', covers: ['CREATE'] },
  IMPORT: { description: 'Bring data in: add records, and change those that are there.', covers: ['CREATE', 'UPDATE'] },
  ERASURE: { description: 'Delete records.', covers: ['DELETE', 'ERASE'] },
  EXPORT: { description: 'Hand data out as files.', covers: ['EXPORT'] },
} as const satisfies Record<string, InstructionKindDefinition>;

export type InstructionKind = keyof typeof INSTRUCTION_KINDS;

export const INSTRUCTION_STATUSES = {
  RECORDED: 'Staff recorded it from an e-mail; the tenant has not answered.',
  LAPSED: 'Staff recorded it, and nobody answered in time.',
  REJECTED: 'The tenant said that it gave no such instruction.',
  CONFIRMED: 'In force.',
  EXPIRED: 'Its time is over.',
  WITHDRAWN: 'The tenant took it back.',
} as const;

export type InstructionStatus = keyof typeof INSTRUCTION_STATUSES;

export const INSTRUCTION_SOURCES = {
  PRODUCT: 'Given here, by an owner or admin.',
  EMAIL: 'Recorded by staff from an e-mail of the tenant.',
} as const;

export function coversAction(kind: InstructionKind, action: Action): boolean {
  return (INSTRUCTION_KINDS[kind].covers as readonly Action[]).includes(action);
}
