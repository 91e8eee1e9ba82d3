import { restated } from '../20261123000011/restated.js';
import { definitionDoors } from '../20261128000001/doors.js';

/** As a key reads where nobody gave a label: SHOE_SIZE is "Shoe size". */
const UNLABELLED = `left(c.key, 1) || lower(replace(substr(c.key, 2), '_', ' '))`;

const CREATE = 'create_category(text, text, text, text, text, boolean, text)';
const UPDATE = 'update_category(text, text, text, text, text, text)';

/** Keys are for good, since grants, instructions and logs name them; what people read can be changed. A node of before leaves it out. */
export const categoryLabels: readonly string[] = [
  `alter table auth.data_category add column label text null check (length(label) between 1 and 100)`,

  `drop function auth.create_category(text, text, text, text, text, boolean)`,
  restated(
    definitionDoors,
    'create_category',
    ['is_sensitive boolean)', 'is_sensitive boolean, new_label text default null)'],
    ['(tenant_id, key, sensitive, description,', '(tenant_id, key, label, sensitive, description,'],
    ['who.tenant_id, new_key, is_sensitive,', 'who.tenant_id, new_key, new_label, is_sensitive,'],
  ),

  `drop function auth.update_category(text, text, text, text, text)`,
  restated(
    definitionDoors,
    'update_category',
    ['new_retention text)', 'new_retention text, new_label text default null)'],
    ['set description =', 'set label = coalesce(new_label, c.label), description ='],
    ['and (coalesce(new_description', 'and (coalesce(new_label, c.label), coalesce(new_description'],
    ['is distinct from (c.description', 'is distinct from (c.label, c.description'],
  ),

  // Under another name: nodes of before hold statements that expect the rows of own_categories(), and would fail on others.
  restated(
    definitionDoors,
    'own_categories',
    ['own_categories()', 'labelled_categories()'],
    ['retired_at text)', 'retired_at text, label text)'],
    [
      `to_char(c.retired_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      `to_char(c.retired_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), coalesce(c.label, ${UNLABELLED})`,
    ],
  ),

  ...[CREATE, UPDATE, 'labelled_categories()'].flatMap((name) => [
    `revoke all on function auth.${name} from public`,
    `grant execute on function auth.${name} to sluice_api`,
  ]),
];
