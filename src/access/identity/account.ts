import { badInput, CodedError, unauthenticated } from '../../kernel/errors.js';
import { NOBODY, type Database, type Presented } from '../database.js';
import { ExternalInvitations } from './external-invitations.js';
import { Invitations } from './invitations.js';
import { MailedLinks } from './mailed-links.js';
import type { Passwords } from './passwords.js';
import type { Post } from './post.js';
import { isWrongCode, type Enrolment, type SecondFactor } from './second-factor.js';
import { credentialOf, newSecret, type CsrfTokens } from './secrets.js';
import { endOtherSessions, endSession, livingSessions, type KnownSession } from './sessions.js';
import type { Throttle } from './throttle.js';

export interface IdentityParts {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly csrfTokens: CsrfTokens;
  readonly secondFactor: SecondFactor;
  readonly throttle: Throttle;
  readonly sessionIdleMs: number;
  readonly sessionLifetimeMs: number;
  readonly post: Post;
  readonly linkLifetimeMs: number;
  readonly invitationLifetimeMs: number;
  /** Told when anybody's rights changed (sessions were ended, somebody joined), so that what hangs on them is looked at now, on every node. */
  readonly rightsChanged: () => void;
}

/** A session that has just begun. The secret goes to the client and is kept nowhere. */
export interface NewSession {
  readonly secret: string;
  readonly csrfToken: string;
}

/** What the server does about a change of identity: set and clear cookies, and answer the rest of the request as the new actor. */
export interface IdentityEvents {
  /** Of whoever asks, for mails that come of it. */
  language(): string;
  signedIn(session: NewSession): void;
  signedOut(): void;
}

/** Signing in and out, for one request. The tables behind it are reached by functions of the database only. */
export class Account {
  readonly links: MailedLinks;
  readonly invitations: Invitations;
  readonly externalInvitations: ExternalInvitations;

  constructor(
    private readonly parts: IdentityParts,
    private presented: Presented,
    private readonly events: IdentityEvents,
  ) {
    const asking = {
      presented: () => this.presented,
      nobody: () => this.nobody(),
      recordFailure: (userId: string) => this.recordFailure(userId),
      language: () => events.language(),
    };
    this.links = new MailedLinks(parts, asking);
    this.invitations = new Invitations(parts, asking);
    this.externalInvitations = new ExternalInvitations(parts, asking);
  }

  /** Unknown account, wrong password, closed account: one answer, after the same work. */
  async signIn(email: string, password: string, code: string | null): Promise<NewSession> {
    const tried = { account: email, address: this.presented.origin?.address };
    const session = await this.parts.throttle.guess('sign-in', tried, () => this.begin(email, password, code));
    await this.endPresented();
    this.goOnUnder(session);
    return session;
  }

