import { reaction } from '../20261123000002/functions.js';

/**
 * Each change of an authority, an instruction or a membership is told in the tenant's log, in the transaction that makes it and by the row
 * that it changes: so no function that will ever change one can forget to.
 */
export const eventNames: readonly string[] = [
  // By the name of that moment: whoever is gone since can't be looked up any more.
  `alter table public.security_event
     add column user_name text null check (length(user_name) <= 200),
     add column by_name text null check (length(by_name) <= 200)`,
];

export const eventNameTriggers: readonly string[] = [
  `create trigger named before insert on public.security_event for each row execute function auth.event_named()`,
];

export const told: readonly string[] = [
  ...reaction({
    name: 'event_named',
    body: `
    begin
      new.user_name := (select left(u.name, 200) from auth.user_account u where u.id = new.user_id);
      new.by_name := (select left(u.name, 200) from auth.user_account u where u.id = new.by_id);
      return new;
    end`,
  }),

  ...reaction({
    name: 'grant_told',
    body: `
    declare
      what text;
    begin
      if tg_op = 'INSERT' then
        what := case
          when new.status = 'ACTIVE' then 'SUPPORT_GRANTED'
          when new.extends_id is not null then 'SUPPORT_EXTENSION_REQUESTED'
          else 'SUPPORT_REQUESTED'
        end;
      elsif new.status is distinct from old.status then
        what := case new.status
          when 'ACTIVE' then 'SUPPORT_APPROVED'
          when 'DENIED' then 'SUPPORT_DENIED'
          when 'REVOKED' then 'SUPPORT_REVOKED'
          when 'RETURNED' then 'SUPPORT_RETURNED'
        end;
      end if;
      if what is not null then
        perform auth.record_tenant_event(what, new.tenant_id, 'gra_' || new.id);
      end if;
      return null;
    end`,
  }),
  ...reaction({
    name: 'question_told',
    body: `
    begin
      if tg_op = 'INSERT' then
        perform auth.record_tenant_event('SUPPORT_QUESTION_ASKED', new.tenant_id, 'gra_' || new.grant_id || ' qst_' || new.id);
      elsif new.answered_at is not null and old.answered_at is null then
        perform auth.record_tenant_event('SUPPORT_QUESTION_ANSWERED', new.tenant_id, 'gra_' || new.grant_id || ' qst_' || new.id);
      end if;
      return null;
    end`,
  }),
  ...reaction({
    name: 'instruction_told',
    body: `
    declare
      what text;
    begin
      if tg_op = 'INSERT' then
        what := case when new.message_id is null then 'INSTRUCTION_ISSUED' else 'INSTRUCTION_RECORDED' end;
      elsif new.status is distinct from old.status and new.status in ('CONFIRMED', 'REJECTED', 'WITHDRAWN') then
        what := 'INSTRUCTION_' || new.status;
      end if;
      if what is not null then
        perform auth.record_tenant_event(what, new.tenant_id, 'ins_' || new.id);
      end if;
      return null;
    end`,
  }),

  // Beside the event of the role, which says since when it is another one: this says what was done.
  ...reaction({
    name: 'membership_told',
    body: `
    declare
      what text := case
        when new.deactivated_at is not null and old.deactivated_at is null then 'MEMBER_DEACTIVATED'
        when new.ended_at is null and old.deactivated_at is not null then 'MEMBER_REACTIVATED'
        when new.ended_at is not null and new.deactivated_at is null and (old.ended_at is null or old.deactivated_at is not null)
          then case when auth.user_id() = new.user_id then 'MEMBER_LEFT' else 'MEMBER_REMOVED' end
      end;
    begin
      if what is not null then
        perform auth.record_tenant_event(what, new.tenant_id, 'mem_' || new.id);
      end if;
      return null;
    end`,
  }),

  // What is the person's alone is told where it suspends consents that name the person, and where it lets them live again.
  ...reaction({
    name: 'commitment_told',
    body: `
    begin
      perform auth.record_tenant_event(
                case when new.confidentiality_accepted_at is null then 'SUPPORT_SUSPENDED' else 'SUPPORT_RESUMED' end,
                g.tenant_id, 'gra_' || g.id)
         from auth.support_grant g
        where g.staff_id = new.id and g.status = 'ACTIVE' and clock_timestamp() < g.expires_at;
      return null;
    end`,
  }),

  // How everybody of the tenant signs in is the tenant's to say, too.
  ...reaction({
    name: 'demand_told',
    body: `
    begin
      perform auth.record_tenant_event(
        case when new.second_factor_required then 'SECOND_FACTOR_DEMANDED' else 'SECOND_FACTOR_NOT_DEMANDED' end,
        new.tenant_id, null);
      return null;
    end`,
  }),
];

export const toldTriggers: readonly string[] = [
  `create trigger told after insert or update on auth.support_grant for each row execute function auth.grant_told()`,
  `create trigger told after insert or update on auth.support_question for each row execute function auth.question_told()`,
  `create trigger told after insert or update on auth.instruction for each row execute function auth.instruction_told()`,
  // Before membership_changed, by the alphabet: that may end the session of whoever left, and then nobody has done it.
  `create trigger member_told after update of ended_at, deactivated_at on auth.membership
     for each row execute function auth.membership_told()`,
  `create trigger told after update of confidentiality_accepted_at on auth.user_account for each row
     when ((old.confidentiality_accepted_at is null) <> (new.confidentiality_accepted_at is null))
     execute function auth.commitment_told()`,
  `create trigger told after update of second_factor_required on auth.tenant_authority for each row
     when (old.second_factor_required <> new.second_factor_required) execute function auth.demand_told()`,
];
