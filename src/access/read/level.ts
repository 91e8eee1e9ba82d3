import { sql } from 'kysely';
import type { SubjectModel } from '../../entities/model.js';
import { column, type Sql } from './sql.js';

/** Cells before the columns of a level: its number, the place in its list, the parent's row, its own row. */
export const FIXED_CELLS = 4;

/** One flat set of rows of the statement: a list, or what belongs to its rows. */
export class Level {
  readonly number: number;
  readonly parent: Level | null;
  /** Made last, when it is known what is read of them. */
  readonly joins: (() => Sql)[] = [];
  readonly columns: Sql[] = [];
  readonly #cells = new Map<string, number>();
  readonly #read = new Map<string, Set<string>>();
  /** Rows are numbered, because others refer to them. */
  numbered = false;
  /** Its rows come from a table of tenants' data, whose policies ask `auth.tenant_id()`. */
  confirms = false;
  /** It is a list, of which each parent's row has its page. */
  paged = false;
  /** Something is joined to its rows that may give them in another order. */
  reordered = false;
  /** Fields that a row shows, those of what is joined to it as well. */
  weight = 0;
  /** Rows beyond the page are read to know of a next one, and never shown. */
  pageSize: number | null = null;
  /** The most rows that it may have; null: no number is known beforehand. */
  limit: number | null = null;
  #joined = 0;

  constructor(number: number, parent: Level | null) {
    this.number = number;
    this.parent = parent;
    if (parent) parent.numbered = true;
  }

  get name(): string {
    return `l${String(this.number)}`;
  }

  /** The cell of a row that holds this expression; the same expression is selected once. */
  cell(key: string, expression: () => Sql): number {
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const cell = FIXED_CELLS + this.columns.length;
    this.columns.push(expression());
    this.#cells.set(key, cell);
    return cell;
  }

  /** A column of the page's rows or of what is joined to them: only those that somebody reads are selected, which spares much where rows are wide. */
  read(alias: string, name: string): Sql {
    let names = this.#read.get(alias);
    if (!names) this.#read.set(alias, (names = new Set()));
    names.add(name);
    return column(alias, name);
  }

  /** What is read under an alias. */
  columnsRead(alias: string): readonly string[] {
    return [...(this.#read.get(alias) ?? [])];
  }

  columnName(cell: number): string {
    return `c${String(cell - FIXED_CELLS)}`;
  }

  newAlias(): string {
    this.#joined += 1;
    return `j${String(this.#joined)}`;
  }

  /** The rows of this level that are shown. */
  shown(alias: string): Sql {
    return this.pageSize === null ? sql`true` : sql`${sql.ref(`${alias}.i`)} <= ${sql.raw(String(this.pageSize))}`;
  }
}

/** A record in the rows of a level, under the alias of its table or join. */
export interface Place {
  readonly level: Level;
  readonly alias: string;
  readonly model: SubjectModel;
}
