import 'reflect-metadata';
import { Directive, Field, ID, Int, InterfaceType, ObjectType, Args, type ClassType } from 'type-graphql';
import { CATEGORIES, type Category } from '../vocabulary/categories.js';
import { SUBJECTS, type Subject } from '../vocabulary/subjects.js';
import { Answered } from './compiled-read.js';
import { connectionOf, listArgumentsOf } from './connection.js';
import {
  snakeCase,
  type FieldModel,
  type FieldType,
  type RelationModel,
  type SubjectModel,
  type TextForm,
} from './model.js';
import { DateOnly, DateTime, Decimal, EmailAddress } from './scalars.js';

/**
 * The marks. One mark on a property says all that there is to say about a field: from it come the column, the API field with its
 * description and `@data` directive, the filter, the order, the inputs, the catalogue and the documentation.
 */

/** What a reader may get for a field that can be withheld. */
export type Visible<T> = T | null;

interface Draft {
  readonly fields: Map<string, FieldModel>;
  readonly relations: Map<string, RelationModel>;
  customFields: boolean;
}

const drafts = new Map<object, Draft>();
const models = new Map<string, SubjectModel>();
const classes = new Map<string, ClassType>();

function draftOf(prototype: object): Draft {
  let draft = drafts.get(prototype);
  if (!draft) drafts.set(prototype, (draft = { fields: new Map(), relations: new Map(), customFields: false }));
  return draft;
}

@InterfaceType({ description: 'Anything that has an id of its own.' })
export abstract class Node {
  @Field(() => ID)
  readonly id!: string;
}

const API_TYPES = {
  id: ID,
  text: String,
  email: EmailAddress,
  date: DateOnly,
  datetime: DateTime,
  decimal: Decimal,
  boolean: Boolean,
  int: Int,
} as const;

interface FieldOptions {
  readonly type?: FieldType;
  readonly description: string;
  /** Can't be empty: asked for when a record is made, never emptied. */
  readonly required?: boolean;
  readonly order?: boolean;
  readonly filter?: boolean;
  readonly maxLength?: number;
  readonly form?: TextForm;
}

function fieldModel(name: string, options: FieldOptions, more: Partial<FieldModel>): FieldModel {
  const column = more.column ?? snakeCase(name);
  const type = options.type ?? 'text';
  const optionalText = !options.required && (type === 'text' || type === 'email');
  return {
    name,
    type,
    category: null,
    sealed: false,
    description: options.description,
    column,
    orderColumn: options.order ? (optionalText ? `${column}_sort` : column) : null,
    prefix: null,
    embedded: null,
    required: options.required ?? false,
    writable: false,
    filterable: options.filter ?? false,
    maxLength: options.maxLength ?? 300,
    form: options.form ?? null,
    ...more,
  };
}

/** Tenant data of a category. Nullable in the API, because it may be withheld. */
export function Data(category: Category, options: FieldOptions) {
  return (prototype: object, name: string): void => {
    const { sensitive } = CATEGORIES[category];
    const model = fieldModel(name, { filter: true, ...options }, { category, sealed: sensitive, writable: true });
    if (sensitive && (options.order || model.type !== 'text'))
      throw new Error(`${name}: sensitive data is text and has no order.`);
    draftOf(prototype).fields.set(name, model);
    const apiType = API_TYPES[model.type as keyof typeof API_TYPES];
    Field(() => apiType, { nullable: true, description: options.description })(prototype, name);
    Directive(`@data(category: "${category}")`)(prototype, name);
  };
}

interface PlainOptions extends FieldOptions {
  readonly nullable?: boolean;
  readonly column?: string;
  readonly prefix?: FieldModel['prefix'];
  readonly embedded?: Readonly<Record<string, string>>;
  /** The API type of an enum or of an embedded object. */
  readonly of?: () => object;
}

