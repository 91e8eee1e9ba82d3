import { CodedError } from '../../kernel/errors.js';
import type { Database, Presented } from '../database.js';
import type { Passwords } from './passwords.js';
import { credentialOf, newSecret, type CsrfTokens } from './secrets.js';
import type { Throttle } from './throttle.js';

export interface IdentityParts {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly csrfTokens: CsrfTokens;
  readonly throttle: Throttle;
  readonly sessionIdleMs: number;
  readonly sessionLifetimeMs: number;
}

/** A session that has just begun. The secret goes to the client and is kept nowhere. */
export interface NewSession {
  readonly secret: string;
  readonly csrfToken: string;
}

/** What the server does about a change of identity: set and clear cookies, and answer the rest of the request as the new actor. */
export interface IdentityEvents {
  signedIn(session: NewSession): void;
  signedOut(): void;
}

/** Signing in and out, for one request. The tables behind it are reached by functions of the database only. */
export class Account {
  constructor(
    private readonly parts: IdentityParts,
    private readonly presented: Presented,
    private readonly events: IdentityEvents,
    /** The client's. */
    private readonly address: string,
  ) {}

  /** Unknown account, wrong password, closed account: one answer, after the same work. */
  async signIn(email: string, password: string): Promise<NewSession> {
    const { database, passwords, csrfTokens, throttle, sessionIdleMs, sessionLifetimeMs } = this.parts;
    const tried = await throttle.spend('sign-in', { account: email, address: this.address });
    const [account] = await database.run(NOBODY, {
      name: 'password_of',
      text: 'select user_id, password_hash from auth.password_of($1)',
      values: [email.toLowerCase()],
    });
    const [userId = null, stored = null] = account ?? [];
    const matches = await passwords.matches(stored, password).catch(async (error: unknown) => {
      // Too many at once: nothing was compared.
      await tried.undone();
      throw error;
    });
    if (!matches || userId === null) throw wrong();

    const secret = newSecret();
    const begin = {
      name: 'begin_session',
      text: 'select auth.begin_session($1, $2, $3, $4, $5)',
      values: [userId, stored, `\\x${credentialOf(secret)}`, interval(sessionIdleMs), interval(sessionLifetimeMs)],
    };
    await database.run(NOBODY, begin).catch((error: unknown) => {
      // The account was closed, or its password changed, since it was looked up.
      throw error instanceof CodedError && error.code === 'UNAUTHENTICATED' ? wrong() : error;
    });
    await tried.succeeded();
    await this.endPresented();
    const session = { secret, csrfToken: csrfTokens.of(secret) };
    this.events.signedIn(session);
    return session;
  }

  /** True if there was a session to end. */
  async signOut(): Promise<boolean> {
    if (this.presented.credential === '') return false;
    const ended = await this.endPresented();
    this.events.signedOut();
    return ended;
  }

  /** A session that was there before is over: a secret that was planted, or left on a shared machine, is worth nothing. */
  private async endPresented(): Promise<boolean> {
    if (this.presented.credential === '') return false;
    const rows = await this.parts.database.run(this.presented, {
      name: 'end_session',
      text: 'select auth.end_session()',
      values: [],
    });
    return rows[0]?.[0] !== 'f';
  }
}

const NOBODY: Presented = { credential: '', tenant: '' };

function interval(milliseconds: number): string {
  return `${milliseconds} milliseconds`;
}

function wrong(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'E-mail address or password is wrong.', { reason: 'UNAUTHENTICATED' });
}
