import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../entities/connection.js';
import {
  ActionEnum,
  ActorKindEnum,
  AuthorityKindEnum,
  GrantAccessEnum,
  PurposeEnum,
  RoleEnum,
} from '../../entities/enums.js';
import { DateTime } from '../../entities/scalars.js';
import { User } from '../../entities/user.js';

@ObjectType({ description: 'The living record that an access rests on.' })
export class AccessAuthority {
  @Field(() => AuthorityKindEnum)
  readonly kind!: string;

  @Field(() => ID, { nullable: true, description: 'Null: a membership of whoever asks.' })
  readonly id!: string | null;

  @Field(() => RoleEnum, { nullable: true, description: 'Of a membership.' })
  readonly role!: string | null;

  @Field(() => [String], { description: 'The data categories that it names; a membership names none, its role does.' })
  readonly categories!: readonly string[];

  @Field(() => GrantAccessEnum, { nullable: true })
  readonly access!: string | null;

  @Field(() => PurposeEnum, { nullable: true })
  readonly purpose!: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in free text.' })
  readonly reason!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Null: it is not told here since when.' })
  readonly since!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends or ended; null: it does not end by itself.' })
  readonly until!: string | null;
}

@ObjectType({ description: 'Why something may be done or not, and who could change that.' })
export class AccessExplanation {
  @Field(() => Boolean)
  readonly allowed!: boolean;

  @Field(() => String, { description: 'ALLOWED, or the code that a request would get.' })
  readonly reason!: string;

  @Field(() => String, { description: 'One sentence for a person.' })
  readonly message!: string;

  @Field(() => String, { nullable: true, description: 'What to do about it; null where nothing needs doing.' })
  readonly remedy!: string | null;

  @Field(() => String, { nullable: true, description: 'The data category that the field bears; null: none.' })
  readonly category!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The line of the policy that allows it, or that would if what is missing were given; null: there is none.',
  })
  readonly rule!: string | null;

  @Field(() => AccessAuthority, { nullable: true, description: 'What it rests on; null: nothing, or only the rule.' })
  readonly authority!: AccessAuthority | null;

  @Field(() => [String], {
    description: 'Who could change it, in the words of the policy: roles, and kinds of actors. Empty: nobody.',
  })
  readonly changedBy!: readonly string[];
}

@ObjectType({ description: 'An authority that lets somebody see a field.' })
export class AccessHolder {
  @Field(() => ActorKindEnum)
  readonly actor!: string;

  @Field(() => User, { nullable: true, description: 'Who; null: anybody of that kind.' })
  readonly user!: object | null;

  @Field(() => AccessAuthority)
  readonly authority!: AccessAuthority;

  @Field(() => String, { nullable: true, description: 'The line of the policy by which it lets them see the field.' })
  readonly rule!: string | null;
}

@ObjectType({ description: 'One AccessHolder of a list, with its place.' })
export class AccessHolderEdge {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => AccessHolder)
  readonly node!: AccessHolder;
}

@ObjectType({ description: 'A page of those who can see a field, or could.' })
export class AccessHolderConnection {
  @Field(() => [AccessHolderEdge])
  readonly edges!: readonly AccessHolderEdge[];

  @Field(() => [AccessHolder])
  readonly nodes!: readonly AccessHolder[];

  @Field(() => PageInfo)
  readonly pageInfo!: PageInfo;

  @Field(() => String, { nullable: true, description: 'The data category that the field bears; null: none.' })
  readonly category!: string | null;

  @Field(() => DateTime, {
    description: 'Who had which role is recorded from here on; of what was before, nobody is listed.',
  })
  readonly knownSince!: string;
}

@ArgsType()
export class AccessHolderArguments {
  @Field(() => Int, { nullable: true, description: 'How many from the front, 1 to 100.' })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: 'Behind this cursor.' })
  readonly after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many from the back, 1 to 100.' })
  readonly last?: number | null;

  @Field(() => String, { nullable: true, description: 'Before this cursor.' })
  readonly before?: string | null;
}

@ObjectType({ description: 'What opens or goes dark.' })
export class AccessChange {
  @Field(() => ActionEnum)
  readonly action!: string;

  @Field(() => String)
  readonly subject!: string;

  @Field(() => String, { nullable: true, description: 'Null: what is done to a record as a whole.' })
  readonly field!: string | null;

  @Field(() => String, { nullable: true, description: 'The data category that the field bears; null: none.' })
  readonly category!: string | null;

  @Field(() => Boolean, { description: 'Whether it is allowed before.' })
  readonly before!: boolean;

  @Field(() => Boolean, { description: 'Whether it is allowed afterwards.' })
  readonly after!: boolean;

  @Field(() => String, { description: 'ALLOWED, or the reason why not, afterwards.' })
  readonly reason!: string;

  @Field(() => String, { nullable: true, description: 'The line of the policy that decides it.' })
  readonly rule!: string | null;
}

@ObjectType({ description: 'For whom something would change, and what.' })
export class AccessPreviewFor {
  @Field(() => ActorKindEnum)
  readonly actor!: string;

  @Field(() => User, { nullable: true, description: 'Who; null: anybody of that kind who holds nothing of their own.' })
  readonly user!: object | null;

  @Field(() => [AccessChange])
  readonly changes!: readonly AccessChange[];
}

@ObjectType({ description: 'Work that would stop, on all nodes, as it is at this moment.' })
export class StoppedWork {
  @Field(() => Int, { description: 'Answers that rest on it and are on their way: they are waited for, or cut off.' })
  readonly reads!: number;

  @Field(() => Int, {
    description: 'Subscriptions that would end, because those who follow would no longer see what they follow.',
  })
  readonly subscriptions!: number;
}

@ObjectType({ description: 'What a change of access would do. Nothing is changed.' })
export class AccessPreview {
  @Field(() => [AccessPreviewFor])
  readonly audiences!: readonly AccessPreviewFor[];

  @Field(() => Boolean, {
    description: 'False: it concerns more people and programs than are looked at, which are 20.',
  })
  readonly complete!: boolean;

  @Field(() => StoppedWork)
  readonly stops!: StoppedWork;
}
