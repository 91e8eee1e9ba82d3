import { Field, ID, Int, ObjectType } from 'type-graphql';
import { AUTHORITY_PREFIXES } from '../vocabulary/actors.js';
import { Answered } from './compiled-read.js';
import { Entity, Node, One, Plain } from './data.js';
import { ActorKindEnum, PurposeEnum } from './enums.js';
import type { ExternalAccess } from './external-access.js';
import type { MaintenanceWindow } from './maintenance-window.js';
import type { SupportGrant } from './support-grant.js';

@Answered()
@ObjectType({ description: 'What was shown of one subject, or can be told of it.' })
export class Disclosed {
  @Field(() => String)
  readonly subject!: string;

  @Field(() => [String], { description: 'The fields whose values were shown.' })
  readonly fields!: readonly string[];

  @Field(() => [String], {
    nullable: true,
    description:
      'Fields whose values were not shown here, and that records were chosen or sorted by: which records came, or that none did, tells something of them. Null: it is not about such.',
  })
  readonly asked!: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The data categories of those fields, as they were then; null: it was not kept yet.',
  })
  readonly categories!: readonly string[] | null;

  @Field(() => Int, { description: 'How many records were shown or counted; 0 where fields were only asked by.' })
  readonly count!: number;

  @Field(() => [ID], { description: 'Which records; the first 100.' })
  readonly ids!: readonly string[];
}

@Entity({ prefix: 'acc', table: 'access_entry', newestFirst: true })
export class AccessEntry extends Node {
  @Plain({ type: 'id', prefix: 'acc', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'datetime', description: 'When, before the data left.' })
  readonly at!: string;

  @Plain({ type: 'enum', of: () => ActorKindEnum, description: 'What kind of actor read.' })
  readonly actor!: string;

  @Plain({ type: 'id', prefix: 'usr', description: 'Who read.' })
  readonly actorId!: string;

  @Plain({ description: 'Who read, by the name of that moment.' })
  readonly actorName!: string;

  @Plain({
    type: 'id',
    prefix: { column: 'authority_kind', prefixes: AUTHORITY_PREFIXES },
    description: 'The grant, window, external access or token that the read rested on.',
  })
  readonly authority!: string;

  @One('SupportGrant', { column: 'authority', description: 'The grant, if it was one.' })
  readonly grant!: SupportGrant | null;

  @One('ExternalAccess', { column: 'authority', description: 'The access of an external user, if it was one.' })
  readonly externalAccess!: ExternalAccess | null;

  @One('MaintenanceWindow', { column: 'authority', description: 'The maintenance window, if it was one.' })
  readonly window!: MaintenanceWindow | null;

  @Plain({ type: 'enum', nullable: true, of: () => PurposeEnum, description: 'Why the access was given.' })
  readonly purpose!: string | null;

  @Plain({ nullable: true, description: 'Why, in free text.' })
  readonly reason!: string | null;

  @Plain({ nullable: true, description: 'Name of the operation, if the client gave one.' })
  readonly operation!: string | null;

  @Plain({
    type: 'json',
    of: () => [Disclosed],
    description:
      'What was shown of each subject: the fields, how many records, and which (the first 100); and, apart from that, which fields were asked by.',
  })
  readonly disclosed!: readonly Disclosed[];

  @Plain({
    nullable: true,
    description: "The entry's place in the tenant's hash chain. Null until the chain has reached it.",
  })
  readonly hash!: string | null;
}
