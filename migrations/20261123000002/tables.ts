/**
 * Users, credentials, memberships and authorities. They belong to `sluice_auth`, a role that nobody can sign in as; the API
 * reaches them through functions only.
 */
export const tables: readonly string[] = [
  `create table auth.user_account (
    id uuid primary key,
    email text not null unique check (email = lower(email) and length(email) between 3 and 320),
    name text not null,
    password_hash text null,
    staff text null check (staff in ('SUPPORT', 'ADMINISTRATOR')),
    confidentiality_accepted_at timestamptz(3) null,
    second_factor boolean not null default false,
    deactivated_at timestamptz(3) null,
    access_version uuid not null default gen_random_uuid(),
    created_at timestamptz(3) not null default now()
  )`,
  `create index user_account_staff_index on auth.user_account (staff) where staff is not null`,

  // Only the digest of the secret: who reads this table can't present what is in a browser's cookie.
  `create table auth.session (
    digest bytea primary key check (octet_length(digest) = 32),
    user_id uuid not null references auth.user_account (id),
    created_at timestamptz(3) not null default now(),
    seen_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null,
    idle interval not null check (idle > interval '0'),
    ended_at timestamptz(3) null
  )`,
  `create unique index session_presented_index on auth.session ((encode(digest, 'hex')) collate "C")`,
  `create index session_user_id_index on auth.session (user_id)`,

  // A tenant without a row here can't be addressed by anyone. The version is random: a counter repeats after a failover.
  `create table auth.tenant_authority (
    tenant_id uuid primary key references public.tenant (id),
    version uuid not null default gen_random_uuid(),
    data_key bytea null,
    agreement_accepted_at timestamptz(3) null
  )`,

  `create table auth.membership (
    tenant_id uuid not null references public.tenant (id),
    user_id uuid not null references auth.user_account (id),
    role text not null check (role in ('OWNER', 'ADMIN', 'EDITOR', 'VIEWER')),
    created_at timestamptz(3) not null default now(),
    ended_at timestamptz(3) null,
    primary key (tenant_id, user_id)
  )`,
  `create index membership_user_id_index on auth.membership (user_id)`,

  `create table auth.external_access (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null unique,
    user_id uuid not null references auth.user_account (id),
    categories text[] not null check (cardinality(categories) between 1 and 100),
    access text not null check (access in ('READ', 'READ_WRITE')),
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) null,
    agreement_accepted_at timestamptz(3) null,
    ended_at timestamptz(3) null,
    primary key (tenant_id, id)
  )`,
  `create index external_access_user_id_index on auth.external_access (user_id, tenant_id)`,

  // LAPSED and EXPIRED are not stored: the clock says so. What was asked (requested_expires_at, and the categories and access
  // until it is approved) bounds what can be approved. revoked_at is when it ended by someone's act, a return too.
  `create table auth.support_grant (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null unique,
    status text not null check (status in ('REQUESTED', 'DENIED', 'ACTIVE', 'REVOKED', 'RETURNED')),
    access text not null check (access in ('READ', 'READ_WRITE')),
    categories text[] not null check (cardinality(categories) between 1 and 100),
    purpose text not null check (purpose in ('SUPPORT_TICKET', 'INCIDENT', 'LEGAL')),
    reason text null,
    ticket_id uuid null,
    staff_id uuid null references auth.user_account (id),
    requested_by uuid null references auth.user_account (id),
    requested_at timestamptz(3) null,
    requested_expires_at timestamptz(3) null,
    granted_by uuid null references auth.user_account (id),
    granted_at timestamptz(3) null,
    expires_at timestamptz(3) null,
    revoked_at timestamptz(3) null,
    ended_by uuid null references auth.user_account (id),
    denied_by uuid null references auth.user_account (id),
    denied_at timestamptz(3) null,
    deny_reason text null,
    primary key (tenant_id, id),
    foreign key (tenant_id, ticket_id) references public.ticket (tenant_id, id),
    check (status <> 'REQUESTED' or (requested_by is not null and requested_at is not null and requested_expires_at is not null)),
    check (status not in ('ACTIVE', 'REVOKED', 'RETURNED') or (granted_by is not null and granted_at is not null and expires_at is not null)),
    check ((status in ('REVOKED', 'RETURNED')) = (revoked_at is not null))
  )`,
  // Finds the living ones and those that ended of late: what was revoked was revoked before it would have expired.
  `create index support_grant_tenant_id_expires_at_index on auth.support_grant (tenant_id, expires_at)`,
  `create index support_grant_staff_id_index on auth.support_grant (staff_id) where status in ('ACTIVE', 'REQUESTED')`,

  // Serves installations that were given no key of their own: random, this database's, and never in a file.
  `create table auth.development_secret (
    only_row boolean primary key default true check (only_row),
    secret bytea not null check (octet_length(secret) = 32)
  )`,
];

/** Every table of the schema: enabled and forced, so that not even its owner reads it but by a policy. */
export const walls: readonly string[] = [
  'user_account',
  'session',
  'tenant_authority',
  'membership',
  'external_access',
  'support_grant',
  'development_secret',
].flatMap((table) => [
  `alter table auth.${table} enable row level security`,
  `alter table auth.${table} force row level security`,
  `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
]);

export const developmentSecret: readonly string[] = [
  `insert into auth.development_secret (secret)
   values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))`,
];
