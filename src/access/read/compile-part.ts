import type { ListSelection, ObjectSelection } from './selection.js';
import type { ListPartShape, ObjectShape } from './shape-types.js';

/**
 * What a connection has under one key.
 * @param object makes the shape of a record that is selected at a path
 */
export function partShape(
  part: ListSelection['parts'][number],
  path: readonly string[],
  object: (selection: ObjectSelection, path: readonly string[]) => ObjectShape,
): ListPartShape {
  const { key } = part;
  switch (part.kind) {
    case 'typename':
      return { kind: 'literal', key, value: part.typename };
    case 'totalCount':
      return { kind: 'totalCount', key };
    case 'pageInfo':
      return { kind: 'pageInfo', key, fields: part.fields };
    case 'nodes':
      return { kind: 'nodes', key, object: object(part.object, [...path, key, '*']) };
    case 'edges':
      return {
        kind: 'edges',
        key,
        edge: part.edge.map((edge) => {
          if (edge.kind === 'node') {
            return { kind: 'node', key: edge.key, object: object(edge.object, [...path, key, '*', edge.key]) };
          }
          return edge.kind === 'cursor'
            ? { kind: 'cursor', key: edge.key }
            : { kind: 'literal', key: edge.key, value: edge.typename };
        }),
      };
  }
}
