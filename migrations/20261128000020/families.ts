import { door, reaction, room } from '../20261123000002/functions.js';
import { moment } from '../20261128000010/rules.js';

/** What comes of one consent: codes, access tokens and refresh tokens that live and die together. */
export const familyTable: readonly string[] = [
  `create table auth.token_family (
    digest bytea primary key check (octet_length(digest) = 32),
    tenant_id uuid not null,
    integration_id uuid not null,
    app_id uuid not null references auth.app (id),
    user_id uuid not null references auth.user_account (id),
    scopes text[] not null,
    categories text[] not null,
    began_at timestamptz(3) not null default clock_timestamp(),
    ends_at timestamptz(3) not null,
    ended_at timestamptz(3) null,
    foreign key (tenant_id, integration_id) references auth.integration (tenant_id, id)
  )`,
  `create index token_family_integration_id_index on auth.token_family (tenant_id, integration_id, user_id, began_at)`,
  `create index token_family_user_id_index on auth.token_family (user_id) where ended_at is null`,
  `create index token_family_app_id_index on auth.token_family (app_id) where ended_at is null`,
  ...['app', 'app_artifact', 'token_family'].flatMap((table) => [
    `alter table auth.${table} enable row level security`,
    `alter table auth.${table} force row level security`,
    `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
  ]),
];

/** Also while the tenant lets tokens live for a shorter time than it did. */
export const livingFamily = (family: string): string => `
  ${family}.ended_at is null and clock_timestamp() < ${family}.ends_at
  and exists (select from auth.tenant_authority a where a.tenant_id = ${family}.tenant_id
               and clock_timestamp() < ${family}.began_at + a.token_days * interval '1 day')`;

/** Of what was kept of access tokens, by family or by app. */
export const ownTokens = (artifact: string): string => `
  t.digest in (select ${artifact}.digest from auth.app_artifact ${artifact}
                where ${artifact}.kind in ('AccessToken', 'ClientCredentials') and `;

export const familyRooms: readonly string[] = [
  ...room({
    signature: 'app_artifact_lives(kept auth.app_artifact)',
    returns: 'boolean',
    volatility: 'stable',
    body: `
    begin
      if kept.family is not null and not exists (
        select from auth.token_family f where f.digest = kept.family and ${livingFamily('f')})
      then
        return false;
      end if;
      return kept.kind not in ('AccessToken', 'ClientCredentials') or exists (
        select from auth.api_token t
         where encode(t.digest, 'hex') collate "C" = encode(kept.digest, 'hex') and t.revoked_at is null
           and clock_timestamp() < t.expires_at);
    end`,
  }),

  ...room({
    signature: 'end_families_of_maker(tenant uuid, person uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      update auth.token_family f set ended_at = ${moment}
       where f.tenant_id = tenant and f.user_id = person and f.ended_at is null;
    end`,
  }),
];

/** Whatever ends an integration, or a member, ends what rests on it, in the same transaction. */
export const familyTriggers: readonly string[] = [
  // However it ends, nothing is left to present. Access tokens are rows of their own, and soon over.
  ...reaction({
    name: 'family_ended',
    body: `
    begin
      delete from auth.app_artifact a where a.family = new.digest and a.kind <> 'AccessToken';
      return null;
    end`,
  }),
  `create trigger artifacts_go after update of ended_at on auth.token_family for each row
     when (old.ended_at is null and new.ended_at is not null) execute function auth.family_ended()`,
  ...reaction({
    name: 'integration_ended',
    body: `
    begin
      update auth.token_family f set ended_at = new.deactivated_at
       where f.tenant_id = new.tenant_id and f.integration_id = new.id and f.ended_at is null;
      return null;
    end`,
  }),
  `create trigger families_end after update of deactivated_at on auth.integration for each row
     when (old.deactivated_at is null and new.deactivated_at is not null) execute function auth.integration_ended()`,
  ...reaction({
    name: 'consenter_left',
    body: `
    begin
      perform auth.end_families_of_maker(old.tenant_id, old.user_id);
      return null;
    end`,
  }),
  `create trigger families_end after update of ended_at on auth.membership for each row
     when (old.ended_at is null and new.ended_at is not null) execute function auth.consenter_left()`,
  `create trigger families_end_with_it after delete on auth.membership for each row execute function auth.consenter_left()`,
  ...reaction({
    name: 'consenter_closed',
    body: `
    begin
      update auth.token_family f set ended_at = ${moment} where f.user_id = new.id and f.ended_at is null;
      return null;
    end`,
  }),
  `create trigger families_end after update of deactivated_at on auth.user_account for each row
     when (old.deactivated_at is null and new.deactivated_at is not null) execute function auth.consenter_closed()`,
];

export const familyEnds: readonly string[] = [
  ...room({
    signature: 'end_family_rows(key bytea)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      update auth.token_family f set ended_at = ${moment} where f.digest = key and f.ended_at is null;
      update auth.api_token t set revoked_at = ${moment}, revoked_how = 'REVOKED'
       where ${ownTokens('k')} k.family = key) and t.revoked_at is null;
    end`,
  }),

  // By whoever shows the id of a family, which is in sealed boxes only. Asked again it tells the first end.
  ...door({
    signature: 'end_token_family(key bytea)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      ended timestamptz;
    begin
      perform auth.lock_tenant(f.tenant_id) from auth.token_family f where f.digest = key and f.ended_at is null;
      perform auth.end_family_rows(key);
      return (select f.ended_at from auth.token_family f where f.digest = key);
    end`,
  }),

  // Authorities that an end has to wait for.
  ...door({
    signature: 'family_token_ids(key bytea)',
    returns: 'table (id uuid)',
    volatility: 'stable',
    body: `
    begin
      return query select t.id from auth.api_token t where ${ownTokens('k')} k.family = key) and clock_timestamp() < t.expires_at;
    end`,
  }),

  // Of an access token itself, by whoever presents it.
  ...door({
    signature: 'end_access_token(key bytea)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      token auth.api_token;
    begin
      select t.* into token from auth.api_token t
       where encode(t.digest, 'hex') collate "C" = encode(key, 'hex') and t.kind = 'ACCESS';
      if token.id is null then
        return null;
      end if;
      perform auth.lock_tenant(token.tenant_id);
      return auth.end_token(token.tenant_id, token.id, 'REVOKED', null);
    end`,
  }),
  ...door({
    signature: 'access_token_id(key bytea)',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    begin
      return (select t.id from auth.api_token t
               where encode(t.digest, 'hex') collate "C" = encode(key, 'hex') and t.kind = 'ACCESS');
    end`,
  }),
];
