import { CodedError } from '../../kernel/errors.js';
import type { Database, Presented } from '../database.js';
import type { Passwords } from './passwords.js';
import { isWrongCode, wrongCode, type Enrolment, type SecondFactor } from './second-factor.js';
import { credentialOf, newSecret, type CsrfTokens } from './secrets.js';

export interface IdentityParts {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly csrfTokens: CsrfTokens;
  readonly secondFactor: SecondFactor;
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
    private presented: Presented,
    private readonly events: IdentityEvents,
  ) {}

  /** Unknown account, wrong password, closed account: one answer, after the same work. */
  async signIn(email: string, password: string, code: string | null): Promise<NewSession> {
    const { database, passwords, csrfTokens, secondFactor, sessionIdleMs, sessionLifetimeMs } = this.parts;
    const [account] = await database.run(NOBODY, {
      name: 'password_of',
      text: 'select user_id, password_hash from auth.password_of($1)',
      values: [email.toLowerCase()],
    });
    const [userId = null, stored = null] = account ?? [];
    if (!(await passwords.matches(stored, password)) || userId === null || stored === null) throw wrong();

    const proof = await secondFactor.signInProof(userId, stored, code);
    const secret = newSecret();
    const begin = {
      name: 'begin_session',
      text: 'select auth.begin_session($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      values: [
        userId,
        stored,
        `\\x${credentialOf(secret)}`,
        interval(sessionIdleMs),
        interval(sessionLifetimeMs),
        ...proof,
      ],
    };
    await database.run(NOBODY, begin).catch((error: unknown) => {
      if (isWrongCode(error)) throw wrongCode();
      // The account was closed, or its password changed, since it was looked up.
      throw error instanceof CodedError && error.code === 'UNAUTHENTICATED' ? wrong() : error;
    });
    await this.endPresented();
    const session = { secret, csrfToken: csrfTokens.of(secret) };
    this.events.signedIn(session);
    return session;
  }

  enrolSecondFactor(): Promise<Enrolment> {
    return this.parts.secondFactor.enrol(this.presented);
  }

  confirmSecondFactor(code: string): Promise<readonly string[]> {
    return this.parts.secondFactor.confirm(this.presented, code);
  }

  disableSecondFactor(code: string): Promise<void> {
    return this.parts.secondFactor.disable(this.presented, code);
  }

  /** The session goes on under a new secret, because its rights rise. */
  async stepUp(code: string): Promise<NewSession & { readonly until: string }> {
    const { secret, until } = await this.parts.secondFactor.stepUpWith(this.presented, code);
    const session = { secret, csrfToken: this.parts.csrfTokens.of(secret) };
    this.presented = { ...this.presented, credential: credentialOf(secret) };
    this.events.signedIn(session);
    return { ...session, until };
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
