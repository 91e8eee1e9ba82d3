import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { LRUCache } from 'lru-cache';
import { fragmentsOf, type Variables } from '../../access/read/selection.js';
import { selectEvent, type EventSelection } from '../../access/stream/event-selection.js';
import { MAX_TOKENS, withinLimits } from '../document-limits.js';
import { notListed, type PersistedOperations } from '../persisted-operations.js';
import { badInput } from '../../kernel/errors.js';

export interface SubscribeRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface PreparedSubscription {
  readonly selection: EventSelection;
  readonly variables: Variables;
  readonly operationName: string | null;
}

interface Known {
  readonly document: DocumentNode;
  readonly selections: LRUCache<string, EventSelection>;
}

const MAX_ERRORS = 10;
const MAX_DOCUMENTS = 200;
const MAX_SELECTIONS = 20;

/** Subscriptions, parsed and validated. All who ask for the same share one selection, and so one compiled read. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #known = new LRUCache<string, Known>({ max: MAX_DOCUMENTS });

  readonly #persisted: PersistedOperations | null;

  /** @param persisted the only ones that are answered; null: any */
  constructor(schema: GraphQLSchema, persisted: PersistedOperations | null = null) {
    this.#persisted = persisted;
    this.#schema = schema;
  }

  /** Throws what is wrong with it: one error, or those of the validation. */
  prepare({
    query,
    operationName,
    variables: given,
  }: SubscribeRequest): PreparedSubscription | readonly GraphQLError[] {
    if (this.#persisted?.admits(query) === false) throw notListed();
    const known = this.#known.get(query) ?? this.#read(query);
    if (!('document' in known)) return known;
    const operation = getOperationAST(known.document, operationName);
    if (!operation) throw badInput('Name one operation of the document in operationName.');
    if (operation.operation !== 'subscription') {
      throw badInput('Only subscriptions run over a socket: send queries and mutations over HTTP.');
    }
    const definitions = operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.#schema, definitions, given ?? {}, { maxErrors: 1 });
    if (!coerced) return errors.map((error) => coded(error, 'BAD_USER_INPUT'));
    const selection = this.#selectionOf(known, operation, coerced);
    return { selection, variables: coerced, operationName: operation.name?.value ?? null };
  }

  #read(query: string): Known | readonly GraphQLError[] {
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: MAX_TOKENS });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return [coded(error, 'GRAPHQL_PARSE_FAILED')];
    }
    const errors = validate(this.#schema, document, [...specifiedRules, withinLimits], { maxErrors: MAX_ERRORS });
    if (errors.length > 0) return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'));
    const known = { document, selections: new LRUCache<string, EventSelection>({ max: MAX_SELECTIONS }) };
    this.#known.set(query, known);
    return known;
  }

  /** It depends on the variables of @skip and @include only, and those are Booleans. */
  #selectionOf(
    { document, selections }: Known,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): EventSelection {
    const conditions = Object.entries(variables).filter(([, value]) => typeof value === 'boolean');
    const key = JSON.stringify([operation.name?.value ?? null, conditions]);
    let selection = selections.get(key);
    if (!selection) {
      selection = selectEvent({ schema: this.#schema, fragments: fragmentsOf(document), variables }, operation);
      selections.set(key, selection);
    }
    return selection;
  }
}

function coded({ message, nodes, source, positions }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, {
    ...(nodes ? { nodes } : { source: source ?? null, positions: positions ?? null }),
    extensions: { code },
  });
}
