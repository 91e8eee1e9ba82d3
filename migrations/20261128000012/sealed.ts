import { door } from '../20261123000002/functions.js';

/** All that a program sees rests on its token: so tickets, too, leave with an entry in the log and a seal, whether or not it may see data. */
export const programReach: readonly string[] = door({
  signature: 'program_tenant_id()',
  returns: 'uuid',
  volatility: 'stable',
  body: `
  begin
    return (auth.presented_token()).tenant_id;
  end`,
});

/** Run by whoever owns the tables. */
export const programPolicies: readonly string[] = [
  `drop policy tokens_append on public.access_entry`,
  `create policy tokens_append on public.access_entry for insert to sluice_api
     with check (tenant_id = (select auth.program_tenant_id()) and actor = 'INTEGRATION' and actor_id = (select auth.token_maker_id())
                 and authority = (select auth.token_id()) and authority_kind = 'API_TOKEN' and place is null and hash is null)`,
  `create policy tokens_seal on public.seal for insert to sluice_api with check (tenant_id = (select auth.program_tenant_id()))`,
];
