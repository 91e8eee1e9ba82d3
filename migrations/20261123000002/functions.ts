/**
 * How a database function is written here, said once, so that none can forget a part.
 */

interface FunctionText {
  /** Name and arguments, as in `tenant_id()`. */
  readonly signature: string;
  readonly returns: string;
  /** STABLE functions see the snapshot of the statement that calls them: the data's own. Volatile ones see newer ones. */
  readonly volatility: 'stable' | 'volatile' | 'immutable';
  readonly body: string;
}

/**
 * A door: whoever calls it acts as its owner, who may read the tables behind it. Its search path is fixed, or a caller could
 * put a table of his own in the way; PUBLIC may not call it, only the API's role.
 */
export function door({ signature, returns, volatility, body }: FunctionText): readonly string[] {
  return [
    `create function auth.${signature} returns ${returns} language plpgsql ${volatility} security definer
     set search_path = pg_catalog, pg_temp as $function$${body}$function$`,
    `revoke all on function auth.${withoutNames(signature)} from public`,
    `grant execute on function auth.${withoutNames(signature)} to sluice_api`,
  ];
}

/**
 * A room behind the doors: runs as whoever calls it, under the door's search path, and nobody but the owner may call it.
 */
export function room({ signature, returns, volatility, body }: FunctionText): readonly string[] {
  return [
    `create function auth.${signature} returns ${returns} language plpgsql ${volatility} as $function$${body}$function$`,
    `revoke all on function auth.${withoutNames(signature)} from public`,
  ];
}

/**
 * What a trigger does: it acts as its owner whoever changed the row, and can't be called but by a trigger.
 */
export function reaction({ name, body }: { readonly name: string; readonly body: string }): readonly string[] {
  return [
    `create function auth.${name}() returns trigger language plpgsql security definer
     set search_path = pg_catalog, pg_temp as $function$${body}$function$`,
    `revoke all on function auth.${name}() from public`,
  ];
}

/** Which function is meant, said by the types of its arguments: its results are no part of that. */
function withoutNames(signature: string): string {
  const [name = '', rest = ''] = signature.split('(');
  const types = rest
    .replace(/\)\s*$/, '')
    .split(',')
    .map((argument) => argument.trim())
    .filter((argument) => argument !== '' && !argument.startsWith('out '))
    .map((argument) => argument.slice(argument.indexOf(' ') + 1));
  return `${name}(${types.join(', ')})`;
}

/** The same functions in place of those that an earlier migration made; their rights stay. */
export function replacing(statements: readonly string[]): readonly string[] {
  return statements.map((statement) => statement.replace(/^create function /, 'create or replace function '));
}
