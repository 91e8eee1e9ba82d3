import { Entity, Node, Plain } from './data.js';
import { AgreementKindEnum } from './enums.js';

@Entity({ prefix: 'agr', table: 'auth.visible_agreements', tenantBound: false, newestFirst: true })
export class Agreement extends Node {
  @Plain({ type: 'id', prefix: 'agr', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'enum', of: () => AgreementKindEnum, description: 'What it is about.' })
  readonly kind!: string;

  @Plain({ description: 'Its name among the versions of its kind.' })
  readonly version!: string;

  @Plain({ description: 'All of it. It is never changed.' })
  readonly text!: string;

  @Plain({ description: 'SHA-256 of the text in UTF-8, hexadecimal.' })
  readonly textHash!: string;

  @Plain({ type: 'datetime', description: 'Since when it can be accepted.' })
  readonly publishedAt!: string;

  @Plain({
    type: 'datetime',
    nullable: true,
    description: 'Until when it is enough to have accepted an older version; null: it is the first.',
  })
  readonly deadline!: string | null;

  @Plain({ type: 'boolean', description: 'Whether it is the version that is asked for now.' })
  readonly newest!: boolean;

  @Plain({
    type: 'datetime',
    nullable: true,
    description: 'When it was accepted: for the addressed tenant, or by the staff member who reads.',
  })
  readonly acceptedAt!: string | null;
}
