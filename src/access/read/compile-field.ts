import { sql } from 'kysely';
import type { FieldModel } from '../../entities/model.js';
import { placeOf } from '../sealing.js';
import type { Place } from './level.js';
import type { EmbeddedField } from './selection.js';
import type { Codec, Property } from './shape-types.js';
import type { Sql } from './sql.js';

/** How a field that may be seen gets from its column into the answer. */

/** The cell that holds the uuid of a record. */
export function idCellOf({ level, alias }: Place): number {
  return level.cell(`${alias}.id`, () => level.read(alias, 'id'));
}

export function fieldProperty(
  key: string,
  field: FieldModel,
  embedded: readonly EmbeddedField[],
  place: Place,
): Property {
  const { level, alias } = place;
  const cellOf = (name: string, expression: () => Sql): number => level.cell(`${alias}.${name}`, expression);
  if (field.type === 'json') {
    const { embedded: columns } = field;
    const expression = columns
      ? (): Sql =>
          sql`jsonb_build_object(${sql.join(Object.entries(columns).flatMap(([name, from]) => [sql.lit(name), level.read(alias, from)]))})`
      : (): Sql => level.read(alias, field.column);
    return { kind: 'embedded', key, cell: cellOf(field.name, expression), fields: embedded };
  }
  // As it prints a boolean, the server would shorten it.
  const cell =
    field.type === 'boolean'
      ? cellOf(`${field.column} as text`, () => sql`${level.read(alias, field.column)}::text`)
      : cellOf(field.column, () => level.read(alias, field.column));
  if (field.sealed) {
    return { kind: 'sealed', key, cell, idCell: idCellOf(place), place: placeOf(place.model, field) };
  }
  const { prefix } = field;
  if (prefix !== null && typeof prefix === 'object') {
    const cases = sql.join(
      Object.entries(prefix.prefixes).map(([value, text]) => sql`when ${sql.lit(value)} then ${sql.lit(text)}`),
      sql` `,
    );
    const named = cellOf(
      `${field.column} with prefix`,
      () => sql`case ${level.read(alias, prefix.column)} ${cases} end || '_' || ${level.read(alias, field.column)}`,
    );
    return { kind: 'cell', key, cell: named, codec: 'text' };
  }
  return { kind: 'cell', key, cell, codec: codecOf(field, prefix) };
}

function codecOf(field: FieldModel, prefix: string | null): Codec {
  switch (field.type) {
    case 'datetime':
    case 'decimal':
    case 'boolean':
    case 'int':
    case 'textList':
      return field.type;
    case 'id':
      return { prefix: prefix ?? '' };
    default:
      return 'text';
  }
}
