import { restated } from '../20261123000011/restated.js';
import { requests } from '../20261123000013/requests.js';

/** Why a request was denied, to whoever sees the request. It is another type of row, so the function is made anew. */
export const denialReason: readonly string[] = [
  `drop function auth.visible_grants()`,
  restated(
    requests,
    'visible_grants',
    ['extends_id uuid)', 'extends_id uuid, denial_reason text)'],
    ['g.revoked_at::timestamptz, g.extends_id', 'g.revoked_at::timestamptz, g.extends_id, g.deny_reason'],
  ),
  `revoke all on function auth.visible_grants() from public`,
  `grant execute on function auth.visible_grants() to sluice_api`,
];
