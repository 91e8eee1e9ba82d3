import type { Company } from './company.js';
import type { Contact } from './contact.js';
import { Data, Entity, Node, One, Plain, type Visible } from './data.js';

const ISO_4217 = { pattern: /^[A-Z]{3}$/, otherwise: 'currency takes three capital letters (ISO 4217), such as EUR.' };

@Entity({ prefix: 'inv', table: 'invoice' })
export class Invoice extends Node {
  @Plain({ type: 'id', prefix: 'inv', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'datetime', order: true, filter: true, description: 'When it was made.' })
  readonly createdAt!: string;

  @Plain({ type: 'datetime', order: true, filter: true, description: 'When it last changed.' })
  readonly updatedAt!: string;

  @Data('FINANCIAL', { required: true, order: true, maxLength: 50, description: 'Number of the invoice.' })
  readonly number!: Visible<string>;

  @Data('FINANCIAL', { type: 'date', required: true, order: true, description: 'When it was issued.' })
  readonly issuedOn!: Visible<string>;

  @Data('FINANCIAL', { type: 'date', description: 'When it is to be paid.' })
  readonly dueOn!: Visible<string>;

  @Data('FINANCIAL', { required: true, maxLength: 3, form: ISO_4217, description: 'Currency (ISO 4217).' })
  readonly currency!: Visible<string>;

  @Data('FINANCIAL', { type: 'decimal', required: true, order: true, description: 'Amount due.' })
  readonly total!: Visible<string>;

  @One('Contact', { input: 'contactId', description: 'The person who got it.' })
  readonly contact!: Visible<Contact>;

  @One('Company', { input: 'companyId', description: 'The company that got it.' })
  readonly company!: Visible<Company>;
}
