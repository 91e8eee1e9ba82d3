import { Field, ObjectType } from 'type-graphql';
import { Answered } from './compiled-read.js';
import { Entity, Node, One, Plain } from './data.js';
import { ExternalStatusEnum, GrantAccessEnum } from './enums.js';
import { DateTime } from './scalars.js';
import { TenantRef } from './support-grant.js';
import type { User } from './user.js';

@Answered()
@ObjectType({ description: 'One version of the agreement between a tenant and an external user.' })
export class ExternalAgreement {
  @Field(() => String)
  readonly version!: string;

  @Field(() => String, { description: 'SHA-256 of the text in UTF-8, hexadecimal.' })
  readonly hash!: string;

  @Field(() => DateTime, { description: 'When the tenant offered, and so accepted it.' })
  readonly offeredAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When the external user accepted it.' })
  readonly acceptedAt!: string | null;
}

/** A row stands in the list of its tenant, or in that of whoever is let in: whose it is decides the database for each credential. */
@Entity({ prefix: 'ext', table: 'auth.visible_external_accesses', tenantBound: false, newestFirst: true })
export class ExternalAccess extends Node {
  @Plain({ type: 'id', prefix: 'ext', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'enum', of: () => ExternalStatusEnum, description: "Where it stands now, by the database's clock." })
  readonly status!: string;

  @Plain({ type: 'enum', of: () => GrantAccessEnum, description: 'Whether data may also be changed.' })
  readonly access!: string;

  @Plain({ type: 'textList', description: 'The data categories that it opens.' })
  readonly categories!: readonly string[];

  @Plain({ type: 'email', nullable: true, description: 'The address that was invited.' })
  readonly email!: string | null;

  @Plain({ nullable: true, description: 'Who that is, as the tenant wrote it.' })
  readonly name!: string | null;

  @One('User', { description: 'The account that accepted; null: none has.' })
  readonly user!: User | null;

  @Plain({
    type: 'json',
    embedded: { slug: 'tenant_slug', name: 'tenant_name' },
    of: () => TenantRef,
    description: 'Whose data it opens.',
  })
  readonly tenant!: TenantRef;

  @One('User', { column: 'invited_by', description: 'Who invited.' })
  readonly invitedBy!: User | null;

  @Plain({ type: 'datetime', description: 'When.' })
  readonly invitedAt!: string;

  @Plain({ type: 'datetime', nullable: true, description: 'When it ends, or ended, by itself.' })
  readonly expiresAt!: string | null;

  @Plain({ nullable: true, description: 'Version of the agreement that stands now.' })
  readonly agreementVersion!: string | null;

  @Plain({ nullable: true, description: 'SHA-256 of its text in UTF-8, hexadecimal: what is shown to accept it.' })
  readonly agreementHash!: string | null;

  @Plain({ nullable: true, description: 'Its text.' })
  readonly agreementText!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When the tenant offered, and so accepted it.' })
  readonly tenantAcceptedAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When the external user accepted it; null: not yet.' })
  readonly acceptedAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was ended or handed back.' })
  readonly endedAt!: string | null;

  @Plain({ type: 'json', of: () => [ExternalAgreement], description: 'Every version there was, the first one first.' })
  readonly agreements!: readonly ExternalAgreement[];
}
