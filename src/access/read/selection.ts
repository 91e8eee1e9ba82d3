import type { GraphQLObjectType } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { compiledReadOf, type CompiledReadSpec } from '../../entities/compiled-read.js';
import { findModel } from '../../entities/data.js';
import type { FieldModel, RelationModel, SubjectModel } from '../../entities/model.js';

/**
 * What an operation asks of compiled reads, as a tree of subjects and fields. graphql-js itself collects the fields, so fragments,
 * aliases, merging, @skip and @include mean here exactly what they mean there.
 */

export type Variables = Readonly<Record<string, unknown>>;
type Fragments = Record<string, FragmentDefinitionNode>;
type ApiField = GraphQLField<unknown, unknown>;

export interface Source {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly variables: Variables;
}

export type SelectedField =
  | { readonly kind: 'typename'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'field';
      readonly key: string;
      readonly field: FieldModel;
      readonly embedded: readonly EmbeddedField[];
    }
  | { readonly kind: 'custom'; readonly key: string; readonly fields: readonly EmbeddedField[] }
  | { readonly kind: 'one'; readonly key: string; readonly relation: RelationModel; readonly object: ObjectSelection }
  | { readonly kind: 'many'; readonly key: string; readonly relation: RelationModel; readonly list: ListSelection };

/** A field of an embedded value, which is no subject: picked from its JSON. */
export interface EmbeddedField {
  readonly key: string;
  readonly name: string;
  readonly typename: string;
}

export interface ObjectSelection {
  readonly model: SubjectModel;
  readonly fields: readonly SelectedField[];
}

export type ListPart =
  | {
      readonly kind: 'typename' | 'pageInfo' | 'totalCount';
      readonly key: string;
      readonly typename: string;
      readonly fields: readonly EmbeddedField[];
    }
  | { readonly kind: 'nodes'; readonly key: string; readonly object: ObjectSelection }
  | { readonly kind: 'edges'; readonly key: string; readonly edge: readonly EdgePart[] };

export type EdgePart =
  | { readonly kind: 'typename' | 'cursor'; readonly key: string; readonly typename: string }
  | { readonly kind: 'node'; readonly key: string; readonly object: ObjectSelection };

export interface ListSelection {
  readonly model: SubjectModel;
  readonly parts: readonly ListPart[];
  /** Where the arguments stand: bound anew for each request. */
  readonly definition: ApiField;
  readonly node: FieldNode;
}

/** One field that a compiled read answers. */
export interface RootSelection {
  /** Response keys from the operation's root. */
  readonly path: readonly string[];
  readonly spec: CompiledReadSpec;
  readonly definition: ApiField;
  readonly node: FieldNode;
  readonly nodes: readonly FieldNode[];
  /** What is selected of a row of this type. */
  readonly objectOf: (typeName: string) => ObjectSelection | undefined;
  readonly list: ListSelection | undefined;
}

export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments: Fragments = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

function firstOf(nodes: readonly FieldNode[]): FieldNode {
  const [node] = nodes;
  if (!node) throw new Error('A collected field has at least one node.');
  return node;
}

function subfields(
  source: Source,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): [string, readonly FieldNode[], string][] {
  const collected = collectSubfields(source.schema, source.fragments, source.variables, type, nodes);
  return [...collected].map(([key, list]) => [key, list, firstOf(list).name.value]);
}

function fieldOf(type: GraphQLObjectType, name: string): ApiField {
  const field = type.getFields()[name];
  if (!field) throw new Error(`${type.name} has no field ${name}.`);
  return field as ApiField;
}

function objectType(field: ApiField): GraphQLObjectType {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) throw new Error(`${field.name} is not an object.`);
  return type;
}

function embeddedFields(source: Source, type: GraphQLObjectType, nodes: readonly FieldNode[]): EmbeddedField[] {
  return subfields(source, type, nodes).map(([key, , name]) => ({ key, name, typename: type.name }));
}

export function selectObject(source: Source, type: GraphQLObjectType, nodes: readonly FieldNode[]): ObjectSelection {
  const model = findModel(type.name);
  if (!model) throw new Error(`${type.name} is no subject.`);
  const fields = subfields(source, type, nodes).map(([key, list, name]): SelectedField => {
    if (name === '__typename') return { kind: 'typename', key, value: type.name };
    const field = model.fields.get(name);
    const apiField = fieldOf(type, name);
    if (field) {
      const embedded = field.type === 'json' ? embeddedFields(source, objectType(apiField), list) : [];
      return { kind: 'field', key, field, embedded };
    }
    const relation = model.relations.get(name);
    if (relation?.kind === 'one') {
      return { kind: 'one', key, relation, object: selectObject(source, objectType(apiField), list) };
    }
    if (relation) return { kind: 'many', key, relation, list: selectList(source, apiField, list) };
    return { kind: 'custom', key, fields: embeddedFields(source, objectType(apiField), list) };
  });
  return { model, fields };
}

