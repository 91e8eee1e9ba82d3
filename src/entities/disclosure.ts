import { Field, Float, ObjectType } from 'type-graphql';
import { Answered } from './compiled-read.js';
import { Entity, Node, One, Plain } from './data.js';
import { DisclosureGroundEnum, DisclosureSourceEnum } from './enums.js';
import type { ExternalAccess } from './external-access.js';
import type { Integration } from './integration.js';
import type { User } from './user.js';

@Answered()
@ObjectType({ description: 'How often, and how much.' })
export class DisclosureCounts {
  @Field(() => Float, { nullable: true, description: 'Reads in the access log; null: recorded by hand.' })
  readonly reads!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Records in those reads together, each as often as it was shown.',
  })
  readonly records!: number | null;
}

@Entity({ prefix: 'dis', table: 'auth.visible_disclosures', newestFirst: true })
export class Disclosure extends Node {
  @Plain({ type: 'id', prefix: 'dis', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'enum', of: () => DisclosureSourceEnum, description: 'How it came into the register.' })
  readonly source!: string;

  @Plain({ description: 'Who was given the data.' })
  readonly recipient!: string;

  @Plain({ nullable: true, description: 'The program of theirs that read it.' })
  readonly program!: string | null;

  @One('Integration', { description: 'The integration, if it was one.' })
  readonly integration!: Integration | null;

  @One('ExternalAccess', { description: 'How the recipient was let in, if it was an external user.' })
  readonly externalAccess!: ExternalAccess | null;

  @Plain({ type: 'enum', of: () => DisclosureGroundEnum, description: 'Why it may be given.' })
  readonly ground!: string;

  @Plain({ type: 'textList', description: 'The data categories that were among it, or that the recipient asked by.' })
  readonly categories!: readonly string[];

  @Plain({ type: 'textList', description: 'The kinds of record, such as Contact; none: not said.' })
  readonly subjects!: readonly string[];

  @Plain({
    type: 'datetime',
    description: 'When the first of it was given: on one day, if it is told of the access log.',
  })
  readonly beganAt!: string;

  @Plain({ type: 'datetime', description: 'When the last of it was.' })
  readonly endedAt!: string;

  @Plain({ type: 'json', of: () => DisclosureCounts, description: 'How much it was.' })
  readonly counts!: DisclosureCounts;

  @Plain({ nullable: true, description: 'What whoever recorded it wrote.' })
  readonly note!: string | null;

  @One('User', { column: 'recorded_by', description: 'Who recorded it by hand.' })
  readonly recordedBy!: User | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When.' })
  readonly recordedAt!: string | null;
}
