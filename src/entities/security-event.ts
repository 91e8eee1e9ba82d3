import { Entity, Node, One, Plain } from './data.js';
import { SecurityEventKindEnum } from './enums.js';
import type { User } from './user.js';

/** Each log has a row of its own of what happened: the user's, and that of each tenant of which he is a member. */
@Entity({ prefix: 'sev', table: 'security_event', tenantBound: false, newestFirst: true })
export class SecurityEvent extends Node {
  @Plain({ type: 'id', prefix: 'sev', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'datetime', description: 'When.' })
  readonly at!: string;

  @Plain({ type: 'enum', of: () => SecurityEventKindEnum, description: 'What happened.' })
  readonly kind!: string;

  @One('User', { description: 'Whose account.' })
  readonly user!: User | null;

  @Plain({ nullable: true, description: 'Whose account, by the name of that moment.' })
  readonly userName!: string | null;

  @One('User', { column: 'by_id', description: 'Who did it, if somebody else.' })
  readonly by!: User | null;

  @Plain({ nullable: true, description: 'Who did it, if somebody else, by the name of that moment.' })
  readonly byName!: string | null;

  @Plain({
    nullable: true,
    description: 'What there is to say besides, such as the role before and after, or the id of what was changed.',
  })
  readonly detail!: string | null;

  @Plain({ nullable: true, description: 'The network address that it came from.' })
  readonly address!: string | null;

  @Plain({ nullable: true, description: 'The kind of program that it came from, such as Firefox on Linux.' })
  readonly client!: string | null;
}
