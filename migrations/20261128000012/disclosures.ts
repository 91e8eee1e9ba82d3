import { door, reaction, replacing } from '../20261123000002/functions.js';
import { lockedManager, moment } from '../20261128000010/rules.js';

/**
 * What left the tenant for third parties. Of what programs read it follows from the access log: each entry leaves a note in the transaction
 * that writes it, and the notes are added up afterwards, by day and recipient, out of the readers' way. Until they are, they count as well:
 * so the register never lacks what the log has. Whatever else was given away is recorded by hand.
 */
export const disclosureTables: readonly string[] = [
  `create table auth.disclosure (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null,
    recipient_id uuid null,
    day date null,
    recipient text not null check (length(recipient) between 1 and 200),
    program text null check (length(program) <= 100),
    ground text not null check (ground in ('INSTRUCTION', 'CONSENT', 'LEGAL_DUTY', 'NECESSITY')),
    categories text[] not null,
    subjects text[] not null default '{}',
    began_at timestamptz(3) not null,
    ended_at timestamptz(3) not null,
    reads bigint null,
    records bigint null check (records >= 0),
    note text null check (length(note) <= 1000),
    recorded_by uuid null references auth.user_account (id),
    recorded_at timestamptz(3) null,
    primary key (tenant_id, id),
    unique (tenant_id, recipient_id, day, ground),
    check ((recipient_id is null) = (recorded_by is not null)),
    check (began_at <= ended_at)
  )`,
  `create table auth.disclosure_note (
    tenant_id uuid not null references public.tenant (id),
    entry_id uuid not null,
    recipient_id uuid not null,
    primary key (tenant_id, entry_id)
  )`,
  ...['disclosure', 'disclosure_note'].flatMap((table) => [
    `alter table auth.${table} enable row level security`,
    `alter table auth.${table} force row level security`,
    `create policy functions_only on auth.${table} to sluice_auth using (true) with check (true)`,
  ]),
];

/** What was shown of records, and not only counted, added up by recipient, day and ground: `notes` has tenant_id, entry_id and recipient_id. */
const addedUp = (notes: string): string => `
  select e.tenant_id, n.recipient_id, (e.at at time zone 'UTC')::date as day,
         coalesce(i.third_party, k.name) as recipient, i.name as program, coalesce(i.ground, 'INSTRUCTION') as ground,
         array_remove(array_agg(distinct c.name), null) as categories, array_agg(distinct d.subject) as subjects,
         min(e.at) as began_at, max(e.at) as ended_at, count(distinct e.id) as reads,
         coalesce(sum(d.count) filter (where coalesce(c.place, 1) = 1 and d.fields <> '["totalCount"]'), 0)::bigint as records
    from ${notes} n
    join public.access_entry e on e.tenant_id = n.tenant_id and e.id = n.entry_id
   cross join lateral jsonb_to_recordset(e.disclosed) as d (subject text, fields jsonb, count bigint, categories jsonb)
    left join lateral jsonb_array_elements_text(coalesce(d.categories, '[]')) with ordinality as c (name, place) on true
    left join auth.integration i on i.tenant_id = n.tenant_id and i.id = n.recipient_id
    left join auth.api_token k on k.tenant_id = n.tenant_id and k.id = n.recipient_id
   group by e.tenant_id, n.recipient_id, (e.at at time zone 'UTC')::date, i.id, i.third_party, i.name, i.ground, k.name`;

/** The same for the same recipient, day and ground, and in the order of days. */
const ID = (row: string): string => `
  encode(overlay(decode(md5(${row}.tenant_id::text || ${row}.recipient_id || ${row}.ground || ${row}.day), 'hex')
    placing substring(int8send((extract(epoch from ${row}.day) * 1000)::bigint) from 3) from 1 for 6), 'hex')::uuid`;

const union = (mine: string, added: string): string =>
  `(select array_agg(distinct w.word order by w.word) from unnest(${mine} || ${added}) as w (word))`;

