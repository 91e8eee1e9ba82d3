import { consentRules } from '../20261123000002/consent.js';
import { door, room } from '../20261123000002/functions.js';
import { grants } from '../20261123000002/grants.js';
import { livingGrant } from '../20261123000002/reach.js';
import { committed, inForceChanges } from '../20261123000011/in-force.js';
import { restated } from '../20261123000011/restated.js';

const moment = `date_trunc('milliseconds', clock_timestamp())`;

/** What is between a request and its answer: questions, and no more than three days. */
export const requestTables: readonly string[] = [
  `create table auth.support_question (
    tenant_id uuid not null,
    id uuid not null unique,
    grant_id uuid not null,
    question text not null check (length(question) between 1 and 1000),
    asked_by uuid not null references auth.user_account (id),
    asked_at timestamptz(3) not null,
    answer text null check (length(answer) between 1 and 1000),
    answered_by uuid null references auth.user_account (id),
    answered_at timestamptz(3) null,
    primary key (tenant_id, id),
    foreign key (tenant_id, grant_id) references auth.support_grant (tenant_id, id) on delete cascade,
    check (num_nonnulls(answer, answered_by, answered_at) in (0, 3))
  )`,
  `create index support_question_tenant_id_grant_id_index on auth.support_question (tenant_id, grant_id)`,
  `alter table auth.support_question enable row level security`,
  `alter table auth.support_question force row level security`,
  `create policy functions_only on auth.support_question to sluice_auth using (true) with check (true)`,

  // What was said last moves the grant's row, and so whoever follows it hears of it.
  `alter table auth.support_grant
     add column extends_id uuid null,
     add column said int not null default 0,
     add foreign key (tenant_id, extends_id) references auth.support_grant (tenant_id, id) on delete set null (extends_id)`,
];

/** Whatever end of access a request asks for, it is answered within three days or not at all. */
const answerable = (request: string): string =>
  `least(${request}.requested_expires_at, ${request}.requested_at + interval '72 hours')`;

