import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import type { Subject } from '../vocabulary/subjects.js';
import { Answered } from './compiled-read.js';
import { DirectionEnum } from './enums.js';
import { constantCase, type SubjectModel } from './model.js';

/** The API types around a subject that every list needs: edge, connection, order, arguments. All derived from the marks. */

/** As a field of a subject: all that the tenant made. */
export const CUSTOM_FIELDS = 'customFields';

const connections = new Map<Subject, ClassType>();
const edges = new Map<Subject, ClassType>();
const listArguments = new Map<Subject, ClassType>();

function taken(map: ReadonlyMap<Subject, ClassType>, subject: Subject): ClassType {
  const found = map.get(subject);
  if (!found) throw new Error(`${subject} is in no list: name it in entities.ts.`);
  return found;
}

export function connectionOf(subject: Subject): ClassType {
  return taken(connections, subject);
}

export function edgeOf(subject: Subject): ClassType {
  return taken(edges, subject);
}

export function listArgumentsOf(subject: Subject): ClassType {
  return taken(listArguments, subject);
}

@Answered()
@ObjectType({ description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;
  @Field(() => Boolean)
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true })
  startCursor!: string | null;
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** A class under a name that is only known now; type-graphql reads names from its own metadata. */
export function emptyClass(): ClassType {
  return class {} as ClassType;
}

export interface ListedTypes {
  readonly row: ClassType;
  readonly filter: ClassType | undefined;
}

export function orderableFields(model: SubjectModel): readonly string[] {
  return [...model.fields.values()].filter((field) => field.orderColumn !== null).map((field) => field.name);
}

function buildOrder(model: SubjectModel): ClassType | undefined {
  const names = orderableFields(model);
  if (names.length === 0) return undefined;
  const own = model.customFields ? [['CUSTOM_FIELD', CUSTOM_FIELDS]] : [];
  const words = Object.fromEntries([...names.map((name) => [constantCase(name), name]), ...own]) as Record<
    string,
    string
  >;
  registerEnumType(words, {
    name: `${model.name}OrderField`,
    description: `What a list of ${model.name} can be sorted by.`,
  });
  const order = emptyClass();
  Field(() => words)(order.prototype, 'field');
  Field(() => DirectionEnum)(order.prototype, 'direction');
  if (model.customFields) {
    const description = 'With CUSTOM_FIELD: the key of the field, which can only be sorted by first.';
    Field(() => String, { nullable: true, description })(order.prototype, 'customField');
  }
  InputType(`${model.name}Order`, { description: 'One key of a sort.' })(order);
  return order;
}

/** Makes the types of one listed subject; called once for each, before the schema is built. */
export function buildConnection(model: SubjectModel, { row, filter }: ListedTypes): void {
  const edge = emptyClass();
  Field(() => String)(edge.prototype, 'cursor');
  Field(() => row)(edge.prototype, 'node');
  Answered()(edge);
  ObjectType(`${model.name}Edge`, { description: `One ${model.name} of a list, with its place.` })(edge);
  edges.set(model.name, edge);

  const connection = emptyClass();
  const connectionFields = connection.prototype;
  Field(() => [edge])(connectionFields, 'edges');
  Field(() => [row])(connectionFields, 'nodes');
  Field(() => PageInfo)(connectionFields, 'pageInfo');
  Field(() => Int, { description: 'How many there are in all, computed only where it is selected.' })(
    connectionFields,
    'totalCount',
  );
  Answered()(connection);
  ObjectType(`${model.name}Connection`, { description: `A page of ${model.name}.` })(connection);
  connections.set(model.name, connection);

  const list = emptyClass();
  const listFields = list.prototype;
  Field(() => Int, { nullable: true, description: 'How many from the front, 1 to 100.' })(listFields, 'first');
  Field(() => String, { nullable: true, description: 'Behind this cursor.' })(listFields, 'after');
  Field(() => Int, { nullable: true, description: 'How many from the back, 1 to 100.' })(listFields, 'last');
  Field(() => String, { nullable: true, description: 'Before this cursor.' })(listFields, 'before');
  const order = buildOrder(model);
  if (filter) Field(() => filter, { nullable: true })(listFields, 'where');
  if (order) Field(() => [order], { nullable: true })(listFields, 'orderBy');
  ArgsType()(list);
  listArguments.set(model.name, list);
}
