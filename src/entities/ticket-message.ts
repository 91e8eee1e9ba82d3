import { Entity, Plain } from './data.js';

@Entity({ prefix: 'msg', table: 'ticket_message', node: false })
export class TicketMessage {
  @Plain({ type: 'id', prefix: 'msg', description: 'Opaque and stable.' })
  readonly id!: string;

  @Plain({ type: 'datetime', description: 'When it was sent.' })
  readonly sentAt!: string;

  @Plain({ description: 'Who wrote it.' })
  readonly author!: string;

  @Plain({ maxLength: 20_000, description: 'The text.' })
  readonly body!: string;
}
