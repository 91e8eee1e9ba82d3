import { getArgumentValues } from 'graphql/execution/values.js';
import type { FieldNode, GraphQLField } from 'graphql';
import { badInput } from '../../kernel/errors.js';
import type { CompiledReadSpec } from '../../entities/compiled-read.js';
import { CUSTOM_FIELDS } from '../../entities/connection.js';
import type { FieldModel, SubjectModel } from '../../entities/model.js';
import type { CustomField } from '../../policy/actor.js';
import { VALUE_COLUMNS } from '../custom-value.js';
import { askedOf, type Asked } from './asked.js';
import type { CursorCodec } from './cursor.js';
import { EVERYTHING, filterSignature, type ArgumentPath, type Askable, type Filter } from './filter-form.js';
import { readFilter } from './filter.js';
import { narrowedOrder, narrowingFilters } from './narrow.js';
import type { Variables } from './selection.js';

/** The arguments of one list, checked and in normal form. */
export interface ListBinding {
  readonly model: SubjectModel;
  readonly size: number;
  /** `last`: the page is taken from the back. */
  readonly backward: boolean;
  readonly order: readonly OrderKey[];
  readonly filter: Filter;
  /** The fields that `where` and `orderBy` look at. */
  readonly asked: readonly Asked[];
  readonly after: readonly string[] | null;
  readonly before: readonly string[] | null;
  /** What its cursors are good for, and nowhere else. */
  readonly cursorContext: string;
  /** Equal signatures compile to equal SQL. */
  readonly signature: string;
}

export interface OrderKey {
  readonly field: FieldModel;
  readonly descending: boolean;
  /** A field of the tenant's own, which is only ever the first key; its values are in no column of the record. */
  readonly own: CustomField | null;
}

/** By what values of the type are sorted: of a text its beginning. */
export function sortColumn({ type }: CustomField): string {
  const stored = VALUE_COLUMNS[type];
  return stored === 'text_value' ? 'text_key' : stored;
}

/** Of a list that is sorted by a field of the tenant's own, cursors say first whether the record has a value, and which. */
export const HAS_VALUE = '0';
export const IS_EMPTY = '1';

export interface ArgumentSource {
  readonly variables: Variables;
  readonly cursors: CursorCodec;
  readonly tenantId: string;
  readonly askable: Askable;
  /** Whose log is read, by its uuid, of a subject that is kept in logs. */
  readonly log?: string;
}

export const DEFAULT_PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;
const MAX_ORDER_KEYS = 5;

export function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Record<string, unknown> {
  return getArgumentValues(definition, node, variables);
}

interface OrderInput {
  readonly field: string;
  readonly direction: string;
  readonly customField?: string | null;
}

interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly where?: object | null;
  readonly orderBy?: readonly OrderInput[] | null;
}

export function pageSize(values: PageArguments): { size: number; backward: boolean } {
  const first = values.first ?? null;
  const last = values.last ?? null;
  if (first !== null && last !== null) throw badInput('Give first or last, not both.', ['last']);
  const [size, name] = last === null ? [first ?? DEFAULT_PAGE_SIZE, 'first'] : [last, 'last'];
  if (size < 1 || size > MAX_PAGE_SIZE)
    throw badInput(`${name} takes a number from 1 to ${String(MAX_PAGE_SIZE)}.`, [name]);
  return { size, backward: last !== null };
}

function readOrder(
  model: SubjectModel,
  values: PageArguments,
  askable: Askable,
  unasked: FieldModel | null,
): OrderKey[] {
  const id = model.fields.get('id');
  if (!id) throw new Error(`${model.name} has no id.`);
  const order: OrderKey[] = unasked ? [{ field: unasked, descending: model.newestFirst, own: null }] : [];
  const asked = values.orderBy ?? [];
  if (asked.length > MAX_ORDER_KEYS)
    throw badInput(`A list is sorted by at most ${String(MAX_ORDER_KEYS)} fields.`, ['orderBy']);
  asked.forEach(({ field: name, direction, customField }, index) => {
    const descending = direction === 'DESC';
    const own = ownOrder(model, name, customField ?? null, ['orderBy', index], askable);
    if (own) {
      if (order.length > 0)
        throw badInput('A list is sorted by one custom field, and by that one first.', ['orderBy', index]);
      order.push({ field: { ...id, name: CUSTOM_FIELDS }, descending, own });
      return;
    }
    const field = model.fields.get(name);
    if (!field) throw badInput(`${model.name} cannot be sorted by ${name}.`, ['orderBy', index, 'field']);
    askable.field(model, name, ['orderBy', index, 'field']);
    if (!order.some((key) => key.field === field)) order.push({ field, descending, own: null });
  });
  const [first] = order;
  return [...order, { field: id, descending: first ? first.descending : model.newestFirst, own: null }];
}

