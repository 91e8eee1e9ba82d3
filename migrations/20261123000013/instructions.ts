import { door, room } from '../20261123000002/functions.js';

const moment = `date_trunc('milliseconds', clock_timestamp())`;

const forms: readonly string[] = [
  ...room({
    signature: 'proper_subjects(wanted text[])',
    returns: 'text[]',
    volatility: 'volatile',
    body: `
    declare
      proper text[];
    begin
      select array_agg(distinct s.name order by s.name) into proper from unnest(wanted) as s (name);
      if proper is null or not coalesce(proper <@ array['Contact', 'Company', 'Invoice'], false)
        or array_position(proper, null) is not null
      then
        perform auth.refuse('BAD_USER_INPUT', 'Name at least one of the subjects Contact, Company and Invoice.');
      end if;
      return proper;
    end`,
  }),

  ...room({
    signature: 'proper_instruction_end(wanted timestamptz)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      ends timestamptz := date_trunc('milliseconds', coalesce(wanted, clock_timestamp() + interval '7 days'));
    begin
      if ends <= clock_timestamp() or ends > clock_timestamp() + interval '90 days' then
        perform auth.refuse('BAD_USER_INPUT', 'An instruction ends in the future, at most 90 days ahead.');
      end if;
      return ends;
    end`,
  }),

  ...room({
    signature: 'demand_proper_instruction(tenant uuid, wanted_kind text, wanted_description text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      if wanted_kind is null or wanted_kind not in ('CORRECTION', 'ADDITION', 'IMPORT', 'ERASURE', 'EXPORT') then
        perform auth.refuse('BAD_USER_INPUT', 'An instruction is a CORRECTION, ADDITION, IMPORT, ERASURE or EXPORT.');
      end if;
      if coalesce(btrim(wanted_description), '') = '' or length(wanted_description) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'Say what is to be done, in at most 1000 characters.');
      end if;
      if (select count(*) from auth.instruction i
           where i.tenant_id = tenant and i.status in ('RECORDED', 'CONFIRMED') and i.expires_at > clock_timestamp()) >= 200
      then
        perform auth.refuse('CONFLICT', 'The tenant has 200 open instructions: withdraw or reject some of them first.');
      end if;
    end`,
  }),

  // The tenant's own, in whatever state, locked. The caller holds the tenant's lock.
  ...room({
    signature: 'own_instruction(tenant uuid, wanted uuid)',
    returns: 'auth.instruction',
    volatility: 'volatile',
    body: `
    declare
      own auth.instruction;
    begin
      select i.* into own from auth.instruction i where i.tenant_id = tenant and i.id = wanted for no key update;
      if own.id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      return own;
    end`,
  }),

  ...room({
    signature: 'recorded_instruction(tenant uuid, wanted uuid)',
    returns: 'auth.instruction',
    volatility: 'volatile',
    body: `
    declare
      own auth.instruction := auth.own_instruction(tenant, wanted);
    begin
      if own.status <> 'RECORDED' then
        perform auth.refuse('CONFLICT', 'This instruction has been answered already.');
      elsif own.expires_at <= clock_timestamp() then
        perform auth.refuse('CONFLICT', 'This instruction has lapsed: its time was over before anybody answered.');
      end if;
      return own;
    end`,
  }),
];

