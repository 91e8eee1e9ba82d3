import { rateLimited, type CodedError } from '../../kernel/errors.js';

/** What is written to somebody, in words that the server finds. The secret is the one that makes the link. */
export type Letter =
  | {
      readonly kind: 'PASSWORD_RESET' | 'EMAIL_VERIFICATION' | 'EMAIL_CHANGE';
      readonly to: string;
      readonly secret: string;
    }
  | {
      readonly kind: 'INVITATION' | 'EXTERNAL_INVITATION';
      readonly to: string;
      readonly secret: string;
      readonly lifetimeMs: number;
    }
  | {
      readonly kind: 'ADDRESS_TAKEN' | 'EMAIL_CHANGE_REQUESTED' | 'EMAIL_CHANGED' | 'PASSWORD_CHANGED';
      readonly to: string;
    };

/** Where letters are handed in. What has to be looked up to write one happens there too, so that no answer's time tells what was found. */
export interface Post {
  /** Written in this language and sent later, and tried again for a while. False: too many wait already. */
  later(language: string, write: () => Promise<readonly Letter[]>): boolean;
}

const QUEUE_SECONDS = 120;

/** For whoever asks for a letter that can't be handed in. */
export function mailsWaiting(): CodedError {
  const remedy = 'Try again in a few minutes.';
  return rateLimited('Too many mails are waiting to be sent right now.', QUEUE_SECONDS, remedy);
}
