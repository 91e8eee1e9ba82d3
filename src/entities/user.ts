import { Entity, Node, Plain } from './data.js';

@Entity({ prefix: 'usr', table: 'auth.visible_users', tenantBound: false })
export class User extends Node {
  @Plain({ type: 'id', prefix: 'usr', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ nullable: true, description: 'Full name.' })
  readonly name!: string | null;

  @Plain({ type: 'email', nullable: true, description: 'E-mail address of the account.' })
  readonly email!: string | null;

  @Plain({ type: 'boolean', nullable: true, description: 'Whether a second factor is enrolled.' })
  readonly secondFactor!: boolean | null;
}
