/**
 * Apps of third parties, and what the authorization server keeps of their flows. Nothing here can be presented: of every code, token, handle
 * and secret only its digest is kept, and what belongs to it is sealed under a key that the database does not have.
 */
export const appTables: readonly string[] = [
  // Of one tenant, which registered it, or (none) of the vendor, for whichever tenants let it in.
  `create table auth.app (
    id uuid primary key,
    tenant_id uuid null references auth.tenant_authority (tenant_id),
    name text not null check (length(name) between 1 and 100),
    publisher text not null check (length(publisher) between 1 and 200),
    website text null check (length(website) <= 500),
    redirect_uris text[] not null check (cardinality(redirect_uris) <= 10 and length(array_to_string(redirect_uris, ' ')) <= 5000),
    scopes text[] not null check (cardinality(scopes) between 1 and 100),
    categories text[] not null check (cardinality(categories) <= 100),
    agreement_title text not null check (length(agreement_title) between 1 and 200),
    agreement_version text not null check (length(agreement_version) between 1 and 50),
    agreement_text text not null check (length(agreement_text) between 1 and 100000),
    secret_digest bytea null check (octet_length(secret_digest) = 32),
    registered_by uuid not null references auth.user_account (id),
    registered_at timestamptz(3) not null default clock_timestamp(),
    removed_at timestamptz(3) null
  )`,
  `create index app_tenant_id_index on auth.app (tenant_id) where removed_at is null`,

  `create table auth.app_artifact (
    kind text not null check (kind in (
      'Interaction', 'PushedAuthorizationRequest', 'Grant', 'AuthorizationCode', 'RefreshToken', 'AccessToken', 'ClientCredentials')),
    digest bytea not null check (octet_length(digest) = 32),
    box bytea not null check (octet_length(box) <= 65536),
    family bytea null check (octet_length(family) = 32),
    app_id uuid null references auth.app (id),
    kept_at timestamptz(3) not null default clock_timestamp(),
    expires_at timestamptz(3) not null,
    consumed_at timestamptz(3) null,
    primary key (kind, digest)
  )`,
  `create index app_artifact_expires_at_index on auth.app_artifact (expires_at)`,
  `create index app_artifact_family_index on auth.app_artifact (family, kind, consumed_at) where family is not null`,
  `create index app_artifact_app_id_index on auth.app_artifact (app_id, kind, expires_at)`,
];