/** A fact about the record itself (its id, times, status), seen by whoever may see the subject. */
export function Plain(options: PlainOptions) {
  return (prototype: object, name: string): void => {
    const { nullable = false, column, prefix = null, embedded = null, of } = options;
    const model = fieldModel(name, options, {
      prefix,
      embedded,
      required: !nullable,
      ...(column === undefined ? {} : { column }),
    });
    draftOf(prototype).fields.set(name, model);
    const single = of ?? ((): object => API_TYPES[model.type as keyof typeof API_TYPES]);
    const apiType = model.type === 'textList' ? (): object => [String] : single;
    Field(apiType as () => ClassType, { nullable, description: options.description })(prototype, name);
  };
}

interface OneOptions {
  readonly description: string;
  readonly column?: string;
  readonly input?: string;
  readonly filter?: boolean;
}

/** The one record of another subject that this one points to. */
export function One(target: Subject, options: OneOptions) {
  return (prototype: object, name: string): void => {
    const { input = null, filter = input !== null, column = snakeCase(`${name}Id`) } = options;
    draftOf(prototype).relations.set(name, { kind: 'one', name, target, column, input, filterable: filter });
    Field(() => classOf(target), { nullable: true, description: options.description })(prototype, name);
  };
}

interface ManyOptions {
  readonly description: string;
  /** The column of the other subject that points here. */
  readonly by: string;
  readonly nullable?: boolean;
}

/** The records of another subject that point to this one, as a connection. */
export function Many(target: Subject, options: ManyOptions) {
  return (prototype: object, name: string, descriptor: TypedPropertyDescriptor<() => never>): void => {
    draftOf(prototype).relations.set(name, { kind: 'many', name, target, column: options.by });
    Reflect.defineMetadata('design:paramtypes', [Object], prototype, name);
    Args(() => listArgumentsOf(target))(prototype, name, 0);
    const nullable = options.nullable ?? true;
    Field(() => connectionOf(target), { nullable, description: options.description })(prototype, name, descriptor);
  };
}

/** The values of the tenant's own fields. */
export function CustomFields(of: () => ClassType, description: string) {
  return (prototype: object, name: string): void => {
    draftOf(prototype).customFields = true;
    Field(() => [of()], { description })(prototype, name);
  };
}

interface EntityOptions {
  readonly prefix: string;
  readonly table: string;
  readonly tenantBound?: boolean;
  readonly newestFirst?: boolean;
  readonly node?: boolean;
}

/** The class mark: which subject this is, and where its rows are. */
export function Entity(options: EntityOptions) {
  return (target: ClassType): void => {
    const name = target.name as Subject;
    const draft = draftOf(target.prototype);
    const description = SUBJECTS[name];
    if (allModels().some(({ prefix }) => prefix === options.prefix))
      throw new Error(`${name}: the prefix ${options.prefix} is another subject's, so its ids would be too.`);
    models.set(name, {
      name,
      description,
      prefix: options.prefix,
      table: options.table,
      isFunction: options.table.startsWith('auth.'),
      tenantBound: options.tenantBound ?? true,
      newestFirst: options.newestFirst ?? false,
      classified: [...draft.fields.values()].some((field) => field.category !== null),
      customFields: draft.customFields,
      fields: draft.fields,
      relations: draft.relations,
    });
    classes.set(name, target);
    Answered()(target);
    ObjectType({ description, ...(options.node === false ? {} : { implements: Node }) })(target);
  };
}

export function classOf(subject: Subject): ClassType {
  const found = classes.get(subject);
  if (!found) throw new Error(`${subject} has no entity.`);
  return found;
}

/** The model of a subject or of the API type that bears its name; undefined for any other type. */
export function findModel(typeName: string): SubjectModel | undefined {
  return models.get(typeName);
}

export function modelOf(subject: Subject): SubjectModel {
  const model = models.get(subject);
  if (!model) throw new Error(`${subject} has no entity.`);
  return model;
}

export function allModels(): readonly SubjectModel[] {
  return [...models.values()];
}
