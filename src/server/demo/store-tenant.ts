import type { ClientBase } from 'pg';
import { customFieldPlace, NATIONAL_ID, type TenantKey } from '../../access/sealing.js';
import { scaleDecimal } from '../../kernel/decimal.js';
import { CATEGORIES } from '../../vocabulary/categories.js';
import { timestamp } from './calendar.js';
import type { DemoCustomField, DemoCustomValue } from './custom-fields.js';
import { arrayText, bytesText, insertRows, type Columns } from './insert-rows.js';
import type { DemoTenant } from './world.js';

interface Made {
  readonly id: string;
  readonly createdAt: number;
}

/** Everything of a tenant but who may reach it. What is sensitive is sealed here, before it is in any statement. */
export async function storeTenantData(client: ClientBase, tenant: DemoTenant, key: TenantKey): Promise<void> {
  const made = {
    tenant_id: ['uuid', () => tenant.id],
    id: ['uuid', ({ id }) => id],
    created_at: ['timestamptz', ({ createdAt }) => timestamp(createdAt)],
  } as const satisfies Columns<Made>;
  const changed = {
    ...made,
    updated_at: ['timestamptz', ({ updatedAt }) => timestamp(updatedAt)],
  } as const satisfies Columns<Made & { readonly updatedAt: number }>;

  await insertRows(
    client,
    'public.company',
    {
      ...changed,
      name: ['text', (company) => company.name],
      website: ['text', (company) => company.website],
      vat_number: ['text', (company) => company.vatNumber],
    },
    tenant.companies,
  );
  await insertRows(
    client,
    'public.contact',
    {
      ...changed,
      name: ['text', (contact) => contact.name],
      birth_date: ['date', (contact) => contact.birthDate],
      email: ['text', (contact) => contact.email],
      phone: ['text', (contact) => contact.phone],
      city: ['text', (contact) => contact.city],
      country: ['text', (contact) => contact.country],
      iban: ['text', (contact) => contact.iban],
      national_id: ['bytea', ({ id, nationalId }) => nationalId && bytesText(key.seal(NATIONAL_ID, id, nationalId))],
      national_id_match: ['bytea', ({ nationalId }) => nationalId && bytesText(key.match(NATIONAL_ID, nationalId))],
      notes: ['text', (contact) => contact.notes],
      company_id: ['uuid', (contact) => contact.companyId],
    },
    tenant.contacts,
  );
  await insertRows(
    client,
    'public.invoice',
    {
      ...changed,
      number: ['text', (invoice) => invoice.number],
      issued_on: ['date', (invoice) => invoice.issuedOn],
      due_on: ['date', (invoice) => invoice.dueOn],
      currency: ['text', (invoice) => invoice.currency],
      total: ['bigint', (invoice) => invoice.total.toString()],
      contact_id: ['uuid', (invoice) => invoice.contactId],
      company_id: ['uuid', (invoice) => invoice.companyId],
    },
    tenant.invoices,
  );
  await insertRows(
    client,
    'public.custom_field',
    {
      ...made,
      subject: ['text', (field) => field.subject],
      key: ['text', (field) => field.key],
      label: ['text', (field) => field.label],
      category: ['text', (field) => field.category],
      type: ['text', (field) => field.type],
      choices: ['text[]', (field) => (field.choices === undefined ? null : arrayText(field.choices))],
    },
    tenant.customFields,
  );
  await insertRows(client, 'public.custom_value', valueColumns(tenant.id, key), tenant.customValues);
  await insertRows(
    client,
    'public.ticket',
    {
      ...changed,
      subject: ['text', (ticket) => ticket.subject],
      status: ['text', (ticket) => ticket.status],
      opened_by: ['uuid', (ticket) => ticket.openedBy.id],
    },
    tenant.tickets,
  );
  await insertRows(
    client,
    'public.ticket_message',
    {
      tenant_id: ['uuid', () => tenant.id],
      id: ['uuid', ({ message }) => message.id],
      ticket_id: ['uuid', ({ ticket }) => ticket.id],
      sent_at: ['timestamptz', ({ message }) => timestamp(message.sentAt)],
      author_id: ['uuid', ({ message }) => message.author.id],
      author: ['text', ({ message }) => message.author.name],
      body: ['text', ({ message }) => message.body],
    },
    tenant.tickets.flatMap((ticket) => ticket.messages.map((message) => ({ ticket, message }))),
  );
}

function valueColumns(tenantId: string, key: TenantKey): Columns<DemoCustomValue> {
  const sealed = (field: DemoCustomField): boolean => CATEGORIES[field.category].sensitive;
  const clear = (column: string) => (value: DemoCustomValue) =>
    sealed(value.field) ? null : (columnOf(value)[column] ?? null);

  return {
    tenant_id: ['uuid', () => tenantId],
    id: ['uuid', ({ id }) => id],
    field_id: ['uuid', ({ field }) => field.id],
    contact_id: ['uuid', ({ field, recordId }) => (field.subject === 'Contact' ? recordId : null)],
    company_id: ['uuid', ({ field, recordId }) => (field.subject === 'Company' ? recordId : null)],
    text_value: ['text', clear('text_value')],
    number_value: ['bigint', clear('number_value')],
    date_value: ['date', clear('date_value')],
    boolean_value: ['boolean', clear('boolean_value')],
    sealed_value: [
      'bytea',
      ({ field, recordId, value }) =>
        sealed(field) ? bytesText(key.seal(customFieldPlace(field.id), recordId, value)) : null,
    ],
    match_value: [
      'bytea',
      ({ field, value }) => (sealed(field) ? bytesText(key.match(customFieldPlace(field.id), value)) : null),
    ],
  };
}

/** The column that a value of an ordinary category belongs in, and what it holds. */
function columnOf({ field, value }: DemoCustomValue): Readonly<Record<string, string | null>> {
  switch (field.type) {
    case 'TEXT':
    case 'CHOICE':
      return { text_value: value };
    case 'NUMBER':
      return { number_value: scaleDecimal(value) ?? null };
    case 'DATE':
      return { date_value: value };
    case 'BOOLEAN':
      return { boolean_value: value };
  }
}
