import { door } from '../20261123000002/functions.js';

/**
 * How often something was tried of late, shared by all nodes. Keys are digests that the API makes under its secret, so the table names
 * neither accounts nor addresses; and the API reaches it through these functions only.
 */
export const throttleTables: readonly string[] = [
  `create table auth.throttle (
    key text primary key check (length(key) between 1 and 160),
    points int not null check (points >= 0),
    expires_at timestamptz(3) not null
  )`,
  `create index throttle_expires_at_index on auth.throttle (expires_at)`,

  // Where an account has signed in from: whoever comes from there is not held up by what strangers try.
  `create table auth.known_address (
    account text not null check (length(account) = 64),
    address text not null check (length(address) = 64),
    seen_at timestamptz(3) not null,
    primary key (account, address)
  )`,
  ...['throttle', 'known_address'].flatMap((table) => [
    `alter table auth.${table} enable row level security`,
    `alter table auth.${table} force row level security`,
    `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
  ]),
];

const KNOWN_FOR = `interval '90 days'`;

export const throttles: readonly string[] = [
  // One row per key, and one statement: tries at the same moment, on whatever nodes, each count. The window is judged by the database's
  // clock and is not prolonged by trying; each call takes a few dead rows along, so that the table stays as large as what is tried. What a
  // crash loses of the last moment is worth less than waiting for a disk at each try.
  ...door({
    signature: 'count_try(place text, tries int, window_ms int, anew boolean)',
    returns: 'table (counted int, remaining_ms int)',
    volatility: 'volatile',
    body: `
    declare
      present timestamptz := clock_timestamp();
      ends timestamptz := present + window_ms * interval '1 millisecond';
    begin
      if not coalesce(window_ms > 0, false) or tries is null or length(place) > 160 then
        perform auth.refuse('BAD_USER_INPUT', 'Tries are counted in a window of time.');
      end if;
      perform set_config('synchronous_commit', 'off', true);
      delete from auth.throttle d
       where d.key in (select t.key from auth.throttle t where t.expires_at < present - interval '1 minute'
                        order by t.expires_at limit 5 for update skip locked);
      return query
        insert into auth.throttle as t values (place, greatest(tries, 0), ends)
        on conflict (key) do update set
          points = case when anew or t.expires_at <= present then excluded.points
                        else least(greatest(t.points + tries, 0), 1000000) end,
          expires_at = case when anew or t.expires_at <= present then ends else t.expires_at end
        returning t.points, greatest(ceil(extract(epoch from t.expires_at - present) * 1000), 0)::int;
    end`,
  }),

  ...door({
    signature: 'tries_of(place text)',
    returns: 'table (counted int, remaining_ms int)',
    volatility: 'stable',
    body: `
    begin
      return query
        select t.points, ceil(extract(epoch from t.expires_at - clock_timestamp()) * 1000)::int
          from auth.throttle t where t.key = place and t.expires_at > clock_timestamp();
    end`,
  }),

  ...door({
    signature: 'forget_tries(place text)',
    returns: 'boolean',
    volatility: 'volatile',
    body: `
    begin
      delete from auth.throttle t where t.key = place;
      return found;
    end`,
  }),

  ...door({
    signature: 'is_known_address(account_key text, address_key text)',
    returns: 'boolean',
    volatility: 'stable',
    body: `
    begin
      return exists (select from auth.known_address k
                      where k.account = account_key and k.address = address_key
                        and k.seen_at > clock_timestamp() - ${KNOWN_FOR});
    end`,
  }),

  // At most twenty for an account, and none for longer than it is used.
  ...door({
    signature: 'know_address(account_key text, address_key text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      insert into auth.known_address as k values (account_key, address_key, clock_timestamp())
        on conflict (account, address) do update set seen_at = excluded.seen_at
        where k.seen_at < excluded.seen_at - interval '1 hour';
      delete from auth.known_address k
       where k.account = account_key
         and (k.seen_at <= clock_timestamp() - ${KNOWN_FOR}
              or k.address in (select o.address from auth.known_address o where o.account = account_key
                                order by o.seen_at desc, o.address offset 20));
    end`,
  }),
];
