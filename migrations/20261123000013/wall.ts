import { door } from '../20261123000002/functions.js';
import { livingGrant } from '../20261123000002/reach.js';
import { agreed } from '../20261123000011/in-force.js';

export const livingInstruction = (instruction: string): string =>
  `${instruction}.status = 'CONFIRMED' and clock_timestamp() < ${instruction}.expires_at`;

/** The actions that each kind covers. */
const COVERED = `case i.kind
  when 'CORRECTION' then array['UPDATE']
  when 'ADDITION' then array['CREATE']
  when 'IMPORT' then array['CREATE', 'UPDATE']
  when 'ERASURE' then array['DELETE', 'ERASE']
  when 'EXPORT' then array['EXPORT']
end`;

/**
 * What staff write rests on three things at once: a living grant that says READ_WRITE, a confirmed instruction with a category in common
 * that covers the kind of record and what is done to it, and the tenant's agreement. The transaction names the instruction in
 * `sluice.instruction`; a name narrows, and opens nothing to whom consent opens nothing.
 */
export const instructedReach: readonly string[] = [
  // Subject and actions null: whatever they are, as for locking a row that something will point to.
  ...door({
    signature: 'instructed_tenant_id(wanted_subject text, wanted_actions text[])',
    returns: 'uuid',
    volatility: 'stable',
    body: `
    declare
      named text := current_setting('sluice.instruction', true);
      who auth.actor;
      reached uuid;
    begin
      if coalesce(named, '') = '' then
        return null;
      end if;
      who := auth.current_actor();
      if who.staff is distinct from 'SUPPORT' or who.tenant_id is null
        or (who.stepped_up_until > clock_timestamp()) is not true
      then
        return null;
      end if;
      select i.tenant_id into reached
        from auth.instruction i
        join auth.tenant_authority a on a.tenant_id = i.tenant_id and ${agreed('a')}
       where i.tenant_id = who.tenant_id and i.id::text = named and ${livingInstruction('i')}
         and (wanted_subject is null or wanted_subject = any (i.subjects))
         and (wanted_actions is null or wanted_actions && ${COVERED})
         and exists (
           select from auth.support_grant g
            where g.tenant_id = i.tenant_id and (g.staff_id is null or g.staff_id = who.user_id)
              and ${livingGrant('g')} and g.access = 'READ_WRITE' and g.categories && i.categories);
      return reached;
    end`,
  }),

  // What the law is told of the instruction that a write names; nothing where it is not in force, or another tenant's.
  ...door({
    signature: 'instruction_in_force(named uuid)',
    returns: 'jsonb',
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
      found_instruction jsonb;
    begin
      if who.staff is distinct from 'SUPPORT' then
        return null;
      end if;
      select jsonb_build_object('id', i.id, 'kind', i.kind, 'subjects', i.subjects, 'categories', i.categories)
        into found_instruction
        from auth.instruction i
       where i.tenant_id = who.tenant_id and i.id = named and ${livingInstruction('i')};
      return found_instruction;
    end`,
  }),
];

const may = (subject: string, ...actions: readonly string[]): string =>
  `(select auth.instructed_tenant_id('${subject}', '{${actions.join()}}'))`;
const ANY = `(select auth.instructed_tenant_id(null, null))`;
const ofOwner = (contact: string, company: string): string =>
  `tenant_id = case when contact_id is not null then ${contact} else ${company} end`;
const VALUE = ofOwner(may('Contact', 'CREATE', 'UPDATE'), may('Company', 'CREATE', 'UPDATE'));

/** Beside the policies of members and externals: what those let through, these don't look at. */
export const instructedPolicies: readonly string[] = [
  ...Object.entries({ Contact: 'contact', Company: 'company', Invoice: 'invoice' }).flatMap(([subject, table]) => [
    `create policy staff_creates on public.${table} for insert to sluice_api
       with check (tenant_id = ${may(subject, 'CREATE')})`,
    // Rows are locked by whoever deletes them or points to them; none is changed but under an instruction for that.
    `create policy staff_changes on public.${table} for update to sluice_api
       using (tenant_id = ${ANY}) with check (tenant_id = ${may(subject, 'UPDATE')})`,
    `create policy staff_removes on public.${table} for delete to sluice_api using (tenant_id = ${may(subject, 'DELETE')})`,
  ]),
  `create policy staff_creates on public.custom_value for insert to sluice_api with check (${VALUE})`,
  `create policy staff_changes on public.custom_value for update to sluice_api using (${VALUE}) with check (${VALUE})`,
  `create policy staff_removes on public.custom_value for delete to sluice_api using (${VALUE})`,

  // An entry names no instruction but that of its transaction.
  `drop policy api_appends on public.change_entry`,
  `create policy api_appends on public.change_entry for insert to sluice_api
     with check ((tenant_id = (select auth.writable_tenant_id()) and instruction is null
                  or tenant_id = (select auth.support_tenant_id())
                     and instruction::text is not distinct from nullif(current_setting('sluice.instruction', true), ''))
                 and actor_id = (select auth.user_id()))`,
];
