import { Kind, parse, type GraphQLSchema } from 'graphql';
import { modelOf } from '../../entities/data.js';
import type { SubjectModel } from '../../entities/model.js';
import type { Subject } from '../../vocabulary/subjects.js';
import { selectRoot, type RootSelection } from '../read/selection.js';

/**
 * What a webhook tells of a record, as a client would ask for it: every field that the record has, the tenant's own ones, and the ids of what it
 * belongs to. What of that the integration sees is for the law to say, when it is read.
 */
export function recordSelection(schema: GraphQLSchema, subject: Subject): RootSelection {
  const model = modelOf(subject);
  const field = subject.charAt(0).toLowerCase() + subject.slice(1);
  const text = `{ ${field}(id: "") { ${fieldsOf(model).join(' ')} } }`;
  const [operation] = parse(text, { noLocation: true }).definitions;
  const node = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections[0] : undefined;
  const definition = schema.getQueryType()?.getFields()[field];
  if (node?.kind !== Kind.FIELD || !definition) throw new Error(`${subject} is read by a query of its name.`);
  return selectRoot({ schema, fragments: {}, variables: {} }, [field], definition, { subject, as: 'one' }, [node]);
}

function fieldsOf({ fields, relations, customFields }: SubjectModel): readonly string[] {
  const related = [...relations.values()].filter(({ kind }) => kind === 'one').map(({ name }) => `${name} { id }`);
  const own = customFields ? ['customFields { key label category type value }'] : [];
  return [...fields.keys(), ...own, ...related];
}
