import { Entity, Node, One, Plain } from './data.js';
import { MemberStatusEnum, RoleEnum } from './enums.js';
import type { User } from './user.js';

@Entity({ prefix: 'mem', table: 'auth.visible_members', tenantBound: false })
export class Member extends Node {
  @Plain({ type: 'id', prefix: 'mem', description: 'Opaque and stable.' })
  declare readonly id: string;

  @One('User', { description: 'Who.' })
  readonly user!: User | null;

  @Plain({ type: 'enum', of: () => RoleEnum, description: 'As what.' })
  readonly role!: string;

  @Plain({ type: 'enum', of: () => MemberStatusEnum, description: 'Whether the membership is in force.' })
  readonly status!: string;

  @Plain({ type: 'datetime', description: 'Since when.' })
  readonly joinedAt!: string;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was deactivated; null: it is in force.' })
  readonly deactivatedAt!: string | null;
}
