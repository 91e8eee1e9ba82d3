/**
 * Row level security of the tenants' data: enabled and forced on every table, opened only to the API's role, by policies that
 * authenticate the presented credential themselves. What is not said here is closed: a log has no policy and no right to
 * change or remove an entry.
 *
 * The functions stand in sub-selects, so that each is called once per statement and not once per row.
 */

const DATA = `(select auth.tenant_id())`;
const WRITABLE = `(select auth.writable_tenant_id())`;
const SUPPORT = `(select auth.support_tenant_id())`;
const GDPR = `(select auth.gdpr_tenant_id())`;
const MYSELF = `(select auth.user_id())`;

function forced(table: string): readonly string[] {
  return [
    `alter table public.${table} enable row level security`,
    `alter table public.${table} force row level security`,
  ];
}

function tenantData(table: string): readonly string[] {
  return [
    ...forced(table),
    `create policy api_reads on public.${table} for select to sluice_api using (tenant_id = ${DATA})`,
    `create policy api_creates on public.${table} for insert to sluice_api with check (tenant_id = ${WRITABLE})`,
    `create policy api_changes on public.${table} for update to sluice_api
       using (tenant_id = ${WRITABLE}) with check (tenant_id = ${WRITABLE})`,
    `create policy api_removes on public.${table} for delete to sluice_api using (tenant_id = ${WRITABLE})`,
    `grant select, insert, update, delete on public.${table} to sluice_api`,
  ];
}

export const policies: readonly string[] = [
  ...forced('tenant'),
  `create policy api_reads on public.tenant for select to sluice_api using (id = ${SUPPORT} or id = ${DATA})`,
  `grant select on public.tenant to sluice_api`,

  ...['company', 'contact', 'invoice', 'custom_value'].flatMap(tenantData),

  ...forced('custom_field'),
  `create policy api_reads on public.custom_field for select to sluice_api using (tenant_id = ${DATA})`,
  `grant select on public.custom_field to sluice_api`,

  // Whoever writes signs with his own name.
  ...forced('ticket'),
  `create policy api_reads on public.ticket for select to sluice_api using (tenant_id = ${SUPPORT})`,
  `create policy api_creates on public.ticket for insert to sluice_api
     with check (tenant_id = ${SUPPORT} and opened_by = ${MYSELF})`,
  `create policy api_changes on public.ticket for update to sluice_api
     using (tenant_id = ${SUPPORT}) with check (tenant_id = ${SUPPORT})`,
  `grant select, insert, update (status, updated_at) on public.ticket to sluice_api`,

  ...forced('ticket_message'),
  `create policy api_reads on public.ticket_message for select to sluice_api using (tenant_id = ${SUPPORT})`,
  `create policy api_creates on public.ticket_message for insert to sluice_api
     with check (tenant_id = ${SUPPORT} and author_id = ${MYSELF})`,
  `grant select, insert on public.ticket_message to sluice_api`,

  ...forced('access_entry'),
  `create policy api_reads on public.access_entry for select to sluice_api using (tenant_id = ${GDPR})`,
  `create policy api_appends on public.access_entry for insert to sluice_api
     with check (tenant_id = ${DATA} and actor_id = ${MYSELF})`,
  `grant select, insert on public.access_entry to sluice_api`,

  ...forced('change_entry'),
  `create policy api_reads on public.change_entry for select to sluice_api using (tenant_id = ${GDPR})`,
  `create policy api_appends on public.change_entry for insert to sluice_api
     with check ((tenant_id = ${WRITABLE} or tenant_id = ${SUPPORT}) and actor_id = ${MYSELF})`,
  `grant select, insert on public.change_entry to sluice_api`,
];

/** What the functions of schema auth read of the tenants' tables: names and terms, never a tenant's data. */
export const authReads: readonly string[] = ['tenant', 'custom_field', 'ticket'].flatMap((table) => [
  `grant select, references on public.${table} to sluice_auth`,
  `create policy functions_read on public.${table} for select to sluice_auth using (true)`,
]);

/** The words that columns may hold, and foreign keys to the tenant: a row of nobody can't exist. */
export const constraints: readonly string[] = [
  ...[
    'company',
    'contact',
    'invoice',
    'custom_field',
    'custom_value',
    'ticket',
    'ticket_message',
    'access_entry',
    'change_entry',
  ].map(
    (table) => `alter table public.${table} add constraint "${table}_tenant_id_foreign"
      foreign key ("tenant_id") references public.tenant ("id")`,
  ),
  `alter table public.custom_field
     add constraint "custom_field_subject_check" check (subject in ('Contact', 'Company')),
     add constraint "custom_field_type_check" check (type in ('TEXT', 'NUMBER', 'DATE', 'BOOLEAN', 'CHOICE'))`,
  `alter table public.custom_value
     add constraint "custom_value_owner_check" check (num_nonnulls(contact_id, company_id) = 1)`,
  `alter table public.ticket add constraint "ticket_status_check" check (status in ('OPEN', 'CLOSED'))`,
];
