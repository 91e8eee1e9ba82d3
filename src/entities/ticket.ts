import { Field, InputType } from 'type-graphql';
import { Entity, Many, Node, Plain } from './data.js';
import { TicketStatusEnum } from './enums.js';

@InputType({ description: 'Which tickets to list.' })
export class TicketFilter {
  @Field(() => TicketStatusEnum, { nullable: true })
  status?: string | null;
}

@Entity({ prefix: 'tic', table: 'ticket', newestFirst: true })
export class Ticket extends Node {
  @Plain({ type: 'id', prefix: 'tic', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'datetime', description: 'When it was opened.' })
  readonly createdAt!: string;

  @Plain({ maxLength: 300, description: 'What it is about.' })
  readonly subject!: string;

  @Plain({ type: 'enum', of: () => TicketStatusEnum, description: 'Whether it still wants an answer.' })
  readonly status!: string;

  @Many('TicketMessage', { by: 'ticket_id', nullable: false, description: 'What was written, oldest first.' })
  messages(): never {
    throw new Error('Answered by the compiled read.');
  }
}
