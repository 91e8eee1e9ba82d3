import { door } from '../20261123000002/functions.js';
import { restated } from '../20261123000011/restated.js';
import { importWindows } from '../20261128000140/import-windows.js';

/** Whoever gives up their second factor ends what they and their tokens may read where the tenant demands one. */
export const factorEnds: readonly string[] = [
  ...door({
    signature: 'settle_factor()',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      me uuid := auth.user_id();
      tenant uuid;
    begin
      if me is null or exists (select from auth.user_account u where u.id = me and u.second_factor) then
        return;
      end if;
      for tenant in
        select a.tenant_id from auth.tenant_authority a
         where a.second_factor_required
           and a.tenant_id in (select m.tenant_id from auth.membership m where m.user_id = me
                               union all select x.tenant_id from auth.external_access x where x.user_id = me)
         order by a.tenant_id
      loop
        perform auth.lock_tenant(tenant);
      end loop;
    end`,
  }),

  // What somebody read as an outsider rests on the access alone.
  restated(importWindows, 'pending_seals', [
    'where authority = any (s.authorities)',
    `where authority = any (s.authorities)
          or s.authorities && (select array_agg(x.id) from auth.external_access x where x.user_id = authority)`,
  ]),
];
