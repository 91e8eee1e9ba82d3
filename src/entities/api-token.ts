import { Entity, Node, One, Plain } from './data.js';
import { TokenEndEnum, TokenStatusEnum } from './enums.js';
import type { Integration } from './integration.js';
import type { User } from './user.js';

@Entity({ prefix: 'tok', table: 'auth.visible_api_tokens', newestFirst: true })
export class ApiToken extends Node {
  @Plain({ type: 'id', prefix: 'tok', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ description: 'What whoever made it knows it by.' })
  readonly name!: string;

  @Plain({ type: 'enum', of: () => TokenStatusEnum, description: "Where it stands now, by the database's clock." })
  readonly status!: string;

  @Plain({ type: 'textList', description: 'What it may at most do.' })
  readonly scopes!: readonly string[];

  @Plain({ type: 'textList', description: 'The data categories that it may at most see.' })
  readonly categories!: readonly string[];

  @Plain({
    type: 'textList',
    column: 'ranges',
    description: 'The networks from which it is accepted, such as 192.0.2.0/24; none: from anywhere.',
  })
  readonly addressRanges!: readonly string[];

  @One('Integration', { description: 'Whose it is; null: a program of the tenant itself.' })
  readonly integration!: Integration | null;

  @One('User', { column: 'maker_id', description: 'Who bounds it: it does at most what this member may do now.' })
  readonly maker!: User | null;

  @One('User', { column: 'created_by', description: 'Who made it.' })
  readonly createdBy!: User | null;

  @Plain({ type: 'datetime', description: 'When.' })
  readonly createdAt!: string;

  @One('User', {
    column: 'approved_by',
    description: 'Who approved it, where the tenant asks for a second pair of eyes.',
  })
  readonly approvedBy!: User | null;

  @Plain({ type: 'datetime', nullable: true, description: 'Since when it may be used; null: it waits for approval.' })
  readonly approvedAt!: string | null;

  @Plain({
    type: 'datetime',
    nullable: true,
    description: 'When it ends by itself, by what was asked and by what the tenant allows now.',
  })
  readonly expiresAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was last used, to some minutes; null: never.' })
  readonly lastUsedAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was ended.' })
  readonly revokedAt!: string | null;

  @Plain({ type: 'enum', of: () => TokenEndEnum, nullable: true, description: 'How.' })
  readonly revokedHow!: string | null;
}
