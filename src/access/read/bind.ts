import { GraphQLError } from 'graphql';
import { CodedError, badInput, unauthenticated } from '../../kernel/errors.js';
import { NO_UUID, parseId, prefixOf } from '../../kernel/ids.js';
import { allModels, modelOf } from '../../entities/data.js';
import { TENANT_PREFIX } from '../../entities/tenant.js';
import type { CompiledReadSpec } from '../../entities/compiled-read.js';
import type { SubjectModel } from '../../entities/model.js';
import { customFieldName } from '../../policy/fields.js';
import type { Law } from '../../policy/law.js';
import type { Subject } from '../../vocabulary/subjects.js';
import { refusalError } from '../demand.js';
import { COUNT_COST } from './plan.js';
import { argumentsOf, bindList, type ListBinding } from './arguments.js';
import type { CursorCodec } from './cursor.js';
import { isDisclosed } from './disclosure.js';
import type { Askable } from './filter-form.js';
import type { ListSelection, ObjectSelection, RootSelection, Variables } from './selection.js';
import { arrayText } from '../database.js';

/** A selection with this request's arguments, asked of this actor's law: everything that a plan depends on, and all of its values. */
export interface BoundRoot {
  readonly selection: RootSelection;
  /** The subjects that it reads. */
  readonly subjects: readonly Subject[];
  readonly refusal: CodedError | null;
  /** `one`: the uuid asked for; null: malformed, so missing. */
  readonly id: string | null;
  /** `node`, `nodes`: the ids asked for, in order; empty text for what can't exist. */
  readonly nodeIds: readonly string[];
  readonly idLists: ReadonlyMap<string, string>;
  /** `nodes`: ids whose subject is not visible at all, by position. */
  readonly refusedIds: ReadonlyMap<number, CodedError>;
  readonly filters: ReadonlyMap<string, string>;
  /** Names the addressed tenant itself by its id, which is no row that is read. */
  readonly asksForTenant: boolean;
}

export interface BoundRead {
  readonly roots: readonly BoundRoot[];
  readonly lists: readonly ListSelection[];
  readonly bindings: readonly ListBinding[];
  /** Shows data that rests on an authority: its log entry is part of the statement. */
  readonly logged: boolean;
  /** Equal signatures of one selection under laws of one shape compile to equal plans. */
  readonly signature: string;
  /** Rows asked for times fields. */
  readonly cost: number;
}

export interface BindContext {
  readonly law: Law;
  readonly tenantId: string | null;
  readonly variables: Variables;
  readonly cursors: CursorCodec;
  /** Named by the request, but not addressable or not there. */
  readonly requestedTenant: string;
}

const MAX_LISTS = 50;
const MAX_ROWS = 20_000;
const MAX_NODE_IDS = 100;

type Addressed = Pick<BindContext, 'law' | 'tenantId' | 'requestedTenant'>;

/** Why a subject can't be read at all. */
export function subjectRefusal(model: SubjectModel, context: Addressed): CodedError | null {
  const { law, tenantId } = context;
  const verdict = law.may('READ', model.name);
  if (tenantId === null && (model.tenantBound || law.actor.kind === 'ANONYMOUS')) {
    // What somebody lacks in any tenant is said, and not whether there is this one.
    const lacking = !verdict.allowed && verdict.reason !== 'FORBIDDEN' && verdict.reason !== 'UNAUTHENTICATED';
    return lacking ? refusalError(verdict) : withoutTenant(context);
  }
  return verdict.allowed ? null : refusalError(verdict);
}

/** Why nothing of a tenant can be read: there is none in this request. */
function withoutTenant({ law, requestedTenant }: Addressed): CodedError {
  if (law.actor.kind === 'ANONYMOUS') return unauthenticated();
  if (requestedTenant !== '') {
    return new CodedError(
      'FORBIDDEN',
      `There is no environment ${JSON.stringify(requestedTenant)} that you can address.`,
      {
        reason: 'FORBIDDEN',
        remedy: 'Name one of viewer.tenants in the header x-tenant.',
      },
    );
  }
  return new CodedError('FORBIDDEN', 'The request does not say which environment it is addressed to.', {
    reason: 'FORBIDDEN',
    remedy: 'Name one of viewer.tenants in the header x-tenant.',
  });
}

