import { badInput, CodedError, unauthenticated } from '../../kernel/errors.js';
import { callOf, type Database, type Presented, type Row } from '../database.js';
import type { Passwords } from './passwords.js';
import { mailsWaiting, type Letter, type Post } from './post.js';
import { isWrongCode, NO_PROOF, type Proof, type SecondFactor } from './second-factor.js';
import { credentialOf, newSecret } from './secrets.js';
import type { Throttle, Try } from './throttle.js';

export interface LinkParts {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly secondFactor: SecondFactor;
  readonly throttle: Throttle;
  readonly post: Post;
  readonly linkLifetimeMs: number;
  /** See `IdentityParts`. */
  readonly rightsChanged: () => void;
}

/** Who asks, as it is when it is asked. */
export interface Asking {
  readonly presented: () => Presented;
  readonly nobody: () => Presented;
  /** Whose password was wrong can read that it was. */
  readonly recordFailure: (userId: string) => Promise<void>;
  readonly language: () => string;
}

interface Spent {
  readonly newPassword: string;
  readonly token: string;
  readonly code: string | null;
}

/**
 * What is done by links that come by mail. Whether there is an account, and whether an address is taken, is found out after the answer has
 * left, so neither the answer nor its time tells. Links are spent by showing what is in them, never by opening an address. Mails are counted
 * by the mailbox that they go to and by where they are asked for, links that do not hold by where they are tried.
 */
export class MailedLinks {
  constructor(
    private readonly parts: LinkParts,
    private readonly asking: Asking,
  ) {}

  async requestPasswordReset(email: string): Promise<void> {
    const nobody = this.asking.nobody();
    await this.post([email], async () => {
      const { secret, row } = await this.request(nobody, 'request_password_reset', [email.toLowerCase()]);
      return row?.[0] ? [{ kind: 'PASSWORD_RESET', to: row[0], secret }] : [];
    });
  }

  /** The second factor is needed as ever; a wrong code spends nothing but itself. */
  async resetPassword({ newPassword, token, code }: Spent): Promise<void> {
    const { passwords, secondFactor, rightsChanged, throttle } = this.parts;
    const nobody = this.asking.nobody();
    const digest = digestOf(token);
    const [account] = await this.tryLink(() => this.call(nobody, 'reset_of', [digest]));
    const [userId = null, email, name, sealed = null, epochMs] = account ?? [];
    if (userId === null) throw spentLink();
    passwords.assertFit(newPassword, [email ?? '', name ?? ''], ['input', 'newPassword']);
    const reset = async (proof: Proof): Promise<Row[]> => {
      const proven = [proof.sealed, proof.step, proof.recovery];
      const values = [digest, await passwords.hash(newPassword), ...proven];
      return this.call(nobody, 'reset_password', values).catch(async (error: unknown) => {
        throw isWrongCode(error) ? await secondFactor.refused(nobody, userId) : error;
      });
    };
    const factor = sealed === null ? null : { userId, sealed, epochMs: epochMs ?? '' };
    // Whoever reads the mail guesses codes no faster than whoever knows the password.
    const [row] = factor
      ? await throttle.guess('second-factor', { account: userId }, async () =>
          reset(await secondFactor.prove(nobody, factor, code)),
        )
      : await reset(NO_PROOF);
    rightsChanged();
    this.notify([{ kind: 'PASSWORD_CHANGED', to: row?.[0] ?? '' }]);
  }

  async requestEmailVerification(): Promise<void> {
    const { presented, email } = await this.signedIn();
    await this.post([email], async () => {
      const { secret, row } = await this.request(presented, 'request_email_verification', []);
      return row?.[0] ? [{ kind: 'EMAIL_VERIFICATION', to: row[0], secret }] : [];
    });
  }

  async verifyEmail(token: string): Promise<void> {
    await this.tryLink(() => this.call(this.asking.nobody(), 'verify_email', [digestOf(token)]));
  }

  async isEmailVerified(): Promise<boolean> {
    const [row] = await this.call(this.asking.presented(), 'is_email_verified', []);
    return row?.[0] === 't';
  }

