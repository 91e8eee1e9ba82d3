import { restated } from '../20261123000011/restated.js';
import { programAuthorities } from '../20261128000013/authorities.js';

/**
 * A membership goes before an access, now as in the past. The access is listed all the same, in the hands of a member, to whom it opens
 * nothing: so whoever asks what the end of the membership would do finds what takes over.
 */
const holdersOfAccesses = [
  [
    `'EXTERNAL_ACCESS', x.id, 'EXTERNAL', null`,
    `'EXTERNAL_ACCESS', x.id, case when auth.role_then(mine, x.user_id, asked_at) is null then 'EXTERNAL' else 'MEMBER' end, null`,
  ],
  [
    `
     and not exists (
       select from auth.membership m where m.tenant_id = mine and m.user_id = x.user_id and m.ended_at is null and asked_at is null)`,
    '',
  ],
] as const;

export const authoritiesThen: string = restated(programAuthorities, 'authorities_at', ...holdersOfAccesses);
