import { Entity, Node, One, Plain } from './data.js';
import type { User } from './user.js';

@Entity({ prefix: 'qst', table: 'auth.visible_questions', tenantBound: false })
export class SupportQuestion extends Node {
  @Plain({ type: 'id', prefix: 'qst', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ description: 'What the tenant wants to know before it decides.' })
  readonly question!: string;

  @One('User', { column: 'asked_by', description: 'Who asked.' })
  readonly askedBy!: User | null;

  @Plain({ type: 'datetime', description: 'When it was asked.' })
  readonly askedAt!: string;

  @Plain({ nullable: true, description: 'What whoever made the request answered.' })
  readonly answer!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was answered.' })
  readonly answeredAt!: string | null;
}
