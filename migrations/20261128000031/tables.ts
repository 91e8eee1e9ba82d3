/**
 * Webhooks of integrations, and what is to be delivered to them: ids and kinds, never what a record holds. What the tenant may read is under
 * row level security; the secrets that sign are out of the API's reach.
 */
export const EVENTS = ['Contact', 'Company', 'Invoice'].flatMap((subject) =>
  ['created', 'updated', 'deleted'].map((kind) => `${subject.toLowerCase()}.${kind}`),
);

const forced = (table: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
];

export const webhookTables: readonly string[] = [
  `create table public.webhook (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null,
    integration_id uuid not null,
    url text not null check (length(url) between 1 and 2000),
    events text[] not null check (cardinality(events) between 1 and ${String(EVENTS.length)}),
    created_at timestamptz(3) not null,
    created_by uuid not null,
    paused_at timestamptz(3) null,
    paused_because text null check (paused_because in ('BY_HAND', 'BACKLOG', 'GONE')),
    succeeded_at timestamptz(3) null,
    failing_since timestamptz(3) null,
    failures int not null default 0,
    rests_until timestamptz(3) null,
    deleted_at timestamptz(3) null,
    constraint "webhook_pkey" primary key (tenant_id, id),
    check ((paused_at is null) = (paused_because is null))
  )`,
  `create index "webhook_tenant_id_integration_id_id_index" on public.webhook (tenant_id, integration_id, id)`,

  // token_id: what it is read under while somebody tries to deliver it, and so whose try it is.
  // seq: events of one record stand in it in the order in which they happened, because whoever changes a record has it locked.
  `create table public.webhook_delivery (
    tenant_id uuid not null,
    id uuid not null,
    webhook_id uuid not null,
    seq bigint not null generated always as identity,
    event text not null check (event ~ '^[a-z]+[.][a-z]+$'),
    record_id uuid null,
    status text not null default 'WAITING' check (status in ('WAITING', 'DELIVERED', 'WITHHELD', 'DEAD')),
    fresh boolean not null default true,
    attempts int not null default 0,
    token_id uuid null,
    queued_at timestamptz(3) not null,
    due_at timestamptz(3) null,
    tried_at timestamptz(3) null,
    finished_at timestamptz(3) null,
    response_status int null check (response_status between 100 and 999),
    failure text null check (failure ~ '^[A-Z_]{1,40}$'),
    constraint "webhook_delivery_pkey" primary key (tenant_id, id),
    constraint "webhook_delivery_webhook_id_foreign" foreign key (tenant_id, webhook_id)
      references public.webhook (tenant_id, id) on delete cascade,
    check ((status = 'WAITING') = (finished_at is null) and (status = 'WAITING') = (due_at is not null))
  )`,
  `create index "webhook_delivery_tenant_id_webhook_id_id_index" on public.webhook_delivery (tenant_id, webhook_id, id)`,
  `create index "webhook_delivery_tenant_id_webhook_id_status_id_index" on public.webhook_delivery (tenant_id, webhook_id, status, id)`,
  `create index "webhook_delivery_tenant_id_webhook_id_due_at_index" on public.webhook_delivery (tenant_id, webhook_id, due_at)
     where status = 'WAITING'`,
  `create index "webhook_delivery_tenant_id_webhook_id_record_id_seq_index"
     on public.webhook_delivery (tenant_id, webhook_id, record_id, seq) where status = 'WAITING'`,
  // What nobody has tried to deliver yet would say the same as the next one of its kind: it is read when it is delivered.
  `create unique index "webhook_delivery_fresh_index"
     on public.webhook_delivery (tenant_id, webhook_id, record_id, event) where status = 'WAITING' and fresh`,

  ...forced('public.webhook'),
  ...forced('public.webhook_delivery'),
  `create policy api_reads on public.webhook for select to sluice_api
     using (tenant_id = (select auth.gdpr_tenant_id()) and deleted_at is null)`,
  `create policy api_reads on public.webhook_delivery for select to sluice_api using (tenant_id = (select auth.gdpr_tenant_id()))`,
  ...['webhook', 'webhook_delivery'].flatMap((table) => [
    `create policy functions_only on public.${table} to sluice_auth using (true) with check (true)`,
    `grant select on public.${table} to sluice_api`,
    `grant select, insert, update, delete, references on public.${table} to sluice_auth`,
  ]),
];

/** Of schema auth: sealed under the tenant's key, which no function has. */
export const webhookSecrets: readonly string[] = [
  `create table auth.webhook_secret (
    tenant_id uuid not null,
    webhook_id uuid not null,
    sealed bytea not null check (octet_length(sealed) between 1 and 512),
    before bytea null check (octet_length(before) between 1 and 512),
    before_until timestamptz(3) null,
    proof bytea not null check (octet_length(proof) = 32),
    primary key (tenant_id, webhook_id),
    foreign key (tenant_id, webhook_id) references public.webhook (tenant_id, id) on delete cascade,
    check ((before is null) = (before_until is null))
  )`,
  ...forced('auth.webhook_secret'),
  `create policy functions_only on auth.webhook_secret to sluice_auth using (true) with check (true)`,
];

/** Run by whoever owns the table: an integration is in schema auth. */
export const webhookKeys: readonly string[] = [
  `alter table public.webhook add constraint "webhook_integration_id_foreign"
     foreign key (tenant_id, integration_id) references auth.integration (tenant_id, id)`,
];
