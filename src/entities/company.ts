import { CustomFieldValue } from './custom-field-value.js';
import { CustomFields, Data, Entity, Many, Node, Plain, type Visible } from './data.js';

@Entity({ prefix: 'com', table: 'company' })
export class Company extends Node {
  @Plain({ type: 'id', prefix: 'com', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'datetime', order: true, filter: true, description: 'When it was made.' })
  readonly createdAt!: string;

  @Plain({ type: 'datetime', order: true, filter: true, description: 'When it last changed.' })
  readonly updatedAt!: string;

  @Data('COMMERCIAL', { required: true, order: true, description: 'Name of the company.' })
  readonly name!: Visible<string>;

  @Data('COMMERCIAL', { description: 'Address of its website.' })
  readonly website!: Visible<string>;

  @Data('FINANCIAL', { maxLength: 50, description: 'VAT number.' })
  readonly vatNumber!: Visible<string>;

  @CustomFields(
    () => CustomFieldValue,
    "Values of the tenant's own fields; those of a category that the viewer may not see are left out and listed as withheld.",
  )
  readonly customFields!: readonly CustomFieldValue[];

  @Many('Contact', { by: 'company_id', description: 'The people who work there.' })
  contacts(): never {
    throw new Error('Answered by the compiled read.');
  }

  @Many('Invoice', { by: 'company_id', description: 'Invoices to the company.' })
  invoices(): never {
    throw new Error('Answered by the compiled read.');
  }
}
