import { restated } from '../20261123000011/restated.js';
import { authorityReach } from '../20261124000002/reach.js';

/** What the law is told of a tenant's own categories, and of the fields that bear them. The tenant's version moves with both. */
export const definitionStanding: readonly string[] = [
  restated(
    authorityReach,
    'standing',
    [
      `'choices', f.choices)`,
      `'choices', f.choices, 'rules', f.rules, 'sealed', f.sealed, 'retired', f.retired_at is not null)`,
    ],
    [
      `'customFields', fields,`,
      `'customFields', fields,
        'categories', (
          select coalesce(jsonb_agg(jsonb_build_object('key', c.key, 'sensitive', c.sensitive) order by c.key), '[]')
            from auth.data_category c
           where c.tenant_id = reached and c.retired_at is null),`,
    ],
  ),
];
