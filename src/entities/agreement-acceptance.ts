import { Entity, Node, One, Plain } from './data.js';
import type { Agreement } from './agreement.js';
import { AgreementKindEnum } from './enums.js';

@Entity({ prefix: 'aac', table: 'auth.visible_acceptances', tenantBound: false, newestFirst: true })
export class AgreementAcceptance extends Node {
  @Plain({ type: 'id', prefix: 'aac', description: 'Opaque and stable.' })
  declare readonly id: string;

  @One('Agreement', { description: 'What was accepted.' })
  readonly agreement!: Agreement | null;

  @Plain({ type: 'enum', of: () => AgreementKindEnum, description: 'What it is about.' })
  readonly kind!: string;

  @Plain({ description: 'The version that was accepted.' })
  readonly version!: string;

  @Plain({ description: 'SHA-256 of the text that was accepted, hexadecimal.' })
  readonly textHash!: string;

  @Plain({
    column: 'tenant_slug',
    nullable: true,
    description: 'For which tenant, by its slug; null: staff accepted for themselves.',
  })
  readonly tenant!: string | null;

  @Plain({ description: 'Who accepted it, by the name they had then.' })
  readonly name!: string;

  @Plain({ type: 'datetime', description: 'When.' })
  readonly acceptedAt!: string;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was withdrawn; null: it was not.' })
  readonly withdrawnAt!: string | null;
}
