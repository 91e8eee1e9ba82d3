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

/** A window for an import counted as long as an instruction to import did, which was confirmed then and not withdrawn yet. */
const importsThen = [
  'w.opened_at <= asked_at and asked_at < least(w.closed_at, w.expires_at)',
  `w.opened_at <= asked_at and asked_at < least(w.closed_at, w.expires_at)
       and (w.purpose <> 'IMPORT' or exists (
         select from auth.instruction i
          where i.tenant_id = mine and i.kind = 'IMPORT' and i.status in ('CONFIRMED', 'WITHDRAWN')
            and i.decided_at <= asked_at and asked_at < least(i.withdrawn_at, i.expires_at)))`,
] as const;

export const authoritiesThen: string = restated(
  programAuthorities,
  'authorities_at',
  ...holdersOfAccesses,
  importsThen,
);
