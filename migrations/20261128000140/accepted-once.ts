import { door, replacing } from '../20261123000002/functions.js';
import { agreements } from '../20261123000011/agreements.js';
import { restated } from '../20261123000011/restated.js';

/** What the same person accepted, of the same version and for the same: it stands, unless something has ended it since. */
const kept = (whose: string, counts: string): string => `
        select a.id into kept_id from auth.agreement_acceptance a
         where a.agreement_id = accepted.id and a.withdrawn_at is null and ${whose}
           and exists (${counts})
         order by a.accepted_at, a.id limit 1;
        if kept_id is not null then
          return kept_id;
        end if;
        perform auth.keep_acceptance(`;

/** In return the acceptance that counts: whoever accepts twice is told of the first time. */
export const accepting: readonly string[] = [
  restated(
    agreements,
    'accept_agreement',
    ['auth.accept_agreement(', 'auth.accept_agreement_once('],
    ['returns void', 'returns uuid'],
    ['accepted auth.agreement;', 'accepted auth.agreement;\n      kept_id uuid;'],
    [
      '\n        perform auth.keep_acceptance(new_id, accepted, who.tenant_id',
      `${kept(
        'a.tenant_id = who.tenant_id and a.user_id = who.user_id',
        `select from auth.tenant_authority t
                        where t.tenant_id = who.tenant_id and t.agreement_accepted_at is not null and t.agreement_until is null`,
      )}new_id, accepted, who.tenant_id`,
    ],
    [
      '\n        perform auth.keep_acceptance(new_id, accepted, null',
      `${kept(
        'a.tenant_id is null and a.user_id = mine.id',
        `select from auth.user_account u
                        where u.id = mine.id and u.confidentiality_accepted_at is not null and u.confidentiality_until is null`,
      )}new_id, accepted, null`,
    ],
    ['end if;\n    end$function$', 'end if;\n      return new_id;\n    end$function$'],
  ),
  `revoke all on function auth.accept_agreement_once(uuid, uuid) from public`,
  `grant execute on function auth.accept_agreement_once(uuid, uuid) to sluice_api`,
  // For nodes of the version before, which ask for nothing in return.
  ...replacing(
    door({
      signature: 'accept_agreement(new_id uuid, wanted uuid)',
      returns: 'void',
      volatility: 'volatile',
      body: `
    begin
      perform auth.accept_agreement_once(new_id, wanted);
    end`,
    }),
  ),
];
