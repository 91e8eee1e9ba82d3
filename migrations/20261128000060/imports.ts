import { door } from '../20261123000002/functions.js';
import { restated } from '../20261123000011/restated.js';
import { instructions } from '../20261123000013/instructions.js';
import { instructedReach, livingInstruction } from '../20261123000013/wall.js';

/**
 * What administrators write rests on three things at once, as what support writes: a living window for an import, a confirmed instruction to
 * import that covers the kind of record and what is done to it, and the tenant's agreement. No other window and no other instruction will do.
 */
const IMPORTING = `cardinality(auth.import_windows()) > 0`;

export const importReach: readonly string[] = [
  // Windows for an import that are open to whoever asks, in the tenant that they address.
  ...door({
    signature: 'import_windows()',
    returns: 'uuid[]',
    volatility: 'stable',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      if who.staff is distinct from 'ADMINISTRATOR' or (who.stepped_up_until > clock_timestamp()) is not true then
        return '{}';
      end if;
      return (
        select coalesce(array_agg(w.id), '{}')
          from auth.maintenance_window w
         where w.purpose = 'IMPORT' and w.id = any (auth.living_windows(who.tenant_id, who.user_id, true)));
    end`,
  }),

  restated(
    instructedReach,
    'instructed_tenant_id',
    [
      `who.staff is distinct from 'SUPPORT' or who.tenant_id is null`,
      `not coalesce(who.staff in ('SUPPORT', 'ADMINISTRATOR'), false) or who.tenant_id is null`,
    ],
    [
      `         and exists (
           select from auth.support_grant g`,
      `         and case who.staff when 'ADMINISTRATOR' then i.kind = 'IMPORT' and ${IMPORTING} else exists (
           select from auth.support_grant g`,
    ],
    ['g.categories && i.categories);', 'g.categories && i.categories) end;'],
  ),

  restated(instructedReach, 'instruction_in_force', [
    `who.staff is distinct from 'SUPPORT'`,
    `not coalesce(who.staff in ('SUPPORT', 'ADMINISTRATOR'), false)`,
  ]),

  // To whoever imports: what they may name, and nothing that is answered, over or about something else.
  restated(
    instructions,
    'visible_instructions',
    [
      `      if not coalesce(who.role in ('OWNER', 'ADMIN') or who.staff = 'SUPPORT', false) then`,
      `      importing := ${IMPORTING};
      if not coalesce(who.role in ('OWNER', 'ADMIN') or who.staff = 'SUPPORT' or importing, false) then`,
    ],
    ['who auth.actor := auth.current_actor();', 'who auth.actor := auth.current_actor();\n      importing boolean;'],
    [
      'where i.tenant_id = who.tenant_id;',
      `where i.tenant_id = who.tenant_id
           and (not importing or i.kind = 'IMPORT' and ${livingInstruction('i')});`,
    ],
  ),

  // Before anything is known of whoever writes, so that no window opens and closes between this and the first look at their rights.
  ...door({
    signature: 'hold_import()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      if who.staff = 'ADMINISTRATOR' and who.tenant_id is not null then
        perform pg_advisory_xact_lock_shared(auth.tenant_lock_key(who.tenant_id));
        perform pg_advisory_xact_lock_shared(auth.windows_lock_key());
      end if;
    end`,
  }),
];

/** Run by whoever owns the tables. The rows themselves are under the policies of all staff who write on instruction. */
export const importPolicies: readonly string[] = [
  `create policy administrators_append on public.change_entry for insert to sluice_api
     with check (actor = 'ADMINISTRATOR' and actor_id = (select auth.user_id())
                 and authority_kind = 'MAINTENANCE_WINDOW' and authority = any ((select auth.import_windows())::uuid[])
                 and tenant_id = (select auth.instructed_tenant_id(null, null))
                 and instruction::text = nullif(current_setting('sluice.instruction', true), ''))`,
];
