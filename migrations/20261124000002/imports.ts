import { door, room } from '../20261123000002/functions.js';
import { livingInstruction } from '../20261123000013/wall.js';
import { restated } from '../20261123000011/restated.js';
import { seal } from '../20261123000003/seal.js';

/** An import rests on a window and on an instruction of the tenant: with either of them it ends. */

/** When a window ends for a tenant, if nobody closes it. */
export const endFor = (window: string, tenant: string): string => `
  case ${window}.purpose when 'IMPORT' then least(${window}.expires_at, auth.import_instructed_until(${tenant})) else ${window}.expires_at end`;

export const importRules: readonly string[] = [
  // By the confirmed instruction to import that lives longest; null: there is none.
  ...room({
    signature: 'import_instructed_until(tenant uuid)',
    returns: 'timestamptz',
    volatility: 'stable',
    body: `
    begin
      return (
        select max(i.expires_at) from auth.instruction i
         where i.tenant_id = tenant and i.kind = 'IMPORT' and ${livingInstruction('i')});
    end`,
  }),

  ...room({
    signature: 'import_instructed(tenant uuid)',
    returns: 'boolean',
    volatility: 'stable',
    body: `
    begin
      return coalesce(auth.import_instructed_until(tenant) > clock_timestamp(), false);
    end`,
  }),
];

export const importEnds: readonly string[] = [
  // What was read in a window for an import waits for the end of the instruction as well, unless another one carries the window on.
  restated(seal, 'pending_seals', [
    'where authority = any (s.authorities)',
    `where authority = any (s.authorities)
          or (exists (select from auth.maintenance_window w where w.id = any (s.authorities) and w.purpose = 'IMPORT')
              and s.tenant_id = (select i.tenant_id from auth.instruction i where i.id = authority and i.kind = 'IMPORT')
              and not auth.import_instructed(s.tenant_id))`,
  ]),

  // As before, and it tells when: asked again because nobody knew whether it was done, it tells the first end.
  `drop function auth.withdraw_instruction(uuid)`,
  ...door({
    signature: 'withdraw_instruction(wanted uuid)',
    returns: 'timestamptz',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.locked_consenter();
      own auth.instruction := auth.own_instruction(who.tenant_id, wanted);
      moment timestamptz := date_trunc('milliseconds', clock_timestamp());
    begin
      if own.status in ('RECORDED', 'REJECTED') then
        perform auth.refuse('CONFLICT', 'This instruction was never confirmed, so there is nothing to withdraw.');
      elsif own.status = 'WITHDRAWN' then
        return own.withdrawn_at;
      elsif own.expires_at <= moment then
        return own.expires_at;
      end if;
      update auth.instruction i set status = 'WITHDRAWN', withdrawn_by = who.user_id, withdrawn_at = moment
       where i.tenant_id = own.tenant_id and i.id = own.id;
      return moment;
    end`,
  }),
];
