import {
  visit as walk,
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf, selectOperation, type OperationSelection, type Variables } from './selection.js';

/**
 * Selections depend on the document and on the variables of its @skip and @include, and on nothing else; so they are kept for as long as
 * the document is, whose own cache is bounded.
 */
interface Entry<Selected> {
  readonly conditions: readonly string[];
  readonly selections: Map<string, Selected>;
}

/** Distinct combinations of conditions that are kept for one document. */
const MAX_SELECTIONS = 64;

function conditionVariables(nodes: readonly ASTNode[]): string[] {
  const names = new Set<string>();
  for (const node of nodes)
    walk(node, {
      Directive(directive) {
        const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
        if (value?.kind === 'Variable') names.add(value.name.value);
      },
    });
  return [...names];
}

/** What is selected somewhere in an operation, kept as long as the node under which it was made. */
export class KeptSelections<Selected> {
  readonly #entries = new WeakMap<ASTNode, Entry<Selected>>();

  /**
   * @param nodes all in which conditions may stand
   * @param name which of those that are kept under the node
   */
  of(
    node: ASTNode,
    nodes: () => readonly ASTNode[],
    variables: Variables,
    name: string,
    make: () => Selected,
  ): Selected {
    let entry = this.#entries.get(node);
    if (!entry) this.#entries.set(node, (entry = { conditions: conditionVariables(nodes()), selections: new Map() }));
    const key = `${name} ${entry.conditions.map((condition) => String(variables[condition])).join()}`;
    const known = entry.selections.get(key);
    if (known) return known;
    const selected = make();
    if (entry.selections.size >= MAX_SELECTIONS) entry.selections.clear();
    entry.selections.set(key, selected);
    return selected;
  }
}

export class SelectionCache {
  readonly #kept = new KeptSelections<OperationSelection>();

  selectionOf(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): OperationSelection {
    return this.#kept.of(
      document,
      () => [document],
      variables,
      operation.name?.value ?? '',
      () => selectOperation({ schema, fragments: fragmentsOf(document), variables }, operation),
    );
  }
}
