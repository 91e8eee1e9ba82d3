import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Field, ID, Info, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { Keyed } from '../../entities/keyed.js';
import { Answered, CompiledRead } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { Invoice } from '../../entities/invoice.js';
import { DeletePayload } from '../../entities/delete-payload.js';
import { inputsOf } from '../../entities/input.js';
import { InstructionArgument } from '../../entities/instruction-argument.js';
import { DateTime } from '../../entities/scalars.js';

@Answered()
@ObjectType({ description: 'The invoice as it is now, as far as the viewer may see it.' })
export class InvoicePayload {
  @Field(() => Invoice)
  readonly invoice!: Invoice;
}

/** The bills that a tenant sent or got. */
@Resolver()
export class InvoicesResolver {
  @Query(() => Invoice, { nullable: true, description: 'One invoice.' })
  @CompiledRead({ subject: 'Invoice', as: 'one' })
  invoice(
    @Arg('id', () => ID) _id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Query(() => connectionOf('Invoice'), { nullable: true, description: 'The invoices of the tenant.' })
  @CompiledRead({ subject: 'Invoice', as: 'connection' })
  invoices(
    @Args(() => listArgumentsOf('Invoice')) _list: object,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Mutation(() => InvoicePayload, { description: 'Adds an invoice.' })
  @Keyed()
  createInvoice(
    @Arg('input', () => inputsOf('Invoice').create) input: object,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.create(info, 'Invoice', input, instruction ?? null);
  }

  @Mutation(() => InvoicePayload, {
    description: 'Changes what the input names; with ifUpdatedAt: CONFLICT if the record has changed since.',
  })
  @Keyed()
  updateInvoice(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => inputsOf('Invoice').update) input: object,
    @Arg('ifUpdatedAt', () => DateTime, { nullable: true }) ifUpdatedAt: string | null,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.update(info, 'Invoice', id, input, {
      ifUpdatedAt: ifUpdatedAt ?? null,
      instruction: instruction ?? null,
    });
  }

  @Mutation(() => DeletePayload, { description: 'Removes an invoice for good.' })
  @Keyed()
  deleteInvoice(
    @Arg('id', () => ID) id: string,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.remove(info, 'Invoice', id, instruction ?? null);
  }
}