function askableOf(law: Law): Askable {
  const field: Askable['field'] = ({ name: subject }, name, argument) => {
    const verdict = law.verdict(subject, name);
    if (verdict.allowed) return;
    const { reason, message, remedy } = verdict;
    throw new CodedError('FIELD_WITHHELD', message, { reason, remedy, argument });
  };
  return {
    field,
    custom: (model, key, argument) => {
      const own = law.actor.customFields.find((one) => one.subject === model.name && one.key === key);
      if (!own) throw badInput(`${model.name} has no custom field ${JSON.stringify(key)}.`, argument);
      field(model, customFieldName(key), argument);
      return own;
    },
  };
}

class Binder {
  readonly #context: BindContext;
  readonly #askable: Askable;
  readonly lists: ListSelection[] = [];
  readonly bindings: ListBinding[] = [];
  readonly signature: string[] = [];
  #rows = 0;
  cost = 0;
  #classified = false;

  constructor(context: BindContext) {
    this.#context = context;
    this.#askable = askableOf(context.law);
  }

  get showsClassified(): boolean {
    return this.#classified;
  }

  #refusal(model: SubjectModel): CodedError | null {
    return subjectRefusal(model, this.#context);
  }

  #nobody(): CodedError | null {
    return this.#context.law.actor.kind === 'ANONYMOUS' ? unauthenticated() : null;
  }

  root(selection: RootSelection, knownId: string | null): BoundRoot {
    const { spec, definition, node } = selection;
    const values = argumentsOf(definition, node, this.#context.variables);
    const blank = {
      selection,
      refusal: null,
      id: null,
      nodeIds: [],
      idLists: new Map(),
      refusedIds: new Map(),
      filters: new Map(),
      asksForTenant: false,
    };
    if (spec.subject === null) return this.#nodes(selection, spec.as === 'node' ? [values.id] : values.ids);
    const model = modelOf(spec.subject);
    const bound: BoundRoot = { ...blank, subjects: [spec.subject], refusal: this.#refusal(model) };
    this.signature.push(bound.refusal ? 'refused' : spec.as);
    if (bound.refusal) return bound;
    if (spec.as === 'connection') {
      if (selection.list) this.#list(selection.list, 1, spec);
      return bound;
    }
    const object = selection.objectOf(spec.subject);
    if (object) this.#object(object, spec.as === 'array' ? MAX_NODE_IDS : 1);
    if (spec.as === 'one') return { ...bound, id: knownId ?? parseId(model.prefix, values.id as string) ?? null };
    const filters = Object.entries(spec.filters ?? {}).flatMap(([argument, field]): [string, string][] => {
      const value = values[argument];
      return value === null || value === undefined || typeof field !== 'string' ? [] : [[field, value as string]];
    });
    this.signature.push(filters.map(([field]) => field).join());
    return { ...bound, filters: new Map(filters) };
  }

  #nodes(selection: RootSelection, asked: unknown): BoundRoot {
    const ids = asked as readonly string[];
    if (ids.length > MAX_NODE_IDS) throw badInput(`nodes takes at most ${String(MAX_NODE_IDS)} ids.`, ['ids']);
    const refusedIds = new Map<number, CodedError>();
    const wanted = new Map<Subject, string[]>();
    const refusals = new Map<Subject, CodedError | null>();
    const nodeIds = ids.map((id, position) => {
      const model = allModels().find(
        (candidate) =>
          candidate.prefix === prefixOf(id) && selection.objectOf(candidate.name) !== undefined && isNode(candidate),
      );
      if (model && !refusals.has(model.name)) refusals.set(model.name, this.#refusal(model));
      // Before the id is looked at: a malformed one is a missing one.
      const refusal = model ? refusals.get(model.name) : this.#nobody();
      if (refusal) {
        refusedIds.set(position, refusal);
        return '';
      }
      const uuid = model ? parseId(model.prefix, id) : undefined;
      if (!model || uuid === undefined) return '';
      wanted.set(model.name, [...(wanted.get(model.name) ?? []), uuid]);
      return id;
    });
    const subjects = [...wanted.keys()].sort();
    for (const subject of subjects) {
      const object = selection.objectOf(subject);
      if (object) this.#object(object, wanted.get(subject)?.length ?? 0);
    }
    this.signature.push(`${selection.spec.as}:${subjects.join()}`);
    const idLists = new Map(subjects.map((subject) => [subject, arrayText(wanted.get(subject) ?? [])]));
    const asksForTenant = ids.some((id) => prefixOf(id) === TENANT_PREFIX);
    const refusal = selection.spec.as === 'node' ? (refusedIds.get(0) ?? null) : null;
    return { selection, subjects, refusal, id: null, nodeIds, idLists, refusedIds, filters: new Map(), asksForTenant };
  }

  #object(selection: ObjectSelection, rows: number): void {
    if (isDisclosed(selection.model, this.#context.law)) this.#classified = true;
    this.cost += rows * selection.fields.length;
    const { law } = this.#context;
    for (const field of selection.fields) {
      if (field.kind !== 'one' && field.kind !== 'many') continue;
      if (!law.verdict(selection.model.name, field.relation.name).allowed) continue;
      if (field.kind === 'one') this.#object(field.object, rows);
      else this.#list(field.list, rows, null);
    }
  }

  #logOf(whose: 'USER' | 'TENANT'): string {
    const { law, tenantId } = this.#context;
    return (whose === 'USER' ? law.actor.userId : tenantId) ?? NO_UUID;
  }

  #list(selection: ListSelection, parents: number, spec: CompiledReadSpec | null): void {
    if (isDisclosed(selection.model, this.#context.law)) this.#classified = true;
    const { variables, cursors, tenantId } = this.#context;
    const values = argumentsOf(selection.definition, selection.node, variables);
    const log = spec?.log && this.#logOf(spec.log);
    // A cursor of one log is none of another, also where both are read in one tenant.
    const bound = { variables, cursors, tenantId: log ?? tenantId ?? '', askable: this.#askable };
    const source = log === undefined ? bound : { ...bound, log };
    const binding = bindList(selection.model, values, source, spec);
    this.lists.push(selection);
    this.bindings.push(binding);
    this.signature.push(binding.signature);
    const rows = parents * binding.size;
    this.#rows += rows;
    if (this.#rows > MAX_ROWS || this.lists.length > MAX_LISTS) {
      throw new CodedError(
        'COST_EXCEEDED',
        `One operation may ask for ${String(MAX_ROWS)} rows in ${String(MAX_LISTS)} lists; this one asks for more.`,
        { remedy: 'Ask for smaller pages, or split the operation.' },
      );
    }
    for (const part of selection.parts) {
      if (part.kind === 'totalCount') this.cost += parents * COUNT_COST;
      if (part.kind === 'nodes') this.#object(part.object, rows);
      if (part.kind === 'edges')
        for (const edge of part.edge) if (edge.kind === 'node') this.#object(edge.object, rows);
    }
  }
}

function isNode(model: SubjectModel): boolean {
  return model.name !== 'TicketMessage';
}

/** @param knownIds uuids of roots that no argument names: what a mutation has just written. */
export function bindRead(
  selections: readonly RootSelection[],
  context: BindContext,
  knownIds: readonly (string | null)[] = [],
): BoundRead {
  const binder = new Binder(context);
  const roots = selections.map((selection, index) => {
    try {
      return binder.root(selection, knownIds[index] ?? null);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      throw new GraphQLError(error.message, { nodes: selection.nodes, path: selection.path, originalError: error });
    }
  });
  const logged = binder.showsClassified && context.law.actor.authorities.length > 0;
  const signature = `${logged ? 'logged' : ''}/${binder.signature.join('&')}`;
  return { roots, lists: binder.lists, bindings: binder.bindings, logged, signature, cost: binder.cost };
}
