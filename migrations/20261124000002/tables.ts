/**
 * External users as the tenant invites them, with the agreement between the two; and maintenance windows, with the tenants that each is for.
 */
const walled = (table: string): readonly string[] => [
  `alter table auth.${table} enable row level security`,
  `alter table auth.${table} force row level security`,
  `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
];

export const externalTables: readonly string[] = [
  // An invitation is bound to an address. Whose account it is shows when somebody accepts: until then, whether there is one is told to nobody.
  `alter table auth.external_access alter column user_id drop not null`,
  `alter table auth.external_access
     add column invited_email text null check (invited_email = lower(invited_email) and length(invited_email) between 3 and 320),
     add column invited_name text null check (length(invited_name) <= 200),
     add column invited_by uuid null references auth.user_account (id),
     add column agreement_number int not null default 0,
     add column first_accepted_at timestamptz(3) null,
     add column ended_by uuid null references auth.user_account (id),
     add column ended_how text null check (ended_how in ('REVOKED', 'RETURNED')),
     add check (user_id is not null or (invited_email is not null and agreement_accepted_at is null))`,
  `update auth.external_access x
      set invited_email = u.email, first_accepted_at = x.agreement_accepted_at, ended_how = case when x.ended_at is not null then 'REVOKED' end
     from auth.user_account u where u.id = x.user_id`,
  `create index external_access_invited_email_index on auth.external_access (invited_email) where user_id is null`,

  // The tenant accepts by offering, the external user by showing the hash. No version is ever changed.
  `create table auth.external_agreement (
    tenant_id uuid not null,
    access_id uuid not null,
    number int not null check (number between 1 and 50),
    version text not null check (length(version) between 1 and 50),
    text text not null check (length(text) between 1 and 20000),
    hash text not null check (hash ~ '^[0-9a-f]{64}$'),
    offered_by uuid not null references auth.user_account (id),
    offered_at timestamptz(3) not null default clock_timestamp(),
    accepted_by uuid null references auth.user_account (id),
    accepted_at timestamptz(3) null,
    primary key (tenant_id, access_id, number),
    unique (tenant_id, access_id, version),
    foreign key (tenant_id, access_id) references auth.external_access (tenant_id, id),
    check ((accepted_by is null) = (accepted_at is null))
  )`,
  ...walled('external_agreement'),
];

export const windowTables: readonly string[] = [
  // LAPSED and EXPIRED are not stored: the clock says so. What a window is for never changes once it was asked for.
  `create table auth.maintenance_window (
    id uuid primary key,
    status text not null check (status in ('REQUESTED', 'DENIED', 'OPEN', 'CLOSED')),
    purpose text not null check (purpose in ('DEPLOY', 'PATCH', 'BACKUP', 'IMPORT')),
    reason text not null check (length(reason) between 1 and 1000),
    for_all boolean not null,
    requested_by uuid not null references auth.user_account (id),
    requested_at timestamptz(3) not null default clock_timestamp(),
    expires_at timestamptz(3) not null,
    approved_by uuid null references auth.user_account (id),
    opened_at timestamptz(3) null,
    single_administrator boolean not null default false,
    denied_by uuid null references auth.user_account (id),
    denied_at timestamptz(3) null,
    closed_by uuid null references auth.user_account (id),
    closed_at timestamptz(3) null,
    check (expires_at <= requested_at + interval '8 hours' + interval '1 second'),
    check (purpose <> 'IMPORT' or not for_all),
    check ((status in ('OPEN', 'CLOSED')) = (opened_at is not null and approved_by is not null)),
    check ((status = 'CLOSED') = (closed_at is not null)),
    check (approved_by <> requested_by or single_administrator)
  )`,
  `create index maintenance_window_living_index on auth.maintenance_window (requested_by, expires_at) where status = 'OPEN'`,
  // Of a window for all: those that there were when it was opened. What came later is not within its reach.
  `create table auth.window_tenant (
    tenant_id uuid not null references public.tenant (id),
    window_id uuid not null references auth.maintenance_window (id),
    primary key (tenant_id, window_id)
  )`,
  `create index window_tenant_window_id_index on auth.window_tenant (window_id)`,
  ...walled('maintenance_window'),
  ...walled('window_tenant'),
];
