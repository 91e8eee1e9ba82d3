import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type RawBuilder,
} from 'kysely';

/** SQL is composed from Kysely's fragments and compiled once per plan; values are slots that each request fills. */
export type Sql = RawBuilder<unknown>;

const builder = new Kysely<object>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A parameter whose value is known only when the plan runs. */
export class Slot<Input> {
  readonly take: (input: Input) => string | null;

  constructor(take: (input: Input) => string | null) {
    this.take = take;
  }
}

export function slot<Input>(take: (input: Input) => string | null): Sql {
  return sql.val(new Slot(take));
}

export interface CompiledSql<Input> {
  readonly text: string;
  readonly slots: readonly Slot<Input>[];
}

export function compileSql<Input>(statement: Sql): CompiledSql<Input> {
  const { sql: text, parameters } = statement.compile(builder);
  const slots: Slot<Input>[] = [];
  const numbers = parameters.map((parameter) => {
    if (!(parameter instanceof Slot)) throw new Error('A plan holds slots only: values are never compiled into it.');
    const known = slots.indexOf(parameter as Slot<Input>);
    return known === -1 ? slots.push(parameter as Slot<Input>) : known + 1;
  });
  // The same slot is the same parameter, wherever it stands.
  return { text: text.replace(/\$(\d+)/g, (_, number: string) => `$${String(numbers[Number(number) - 1])}`), slots };
}

export function column(alias: string, name: string): Sql {
  return sql.ref(`${alias}.${name}`);
}

/** A table, or a set-returning function of schema auth. */
export function relation(table: string, isFunction: boolean, alias: string): Sql {
  const source = isFunction ? sql`${sql.table(table)}()` : sql.table(table);
  return sql`${source} as ${sql.id(alias)}`;
}

export function all(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}
