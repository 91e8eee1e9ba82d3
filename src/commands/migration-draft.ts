import { readFile } from 'node:fs/promises';
import { allModels } from '../entities/data.js';
import { DATA_SUBJECTS } from '../entities/entities.js';
import type { FieldModel, SubjectModel } from '../entities/model.js';

/**
 * The migration that a change of the marks asks for. What the marks say of columns is kept beside the migrations; what is new there since
 * becomes a migration of its own. Only additions are drafted: whatever would change or drop stored data is written by hand.
 */
interface Column {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
  /** A list is sorted by it, within the tenant. */
  readonly indexed: boolean;
}

export interface Generated {
  readonly path: string;
  readonly text: string;
}

export const COLUMNS_FILE = 'migrations/columns.json';
const INDEX_FILE = 'migrations/index.ts';

const TYPES: Readonly<Record<string, string>> = {
  id: 'uuid',
  date: 'date',
  datetime: 'timestamptz(3)',
  decimal: 'bigint',
  boolean: 'boolean',
};

function columnsOf(model: SubjectModel, field: FieldModel): Column[] {
  const column = (name: string, definition: string, indexed = false): Column => ({
    table: model.table,
    name,
    definition,
    indexed,
  });
  const presence = field.required ? 'not null' : 'null';
  if (field.sealed) {
    return [column(field.column, `bytea ${presence}`), column(`${field.column}_match`, `bytea ${presence}`, true)];
  }
  const { orderColumn } = field;
  const sorted = orderColumn === field.column;
  const type = TYPES[field.type] ?? (sorted ? 'text collate "und-x-icu"' : 'text');
  const columns = [column(field.column, `${type} ${presence}`, sorted)];
  if (orderColumn === null || sorted) return columns;
  // Empty values sort last: '1' comes after '0…' whatever the collation makes of the rest.
  const key = `case when ${field.column} is null then '1' else '0' || ${field.column} end`;
  return [
    ...columns,
    column(orderColumn, `text collate "und-x-icu" not null generated always as (${key}) stored`, true),
  ];
}

function columnsOfMarks(): Column[] {
  return allModels()
    .filter((model) => DATA_SUBJECTS.includes(model.name))
    .flatMap((model) => [...model.fields.values()].flatMap((field) => columnsOf(model, field)));
}

function draftOf(added: readonly Column[], name: string): string {
  const statements = added.flatMap(({ table, name: column, definition, indexed }) => {
    if (/^[^(]*not null$/.test(definition)) {
      throw new Error(
        `${table}.${column} can't be empty, and there are rows already: make it optional, or write the migration by hand.`,
      );
    }
    const add = `alter table "public"."${table}" add column "${column}" ${definition}`;
    const index = `create index "${table}_tenant_id_${column}_index" on "public"."${table}" ("tenant_id", "${column}", "id")`;
    return indexed ? [add, index] : [add];
  });
  return [
    "import { Migration } from '@mikro-orm/migrations';",
    '',
    `/** ${added.map(({ table, name: column }) => `${table}.${column}`).join(', ')}: under the policies that their table has. */`,
    `export class ${name} extends Migration {`,
    '  override up(): void {',
    "    this.addSql(`set local lock_timeout = '5s'`);",
    ...statements.map((statement) => `    this.addSql(\`${statement}\`);`),
    '  }',
    '}',
    '',
  ].join('\n');
}

function withMigration(index: string, name: string): string {
  const imports = `import { ${name} } from './${name}.js';\n`;
  const lastImport = index.lastIndexOf('import ');
  const afterImports = index.indexOf('\n', lastImport) + 1;
  const listed = index.replace(/\n\];/, `\n  { name: '${name}', class: ${name} },\n];`);
  return listed.slice(0, afterImports) + imports + listed.slice(afterImports);
}

/** What belongs beside the migrations now, and a new migration where columns were added. */
export async function draftMigration(now: Date): Promise<readonly Generated[]> {
  const columns = columnsOfMarks();
  const text = `${JSON.stringify(columns, null, 2)}\n`;
  const stored = await readFile(COLUMNS_FILE, 'utf8').catch(() => null);
  const current = { path: COLUMNS_FILE, text };
  if (stored === null || stored === text) return [current];
  const known = new Map((JSON.parse(stored) as Column[]).map((column) => [`${column.table}.${column.name}`, column]));
  const added = columns.filter(({ table, name }) => !known.has(`${table}.${name}`));
  for (const column of columns) {
    const before = known.get(`${column.table}.${column.name}`);
    known.delete(`${column.table}.${column.name}`);
    if (before && JSON.stringify(before) !== JSON.stringify(column)) {
      throw new Error(
        `${column.table}.${column.name} changed: write its migration by hand, and bring ${COLUMNS_FILE} up to date with it.`,
      );
    }
  }
  const [gone] = known.keys();
  if (gone !== undefined) {
    throw new Error(
      `${gone} is gone from the marks: write its migration by hand, and bring ${COLUMNS_FILE} up to date with it.`,
    );
  }
  if (added.length === 0) return [current];
  const name = `Migration${now.toISOString().replace(/\D/g, '').slice(0, 14)}`;
  return [
    current,
    { path: `migrations/${name}.ts`, text: await formatted(draftOf(added, name)) },
    { path: INDEX_FILE, text: await formatted(withMigration(await readFile(INDEX_FILE, 'utf8'), name)) },
  ];
}

async function formatted(source: string): Promise<string> {
  const { format, resolveConfig } = await import('prettier');
  return format(source, { ...(await resolveConfig(INDEX_FILE)), parser: 'typescript' });
}