export const disclosures: readonly string[] = [
  ...replacing(
    reaction({
      name: 'access_entry_appended',
      body: `
      declare
        whose uuid;
        integration uuid;
      begin
        insert into public.access_entry_facet (tenant_id, facet, entry_id)
          select new.tenant_id, f.facet, new.id from (
            select 'subject:' || (d.shown->>'subject') as facet
              from jsonb_array_elements(new.disclosed) as d(shown) where d.shown->>'subject' is not null
            union
            select 'category:' || c.name
              from jsonb_array_elements(new.disclosed) as d(shown)
             cross join jsonb_array_elements_text(coalesce(d.shown->'categories', '[]')) as c(name)) f;
        if new.authority_kind = 'API_TOKEN' then
          select t.integration_id into integration from auth.api_token t where t.tenant_id = new.tenant_id and t.id = new.authority;
          whose := coalesce(integration, new.authority);
          insert into public.access_entry_facet (tenant_id, facet, entry_id)
            values (new.tenant_id, 'recipient:' || case when integration is null then 'tok_' else 'int_' end || whose, new.id);
          if jsonb_array_length(new.disclosed) > 0 then
            insert into auth.disclosure_note (tenant_id, entry_id, recipient_id) values (new.tenant_id, new.id, whose);
          end if;
        end if;
        return null;
      end`,
    }),
  ),

  // Adds up at most so many notes; how many there were. A node that dies leaves them as they are.
  ...door({
    signature: 'add_up_disclosures(most int)',
    returns: 'int',
    volatility: 'volatile',
    body: `
    declare
      done int;
    begin
      with taken as (
        delete from auth.disclosure_note n
         where (n.tenant_id, n.entry_id) in (
           select o.tenant_id, o.entry_id from auth.disclosure_note o
            order by o.tenant_id, o.entry_id limit least(most, 10000) for update skip locked)
        returning n.*
      ), sums as (${addedUp('taken')}), kept as (
        insert into auth.disclosure as d
          (tenant_id, id, recipient_id, day, recipient, program, ground, categories, subjects, began_at, ended_at, reads, records)
        select s.tenant_id, ${ID('s')}, s.recipient_id, s.day, s.recipient, s.program, s.ground, s.categories, s.subjects,
               s.began_at, s.ended_at, s.reads, s.records
          from sums s order by s.tenant_id, s.recipient_id, s.day
        on conflict (tenant_id, recipient_id, day, ground) do update
          set recipient = excluded.recipient, program = excluded.program,
              categories = coalesce(${union('d.categories', 'excluded.categories')}, '{}'),
              subjects = coalesce(${union('d.subjects', 'excluded.subjects')}, '{}'),
              began_at = least(d.began_at, excluded.began_at), ended_at = greatest(d.ended_at, excluded.ended_at),
              reads = d.reads + excluded.reads, records = d.records + excluded.records
      )
      select count(*) into done from taken;
      return done;
    end`,
  }),

  ...door({
    signature:
      'record_disclosure(new_id uuid, wanted_recipient text, wanted_ground text, wanted_categories text[], began timestamptz, ended timestamptz, wanted_records bigint, wanted_note text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := ${lockedManager};
      until timestamptz := coalesce(ended, began);
    begin
      if coalesce(length(btrim(wanted_recipient)) between 1 and 200, false) is not true then
        perform auth.refuse('BAD_USER_INPUT', 'Name the recipient, in at most 200 characters.');
      elsif coalesce(wanted_ground in ('INSTRUCTION', 'CONSENT', 'LEGAL_DUTY', 'NECESSITY'), false) is not true then
        perform auth.refuse('BAD_USER_INPUT', 'The ground is INSTRUCTION, CONSENT, LEGAL_DUTY or NECESSITY.');
      elsif began is null or until < began or until > clock_timestamp() + interval '1 minute' then
        perform auth.refuse('BAD_USER_INPUT', 'A disclosure is recorded once it was made: it begins before it ends, and both are past.');
      elsif wanted_records < 0 or wanted_records > 1000000000 then
        perform auth.refuse('BAD_USER_INPUT', 'The number of records is between 0 and 1000000000.');
      elsif length(wanted_note) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'A note has at most 1000 characters.');
      end if;
      insert into auth.disclosure
        (tenant_id, id, recipient, ground, categories, began_at, ended_at, records, note, recorded_by, recorded_at)
      values
        (who.tenant_id, new_id, btrim(wanted_recipient), wanted_ground, auth.proper_categories(wanted_categories), began, until,
         wanted_records, wanted_note, who.user_id, ${moment})
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
    end`,
  }),

  ...door({
    signature: 'visible_disclosures()',
    returns: `table (
      id uuid, tenant_id uuid, source text, recipient text, program text, integration_id uuid, ground text, categories text[], subjects text[],
      began_at timestamptz, ended_at timestamptz, counts jsonb, note text, recorded_by uuid, recorded_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
    begin
      return query
        with noted as (
          select n.* from auth.disclosure_note n where n.tenant_id = mine
        ), fresh as (${addedUp('noted')})
        select coalesce(d.id, ${ID('f')}), mine, case when coalesce(d.recipient_id, f.recipient_id) is null then 'RECORDED' else 'LOG' end,
               coalesce(f.recipient, d.recipient), coalesce(f.program, d.program), i.id, coalesce(d.ground, f.ground),
               coalesce(${union(`coalesce(d.categories, '{}')`, `coalesce(f.categories, '{}')`)}, '{}'),
               coalesce(${union(`coalesce(d.subjects, '{}')`, `coalesce(f.subjects, '{}')`)}, '{}'),
               least(d.began_at, f.began_at)::timestamptz, greatest(d.ended_at, f.ended_at)::timestamptz,
               jsonb_build_object(
                 'reads', case when d.reads is not null or f.reads is not null then coalesce(d.reads, 0) + coalesce(f.reads, 0) end,
                 'records', case when d.records is not null or f.records is not null then coalesce(d.records, 0) + coalesce(f.records, 0) end),
               d.note, d.recorded_by, d.recorded_at::timestamptz
          from (select o.* from auth.disclosure o where o.tenant_id = mine) d
          full join fresh f on f.recipient_id = d.recipient_id and f.day = d.day and f.ground = d.ground
          left join auth.integration i on i.tenant_id = mine and i.id = coalesce(d.recipient_id, f.recipient_id);
    end`,
  }),

  // For a file: words as one text, the oldest first.
  ...door({
    signature: 'disclosure_lines(not_over_before timestamptz, begun_before timestamptz, most int)',
    returns: `table (
      id uuid, source text, recipient text, program text, ground text, categories text, subjects text, began_at timestamptz, ended_at timestamptz,
      reads text, records text, note text)`,
    volatility: 'stable',
    body: `
    begin
      return query
        select d.id, d.source, d.recipient, d.program, d.ground, array_to_string(d.categories, ' '), array_to_string(d.subjects, ' '),
               d.began_at, d.ended_at, d.counts->>'reads', d.counts->>'records', d.note
          from auth.visible_disclosures() d
         where coalesce(d.ended_at >= not_over_before, true) and coalesce(d.began_at < begun_before, true)
         order by d.began_at, d.id limit most;
    end`,
  }),

  // Whose membership it is, for who looks after members.
  ...door({
    signature: 'user_of_member(member uuid)',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    begin
      return (select m.user_id from auth.membership m where m.tenant_id = auth.gdpr_tenant_id() and m.id = member);
    end`,
  }),
];
