import type { CustomField } from '../../policy/actor.js';
import { storedText, VALUE_COLUMNS } from '../custom-value.js';
import { customFieldPlace, type TenantKey } from '../sealing.js';

/** All columns that a value can be in; but for one of them, or for the two that a sealed one takes, they are null. */
export type Cells = Readonly<Record<(typeof CELL_COLUMNS)[number], string | null>>;

export const CELL_COLUMNS = [
  'text_value',
  'number_value',
  'date_value',
  'boolean_value',
  'sealed_value',
  'match_value',
] as const;

const EMPTY: Cells = {
  text_value: null,
  number_value: null,
  date_value: null,
  boolean_value: null,
  sealed_value: null,
  match_value: null,
};

/** @param canonical the value in its one text form */
export function cellsOf(
  { id, type, sealed }: Pick<CustomField, 'id' | 'type' | 'sealed'>,
  recordId: string,
  canonical: string,
  key: TenantKey | null,
): Cells {
  if (!sealed) return { ...EMPTY, [VALUE_COLUMNS[type]]: storedText(type, canonical) };
  if (!key) throw new Error('Sensitive data is sealed under the key of its tenant.');
  const place = customFieldPlace(id);
  const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;
  return {
    ...EMPTY,
    sealed_value: hex(key.seal(place, recordId, canonical)),
    match_value: hex(key.match(place, canonical)),
  };
}
