import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { demandShown, pathOf } from '../../access/payload.js';
import { assertStorableText } from '../../access/read/filter-form.js';
import type { RequestContext } from '../../access/request-context.js';
import { uuidOfId } from '../../access/terms.js';
import { closeTicket, openTicket, replyToTicket } from '../../access/tickets.js';
import type { Visit } from '../../access/visit.js';
import { claimFor, type Claim } from '../../access/write/keyed.js';
import { Keyed } from '../../entities/keyed.js';
import { Answered, CompiledRead } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { modelOf } from '../../entities/data.js';
import { Ticket } from '../../entities/ticket.js';
import { badInput, CodedError, notFound } from '../../kernel/errors.js';
import type { Action } from '../../vocabulary/actions.js';
import type { Subject } from '../../vocabulary/subjects.js';

@InputType({ description: 'A new ticket with its first message.' })
export class OpenTicketInput {
  @Field(() => String, { description: 'What it is about, in one line.' })
  readonly subject!: string;

  @Field(() => String)
  readonly body!: string;
}

@Answered()
@ObjectType({ description: 'The ticket as it is now.' })
export class TicketPayload {
  @Field(() => Ticket)
  readonly ticket!: Ticket;
}

/** Communication between a tenant and support. */
@Resolver()
export class TicketsResolver {
  @Query(() => Ticket, { nullable: true, description: 'One ticket.' })
  @CompiledRead({ subject: 'Ticket', as: 'one' })
  ticket(
    @Arg('id', () => ID) _id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Query(() => connectionOf('Ticket'), { nullable: true, description: 'The tickets of the tenant, newest first.' })
  @CompiledRead({ subject: 'Ticket', as: 'connection' })
  tickets(
    @Args(() => listArgumentsOf('Ticket')) _list: object,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Mutation(() => TicketPayload, { description: 'Asks support for something.' })
  @Keyed()
  async openTicket(
    @Arg('input', () => OpenTicketInput) input: OpenTicketInput,
    @Ctx() { visit, database }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandTicket(visit, info, 'CREATE', 'Ticket');
    const subject = written('Ticket', 'subject', input.subject, ['input', 'subject']);
    const body = written('TicketMessage', 'body', input.body, ['input', 'body']);
    const id = await openTicket(database, visit.presented, { subject, body, claim: claimOf(visit, info) });
    if (id === null) throw notFound();
    await visit.changed();
    return visit.readBack(info, 'ticket', id);
  }

  @Mutation(() => TicketPayload, { description: 'Writes another message, as long as the ticket is open.' })
  @Keyed()
  async replyToTicket(
    @Arg('id', () => ID) id: string,
    @Arg('body', () => String) text: string,
    @Ctx() { visit, database }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandTicket(visit, info, 'CREATE', 'TicketMessage');
    const body = written('TicketMessage', 'body', text, ['body']);
    const ticketId = uuidOfId('Ticket', id);
    const outcome = await replyToTicket(database, visit.presented, { ticketId, body, claim: claimOf(visit, info) });
    if (outcome === 'MISSING') throw notFound();
    if (outcome === 'CLOSED') throw new CodedError('CONFLICT', 'The ticket is closed.', { remedy: 'Open a new one.' });
    await visit.changed();
    return visit.readBack(info, 'ticket', ticketId);
  }

  @Mutation(() => TicketPayload, { description: 'Says that it wants no further answer.' })
  @Keyed()
  async closeTicket(
    @Arg('id', () => ID) id: string,
    @Ctx() { visit, database }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandTicket(visit, info, 'UPDATE', 'Ticket');
    const ticketId = uuidOfId('Ticket', id);
    if (!(await closeTicket(database, visit.presented, { ticketId, claim: claimOf(visit, info) }))) throw notFound();
    await visit.changed();
    return visit.readBack(info, 'ticket', ticketId);
  }
}

function claimOf({ keyed }: Visit, info: GraphQLResolveInfo): Claim | null {
  return claimFor(keyed, pathOf(info));
}

async function demandTicket(visit: Visit, info: GraphQLResolveInfo, action: Action, subject: Subject): Promise<void> {
  const { law } = await visit.standing();
  demand(law, action, subject);
  demandShown(law, info, 'ticket', 'Ticket');
}

function written(subject: Subject, field: string, text: string, argument: readonly string[]): string {
  const most = modelOf(subject).fields.get(field)?.maxLength ?? 0;
  const trimmed = text.trim();
  if (trimmed === '') throw badInput('This must not be empty.', argument);
  if (trimmed.length > most) throw badInput(`This takes at most ${most} characters.`, argument);
  assertStorableText(trimmed, argument);
  return trimmed;
}
