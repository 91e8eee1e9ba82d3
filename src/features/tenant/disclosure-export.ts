import { Field, ObjectType } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { csvOf } from '../../kernel/csv.js';
import { CodedError } from '../../kernel/errors.js';
import { formatId } from '../../kernel/ids.js';
import { isoTime } from '../../kernel/time.js';

@ObjectType({ description: 'A file, in one piece.' })
export class DisclosureExport {
  @Field(() => String)
  readonly fileName!: string;

  @Field(() => String)
  readonly mediaType!: string;

  @Field(() => String)
  readonly content!: string;
}

/** In the order of the columns. */
const COLUMNS = [
  'id',
  'source',
  'recipient',
  'program',
  'ground',
  'categories',
  'subjects',
  'beganAt',
  'endedAt',
  'reads',
  'records',
  'note',
] as const;

const MOST = 10_000;

export async function exportOf(
  visit: Visit,
  format: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): Promise<DisclosureExport> {
  const rows = await visit.call('auth.disclosure_lines', [from, to, String(MOST + 1)]);
  if (rows.length > MOST) {
    throw new CodedError('COST_EXCEEDED', `A file holds at most ${String(MOST)} disclosures, and there are more.`, {
      remedy: 'Ask for a shorter period.',
    });
  }
  const lines = rows.map((row) => lineOf(row));
  return format === 'CSV'
    ? { fileName: 'disclosures.csv', mediaType: 'text/csv; charset=utf-8', content: csvOf(COLUMNS, lines) }
    : { fileName: 'disclosures.json', mediaType: 'application/json', content: jsonOf(lines) };
}

function lineOf(row: readonly (string | null)[]): readonly (string | null)[] {
  const [id, source, recipient, program, ground, categories, subjects, began, ended, ...rest] = row;
  return [
    formatId('dis', id ?? ''),
    source ?? null,
    recipient ?? null,
    program ?? null,
    ground ?? null,
    categories ?? null,
    subjects ?? null,
    isoTime(began ?? ''),
    isoTime(ended ?? ''),
    ...rest,
  ];
}

/** Lists and numbers as such. */
function jsonOf(lines: readonly (readonly (string | null)[])[]): string {
  const objects = lines.map((line) =>
    Object.fromEntries(COLUMNS.map((name, at) => [name, valueOf(name, line[at] ?? null)])),
  );
  return JSON.stringify(objects, null, 2);
}

function valueOf(name: (typeof COLUMNS)[number], text: string | null): unknown {
  if (name === 'categories' || name === 'subjects') return (text ?? '').split(' ').filter(Boolean);
  return text !== null && (name === 'reads' || name === 'records') ? Number(text) : text;
}