  async requestEmailChange(newEmail: string, password: string): Promise<void> {
    const { presented, userId, stored, email } = await this.signedIn();
    const wanted = newEmail.toLowerCase();
    if (wanted === email) throw badInput('This is the address that the account has already.', ['newEmail']);
    await this.parts.throttle.guess('password-change', { account: userId }, async () => {
      if (await this.parts.passwords.matches(stored, password)) return;
      await this.asking.recordFailure(userId);
      throw badInput('This is not the present password.', ['password']);
    });
    await this.post([wanted, email], async () => {
      const { secret, row } = await this.request(presented, 'request_email_change', [stored, wanted]);
      const [present, taken] = row ?? [];
      const link: Letter =
        taken === 't' ? { kind: 'ADDRESS_TAKEN', to: wanted } : { kind: 'EMAIL_CHANGE', to: wanted, secret };
      return [link, { kind: 'EMAIL_CHANGE_REQUESTED', to: present ?? '' }];
    });
  }

  async confirmEmailChange(token: string): Promise<void> {
    const [row] = await this.tryLink(() => this.call(this.asking.nobody(), 'confirm_email_change', [digestOf(token)]));
    this.parts.rightsChanged();
    this.notify([{ kind: 'EMAIL_CHANGED', to: row?.[0] ?? '' }]);
  }

  private async signedIn() {
    // What is written later is not late when the request is.
    const { credential, tenant, origin } = this.asking.presented();
    const presented: Presented = { credential, tenant, ...(origin && { origin }) };
    const [account] = await this.call(this.asking.presented(), 'my_password', []);
    const [userId = null, stored = null, email = null] = account ?? [];
    if (userId === null || stored === null || email === null) throw unauthenticated();
    return { presented, userId, stored, email };
  }

  /** A link that holds is no guess. What finds no row, and what is refused, is one. */
  private async tryLink(show: () => Promise<Row[]>): Promise<Row[]> {
    const tried = await this.parts.throttle.spend('link', { address: this.asking.nobody().origin?.address });
    const rows = await show().catch(async (error: unknown) => {
      // The database was away: nothing was compared.
      if (!(error instanceof CodedError) || error.code !== 'BAD_USER_INPUT') await tried.undone();
      throw error;
    });
    if (rows.length > 0) await tried.succeeded();
    return rows;
  }

  /** A link's secret is made where the link is written, anew each time it is tried: none is ever written down twice. */
  private async request(
    presented: Presented,
    name: string,
    values: readonly string[],
  ): Promise<{ readonly secret: string; readonly row: Row | undefined }> {
    const secret = newSecret();
    const lifetime = `${this.parts.linkLifetimeMs} milliseconds`;
    const [row] = await this.call(presented, name, [...values, digestOf(secret), lifetime]);
    return { secret, row };
  }

  /** To these mailboxes, whether they are anybody's or not. */
  private async post(mailboxes: readonly string[], write: () => Promise<readonly Letter[]>): Promise<void> {
    const { post, throttle } = this.parts;
    const address = this.asking.nobody().origin?.address;
    const tries: Try[] = [];
    for (const account of mailboxes) tries.push(await throttle.spend('mail', { account, address }));
    if (post.later(this.asking.language(), write)) return;
    await Promise.all(tries.map((tried) => tried.undone()));
    throw mailsWaiting();
  }

  /** That something was done, to where one would read of it if it was not oneself. No reason to undo it if nothing can be sent. */
  private notify(letters: readonly Letter[]): void {
    this.parts.post.later(this.asking.language(), async () => letters);
  }

  private call(presented: Presented, name: string, values: readonly (string | null)[]): Promise<Row[]> {
    return this.parts.database.run(presented, callOf(`auth.${name}`, values));
  }
}

/** What is kept of a token. What can't be one has a digest that nothing has. */
function digestOf(token: string): string {
  return `\\x${credentialOf(token)}`;
}

function spentLink(): CodedError {
  return badInput('This link was used, is too old, or was replaced by a newer one: ask for another.');
}
