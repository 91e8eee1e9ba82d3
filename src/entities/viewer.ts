import { Field, ObjectType } from 'type-graphql';
import { ActorKindEnum, RoleEnum } from './enums.js';
import { DateTime } from './scalars.js';
import { Tenant } from './tenant.js';

/** Whoever asks. It holds nothing: what is said of it is asked of the request's standing when it is selected. */
@ObjectType({ description: 'Who is asking.' })
export class Viewer {}

@ObjectType({ description: 'An environment that the viewer can address, and as what.' })
export class TenantAccess {
  @Field(() => Tenant)
  readonly tenant!: Tenant;

  @Field(() => ActorKindEnum)
  readonly actor!: string;

  @Field(() => RoleEnum, { nullable: true })
  readonly role!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When this access ends by itself; null: it does not.' })
  readonly until!: string | null;
}

@ObjectType({ description: 'Whether something may be done now.' })
export class Decision {
  @Field(() => Boolean)
  readonly allowed!: boolean;

  @Field(() => String, { description: 'ALLOWED, or the code that a request would get.' })
  readonly reason!: string;

  @Field(() => String, { description: 'One sentence for a person, naming what is missing and who can give it.' })
  readonly message!: string;
}

@ObjectType({ description: 'Whether a field of a subject is seen now.' })
export class FieldVisibility {
  @Field(() => String)
  readonly field!: string;

  @Field(() => String, { nullable: true, description: 'Its data category; null: seen by whoever sees the subject.' })
  readonly category!: string | null;

  @Field(() => Boolean)
  readonly visible!: boolean;

  @Field(() => String, { description: 'ALLOWED, or the reason that `extensions.withheld` would give.' })
  readonly reason!: string;
}
