import { reaction } from '../20261123000002/functions.js';

/**
 * What programs are let in by. A token is one credential, whoever was given it: a key that somebody made, an access token of an OAuth client,
 * or what a delivery of a webhook reads under. Nothing of its row that the law is told of ever changes but its end.
 */
export const tokenTables: readonly string[] = [
  `create table auth.integration (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    third_party text not null check (length(third_party) between 1 and 200),
    client_id text null check (length(client_id) between 1 and 200),
    ground text not null default 'INSTRUCTION' check (ground in ('INSTRUCTION', 'CONSENT', 'LEGAL_DUTY', 'NECESSITY')),
    scopes text[] not null check (cardinality(scopes) between 1 and 50),
    categories text[] not null check (cardinality(categories) <= 100),
    agreement_title text null check (length(agreement_title) between 1 and 200),
    agreement_version text null check (length(agreement_version) between 1 and 50),
    agreement_hash text null check (agreement_hash ~ '^[0-9a-f]{64}$'),
    agreement_recorded_at timestamptz(3) null,
    agreement_recorded_by uuid null references auth.user_account (id),
    created_by uuid not null references auth.user_account (id),
    created_at timestamptz(3) not null default clock_timestamp(),
    activated_by uuid null references auth.user_account (id),
    activated_at timestamptz(3) null,
    deactivated_by uuid null references auth.user_account (id),
    deactivated_at timestamptz(3) null,
    deactivated_how text null check (deactivated_how in ('DEACTIVATED', 'ACTIVATOR_GONE')),
    primary key (tenant_id, id),
    unique (id),
    check ((activated_at is null) = (activated_by is null)),
    check (activated_at is null or agreement_hash is not null),
    check (deactivated_at is null or activated_at is not null)
  )`,
  // One per client: granting to it again is the same integration.
  `create unique index integration_client_id_index on auth.integration (tenant_id, client_id)`,
  `create index integration_activated_by_index on auth.integration (activated_by) where deactivated_at is null`,

  `create table auth.api_token (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null,
    kind text not null check (kind in ('KEY', 'ACCESS', 'DELIVERY')),
    digest bytea not null check (octet_length(digest) = 32),
    name text not null check (length(name) between 1 and 100),
    integration_id uuid null,
    maker_id uuid null references auth.user_account (id),
    scopes text[] not null check (cardinality(scopes) between 1 and 50),
    categories text[] not null check (cardinality(categories) <= 100),
    ranges cidr[] not null default '{}' check (cardinality(ranges) <= 50),
    created_by uuid null references auth.user_account (id),
    created_at timestamptz(3) not null default clock_timestamp(),
    approved_by uuid null references auth.user_account (id),
    approved_at timestamptz(3) null,
    expires_at timestamptz(3) not null,
    revoked_at timestamptz(3) null,
    revoked_by uuid null references auth.user_account (id),
    revoked_how text null check (revoked_how in ('REVOKED', 'MAKER_GONE', 'INTEGRATION_ENDED')),
    last_used_at timestamptz(3) null,
    primary key (tenant_id, id),
    unique (id),
    foreign key (tenant_id, integration_id) references auth.integration (tenant_id, id),
    check (maker_id is not null or integration_id is not null),
    check ((kind = 'KEY') = (created_by is not null))
  )`,
  `create unique index api_token_presented_index on auth.api_token (encode(digest, 'hex') collate "C")`,
  `create index api_token_integration_id_index on auth.api_token (tenant_id, integration_id) where revoked_at is null`,
  `create index api_token_maker_id_index on auth.api_token (maker_id) where revoked_at is null`,
  // Those that the tenant looks after are few among those that come and go by themselves.
  `create index api_token_keys_index on auth.api_token (tenant_id, id) where kind = 'KEY'`,
  `create index api_token_passing_index on auth.api_token (tenant_id, expires_at) where kind <> 'KEY'`,
  ...['integration', 'api_token'].flatMap((table) => [
    `alter table auth.${table} enable row level security`,
    `alter table auth.${table} force row level security`,
    `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
  ]),

  // How long a token lives at most, also one that was made before; and whether a second owner or admin has to agree to it.
  `alter table auth.tenant_authority
     add column token_days int not null default 365 check (token_days between 1 and 365),
     add column token_four_eyes boolean not null default false`,
];

/** Who goes takes along what rests on them, in the transaction in which they go. */
const makersGo: readonly string[] = [
  ...reaction({
    name: 'maker_left',
    body: `
    begin
      perform auth.end_rights_of_maker(old.tenant_id, old.user_id);
      return null;
    end`,
  }),
  `create trigger maker_left after update of ended_at on auth.membership for each row
     when (old.ended_at is null and new.ended_at is not null) execute function auth.maker_left()`,
  `create trigger maker_removed after delete on auth.membership for each row execute function auth.maker_left()`,
  ...reaction({
    name: 'maker_closed',
    body: `
    begin
      perform auth.end_rights_of_maker(m.tenant_id, m.user_id) from auth.membership m where m.user_id = new.id;
      return null;
    end`,
  }),
  `create trigger maker_closed after update of deactivated_at on auth.user_account for each row
     when (old.deactivated_at is null and new.deactivated_at is not null) execute function auth.maker_closed()`,
];

/** Told in the tenant's log by the row that changes, so that no function can forget it. What comes and goes by itself is not told one by one. */
const tokensTold: readonly string[] = [
  ...reaction({
    name: 'token_told',
    body: `
    begin
      if tg_op = 'INSERT' then
        perform auth.record_tenant_event('TOKEN_CREATED', new.tenant_id, 'tok_' || new.id);
      elsif new.approved_at is not null and old.approved_at is null then
        perform auth.record_tenant_event('TOKEN_APPROVED', new.tenant_id, 'tok_' || new.id);
      elsif new.revoked_at is not null and old.revoked_at is null then
        perform auth.record_tenant_event('TOKEN_REVOKED', new.tenant_id, 'tok_' || new.id || ' ' || new.revoked_how);
      end if;
      return null;
    end`,
  }),
  `create trigger told_new after insert on auth.api_token for each row when (new.kind = 'KEY') execute function auth.token_told()`,
  `create trigger told after update of approved_at, revoked_at on auth.api_token
     for each row when (new.kind = 'KEY') execute function auth.token_told()`,
  ...reaction({
    name: 'integration_told',
    body: `
    begin
      if new.deactivated_at is not null and old.deactivated_at is null then
        perform auth.record_tenant_event('INTEGRATION_DEACTIVATED', new.tenant_id, 'int_' || new.id || ' ' || new.deactivated_how);
      elsif new.activated_at is distinct from old.activated_at then
        perform auth.record_tenant_event('INTEGRATION_ACTIVATED', new.tenant_id, 'int_' || new.id);
      end if;
      return null;
    end`,
  }),
  `create trigger told after update on auth.integration for each row execute function auth.integration_told()`,
  `create trigger renew_version after update or delete on auth.integration
     for each row execute function auth.renew_tenant_version()`,
];

export const tokenTriggers: readonly string[] = [...makersGo, ...tokensTold];
