import { badInput } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import { callOf, type Row } from '../database.js';
import { mailInvitation, type InvitationParts, type NewAccount } from './invitations.js';
import type { Asking } from './mailed-links.js';
import { credentialOf } from './secrets.js';
import { showLink } from './shown-links.js';

/** What a tenant offers to whoever holds the link. */
export interface OfferedAccess {
  readonly tenantName: string;
  readonly email: string;
  readonly hasAccount: boolean;
  readonly access: string;
  readonly categories: readonly string[];
  readonly expiresAt: string;
  readonly agreementVersion: string;
  readonly agreementHash: string;
  readonly agreementText: string;
}

interface Accepted extends NewAccount {
  readonly token: string;
  /** Of the agreement, as it was read. */
  readonly hash: string;
}

/**
 * Invitations of outsiders. A mail goes to every address that is invited, so nothing tells whoever invites whether there is an account with
 * it. By the link somebody without one reads the agreement, and accepts it for a new account; whoever has one signs in for that.
 */
export class ExternalInvitations {
  constructor(
    private readonly parts: InvitationParts,
    private readonly asking: Pick<Asking, 'nobody' | 'language'>,
  ) {}

  /** @param keep stores the digest of the link, and how long it holds, with the invitation */
  async send(email: string, keep: (digest: string, lifetime: string) => Promise<unknown>): Promise<void> {
    await mailInvitation(this.parts, this.asking, { kind: 'EXTERNAL_INVITATION', email, keep });
  }

  async read(token: string): Promise<OfferedAccess> {
    const [row] = await this.show(async () => {
      const rows = await this.call('external_invitation_of', [digestOf(token)]);
      if (rows.length === 0) throw spent();
      return rows;
    });
    const [tenantName, email, known, access, categories, expiresAt, version, hash, text] = row ?? [];
    return {
      tenantName: tenantName ?? '',
      email: email ?? '',
      hasAccount: known === 't',
      access: access ?? '',
      categories: (categories ?? '').split(','),
      expiresAt: expiresAt ?? '',
      agreementVersion: version ?? '',
      agreementHash: hash ?? '',
      agreementText: text ?? '',
    };
  }

  /** For a new account. In return the slug of the tenant. */
  async accept({ token, hash, name, password }: Accepted): Promise<string> {
    const { passwords, rightsChanged } = this.parts;
    const digest = digestOf(token);
    const [row] = await this.show(async () => {
      const [invited] = await this.call('external_invitation_of', [digest]);
      // Refused by the same function that takes what holds, so there is one sentence for it; nothing is hashed for it.
      if (!invited || invited[2] === 't')
        return this.call('accept_external_as_new', [digest, hash, newUuid(), name, null]);
      passwords.assertFit(password, [invited[1] ?? '', name], ['input', 'password']);
      const made = await passwords.hash(password);
      return this.call('accept_external_as_new', [digest, hash, newUuid(), name, made]);
    });
    rightsChanged();
    return row?.[0] ?? '';
  }

  private show(show: () => Promise<Row[]>): Promise<Row[]> {
    return showLink(this.parts.throttle, this.asking.nobody().origin?.address, show);
  }

  private call(name: string, values: readonly (string | null)[]): Promise<Row[]> {
    return this.parts.database.run(this.asking.nobody(), callOf(`auth.${name}`, values));
  }
}

function digestOf(token: string): string {
  return `\\x${credentialOf(token)}`;
}

function spent(): Error {
  return badInput('This invitation was used, withdrawn or replaced, or is too old: ask for another.');
}
