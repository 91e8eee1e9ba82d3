import { room } from '../20261123000002/functions.js';
import { agreements } from '../20261123000011/agreements.js';
import { restated } from '../20261123000011/restated.js';

/** A new version is told where it asks for something: to every tenant, of what tenants accept; and to whoever published it. */
export const publishing: readonly string[] = [
  ...room({
    signature: 'tell_of_agreement(person uuid, about text, published text)',
    returns: 'void',
    volatility: 'volatile',
    body: `
    declare
      moment timestamptz := clock_timestamp();
      ticks bigint := floor(extract(epoch from moment) * 4096000)::bigint;
      stamp bytea := substring(int8send(ticks / 4096) from 3) || substring(int4send(28672 + (ticks % 4096)::int) from 3);
    begin
      perform auth.record_security_event('AGREEMENT_PUBLISHED', person, null, about || ' ' || published);
      insert into public.security_event (log_id, id, at, kind, user_id, by_id, detail)
      select a.tenant_id, encode(r.bytes, 'hex')::uuid, moment, 'AGREEMENT_PUBLISHED', person, null, about || ' ' || published
        from auth.tenant_authority a
       cross join lateral (
         select overlay(uuid_send(gen_random_uuid()) placing stamp from 1 for 8) as bytes where a.tenant_id is not null) r
       where about = 'DPA';
    end`,
  }),
  restated(agreements, 'publish_agreement', [
    'if not is_first then\n      perform auth.let_lapse(',
    'perform auth.tell_of_agreement(me, wanted_kind, btrim(wanted_version));\n    if not is_first then\n      perform auth.let_lapse(',
  ]),
];
