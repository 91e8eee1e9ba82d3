import { Entity, Node, One, Plain } from './data.js';
import { InvitationStatusEnum, RoleEnum } from './enums.js';
import type { User } from './user.js';

@Entity({ prefix: 'ivt', table: 'auth.visible_invitations', tenantBound: false, newestFirst: true })
export class Invitation extends Node {
  @Plain({ type: 'id', prefix: 'ivt', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'email', description: 'The address that it was sent to, and is bound to.' })
  readonly email!: string;

  @Plain({ type: 'enum', of: () => RoleEnum, description: 'What whoever accepts it becomes.' })
  readonly role!: string;

  @Plain({ type: 'enum', of: () => InvitationStatusEnum, description: "Where it stands now, by the database's clock." })
  readonly status!: string;

  @One('User', { column: 'invited_by', description: 'Who sent it.' })
  readonly invitedBy!: User | null;

  @Plain({ type: 'datetime', description: 'When.' })
  readonly invitedAt!: string;

  @Plain({ type: 'datetime', description: 'Until when it can be accepted.' })
  readonly expiresAt!: string;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was accepted.' })
  readonly acceptedAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was withdrawn, or replaced by a newer one.' })
  readonly withdrawnAt!: string | null;
}
