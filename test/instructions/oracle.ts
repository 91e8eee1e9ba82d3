/**
 * What staff may write, said a second time and as simply as can be: by tables that were written by hand. Nothing here knows of the page, of
 * lines or of conditions.
 */

export type Access = 'NOTHING' | 'READ' | 'READ_WRITE';
export type State = 'none' | 'recorded' | 'rejected' | 'confirmed' | 'withdrawn' | 'expired';
export type Action = 'CREATE' | 'UPDATE' | 'DELETE';
export type Subject = 'Contact' | 'Company' | 'Invoice';

/** Where somebody stands: one grant and one instruction. */
export interface Situation {
  readonly access: Access;
  readonly granted: readonly string[];
  readonly state: State;
  readonly kind: string;
  readonly subjects: readonly string[];
  readonly instructed: readonly string[];
}

/** One change: what it is made with, and of which categories that is. */
export interface Attempt {
  readonly action: Action;
  readonly subject: Subject;
  readonly categories: readonly string[];
  readonly input: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, readonly Action[]>> = {
  CORRECTION: ['UPDATE'],
  ADDITION: ['CREATE'],
  IMPORT: ['CREATE', 'UPDATE'],
  ERASURE: ['DELETE'],
  EXPORT: [],
};

/** Every category that occurs on a subject of the demo world, those of its own fields included. */
export type Borne = Readonly<Record<Subject, readonly string[]>>;

/** Whether it is written; if not, the codes that may say so. */
export function expected(situation: Situation, attempt: Attempt, borne: Borne): readonly string[] | null {
  const { access, granted, state, kind, subjects, instructed } = situation;
  const seen = access === 'NOTHING' ? [] : granted;
  const writable = access === 'READ_WRITE' ? granted : [];
  const inForce = state === 'confirmed' && subjects.includes(attempt.subject) && KINDS[kind]?.includes(attempt.action);
  const covered = inForce ? instructed : [];
  const all = attempt.action === 'DELETE' ? borne[attempt.subject] : attempt.categories;

  if (all.every((category) => writable.includes(category) && covered.includes(category))) return null;
  const codes: string[] = [];
  if (all.some((category) => !seen.includes(category))) codes.push('FIELD_WITHHELD', 'CONSENT_REQUIRED');
  if (all.some((category) => !writable.includes(category))) codes.push('CONSENT_REQUIRED');
  if (all.some((category) => !covered.includes(category)) && writable.length > 0) codes.push('INSTRUCTION_REQUIRED');
  return codes;
}

/** What statements without a law in front of them may write: the wall knows subjects and actions, and no fields. */
export function passesTheWall(
  { access, granted, state, kind, subjects, instructed }: Situation,
  { action, subject }: Attempt,
): boolean {
  return (
    access === 'READ_WRITE' &&
    state === 'confirmed' &&
    granted.some((category) => instructed.includes(category)) &&
    subjects.includes(subject) &&
    (KINDS[kind] ?? []).includes(action)
  );
}

export const ATTEMPTS: readonly Attempt[] = [
  { action: 'UPDATE', subject: 'Contact', categories: ['IDENTITY'], input: { name: 'New' } },
  { action: 'UPDATE', subject: 'Contact', categories: ['CONTACT_DETAILS'], input: { city: 'Gent' } },
  { action: 'UPDATE', subject: 'Contact', categories: ['FINANCIAL'], input: { iban: null } },
  { action: 'UPDATE', subject: 'Contact', categories: ['GOVERNMENT_ID'], input: { nationalId: '1' } },
  { action: 'UPDATE', subject: 'Contact', categories: ['NOTES'], input: { notes: 'n' } },
  {
    action: 'UPDATE',
    subject: 'Contact',
    categories: ['SHOE_SIZE'],
    input: { customFields: [{ key: 'boots', value: '40' }] },
  },
  {
    action: 'UPDATE',
    subject: 'Contact',
    categories: ['IDENTITY', 'NOTES'],
    input: { birthDate: '2000-01-31', notes: 'n' },
  },
  { action: 'CREATE', subject: 'Contact', categories: ['IDENTITY'], input: { name: 'New' } },
  {
    action: 'CREATE',
    subject: 'Contact',
    categories: ['IDENTITY', 'CONTACT_DETAILS'],
    input: { name: 'New', phone: '1' },
  },
  { action: 'CREATE', subject: 'Contact', categories: ['IDENTITY', 'FINANCIAL'], input: { name: 'New', iban: 'x' } },
  { action: 'DELETE', subject: 'Contact', categories: [], input: {} },
  { action: 'UPDATE', subject: 'Company', categories: ['COMMERCIAL'], input: { website: 'x.test' } },
  { action: 'UPDATE', subject: 'Company', categories: ['FINANCIAL'], input: { vatNumber: 'x' } },
  { action: 'CREATE', subject: 'Company', categories: ['COMMERCIAL'], input: { name: 'New' } },
  {
    action: 'CREATE',
    subject: 'Company',
    categories: ['COMMERCIAL', 'FINANCIAL'],
    input: { name: 'New', vatNumber: 'x' },
  },
  { action: 'DELETE', subject: 'Company', categories: [], input: {} },
  { action: 'UPDATE', subject: 'Invoice', categories: ['FINANCIAL'], input: { currency: 'USD' } },
  {
    action: 'CREATE',
    subject: 'Invoice',
    categories: ['FINANCIAL'],
    input: { number: 'N', issuedOn: '2026-01-31', currency: 'EUR', total: '1' },
  },
  { action: 'DELETE', subject: 'Invoice', categories: [], input: {} },
];