/** Null: it is sorted by a field that is built in. */
function ownOrder(
  model: SubjectModel,
  name: string,
  key: string | null,
  path: ArgumentPath,
  askable: Askable,
): CustomField | null {
  const at = [...path, 'customField'];
  if (name !== CUSTOM_FIELDS) {
    if (key === null) return null;
    throw badInput('customField goes with the field CUSTOM_FIELD.', at);
  }
  if (key === null) throw badInput('The field CUSTOM_FIELD goes with a customField.', at);
  const own = askable.custom(model, key, at);
  if (own.sealed) throw badInput(`${key} is stored encrypted, and nothing can be sorted by it.`, at);
  return own;
}

function readCursor(
  source: ArgumentSource,
  context: string,
  keys: number,
  cursor: string | null | undefined,
  name: string,
): readonly string[] | null {
  if (cursor === null || cursor === undefined) return null;
  const values = source.cursors.open(context, cursor);
  if (values?.length !== keys) throw badInput('This is no cursor of this list.', [name]);
  return values;
}

function textOf(order: readonly OrderKey[], nameOf: (own: CustomField) => string): string {
  return order.map(({ own, field, descending }) => `${own ? nameOf(own) : field.name}${descending ? '-' : '+'}`).join();
}

/** Whether the record of a cursor has a value, where that makes other SQL. */
function sideOf([first]: readonly OrderKey[], [value]: readonly string[]): string {
  return first?.own ? (value ?? '').charAt(0) : '';
}

/** Whose log a row stands in: no field of the API, because whoever reads a log has named it. */
function logFieldOf(model: SubjectModel): FieldModel {
  const id = model.fields.get('id');
  if (!id) throw new Error(`${model.name} has no id.`);
  return { ...id, name: 'log', type: 'text', column: 'log_id', prefix: null };
}

/** Checks and normalises the arguments of a list. `spec`: what it is declared to be narrowed by, of a list that is asked for directly. */
export function bindList(
  model: SubjectModel,
  values: Record<string, unknown>,
  source: ArgumentSource,
  spec: CompiledReadSpec | null = null,
): ListBinding {
  const page = values as PageArguments;
  const { size, backward } = pageSize(page);
  const unasked = narrowedOrder(model, values, spec ?? {});
  const order = readOrder(model, page, source.askable, unasked);
  const orderText = textOf(order, (own) => `${CUSTOM_FIELDS}.${own.id}`);
  const cursorContext = `${source.tenantId}/${model.name}/${orderText}`;
  const after = readCursor(source, cursorContext, order.length, page.after, 'after');
  const before = readCursor(source, cursorContext, order.length, page.before, 'before');
  const where = page.where ? readFilter(model, page.where, ['where'], source.askable) : EVERYTHING;
  // The id at the end is asked for by nobody.
  const asked = askedOf(model, where, order.slice(unasked ? 1 : 0, -1));
  const parts: Filter[] = page.where ? [where] : [];
  parts.push(...narrowingFilters(model, values, spec ?? {}));
  if (source.log !== undefined)
    parts.push({ kind: 'field', field: logFieldOf(model), operator: 'eq', value: source.log });
  const [only] = parts;
  const filter: Filter = parts.length === 0 ? EVERYTHING : parts.length === 1 && only ? only : { kind: 'all', parts };
  const signature = [
    `${backward ? 'last' : 'first'}${String(size)}`,
    textOf(order, sortColumn),
    after ? `after${sideOf(order, after)}` : '',
    before ? `before${sideOf(order, before)}` : '',
    filterSignature(filter, order[0]?.own?.id ?? null),
  ].join('|');
  return { model, size, backward, order, filter, asked, after, before, cursorContext, signature };
}
