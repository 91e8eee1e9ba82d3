import { categoriesOf, categoryOf } from '../../entities/catalogue.js';
import { snakeCase, type SubjectModel } from '../../entities/model.js';
import type { Authority } from '../../policy/actor.js';
import type { Law } from '../../policy/law.js';
import type { Row, Statement } from '../database.js';
import type { Changes } from './changes.js';

/** What the log of changes tells of a write: names of fields, and never what stood or stands in them. */
export interface LoggedChange {
  /** What the changed fields rest on; null: membership. */
  readonly authority: Authority | null;
  readonly fields: readonly string[];
  /** Those that held something before and since; null where nobody asked. */
  readonly filledBefore: readonly string[] | null;
  readonly filledAfter: readonly string[] | null;
}

export interface Filled {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const CUSTOM = 'customFields.';

/** One entry for each authority that a part of the change rests on. */
export function loggedChanges(
  law: Law,
  model: SubjectModel,
  fields: readonly string[],
  filled: Filled | null,
): readonly LoggedChange[] {
  const groups = new Map<Authority | null, Set<string>>();
  for (const name of new Set([...fields, ...(filled?.before ?? [])])) {
    const authority = authorityOf(law, model, name);
    groups.set(authority, (groups.get(authority) ?? new Set()).add(name));
  }
  if (groups.size === 0) groups.set(anyAuthority(law, model), new Set());
  return [...groups].map(([authority, names]) => {
    const own = (all: readonly string[]): readonly string[] => all.filter((name) => names.has(name));
    return {
      authority,
      fields: own(fields),
      filledBefore: filled && own(filled.before),
      filledAfter: filled && own(filled.after),
    };
  });
}

function authorityOf(law: Law, model: SubjectModel, name: string): Authority | null {
  const custom = law.actor.customFields.find((one) => one.subject === model.name && `${CUSTOM}${one.key}` === name);
  const category = custom?.category ?? categoryOf(model.name, name) ?? null;
  return (category === null ? null : law.writtenUnder(category)) ?? anyAuthority(law, model);
}

/** Of what bears no category, such as a relation: whatever lets the record be changed at all. */
function anyAuthority(law: Law, model: SubjectModel): Authority | null {
  const custom = law.actor.customFields.filter(({ subject }) => subject === model.name);
  for (const category of [...categoriesOf(model.name), ...custom.map((field) => field.category)]) {
    const authority = law.writtenUnder(category);
    if (authority) return authority;
  }
  return null;
}

interface RecordPlace {
  readonly tenantId: string;
  readonly id: string;
}

/** The names of all fields of a record that hold something. Only names leave the database. */
export async function filledFields(
  run: (statement: Statement) => Promise<Row[]>,
  model: SubjectModel,
  { tenantId, id }: RecordPlace,
): Promise<readonly string[]> {
  const columns: readonly (readonly [string, string])[] = [
    ...[...model.fields.values()].filter(({ writable }) => writable).map(({ name, column }) => [name, column] as const),
    ...[...model.relations.values()].flatMap((one) =>
      one.kind === 'one' && one.input !== null ? [[one.name, one.column] as const] : [],
    ),
  ];
  const names = columns.map(([name, column]) => `case when t."${column}" is not null then '${name}' end`).join(', ');
  const own = model.customFields
    ? `union all
       select '${CUSTOM}' || f.key from public.custom_value v
         join public.custom_field f on f.tenant_id = v.tenant_id and f.id = v.field_id
        where v.tenant_id = $1 and v.${snakeCase(model.name)}_id = $2`
    : '';
  const rows = await run({
    text: `select n.name from (
        select unnest(array[${names}]) as name from public.${model.table} t where t.tenant_id = $1 and t.id = $2 ${own}) n
      where n.name is not null order by n.name`,
    values: [tenantId, id],
  });
  return rows.map(([name]) => name ?? '');
}

/** The changed fields that hold something since. */
export function filledAfter(model: SubjectModel, { fields, properties, custom }: Changes): readonly string[] {
  const inputs = new Map(
    [...model.relations.values()].flatMap((one) => (one.kind === 'one' && one.input ? [[one.name, one.input]] : [])),
  );
  const emptied = new Set(custom.filter(({ value }) => value === null).map(({ field }) => `${CUSTOM}${field.key}`));
  return fields.filter((name) =>
    name.startsWith(CUSTOM) ? !emptied.has(name) : properties[inputs.get(name) ?? name] !== null,
  );
}
