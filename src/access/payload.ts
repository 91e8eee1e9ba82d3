import { getNamedType, isObjectType, type ASTNode, type GraphQLResolveInfo } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { compiledReadOf } from '../entities/compiled-read.js';
import { notFound } from '../kernel/errors.js';
import type { Law } from '../policy/law.js';
import type { Subject } from '../vocabulary/subjects.js';
import { demand } from './demand.js';
import { rootValue, type ReadAnswer } from './read/reader.js';
import { KeptSelections } from './read/selection-cache.js';
import { selectRoot, type RootSelection } from './read/selection.js';

/** Response keys and list positions from the root. */
export function pathOf(info: GraphQLResolveInfo): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) path.unshift(at.key);
  return path;
}

const kept = new KeptSelections<readonly RootSelection[]>();

function keptAt(
  info: GraphQLResolveInfo,
  what: string,
  make: () => readonly RootSelection[],
): readonly RootSelection[] {
  const { operation, fragments, variableValues } = info;
  const nodes = (): ASTNode[] => [operation, ...Object.values(fragments)];
  return kept.of(operation, nodes, variableValues, `${what} ${pathOf(info).join('.')}`, make);
}

/** What is selected of a compiled read that is answered by itself. */
export function fieldSelections(info: GraphQLResolveInfo): readonly RootSelection[] {
  return keptAt(info, 'itself', () => {
    const field = info.parentType.getFields()[info.fieldName];
    const spec = field && compiledReadOf(field);
    if (!spec) throw new Error(`${info.fieldName} is no compiled read.`);
    const source = { schema: info.schema, fragments: info.fragments, variables: info.variableValues };
    return [selectRoot(source, pathOf(info).map(String), field, spec, info.fieldNodes)];
  });
}

/** What is selected of a field of a mutation's payload, once for each response key. */
export function payloadSelections(info: GraphQLResolveInfo, name: string): readonly RootSelection[] {
  return keptAt(info, `payload ${name}`, () => selectPayload(info, name));
}

function selectPayload(info: GraphQLResolveInfo, name: string): readonly RootSelection[] {
  const payload = getNamedType(info.returnType);
  if (!isObjectType(payload)) throw new Error('A mutation answers with a payload.');
  const source = { schema: info.schema, fragments: info.fragments, variables: info.variableValues };
  const collected = collectSubfields(info.schema, info.fragments, info.variableValues, payload, info.fieldNodes);
  const path = pathOf(info).map(String);
  return [...collected].flatMap(([key, nodes]) => {
    const definition = payload.getFields()[name];
    if (!definition || nodes[0]?.name.value !== name) return [];
    const subject = getNamedType(definition.type).name as Subject;
    return [selectRoot(source, [...path, key], definition, { subject, as: 'one' }, nodes)];
  });
}

/** Before anything is written: whoever asks to be shown what they write has to be somebody who may see it. */
export function demandShown(law: Law, info: GraphQLResolveInfo, name: string, subject: Subject): void {
  if (payloadSelections(info, name).length > 0) demand(law, 'READ', subject);
}

/** The payload of a mutation: what it wrote, under each key that the client gave it. */
export function payloadOf(selections: readonly RootSelection[], answer: ReadAnswer): Record<string, unknown> {
  return Object.fromEntries(
    selections.map((selection, index) => {
      const value = rootValue(answer, index);
      if (value === null) throw notFound();
      return [selection.path.at(-1) ?? '', value];
    }),
  );
}
