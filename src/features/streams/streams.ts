import { Arg, Field, ID, ObjectType, registerEnumType, Resolver, Subscription } from 'type-graphql';
import { Answered } from '../../entities/compiled-read.js';
import { edgeOf } from '../../entities/connection.js';
import { Contact } from '../../entities/contact.js';
import { notAsAWhole, Stream } from '../../entities/stream.js';

const CHANGE_KINDS = { CREATED: 'CREATED', UPDATED: 'UPDATED', DELETED: 'DELETED' } as const;
registerEnumType(CHANGE_KINDS, { name: 'ChangeKind', description: 'What happened to a record.' });

@Answered()
@ObjectType({ description: 'Something happened to a contact.' })
export class ContactChange {
  @Field(() => String, { description: 'Resume behind it.' })
  readonly cursor!: string;

  @Field(() => CHANGE_KINDS)
  readonly kind!: string;

  @Field(() => ID)
  readonly id!: string;

  @Field(() => Contact, { nullable: true, description: 'As it is now; null: it is gone.' })
  readonly contact!: Contact | null;
}

/** What can be followed. Each is a declaration: the corridor finds the events, and reads each as its follower may see it then. */
@Resolver()
export class StreamsResolver {
  @Subscription(() => ContactChange, {
    subscribe: notAsAWhole,
    description:
      'A contact of the tenant was created, updated or deleted. `after` resumes behind the cursor of an earlier event, losing none.',
  })
  @Stream({ subject: 'Contact', record: 'contact' })
  contactChanged(@Arg('after', () => String, { nullable: true }) _after: string | null): ContactChange {
    return notAsAWhole();
  }

  @Subscription(() => edgeOf('AccessEntry'), {
    subscribe: notAsAWhole,
    description: 'Disclosures as they happen: the tenant watches who is looking.',
  })
  @Stream({ subject: 'AccessEntry', record: 'node' })
  accessLogged(@Arg('after', () => String, { nullable: true }) _after: string | null): object {
    return notAsAWhole();
  }

  @Subscription(() => edgeOf('SupportGrant'), {
    subscribe: notAsAWhole,
    description:
      'Consent was asked for, given, denied or ended: for owners and administrators in their tenant, for support staff wherever it concerns them. Several changes at once may be one event; an end by time is none.',
  })
  @Stream({ subject: 'SupportGrant', record: 'node' })
  supportGrantChanged(@Arg('after', () => String, { nullable: true }) _after: string | null): object {
    return notAsAWhole();
  }
}