function selectEdges(source: Source, type: GraphQLObjectType, nodes: readonly FieldNode[]): EdgePart[] {
  return subfields(source, type, nodes).map(([key, list, name]): EdgePart => {
    if (name === 'node')
      return { kind: 'node', key, object: selectObject(source, objectType(fieldOf(type, name)), list) };
    return { kind: name === 'cursor' ? 'cursor' : 'typename', key, typename: type.name };
  });
}

export function selectList(source: Source, definition: ApiField, nodes: readonly FieldNode[]): ListSelection {
  const type = objectType(definition);
  const model = findModel(getNamedType(fieldOf(type, 'nodes').type).name);
  if (!model) throw new Error(`${type.name} is no list of a subject.`);
  const parts = subfields(source, type, nodes).map(([key, list, name]): ListPart => {
    if (name === '__typename') return { kind: 'typename', key, typename: type.name, fields: [] };
    const inner = fieldOf(type, name);
    if (name === 'nodes') return { kind: 'nodes', key, object: selectObject(source, objectType(inner), list) };
    if (name === 'edges') return { kind: 'edges', key, edge: selectEdges(source, objectType(inner), list) };
    if (name === 'pageInfo') {
      return { kind: 'pageInfo', key, typename: 'PageInfo', fields: embeddedFields(source, objectType(inner), list) };
    }
    return { kind: 'totalCount', key, typename: type.name, fields: [] };
  });
  return { model, parts, definition, node: firstOf(nodes) };
}

export function selectRoot(
  source: Source,
  path: readonly string[],
  definition: ApiField,
  spec: CompiledReadSpec,
  nodes: readonly FieldNode[],
): RootSelection {
  const selected = new Map<string, ObjectSelection | undefined>();
  const objectOf = (typeName: string): ObjectSelection | undefined => {
    if (!selected.has(typeName)) {
      const type = source.schema.getType(typeName);
      selected.set(typeName, isObjectType(type) && findModel(typeName) ? selectObject(source, type, nodes) : undefined);
    }
    return selected.get(typeName);
  };
  const list = spec.as === 'connection' ? selectList(source, definition, nodes) : undefined;
  return { path, spec, definition, node: firstOf(nodes), nodes, objectOf, list };
}

export interface OperationSelection {
  readonly roots: readonly RootSelection[];
  /** The response keys of the root, in order, where all of them are compiled reads or `__typename`; else null. */
  readonly complete: readonly { readonly key: string; readonly root: RootSelection | null }[] | null;
}

/** All compiled reads of a query, wherever they stand outside of lists, so that one statement answers them in one snapshot. */
export function selectOperation(source: Source, operation: OperationDefinitionNode): OperationSelection {
  const rootType = source.schema.getRootType(operation.operation);
  if (!rootType) return { roots: [], complete: null };
  const roots: RootSelection[] = [];
  const complete: { key: string; root: RootSelection | null }[] = [];
  let pure = operation.operation === 'query';

  const visit = (
    type: GraphQLObjectType,
    path: readonly string[],
    collected: ReadonlyMap<string, readonly FieldNode[]>,
  ): void => {
    for (const [key, nodes] of collected) {
      const { name } = firstOf(nodes);
      if (name.value.startsWith('__')) {
        if (path.length === 0) {
          if (name.value === '__typename') complete.push({ key, root: null });
          else pure = false;
        }
        continue;
      }
      const definition = fieldOf(type, name.value);
      const spec = compiledReadOf(definition);
      if (spec) {
        const root = selectRoot(source, [...path, key], definition, spec, nodes);
        roots.push(root);
        if (path.length === 0) complete.push({ key, root });
        continue;
      }
      if (path.length === 0) pure = false;
      const inner = getNullableType(definition.type);
      if (isListType(inner) || !isCompositeType(inner) || !isObjectType(inner)) continue;
      visit(inner, [...path, key], collectSubfields(source.schema, source.fragments, source.variables, inner, nodes));
    }
  };
  visit(
    rootType,
    [],
    collectFields(source.schema, source.fragments, source.variables, rootType, operation.selectionSet),
  );
  return { roots, complete: pure ? complete : null };
}
