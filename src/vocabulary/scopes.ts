import type { Action } from './actions.js';
import type { Subject } from './subjects.js';

/** What a token may at most do. Reading is never implied by writing, nor the other way. The database knows the same words, and a test compares. */
export const SCOPES = {
  'contacts:read': 'See contacts.',
  'contacts:write': 'Add, change and delete contacts.',
  'companies:read': 'See companies.',
  'companies:write': 'Add, change and delete companies.',
  'invoices:read': 'See invoices.',
  'invoices:write': 'Add, change and delete invoices.',
  'tickets:read': 'See tickets and their messages.',
  'tickets:write': 'Open, answer and close tickets.',
} as const;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as readonly Scope[];

/** What the scopes call a kind of record. What is not here, no scope reaches. */
const WORDS: Partial<Record<Subject, 'contacts' | 'companies' | 'invoices' | 'tickets'>> = {
  Contact: 'contacts',
  Company: 'companies',
  Invoice: 'invoices',
  Ticket: 'tickets',
  TicketMessage: 'tickets',
};

const KINDS: Partial<Record<Action, 'read' | 'write'>> = {
  READ: 'read',
  CREATE: 'write',
  UPDATE: 'write',
  DELETE: 'write',
};

/** The scope that a deed takes; null: none covers it. */
export function scopeFor(action: Action, subject: Subject): Scope | null {
  const word = WORDS[subject];
  const kind = KINDS[action];
  return word === undefined || kind === undefined ? null : `${word}:${kind}`;
}

/** What a scope is about, as the page speaks of it. */
export function deedsOf(scope: Scope): readonly { readonly action: Action; readonly subject: Subject }[] {
  return (Object.keys(WORDS) as Subject[]).flatMap((subject) =>
    (Object.keys(KINDS) as Action[])
      .filter((action) => scopeFor(action, subject) === scope)
      .map((action) => ({ action, subject })),
  );
}

export function isScope(word: string): word is Scope {
  return Object.hasOwn(SCOPES, word);
}
