/**
 * What an answer says it withholds, and on which lines of its text. The answer names types and fields, its text holds
 * response names: the query and the schema lead from one to the other, so that a null that is merely empty stays unmarked.
 */
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  typeFromAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { operationMeant } from './operation-name.js';

export interface WithheldField {
  readonly type: string;
  readonly field: string;
  /** Null where a whole record is withheld, not one category of it. */
  readonly category: string | null;
  readonly reason: string;
  readonly remedy: string | null;
}

/** Selections that a value of the answer was asked with, and the type they were written for. */
interface Scope {
  readonly parent: GraphQLCompositeType;
  readonly selections: SelectionSetNode;
}

interface Selected {
  readonly parent: GraphQLCompositeType;
  readonly name: string;
  readonly selections: SelectionSetNode | undefined;
}

export function withheldIn(answer: unknown): WithheldField[] {
  const extensions = isRecord(answer) ? answer.extensions : undefined;
  const withheld = isRecord(extensions) ? extensions.withheld : undefined;
  if (!Array.isArray(withheld)) return [];
  return withheld.filter(isRecord).map(({ type, field, category, reason, remedy }) => ({
    type: textOf(type) ?? '',
    field: textOf(field) ?? '',
    category: textOf(category),
    reason: textOf(reason) ?? '',
    remedy: textOf(remedy),
  }));
}

/** Line numbers from 0 of the answer printed as `JSON.stringify(answer, null, 2)`; at most `limit` of them. */
export function withheldLines(
  answer: unknown,
  asked: { readonly query: string; readonly operationName: string | null; readonly schema: GraphQLSchema },
  limit: number,
): Map<number, WithheldField> {
  const marks = new Map<number, WithheldField>();
  const withheld = withheldIn(answer);
  const document = withheld.length > 0 ? parsed(asked.query) : undefined;
  const operation = document && operationMeant(document, asked.operationName);
  const root = operation && asked.schema.getRootType(operation.operation);
  if (!document || !operation || !root || !isRecord(answer)) return marks;

  const fragments = new Map(
    document.definitions
      .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  let line = 0;

  const walk = (value: unknown, scopes: readonly Scope[]): void => {
    if (Array.isArray(value) && value.length > 0) {
      for (const item of value) {
        line += 1;
        walk(item, scopes);
      }
      line += 1;
    } else if (isRecord(value) && Object.keys(value).length > 0) {
      const selected = selectedBy(scopes, asked.schema, fragments);
      for (const [key, child] of Object.entries(value)) {
        line += 1;
        const fields = selected.get(key) ?? [];
        const mark = withheld.find((entry) => fields.some((field) => concerns(entry, field, child, asked.schema)));
        if (mark && marks.size < limit) marks.set(line, mark);
        walk(child, fields.flatMap(scopeOf));
      }
      line += 1;
    }
  };

  for (const [key, value] of Object.entries(answer)) {
    line += 1;
    walk(value, key === 'data' ? [{ parent: root, selections: operation.selectionSet }] : []);
  }
  return marks;
}

function concerns(entry: WithheldField, field: Selected, value: unknown, schema: GraphQLSchema): boolean {
  const [name, member] = entry.field.split('.');
  // A list of custom fields is never null: what is withheld of it is left out, and told as a member of the list.
  const gone = member === undefined ? value === null : Array.isArray(value);
  return gone && field.name === name && canBe(field.parent, entry.type, schema);
}

function canBe(parent: GraphQLCompositeType, type: string, schema: GraphQLSchema): boolean {
  if (!isAbstractType(parent)) return parent.name === type;
  return schema.getPossibleTypes(parent).some(({ name }) => name === type);
}

function scopeOf({ parent, name, selections }: Selected): Scope[] {
  if (!selections || !(isObjectType(parent) || isInterfaceType(parent))) return [];
  const field = parent.getFields()[name];
  const type = field && getNamedType(field.type);
  return type && isCompositeType(type) ? [{ parent: type, selections }] : [];
}

/** The fields of the selections by response name, fragments opened. */
function selectedBy(
  scopes: readonly Scope[],
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Map<string, Selected[]> {
  const selected = new Map<string, Selected[]>();
  const opened = new Set<string>();
  const collect = ({ parent, selections }: Scope): void => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const field = { parent, name: selection.name.value, selections: selection.selectionSet };
        selected.set(key, [...(selected.get(key) ?? []), field]);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment || (selection.kind === Kind.FRAGMENT_SPREAD && opened.has(selection.name.value))) continue;
      if (selection.kind === Kind.FRAGMENT_SPREAD) opened.add(selection.name.value);
      const type = fragment.typeCondition ? typeFromAST(schema, fragment.typeCondition) : parent;
      if (isCompositeType(type)) collect({ parent: type, selections: fragment.selectionSet });
    }
  };
  scopes.forEach(collect);
  return selected;
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined; // Edited since it was run: there is nothing to go by.
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
