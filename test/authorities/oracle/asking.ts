/** One operation for each subject that asks for all of its fields, made from the published schema. */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';

export const SCHEMA = buildSchema(readFileSync('schema.graphql', 'utf8'));

function typeOf(name: string): GraphQLObjectType {
  const type = SCHEMA.getType(name);
  if (!isObjectType(type)) throw new Error(`The schema has no ${name}.`);
  return type;
}

const needsNothing = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args.every(({ type }) => !String(type).endsWith('!'));

/** All fields, and of what they lead to all that is no object again. */
export function everything(name: string, depth = 1): string {
  const parts = Object.values(typeOf(name).getFields()).flatMap((field) => {
    if (!needsNothing(field)) return [];
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    if (depth === 0) return [];
    if (inner.name.endsWith('Connection'))
      return [
        `${field.name}(first: 20) { totalCount nodes { ${everything(inner.name.slice(0, -'Connection'.length), 0)} } }`,
      ];
    if (!isObjectType(inner)) return [];
    // What has no leaves of its own is asked for with what it leads to.
    const selection = everything(inner.name, 0) || everything(inner.name, 1);
    return [`${field.name} { ${inner.name === 'CustomFieldValue' ? everything(inner.name, 1) : selection} }`];
  });
  return parts.join(' ');
}

/** The fields that bear a category, by the published directive. */
export function dataFields(name: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const field of Object.values(typeOf(name).getFields())) {
    for (const directive of field.astNode?.directives ?? []) {
      const [argument] = directive.arguments ?? [];
      if (directive.name.value === 'data' && argument?.value.kind === 'StringValue')
        found[field.name] = argument.value.value;
    }
  }
  return found;
}
