import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Field, ID, Info, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { Keyed } from '../../entities/keyed.js';
import { Answered, CompiledRead } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { Contact } from '../../entities/contact.js';
import { DeletePayload } from '../../entities/delete-payload.js';
import { inputsOf } from '../../entities/input.js';
import { InstructionArgument } from '../../entities/instruction-argument.js';
import { DateTime } from '../../entities/scalars.js';

@Answered()
@ObjectType({ description: 'The contact as it is now, as far as the viewer may see it.' })
export class ContactPayload {
  @Field(() => Contact)
  readonly contact!: Contact;
}

/** The people that a tenant deals with. */
@Resolver()
export class ContactsResolver {
  @Query(() => Contact, { nullable: true, description: 'One contact.' })
  @CompiledRead({ subject: 'Contact', as: 'one' })
  contact(
    @Arg('id', () => ID) _id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Query(() => connectionOf('Contact'), { nullable: true, description: 'The contacts of the tenant.' })
  @CompiledRead({ subject: 'Contact', as: 'connection' })
  contacts(
    @Args(() => listArgumentsOf('Contact')) _list: object,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Mutation(() => ContactPayload, { description: 'Adds a contact.' })
  @Keyed()
  createContact(
    @Arg('input', () => inputsOf('Contact').create) input: object,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.create(info, 'Contact', input, instruction ?? null);
  }

  @Mutation(() => ContactPayload, {
    description: 'Changes what the input names; with ifUpdatedAt: CONFLICT if the record has changed since.',
  })
  @Keyed()
  updateContact(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => inputsOf('Contact').update) input: object,
    @Arg('ifUpdatedAt', () => DateTime, { nullable: true }) ifUpdatedAt: string | null,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.update(info, 'Contact', id, input, {
      ifUpdatedAt: ifUpdatedAt ?? null,
      instruction: instruction ?? null,
    });
  }

  @Mutation(() => DeletePayload, { description: 'Removes a contact for good.' })
  @Keyed()
  deleteContact(
    @Arg('id', () => ID) id: string,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.remove(info, 'Contact', id, instruction ?? null);
  }
}
