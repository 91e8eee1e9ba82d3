import { FIXED_CELLS } from './level.js';
import type { EmbeddedField } from './selection.js';
import type { ListShape } from './shape-types.js';

/**
 * The expression of a list's `pageInfo` in a generated function (shape.ts), where `h` is what is held of the list.
 * @param at the expression of a cell of a row
 * @param propertyOf the text of a property
 */
export function pageInfoText(
  shape: ListShape,
  fields: readonly EmbeddedField[],
  at: (cell: number, row: string) => string,
  propertyOf: (key: string, value: string) => string,
): string {
  const cursorOf = (row: string): string => {
    const cells = shape.cursorCells.map((cell) => at(cell, row)).join(', ');
    return `(${row} === null ? null : environment.cursor(${String(shape.list)}, [${cells}]))`;
  };
  const beyond = (cell: number, asked: boolean): string =>
    asked ? `(h.meta !== null && h.meta[${String(FIXED_CELLS + cell)}] === 'true')` : 'false';
  const values: Readonly<Record<string, string>> = {
    hasNextPage: shape.backward ? beyond(2, shape.hasBefore) : `(h.more || ${beyond(2, shape.hasBefore)})`,
    hasPreviousPage: shape.backward ? `(h.more || ${beyond(1, shape.hasAfter)})` : beyond(1, shape.hasAfter),
    startCursor: cursorOf(shape.backward ? 'h.last' : 'h.first'),
    endCursor: cursorOf(shape.backward ? 'h.first' : 'h.last'),
    __typename: JSON.stringify('PageInfo'),
  };
  return `{ ${fields.map(({ key, name }) => propertyOf(key, values[name] ?? 'null')).join(', ')} }`;
}
