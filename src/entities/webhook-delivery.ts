import { Field, InputType } from 'type-graphql';
import { WEBHOOK_EVENTS } from '../vocabulary/webhooks.js';
import { RECORD_PREFIXES } from './change-entry.js';
import { Entity, Node, Plain } from './data.js';
import { DeliveryFailureEnum, DeliveryStatusEnum } from './enums.js';

const PREFIXES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...RECORD_PREFIXES, Ticket: 'tic' }).flatMap(([subject, prefix]) =>
    WEBHOOK_EVENTS.filter((event) => event.startsWith(`${subject.toLowerCase()}.`)).map((event) => [event, prefix]),
  ),
);

@InputType({ description: 'Which deliveries to list.' })
export class WebhookDeliveryFilter {
  @Field(() => DeliveryStatusEnum, { nullable: true })
  status?: string | null;
}

/** That something is to be told, and never what: that is read when it is told. */
@Entity({ prefix: 'whd', table: 'webhook_delivery', newestFirst: true })
export class WebhookDelivery extends Node {
  @Plain({ type: 'id', prefix: 'whd', description: 'Opaque and stable; the header webhook-id of every try.' })
  declare readonly id: string;

  @Plain({ description: 'What happened, such as contact.updated.' })
  readonly event!: string;

  @Plain({
    type: 'id',
    nullable: true,
    prefix: { column: 'event', prefixes: PREFIXES },
    description: 'The record that it happened to; null: it is a test.',
  })
  readonly recordId!: string | null;

  @Plain({ type: 'enum', of: () => DeliveryStatusEnum, description: 'Where it stands.' })
  readonly status!: string;

  @Plain({ type: 'datetime', description: 'When it last happened.' })
  readonly queuedAt!: string;

  @Plain({ type: 'int', description: 'How often it has been tried.' })
  readonly attempts!: number;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was last tried.' })
  readonly triedAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it is tried next; null: it is not.' })
  readonly dueAt!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was over.' })
  readonly finishedAt!: string | null;

  @Plain({ type: 'int', nullable: true, description: 'The HTTP status that the target last answered with.' })
  readonly responseStatus!: number | null;

  @Plain({
    type: 'enum',
    of: () => DeliveryFailureEnum,
    nullable: true,
    description: 'Why the last try came to nothing.',
  })
  readonly failure!: string | null;
}
