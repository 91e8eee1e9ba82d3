import { Entity, Many, Node, One, Plain } from './data.js';
import { WebhookPauseEnum } from './enums.js';
import type { User } from './user.js';

@Entity({ prefix: 'whk', table: 'webhook', newestFirst: true })
export class Webhook extends Node {
  @Plain({ type: 'id', prefix: 'whk', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ description: 'Where it leads.' })
  readonly url!: string;

  @Plain({ type: 'textList', description: 'What it is told of, such as contact.updated.' })
  readonly events!: readonly string[];

  @Plain({ type: 'datetime', description: 'When it was made.' })
  readonly createdAt!: string;

  @One('User', { column: 'created_by', description: 'Who made it.' })
  readonly createdBy!: User | null;

  @Plain({
    type: 'datetime',
    nullable: true,
    description: 'Since when nothing new is queued for it; null: it is not paused.',
  })
  readonly pausedAt!: string | null;

  @Plain({ type: 'enum', of: () => WebhookPauseEnum, nullable: true, description: 'Why.' })
  readonly pausedBecause!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When a delivery last arrived, to a minute.' })
  readonly succeededAt!: string | null;

  @Plain({
    type: 'datetime',
    nullable: true,
    description: 'Since when every try has come to nothing; null: the last one arrived.',
  })
  readonly failingSince!: string | null;

  @Many('WebhookDelivery', { by: 'webhook_id', nullable: false, description: 'What was queued for it, newest first.' })
  deliveries(): never {
    throw new Error('Answered by the compiled read.');
  }
}
