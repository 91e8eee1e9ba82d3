import { Field, ObjectType } from 'type-graphql';
import { Answered } from './compiled-read.js';
import { Entity, Many, Node, One, Plain } from './data.js';
import { GrantAccessEnum, GrantStatusEnum, PurposeEnum } from './enums.js';
import type { Ticket } from './ticket.js';
import type { User } from './user.js';

@Answered()
@ObjectType({ description: 'What staff may always see of a tenant.' })
export class TenantRef {
  @Field(() => String)
  readonly slug!: string;

  @Field(() => String)
  readonly name!: string;
}

@Entity({ prefix: 'gra', table: 'auth.visible_grants', tenantBound: false, newestFirst: true })
export class SupportGrant extends Node {
  @Plain({ type: 'id', prefix: 'gra', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'enum', of: () => GrantStatusEnum, description: "Where it stands now, by the database's clock." })
  readonly status!: string;

  @Plain({ type: 'enum', of: () => GrantAccessEnum, description: 'Whether staff may also change data.' })
  readonly access!: string;

  @Plain({ type: 'textList', description: 'The data categories that it opens.' })
  readonly categories!: readonly string[];

  @Plain({ type: 'enum', of: () => PurposeEnum, description: 'What it is for.' })
  readonly purpose!: string;

  @Plain({ nullable: true, description: 'Why, in free text.' })
  readonly reason!: string | null;

  @One('Ticket', { description: 'The ticket that it was given for.' })
  readonly ticket!: Ticket | null;

  @Plain({
    type: 'json',
    embedded: { slug: 'tenant_slug', name: 'tenant_name' },
    of: () => TenantRef,
    description: 'Whose data it opens.',
  })
  readonly tenant!: TenantRef;

  @One('User', { column: 'staff_id', description: 'The one staff member it is for; null: any support staff.' })
  readonly staff!: User | null;

  @Plain({
    type: 'datetime',
    nullable: true,
    description: 'When staff asked for it; null: the tenant gave it unasked.',
  })
  readonly requestedAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When the tenant consented.' })
  readonly grantedAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it ends, or ended, by itself.' })
  readonly expiresAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was revoked or returned.' })
  readonly revokedAt!: string | null;

  @Plain({ nullable: true, description: 'Why the tenant said no, in free text.' })
  readonly denialReason!: string | null;

  @One('SupportGrant', { column: 'extends_id', description: 'The grant that it was asked for as an extension of.' })
  readonly extends!: SupportGrant | null;

  @Many('SupportQuestion', { by: 'grant_id', description: 'What the tenant asked before it decided, oldest first.' })
  questions(): never {
    throw new Error('Answered by the compiled read.');
  }
}
