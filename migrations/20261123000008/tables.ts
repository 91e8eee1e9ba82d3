/**
 * The second factor of an account. Its secret is sealed by the API under a key that no database holds; what counts, that each code is
 * worth something once, is decided here, where all nodes meet.
 */
export const factorTables: readonly string[] = [
  // The step is the last 30 seconds whose code was taken: no code of it, or of one before, is taken again.
  `create table auth.second_factor (
    user_id uuid primary key references auth.user_account (id),
    sealed bytea null unique check (octet_length(sealed) between 32 and 512),
    last_step bigint not null default 0,
    confirmed_at timestamptz(3) null,
    pending bytea null check (octet_length(pending) between 32 and 512),
    pending_until timestamptz(3) null,
    check ((sealed is null) = (confirmed_at is null)),
    check ((pending is null) = (pending_until is null))
  )`,
  `create table auth.recovery_code (
    user_id uuid not null references auth.user_account (id),
    digest bytea not null check (octet_length(digest) = 32),
    used_at timestamptz(3) null,
    primary key (user_id, digest)
  )`,
  ...['second_factor', 'recovery_code'].flatMap((table) => [
    `alter table auth.${table} enable row level security`,
    `alter table auth.${table} force row level security`,
    `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
  ]),

  // Until when reads under a grant may rest on the last code that was shown in this session; null: none ever was.
  `alter table auth.session add column stepped_up_until timestamptz(3) null`,
  `alter table auth.tenant_authority add column second_factor_required boolean not null default false`,
  `alter type auth.actor add attribute factor_missing boolean`,
  `alter type auth.actor add attribute stepped_up_until timestamptz`,
];
