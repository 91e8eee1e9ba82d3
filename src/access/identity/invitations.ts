import { newUuid } from '../../kernel/ids.js';
import { callOf, type Database, type Presented, type Row } from '../database.js';
import type { Asking } from './mailed-links.js';
import type { Passwords } from './passwords.js';
import { mailsWaiting, type Post } from './post.js';
import { credentialOf, newSecret } from './secrets.js';
import { showLink } from './shown-links.js';
import type { Throttle } from './throttle.js';

export interface InvitationParts {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly post: Post;
  readonly invitationLifetimeMs: number;
  /** See `IdentityParts`. */
  readonly rightsChanged: () => void;
}

export interface NewAccount {
  readonly name: string;
  readonly password: string;
}

interface Mailed {
  readonly kind: 'INVITATION' | 'EXTERNAL_INVITATION';
  readonly email: string;
  /** Stores the digest of the link, and how long it holds, with the invitation. */
  readonly keep: (digest: string, lifetime: string) => Promise<unknown>;
}

/** Makes an invitation and mails its link, counted by the mailbox and by where it is asked for. What is refused was no mail. */
export async function mailInvitation(
  { throttle, post, invitationLifetimeMs }: InvitationParts,
  asking: Pick<Asking, 'nobody' | 'language'>,
  { kind, email, keep }: Mailed,
): Promise<void> {
  const tried = await throttle.spend('invitation', { account: email, address: asking.nobody().origin?.address });
  const secret = newSecret();
  await keep(`\\x${credentialOf(secret)}`, `${String(invitationLifetimeMs)} milliseconds`).catch(
    async (error: unknown) => {
      await tried.undone();
      throw error;
    },
  );
  const letter = { kind, to: email.toLowerCase(), secret, lifetimeMs: invitationLifetimeMs };
  if (post.later(asking.language(), async () => [letter])) return;
  throw mailsWaiting();
}

/**
 * Invitations to become a member. The secret of the link goes to the mailbox and nowhere else, not even to whoever invites: so whoever brings
 * it has shown that the address is theirs.
 */
export class Invitations {
  constructor(
    private readonly parts: InvitationParts,
    private readonly asking: Pick<Asking, 'presented' | 'nobody' | 'language'>,
  ) {}

  /** The id of the invitation. Of one address there is one at most that holds. */
  async send(email: string, role: string): Promise<string> {
    const id = newUuid();
    await mailInvitation(this.parts, this.asking, {
      kind: 'INVITATION',
      email,
      keep: (digest, lifetime) =>
        this.call(this.asking.presented(), 'invite_member', [id, email, role, digest, lifetime]),
    });
    return id;
  }

  /** By whoever is signed in, or for a new account. In return the slug of the tenant. */
  async accept(token: string, account: NewAccount | null): Promise<string> {
    const { throttle, rightsChanged } = this.parts;
    const digest = `\\x${credentialOf(token)}`;
    const [row] = await showLink(throttle, this.asking.nobody().origin?.address, () =>
      account ? this.acceptAsNew(digest, account) : this.acceptAs(digest),
    );
    rightsChanged();
    return row?.[0] ?? '';
  }

  private acceptAs(digest: string): Promise<Row[]> {
    return this.call(this.asking.presented(), 'accept_invitation', [digest]);
  }

  private async acceptAsNew(digest: string, { name, password }: NewAccount): Promise<Row[]> {
    const { passwords } = this.parts;
    const nobody = this.asking.nobody();
    const [invited] = await this.call(nobody, 'invitation_of', [digest]);
    // Refused by the same function that takes what holds, so there is one sentence for it; nothing is hashed for it.
    if (!invited || invited[1] === 't')
      return this.call(nobody, 'accept_invitation_as_new', [digest, newUuid(), name, null]);
    passwords.assertFit(password, [invited[0] ?? '', name], ['input', 'password']);
    const made = await passwords.hash(password);
    return this.call(nobody, 'accept_invitation_as_new', [digest, newUuid(), name, made]);
  }

  private call(presented: Presented, name: string, values: readonly (string | null)[]): Promise<Row[]> {
    return this.parts.database.run(presented, callOf(`auth.${name}`, values));
  }
}
