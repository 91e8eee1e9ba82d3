import { visit as walk, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { fragmentsOf, selectOperation, type OperationSelection, type Variables } from './selection.js';

/**
 * Selections depend on the document and on the variables of its @skip and @include, and on nothing else; so they are kept for as long as
 * the document is, whose own cache is bounded.
 */
interface DocumentEntry {
  readonly conditions: readonly string[];
  readonly selections: Map<string, OperationSelection>;
}

/** Distinct combinations of conditions that are kept for one document. */
const MAX_SELECTIONS = 64;

function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  walk(document, {
    Directive(node) {
      const value = node.arguments?.find((argument) => argument.name.value === 'if')?.value;
      if (value?.kind === 'Variable') names.add(value.name.value);
    },
  });
  return [...names];
}

export class SelectionCache {
  readonly #entries = new WeakMap<DocumentNode, DocumentEntry>();

  selectionOf(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): OperationSelection {
    let entry = this.#entries.get(document);
    if (!entry)
      this.#entries.set(document, (entry = { conditions: conditionVariables(document), selections: new Map() }));
    const key = `${operation.name?.value ?? ''} ${entry.conditions.map((name) => String(variables[name])).join()}`;
    const known = entry.selections.get(key);
    if (known) return known;
    const selection = selectOperation({ schema, fragments: fragmentsOf(document), variables }, operation);
    if (entry.selections.size >= MAX_SELECTIONS) entry.selections.clear();
    entry.selections.set(key, selection);
    return selection;
  }
}
