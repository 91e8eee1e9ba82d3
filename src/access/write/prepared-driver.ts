import { PostgreSqlConnection, PostgreSqlDriver, type Configuration } from '@mikro-orm/postgresql';
import { CompiledQuery, type ControlledTransaction } from 'kysely';

type Execution = Parameters<PostgreSqlConnection['execute']>;

/**
 * MikroORM writes values into the text of its statements, so the server parses and plans each of them anew, policies and all, which takes longer
 * than what they do. Here they go beside the text, which is the same then each time, and prepared (lent-pool.ts).
 */
class PreparedConnection extends PostgreSqlConnection {
  override async execute<T>(...[query, params = [], method, transaction, logging]: Execution): Promise<T> {
    const placed = typeof query === 'string' && isList(params) ? beside(query, params) : null;
    // What else there is has no part in a write.
    if (!placed || !transaction) return (await super.execute(query, params, method, transaction, logging)) as T;
    const asked = CompiledQuery.raw(placed.text, placed.values);
    const result = await (transaction as ControlledTransaction<never>).executeQuery(asked);
    return this.transformRawResult<T>(result, method);
  }
}

/** PostgreSQL as MikroORM speaks it, with statements that the server prepares. */
export class PreparedDriver extends PostgreSqlDriver {
  protected override readonly connection: PreparedConnection;

  constructor(config: Configuration) {
    super(config);
    this.connection = new PreparedConnection(config);
  }
}

function isList(params: Exclude<Execution[1], undefined>): params is readonly unknown[] {
  return Array.isArray(params);
}

/** Null: something stands among the values that is text of the statement. */
function beside(
  query: string,
  params: readonly unknown[],
): { readonly text: string; readonly values: unknown[] } | null {
  const values: unknown[] = [];
  let plain = 0;
  const text = query.replace(/\\\?|\?\??/g, (mark) => {
    if (mark === '\\?') return '?';
    const value = params[values.length];
    if (mark === '?' && isPlain(value)) plain += 1;
    return `$${String(values.push(value))}`;
  });
  return plain === params.length ? { text, values } : null;
}

/** What the driver sends as the server would write it. */
function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null || value instanceof Date || Buffer.isBuffer(value);
}
