import { getOperationAST, Kind, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/**
 * The operation that is meant. GraphiQL learns of a new operation name a moment after it was typed, so whoever runs a query
 * at once would send the name of the one before: a name that the document does not have counts as none.
 */
export function operationMeant(
  document: DocumentNode,
  name: string | null | undefined,
): OperationDefinitionNode | undefined {
  return getOperationAST(document, name) ?? getOperationAST(document) ?? undefined;
}

export function nameToSend(query: string, name: string | null | undefined): string | undefined {
  if (!name) return undefined;
  try {
    const known = parse(query).definitions.some(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name,
    );
    return known ? name : undefined;
  } catch {
    return name; // The API says what is wrong with the text.
  }
}
