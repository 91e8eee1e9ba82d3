import { door } from '../20261123000002/functions.js';

export const seals: readonly string[] = [
  // As `pending_seals`, for a change of what one person may do in a tenant, or (null) everybody there: it is nobody's business in another.
  ...door({
    signature: 'pending_seals_within(tenant uuid, authority uuid)',
    returns: 'table (id uuid, bound_ms int)',
    volatility: 'volatile',
    body: `
    begin
      return query
        select s.id, s.bound_ms from public.seal s
         where s.tenant_id = tenant and (authority is null or authority = any (s.authorities));
    end`,
  }),

  // What is a minute old is of a node that is gone, or the clock has jumped: whoever has waited for its bound since removes it.
  ...door({
    signature: 'old_seals()',
    returns: 'table (id uuid, bound_ms int)',
    volatility: 'volatile',
    body: `
    begin
      return query
        select s.id, s.bound_ms from public.seal s where s.sealed_at < clock_timestamp() - interval '1 minute' order by s.sealed_at limit 10000;
    end`,
  }),
];
