import { disclosures } from '../20261128000012/disclosures.js';
import { restated } from '../20261123000011/restated.js';

/**
 * External users are third parties as programs are: what they read enters the register by itself, in the transaction of the read. The recipient is
 * whom the tenant let in, by the name that it wrote; the ground is the tenant's own instruction, for nobody but an owner or admin invites.
 */
const KNOWN: readonly (readonly [string, string])[] = [
  [
    `coalesce(i.third_party, k.name) as recipient`,
    `coalesce(i.third_party, k.name, left(coalesce(nullif(btrim(x.invited_name), ''), u.name, x.invited_email), 200)) as recipient`,
  ],
  [
    `left join auth.api_token k on k.tenant_id = n.tenant_id and k.id = n.recipient_id`,
    `left join auth.api_token k on k.tenant_id = n.tenant_id and k.id = n.recipient_id
    left join auth.external_access x on x.tenant_id = n.tenant_id and x.id = n.recipient_id
    left join auth.user_account u on u.id = x.user_id`,
  ],
  [`i.ground, k.name`, `i.ground, k.name, x.invited_name, x.invited_email, u.name`],
];

export const externalDisclosures: readonly string[] = [
  restated(disclosures, 'access_entry_appended', [
    `if new.authority_kind = 'API_TOKEN' then
          select`,
    `if new.authority_kind = 'EXTERNAL_ACCESS' then
          insert into public.access_entry_facet (tenant_id, facet, entry_id)
            values (new.tenant_id, 'recipient:ext_' || new.authority, new.id);
          if jsonb_array_length(new.disclosed) > 0 then
            insert into auth.disclosure_note (tenant_id, entry_id, recipient_id) values (new.tenant_id, new.id, new.authority);
          end if;
        elsif new.authority_kind = 'API_TOKEN' then
          select`,
  ]),
  restated(disclosures, 'add_up_disclosures', ...KNOWN),

  // Another column of its result makes it another function.
  `drop function auth.visible_disclosures()`,
  restated(
    disclosures,
    'visible_disclosures',
    ...KNOWN,
    [`integration_id uuid, ground text`, `integration_id uuid, external_access_id uuid, ground text`],
    [`i.id, coalesce(d.ground, f.ground)`, `i.id, x.id, coalesce(d.ground, f.ground)`],
    [
      `left join auth.integration i on i.tenant_id = mine and i.id = coalesce(d.recipient_id, f.recipient_id);`,
      `left join auth.integration i on i.tenant_id = mine and i.id = coalesce(d.recipient_id, f.recipient_id)
          left join auth.external_access x on x.tenant_id = mine and x.id = coalesce(d.recipient_id, f.recipient_id);`,
    ],
  ).replace('create or replace', 'create'),
  `revoke all on function auth.visible_disclosures() from public`,
  `grant execute on function auth.visible_disclosures() to sluice_api`,

  // What the log has from before. It is added up as any other note.
  `insert into public.access_entry_facet (tenant_id, facet, entry_id)
     select e.tenant_id, 'recipient:ext_' || e.authority, e.id from public.access_entry e where e.authority_kind = 'EXTERNAL_ACCESS'
   on conflict do nothing`,
  `insert into auth.disclosure_note (tenant_id, entry_id, recipient_id)
     select e.tenant_id, e.id, e.authority from public.access_entry e
      where e.authority_kind = 'EXTERNAL_ACCESS' and jsonb_array_length(e.disclosed) > 0
   on conflict do nothing`,
];
