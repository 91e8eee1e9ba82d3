import { Kind, type GraphQLSchema, type OperationDefinitionNode, type TypeNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Variables } from './selection.js';

/** Of operations all of whose variables are of types that take a string as it is: their names. Null: of others. */
const plainNames = new WeakMap<OperationDefinitionNode, readonly string[] | null>();

/** The variables of a request as graphql-js coerces them; undefined where it can't. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Variables,
): Variables | undefined {
  let names = plainNames.get(operation);
  if (names === undefined) plainNames.set(operation, (names = plainNamesOf(operation)));
  return (
    (names && takenAsTheyAre(names, given)) ??
    getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 }).coerced
  );
}

/** Null: one of them is no string, or is not there. */
function takenAsTheyAre(names: readonly string[], given: Variables): Variables | null {
  const taken: Record<string, string> = {};
  for (const name of names) {
    const value = given[name];
    if (typeof value !== 'string') return null;
    taken[name] = value;
  }
  return taken;
}

function plainNamesOf({ variableDefinitions = [] }: OperationDefinitionNode): readonly string[] | null {
  return variableDefinitions.every(({ type }) => takesStrings(type))
    ? variableDefinitions.map(({ variable }) => variable.name.value)
    : null;
}

function takesStrings(type: TypeNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && (named.name.value === 'ID' || named.name.value === 'String');
}