/** The changes of an instruction: issued, recorded, confirmed, rejected, withdrawn. */
export const instructions: readonly string[] = [
  ...forms,

  ...door({
    signature:
      'issue_instruction(new_id uuid, wanted_kind text, wanted_subjects text[], wanted_categories text[], wanted_description text, wanted_end timestamptz)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
    begin
      perform auth.demand_proper_instruction(who.tenant_id, wanted_kind, wanted_description);
      insert into auth.instruction
        (tenant_id, id, status, kind, subjects, categories, description, created_by, created_at, expires_at, decided_by, decided_at)
      values
        (who.tenant_id, new_id, 'CONFIRMED', wanted_kind, auth.proper_subjects(wanted_subjects),
         auth.proper_categories(wanted_categories), wanted_description, who.user_id, ${moment},
         auth.proper_instruction_end(wanted_end), who.user_id, ${moment})
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
    end`,
  }),

  ...door({
    signature:
      'record_instruction(new_id uuid, wanted_kind text, wanted_subjects text[], wanted_categories text[], wanted_description text, wanted_end timestamptz, wanted_message text, wanted_sender text, wanted_hash text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.demand_support();
      who auth.actor := auth.current_actor();
    begin
      if who.tenant_id is null then
        perform auth.refuse('NOT_FOUND', 'There is no such record.');
      end if;
      perform auth.lock_tenant(who.tenant_id);
      me := auth.demand_support();
      perform auth.demand_proper_instruction(who.tenant_id, wanted_kind, wanted_description);
      if coalesce(btrim(wanted_message), '') = '' or length(wanted_message) > 500
        or not coalesce(length(wanted_sender) between 3 and 320, false) or not coalesce(wanted_hash ~ '^[0-9a-f]{64}$', false)
      then
        perform auth.refuse('BAD_USER_INPUT', 'Give the Message-ID of the e-mail, its sender, and the SHA-256 of its text in hexadecimal.');
      end if;
      insert into auth.instruction
        (tenant_id, id, status, kind, subjects, categories, description, message_id, sender, text_hash, created_by, created_at,
         expires_at)
      values
        (who.tenant_id, new_id, 'RECORDED', wanted_kind, auth.proper_subjects(wanted_subjects),
         auth.proper_categories(wanted_categories), wanted_description, wanted_message, wanted_sender, wanted_hash, me,
         ${moment}, auth.proper_instruction_end(wanted_end))
      on conflict do nothing;
      if not found then
        perform auth.refuse('CONFLICT', 'A record with this id exists already.');
      end if;
    end`,
  }),

  ...door({
    signature: 'confirm_instruction(wanted uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      own auth.instruction := auth.recorded_instruction(who.tenant_id, wanted);
    begin
      update auth.instruction i set status = 'CONFIRMED', decided_by = who.user_id, decided_at = ${moment}
       where i.tenant_id = own.tenant_id and i.id = own.id;
    end`,
  }),

  ...door({
    signature: 'reject_instruction(wanted uuid, wanted_reason text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      own auth.instruction := auth.recorded_instruction(who.tenant_id, wanted);
    begin
      if length(wanted_reason) > 1000 then
        perform auth.refuse('BAD_USER_INPUT', 'A reason has at most 1000 characters.');
      end if;
      update auth.instruction i
         set status = 'REJECTED', decided_by = who.user_id, decided_at = ${moment}, reject_reason = wanted_reason
       where i.tenant_id = own.tenant_id and i.id = own.id;
    end`,
  }),

  // The lock has waited for every write that rests on it: those have committed, and whoever comes now finds it withdrawn. Again: as it was.
  ...door({
    signature: 'withdraw_instruction(wanted uuid)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      own auth.instruction := auth.own_instruction(who.tenant_id, wanted);
    begin
      if own.status in ('RECORDED', 'REJECTED') then
        perform auth.refuse('CONFLICT', 'This instruction was never confirmed, so there is nothing to withdraw.');
      elsif own.status = 'CONFIRMED' and own.expires_at > clock_timestamp() then
        update auth.instruction i set status = 'WITHDRAWN', withdrawn_by = who.user_id, withdrawn_at = ${moment}
         where i.tenant_id = own.tenant_id and i.id = own.id;
      end if;
    end`,
  }),

  // To both sides: it is what one said to the other.
  ...door({
    signature: 'visible_instructions()',
    returns: `table (
    id uuid, tenant_id uuid, status text, kind text, subjects text[], categories text[], description text, source text,
    message_id text, sender text, text_hash text, created_by uuid, created_at timestamptz, decided_by uuid,
    decided_at timestamptz, reject_reason text, expires_at timestamptz, withdrawn_by uuid, withdrawn_at timestamptz)`,
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      if not coalesce(who.role in ('OWNER', 'ADMIN') or who.staff = 'SUPPORT', false) then
        return;
      end if;
      return query
        select i.id, i.tenant_id,
               case
                 when i.status = 'RECORDED' and i.expires_at <= clock_timestamp() then 'LAPSED'
                 when i.status = 'CONFIRMED' and i.expires_at <= clock_timestamp() then 'EXPIRED'
                 else i.status
               end,
               i.kind, i.subjects, i.categories, i.description,
               case when i.message_id is null then 'PRODUCT' else 'EMAIL' end,
               i.message_id, i.sender, i.text_hash, i.created_by, i.created_at::timestamptz, i.decided_by,
               i.decided_at::timestamptz, i.reject_reason, i.expires_at::timestamptz, i.withdrawn_by,
               i.withdrawn_at::timestamptz
          from auth.instruction i
         where i.tenant_id = who.tenant_id;
    end`,
  }),
];
