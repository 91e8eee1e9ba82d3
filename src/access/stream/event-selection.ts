import { getNamedType, isNonNullType, isObjectType, Kind, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { streamOf, type StreamSpec } from '../../entities/stream.js';
import { badInput } from '../../kernel/errors.js';
import { selectRoot, type RootSelection, type Source } from '../read/selection.js';

/** What a subscription asks of each event. */
export interface EventSelection {
  readonly spec: StreamSpec;
  /** Response key of the subscription itself. */
  readonly key: string;
  readonly field: FieldNode;
  readonly definition: Parameters<typeof streamOf>[0];
  readonly typename: string;
  readonly parts: readonly { readonly key: string; readonly name: string; readonly root: number | null }[];
  /** One for each time that the record is selected; where it is not, its id, so that each event is read under a guard. */
  readonly roots: readonly RootSelection[];
  /** An event without its record is none. */
  readonly recordIsNeeded: boolean;
}

const ID_ONLY = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'id' } }],
} as const;

export function selectEvent(source: Source, operation: OperationDefinitionNode): EventSelection {
  const type = source.schema.getSubscriptionType();
  if (!type) throw new Error('There are subscriptions.');
  const collected = collectFields(source.schema, source.fragments, source.variables, type, operation.selectionSet);
  const [first, ...others] = collected;
  const node = first?.[1][0];
  const definition = node && type.getFields()[node.name.value];
  const spec = definition && streamOf(definition);
  if (!first || !spec || others.length > 0) throw badInput('A subscription follows one stream.');
  const payload = getNamedType(definition.type);
  if (!isObjectType(payload)) throw new Error('An event is an object.');
  const record = payload.getFields()[spec.record];
  if (!record) throw new Error(`${payload.name} has no field ${spec.record}.`);

  const [key, nodes] = first;
  const roots: RootSelection[] = [];
  const read = { subject: spec.subject, as: 'one' } as const;
  const parts = [...collectSubfields(source.schema, source.fragments, source.variables, payload, nodes)].map(
    ([partKey, partNodes]) => {
      const name = partNodes[0]?.name.value ?? '';
      if (name !== spec.record) return { key: partKey, name, root: null };
      return {
        key: partKey,
        name,
        root: roots.push(selectRoot(source, [key, partKey], record, read, partNodes)) - 1,
      };
    },
  );
  if (roots.length === 0) {
    const bare: FieldNode = {
      kind: Kind.FIELD,
      name: { kind: Kind.NAME, value: spec.record },
      selectionSet: ID_ONLY,
    };
    roots.push(selectRoot(source, [key], record, read, [bare]));
  }
  const recordIsNeeded = isNonNullType(record.type);
  return { spec, key, field: node, definition, typename: payload.name, parts, roots, recordIsNeeded };
}
