import { hash } from 'node:crypto';

/**
 * A change that a client names by a key of its own, so that it can send it again when the answer got lost: it is made once. What is kept of it
 * is which record it was about, in the transaction that made it, and never what was answered: that is read anew, by whoever asks then.
 */
export interface KeyedRequest {
  /** As the client chose it. */
  readonly key: string;
  /** Digest of what was asked: the same key with another request is no repetition. */
  readonly request: string;
}

/** For one field of a request: several changes of one request are told apart by where their answers stand. */
export interface Claim {
  readonly key: string;
  readonly place: string;
  readonly request: string;
}

export function claimFor(keyed: KeyedRequest | null, path: readonly (string | number)[]): Claim | null {
  if (keyed === null) return null;
  return {
    key: hash('sha256', keyed.key, 'hex'),
    place: hash('sha256', path.join('.'), 'hex'),
    request: keyed.request,
  };
}

/** As parameters of a statement; null: no key. */
export function claimValues(claim: Claim | null): readonly [string | null, string | null, string | null] {
  return claim === null ? [null, null, null] : [`\\x${claim.key}`, `\\x${claim.place}`, `\\x${claim.request}`];
}
