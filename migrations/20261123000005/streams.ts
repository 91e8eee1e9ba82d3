import { door, reaction } from '../20261123000002/functions.js';

/**
 * A place in a log: the transaction that wrote, and the entry's id. Ids alone are drawn before their transactions commit, so a late commit
 * would slip in behind a reader who had passed it; but no transaction below the snapshot's oldest running one can still commit.
 */
export const streamColumns: readonly string[] = [
  `alter table public.change_entry add column xid xid8 not null default pg_current_xact_id()`,
  `create index "change_entry_tenant_id_subject_xid_id_index" on public.change_entry (tenant_id, subject, xid, id)`,
  `alter table public.access_entry add column xid xid8 not null default pg_current_xact_id()`,
  `create index "access_entry_tenant_id_xid_id_index" on public.access_entry (tenant_id, xid, id)`,

  // What the functions see of the logs, to tell that something happened; what it was is read under row level security.
  ...['change_entry', 'access_entry'].flatMap((table) => [
    `create policy streams_see on public.${table} for select to sluice_auth using (true)`,
    `grant select on public.${table} to sluice_auth`,
  ]),
];

/** A grant is followed by its last change: whoever comes late learns how it stands now, once. */
export const grantPlaces: readonly string[] = [
  `alter table auth.support_grant add column xid xid8 not null default pg_current_xact_id()`,
  `create index support_grant_tenant_id_xid_id_index on auth.support_grant (tenant_id, xid, id)`,
  `create index support_grant_xid_id_index on auth.support_grant (xid, id)`,
  ...reaction({
    name: 'stamp_xid',
    body: `
    begin
      new.xid := pg_current_xact_id();
      return new;
    end`,
  }),
  `create trigger stamp_xid before update on auth.support_grant
     for each row when (old is distinct from new) execute function auth.stamp_xid()`,
];

const page = (table: string, where: string, record: string, kind: string): string => `
  return query
    select e.xid::text, e.id, ${record}, ${kind}
      from ${table} e
     where ${where} and (e.xid, e.id) > (after_xid::xid8, after_id) and e.xid < horizon
     order by e.xid, e.id
     limit most`;

export const streams: readonly string[] = [
  // First the horizon, which is how far this snapshot is complete; then what happened between the given place and there. No row at all:
  // the presented credential may not follow this stream, or it does not lead to where the reader thinks it is.
  ...door({
    signature: 'stream_events(stream text, place uuid, after_xid text, after_id uuid, most int)',
    returns: 'table (event_xid text, event_id uuid, record_id uuid, kind text)',
    volatility: 'stable',
    body: `
    declare
      horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
      reached uuid;
      staff_member uuid;
    begin
      if stream = 'Contact' then
        reached := auth.tenant_id();
      else
        reached := auth.gdpr_tenant_id();
      end if;
      if reached is null and stream = 'SupportGrant' then
        select u.id into staff_member from auth.user_account u
         where u.id = auth.user_id() and u.staff = 'SUPPORT' and u.confidentiality_accepted_at is not null;
      end if;
      if place is null or coalesce(reached, staff_member) is distinct from place then
        return;
      end if;
      event_xid := horizon::text;
      return next;
      if after_xid is null then
        return;
      end if;
      if stream = 'Contact' then
        ${page('public.change_entry', `e.tenant_id = reached and e.subject = 'Contact'`, 'e.record_id', 'e.action')};
      elsif stream = 'AccessEntry' then
        ${page('public.access_entry', 'e.tenant_id = reached', 'e.id', `'CREATE'::text`)};
      elsif staff_member is null then
        ${page('auth.support_grant', 'e.tenant_id = reached', 'e.id', `'UPDATE'::text`)};
      else
        ${page('auth.support_grant', '(e.staff_id is null or e.staff_id = staff_member)', 'e.id', `'UPDATE'::text`)};
      end if;
    end`,
  }),
];