  private async begin(email: string, password: string, code: string | null): Promise<NewSession> {
    const { database, passwords, csrfTokens, secondFactor, sessionIdleMs, sessionLifetimeMs } = this.parts;
    const nobody = this.nobody();
    const [account] = await database.run(nobody, {
      name: 'password_of',
      text: 'select user_id, password_hash from auth.password_of($1)',
      values: [email.toLowerCase()],
    });
    const [userId = null, stored = null] = account ?? [];
    if (!(await passwords.matches(stored, password)) || userId === null || stored === null) {
      await this.recordFailure(userId);
      throw wrongSignIn();
    }

    const proof = passwords.isOutdated(stored) ? await this.rehash(userId, stored, password) : stored;
    // Somebody who signed in at the same moment was first: what is stored now is as good.
    if (proof === null) return this.begin(email, password, code);
    const factorProof = await secondFactor.signInProof(nobody, userId, proof, code);
    const secret = newSecret();
    const begin = {
      name: 'begin_session',
      text: 'select auth.begin_session($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      values: [
        userId,
        proof,
        `\\x${credentialOf(secret)}`,
        interval(sessionIdleMs),
        interval(sessionLifetimeMs),
        ...factorProof,
      ],
    };
    await database.run(nobody, begin).catch(async (error: unknown) => {
      if (isWrongCode(error)) throw await secondFactor.refused(nobody, userId);
      // The account was closed, or its password changed, since it was looked up.
      throw error instanceof CodedError && error.code === 'UNAUTHENTICATED' ? wrongSignIn() : error;
    });
    return { secret, csrfToken: csrfTokens.of(secret) };
  }

  enrolSecondFactor(): Promise<Enrolment> {
    return this.parts.secondFactor.enrol(this.presented);
  }

  async confirmSecondFactor(code: string): Promise<readonly string[]> {
    const recoveryCodes = await this.parts.secondFactor.confirm(this.presented, code);
    this.parts.rightsChanged();
    return recoveryCodes;
  }

  async disableSecondFactor(code: string): Promise<void> {
    await this.parts.secondFactor.disable(this.presented, code);
    this.parts.rightsChanged();
  }

  /** The session goes on under a new secret, because its rights rise. */
  async stepUp(code: string): Promise<NewSession & { readonly until: string }> {
    const { secret, until } = await this.parts.secondFactor.stepUpWith(this.presented, code);
    const session = { secret, csrfToken: this.parts.csrfTokens.of(secret) };
    this.goOnUnder(session);
    return { ...session, until };
  }

  /** Whoever knows the password sets another: all other sessions end, and this one goes on under a new secret. */
  async changePassword(current: string, wanted: string): Promise<NewSession> {
    const { database, passwords, csrfTokens, post, rightsChanged, throttle } = this.parts;
    const [account] = await database.run(this.presented, {
      name: 'my_password',
      text: 'select user_id, password_hash, email, name from auth.my_password()',
      values: [],
    });
    const [userId = null, stored = null, email, name] = account ?? [];
    if (userId === null || stored === null) throw unauthenticated();
    passwords.assertFit(wanted, [email ?? '', name ?? ''], ['input', 'new']);
    await throttle.guess('password-change', { account: userId }, async () => {
      if (await passwords.matches(stored, current)) return;
      await this.recordFailure(userId);
      throw badInput('This is not the present password.', ['input', 'current']);
    });
    const secret = newSecret();
    await database.run(this.presented, {
      name: 'change_password',
      text: 'select auth.change_password($1, $2, $3)',
      values: [stored, await passwords.hash(wanted), `\\x${credentialOf(secret)}`],
    });
    rightsChanged();
    post.later(this.events.language(), async () => [{ kind: 'PASSWORD_CHANGED', to: email ?? '' }]);
    const session = { secret, csrfToken: csrfTokens.of(secret) };
    this.goOnUnder(session);
    return session;
  }

  sessions(): Promise<readonly KnownSession[]> {
    return livingSessions(this.parts.database, this.presented);
  }

  async endSession(uuid: string): Promise<void> {
    const isPresented = await endSession(this.parts.database, this.presented, uuid);
    this.parts.rightsChanged();
    if (isPresented) this.events.signedOut();
  }

  async endOtherSessions(): Promise<number> {
    const ended = await endOtherSessions(this.parts.database, this.presented);
    this.parts.rightsChanged();
    return ended;
  }

  /** The rest of the request, and the client, use the new session. */
  private goOnUnder(session: NewSession): void {
    this.presented = { ...this.presented, credential: credentialOf(session.secret) };
    this.events.signedIn(session);
  }

  /**
   * The costs have changed since the password was hashed. A crowd in the way is no reason to refuse the sign-in: the next one will do. What is
   * stored now; null: something else than was compared with.
   */
  private async rehash(userId: string, stored: string, password: string): Promise<string | null> {
    const { database, passwords } = this.parts;
    const made = await passwords.hash(password).catch(() => null);
    if (made === null) return stored;
    const [row] = await database.run(NOBODY, {
      name: 'rehash_password',
      text: 'select auth.rehash_password($1, $2, $3)',
      values: [userId, stored, made],
    });
    return row?.[0] === 't' ? made : null;
  }

  private async recordFailure(userId: string | null): Promise<void> {
    await this.parts.database.run(this.nobody(), {
      name: 'sign_in_failed',
      text: 'select auth.sign_in_failed($1)',
      values: [userId],
    });
  }

  /** Nobody yet, but from where the request comes. */
  private nobody(): Presented {
    const { origin } = this.presented;
    return origin ? { ...NOBODY, origin } : NOBODY;
  }

  /** True if there was a session to end. */
  async signOut(): Promise<boolean> {
    if (this.presented.credential === '') return false;
    const ended = await this.endPresented();
    this.parts.rightsChanged();
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

function interval(milliseconds: number): string {
  return `${milliseconds} milliseconds`;
}

export function wrongSignIn(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'E-mail address or password is wrong.', { reason: 'UNAUTHENTICATED' });
}
