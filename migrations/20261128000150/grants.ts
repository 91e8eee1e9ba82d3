import { door, room } from '../20261123000002/functions.js';
import { grants } from '../20261123000002/grants.js';
import { restated } from '../20261123000011/restated.js';

/** What is asked of a grant before it is given: said once, so that a preview opens nothing that the grant is refused. */
const TERMS =
  'wanted_categories text[], wanted_access text, wanted_purpose text, wanted_end timestamptz, wanted_reason text, wanted_ticket uuid, wanted_staff uuid';
const GIVEN =
  'wanted_categories, wanted_access, wanted_purpose, wanted_end, wanted_reason, wanted_ticket, wanted_staff';

export const properGrants: readonly string[] = [
  ...room({
    signature: `demand_proper_grant(tenant uuid, ${TERMS})`,
    returns: 'void',
    volatility: 'volatile',
    body: `
    begin
      perform auth.demand_proper_terms(tenant, wanted_access, wanted_purpose, wanted_reason, wanted_ticket);
      perform auth.demand_active_support(wanted_staff);
      perform auth.demand_room_for_grant(tenant);
      perform auth.proper_categories(wanted_categories);
      perform auth.proper_end(wanted_end);
    end`,
  }),

  restated(grants, 'grant_support_access', [
    `      perform auth.demand_proper_terms(who.tenant_id, wanted_access, wanted_purpose, wanted_reason, wanted_ticket);
      perform auth.demand_active_support(wanted_staff);
      perform auth.demand_room_for_grant(who.tenant_id);`,
    `      perform auth.demand_proper_grant(who.tenant_id, ${GIVEN});`,
  ]),

  ...door({
    signature: `weigh_grant(${TERMS})`,
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      who auth.actor := auth.current_actor();
    begin
      perform auth.demand_consenter(who);
      perform auth.demand_proper_grant(who.tenant_id, ${GIVEN});
    end`,
  }),
];
