import type { Row } from './rows.js';

/** What lists mean, said again as plainly as can be: no index, no cursor, no SQL, one row at a time. */

export type Input = Readonly<Record<string, unknown>>;

export interface OrderInput {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

const collator = new Intl.Collator('und', { sensitivity: 'variant', ignorePunctuation: false });

/** Texts as the Unicode root collation sorts them; what it holds equal, by code points. */
export function compareText(a: string, b: string): number {
  return collator.compare(a, b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase();
}

const scaled = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.split('.');
  const sign = whole.startsWith('-') ? -1n : 1n;
  return sign * (BigInt(whole.replace('-', '')) * 10_000n + BigInt(fraction.padEnd(4, '0')));
};

/** Rows hold amounts as whole ten-thousandths, filters as decimals. */
const comparable = (field: string, text: string, ofRow: boolean): string | bigint => {
  if (field === 'total') return ofRow ? BigInt(text) : scaled(text);
  return field.endsWith('At') && !ofRow ? new Date(text).toISOString() : text;
};

function matchesTest(field: string, value: string | null, operator: string, wanted: unknown): boolean {
  if (operator === 'isNull') return (value === null) === wanted;
  if (operator === 'ne') return value !== wanted;
  if (value === null) return false;
  if (operator === 'in') return (wanted as readonly string[]).includes(value);
  const text = wanted as string;
  if (operator === 'contains') return foldCase(value).includes(foldCase(text));
  if (operator === 'startsWith') return foldCase(value).startsWith(foldCase(text));
  const [left, right] = [comparable(field, value, true), comparable(field, text, false)];
  switch (operator) {
    case 'eq':
      return left === right;
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    default:
      throw new Error(`There is no operator ${operator}.`);
  }
}

export function matches(row: Row, filter: Input): boolean {
  return Object.entries(filter).every(([name, test]) => {
    if (name === 'and') return (test as readonly Input[]).every((part) => matches(row, part));
    if (name === 'or') return (test as readonly Input[]).some((part) => matches(row, part));
    if (name === 'not') return !matches(row, test as Input);
    if (name === 'company' || name === 'contact') {
      const related = row[name];
      return everything(test as Input) || (related !== null && matches(related, test as Input));
    }
    return Object.entries(test as Input).every(([operator, wanted]) =>
      matchesTest(name, row.values[name] ?? null, operator, wanted),
    );
  });
}

/**
 * An empty object matches everything, also that of a relation which is not there; so does whatever comes to the same without asking for a
 * value.
 */
function everything(filter: Input): boolean {
  return Object.entries(filter).every(([name, test]) => {
    if (name === 'and') return (test as readonly Input[]).every(everything);
    if (name === 'or') return (test as readonly Input[]).some(everything);
    if (name === 'not') return nothing(test as Input);
    return name === 'company' || name === 'contact'
      ? everything(test as Input)
      : Object.keys(test as Input).length === 0;
  });
}

function nothing(filter: Input): boolean {
  return Object.entries(filter).some(([name, test]) => {
    if (name === 'and') return (test as readonly Input[]).some(nothing);
    if (name === 'or') return (test as readonly Input[]).every(nothing);
    if (name === 'not') return everything(test as Input);
    return (name === 'company' || name === 'contact') && nothing(test as Input);
  });
}

function compareValues(field: string, a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (field === 'total') return Number(BigInt(a) - BigInt(b)) || 0;
  return compareText(a, b);
}

/** In the order of the list; without one, by id. */
export function sorted(rows: readonly Row[], order: readonly OrderInput[]): Row[] {
  const camel = (field: string): string =>
    field.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const lastSign = order[0]?.direction === 'DESC' ? -1 : 1;
  return [...rows].sort((a, b) => {
    for (const { field, direction } of order) {
      const name = camel(field);
      const compared = compareValues(name, a.values[name] ?? null, b.values[name] ?? null);
      if (compared !== 0) return direction === 'DESC' ? -compared : compared;
    }
    return lastSign * (a.id < b.id ? -1 : 1);
  });
}
