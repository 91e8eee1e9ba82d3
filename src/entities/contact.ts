import { CustomFieldValue } from './custom-field-value.js';
import { CustomFields, Data, Entity, Many, Node, One, Plain, type Visible } from './data.js';
import type { Company } from './company.js';

@Entity({ prefix: 'con', table: 'contact' })
export class Contact extends Node {
  @Plain({ type: 'id', prefix: 'con', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'datetime', order: true, filter: true, description: 'When it was made.' })
  readonly createdAt!: string;

  @Plain({ type: 'datetime', order: true, filter: true, description: 'When it last changed.' })
  readonly updatedAt!: string;

  @Data('IDENTITY', { required: true, order: true, description: 'Full name.' })
  readonly name!: Visible<string>;

  @Data('IDENTITY', { type: 'date', description: 'Date of birth.' })
  readonly birthDate!: Visible<string>;

  @Data('CONTACT_DETAILS', { type: 'email', order: true, maxLength: 254, description: 'E-mail address.' })
  readonly email!: Visible<string>;

  @Data('CONTACT_DETAILS', { maxLength: 50, description: 'Telephone number.' })
  readonly phone!: Visible<string>;

  @Data('CONTACT_DETAILS', { order: true, description: 'Town or city.' })
  readonly city!: Visible<string>;

  @Data('CONTACT_DETAILS', { description: 'Country, as the tenant writes it.' })
  readonly country!: Visible<string>;

  @Data('FINANCIAL', { maxLength: 50, description: 'Bank account (IBAN).' })
  readonly iban!: Visible<string>;

  @Data('GOVERNMENT_ID', { maxLength: 50, description: 'National identification number.' })
  readonly nationalId!: Visible<string>;

  @Data('NOTES', { maxLength: 20_000, description: 'Free notes.' })
  readonly notes!: Visible<string>;

  @CustomFields(
    () => CustomFieldValue,
    "Values of the tenant's own fields; those of a category that the viewer may not see are left out and listed as withheld.",
  )
  readonly customFields!: readonly CustomFieldValue[];

  @One('Company', { input: 'companyId', description: 'The company that the contact works for.' })
  readonly company!: Visible<Company>;

  @Many('Invoice', { by: 'contact_id', description: 'Invoices to the contact.' })
  invoices(): never {
    throw new Error('Answered by the compiled read.');
  }
}