const rules: readonly string[] = [
  restated(grants, 'open_request', [
    'asked.requested_expires_at <= clock_timestamp()',
    `${answerable('asked')} <= clock_timestamp()`,
  ]),
  restated(consentRules, 'demand_room_for_grant', [
    'g.requested_expires_at > clock_timestamp()',
    `${answerable('g')} > clock_timestamp()`,
  ]),

  // A no stands for a day: for the ticket that it was about, and for what was to be extended.
  ...room({
    signature: 'demand_not_denied(tenant uuid, wanted_ticket uuid, extended uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      denied timestamptz;
    begin
      select max(g.denied_at) into denied
        from auth.support_grant g
       where g.tenant_id = tenant and g.status = 'DENIED' and g.denied_at > clock_timestamp() - interval '1 day'
         and (g.ticket_id = wanted_ticket or g.extends_id = extended);
      if denied is not null then
        perform auth.refuse('CONFLICT', format('The tenant denied this less than a day ago: ask again after %s.',
          to_char((denied + interval '1 day') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')));
      end if;
    end`,
  }),
  restated(grants, 'request_support_access', [
    'perform auth.demand_room_for_grant(asked);',
    'perform auth.demand_not_denied(asked, wanted_ticket, null);\n      perform auth.demand_room_for_grant(asked);',
  ]),
];

export const requests: readonly string[] = [
  ...rules,

  // A request like any other, for the same as what it extends; that ends when it would have ended.
  ...door({
    signature: 'request_support_extension(new_id uuid, grant_id uuid, wanted_end timestamptz, wanted_reason text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_support();
      given_by uuid;
      old_grant auth.support_grant;
      ends timestamptz := auth.proper_end(wanted_end);
    begin
      select g.tenant_id into given_by
        from auth.support_grant g where g.id = grant_id and (g.staff_id is null or g.staff_id = me);
      if given_by is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.lock_tenant(given_by);
      me := auth.demand_support();
      select g.* into old_grant from auth.support_grant g where g.tenant_id = given_by and g.id = grant_id;
      if not (${livingGrant('old_grant')}) then
        perform auth.refuse('CONFLICT', 'Only access that lives is extended: ask for it anew.');
      elsif ends <= old_grant.expires_at then
        perform auth.refuse('BAD_USER_INPUT', 'An extension ends later than what it extends.');
      elsif coalesce(btrim(wanted_reason), '') = '' then
        perform auth.refuse('BAD_USER_INPUT', 'Give a reason: it is what the tenant decides by.');
      end if;
      perform auth.demand_proper_terms(given_by, old_grant.access, old_grant.purpose, wanted_reason, old_grant.ticket_id);
      perform auth.demand_not_denied(given_by, old_grant.ticket_id, old_grant.id);
      perform auth.demand_room_for_grant(given_by);
      insert into auth.support_grant
        (tenant_id, id, status, access, categories, purpose, reason, ticket_id, staff_id, requested_by, requested_at,
         requested_expires_at, extends_id)
      values
        (given_by, new_id, 'REQUESTED', old_grant.access, old_grant.categories, old_grant.purpose, wanted_reason,
         old_grant.ticket_id, me, me, ${moment}, ends, old_grant.id)
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
    end`,
  }),

  ...door({
    signature: 'ask_about_support_request(new_id uuid, grant_id uuid, wanted_question text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      asked auth.support_grant := auth.open_request(who.tenant_id, grant_id);
    begin
      if coalesce(btrim(wanted_question), '') = '' or length(wanted_question) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'A question or an answer has between 1 and 1000 characters.');
      end if;
      if (select count(*) from auth.support_question q where q.tenant_id = asked.tenant_id and q.grant_id = asked.id) >= 20 then
        perform auth.refuse('CONFLICT', 'This request has 20 questions already: approve or deny it.');
      end if;
      insert into auth.support_question (tenant_id, id, grant_id, question, asked_by, asked_at)
        values (asked.tenant_id, new_id, asked.id, wanted_question, who.user_id, ${moment});
      update auth.support_grant g set said = g.said + 1 where g.tenant_id = asked.tenant_id and g.id = asked.id;
    end`,
  }),

  // By whoever made the request, and once: what the tenant decided by stays as it was. Tells which request.
  ...door({
    signature: 'answer_support_question(question_id uuid, wanted_answer text)',
    returns: 'uuid',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_support();
      asked auth.support_grant;
    begin
      select g.* into asked
        from auth.support_question q
        join auth.support_grant g on g.tenant_id = q.tenant_id and g.id = q.grant_id
       where q.id = question_id and g.requested_by = me;
      if asked.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.lock_tenant(asked.tenant_id);
      me := auth.demand_support();
      asked := auth.open_request(asked.tenant_id, asked.id);
      if coalesce(btrim(wanted_answer), '') = '' or length(wanted_answer) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'A question or an answer has between 1 and 1000 characters.');
      end if;
      update auth.support_question q set answer = wanted_answer, answered_by = me, answered_at = ${moment}
       where q.id = question_id and q.answer is null;
      if not found then
        perform auth.refuse('CONFLICT', 'This question has been answered already.');
      end if;
      update auth.support_grant g set said = g.said + 1 where g.tenant_id = asked.tenant_id and g.id = asked.id;
      return asked.id;
    end`,
  }),

  // To both sides: the tenant's owners and admins, and whoever made the request.
  ...door({
    signature: 'visible_questions()',
    returns: `table (
    id uuid, tenant_id uuid, grant_id uuid, requested_by uuid, question text, asked_by uuid, asked_at timestamptz,
    answer text, answered_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      mine uuid := auth.gdpr_tenant_id();
      me uuid;
    begin
      if mine is null then
        select u.id into me from auth.user_account u
         where u.id = auth.user_id() and u.staff = 'SUPPORT' and ${committed('u')} and u.second_factor;
      end if;
      if mine is null and me is null then
        return;
      end if;
      return query
        select q.id, q.tenant_id, q.grant_id, g.requested_by, q.question, q.asked_by, q.asked_at::timestamptz, q.answer,
               q.answered_at::timestamptz
          from auth.support_question q
          join auth.support_grant g on g.tenant_id = q.tenant_id and g.id = q.grant_id
         where q.tenant_id = mine or g.requested_by = me;
    end`,
  }),

  // With what it extends, so it is another type of row, and made anew.
  `drop function auth.visible_grants()`,
  restated(
    inForceChanges,
    'visible_grants',
    ['revoked_at timestamptz)', 'revoked_at timestamptz, extends_id uuid)'],
    ['g.revoked_at::timestamptz', 'g.revoked_at::timestamptz, g.extends_id'],
    ['g.requested_expires_at <= clock_timestamp()', `${answerable('g')} <= clock_timestamp()`],
  ),
  `revoke all on function auth.visible_grants() from public`,
  `grant execute on function auth.visible_grants() to sluice_api`,
];
