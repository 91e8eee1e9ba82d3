import DataLoader from 'dataloader';
import { parse, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { compiledReadOf } from '../entities/compiled-read.js';
import { findModel, modelOf } from '../entities/data.js';
import { parseId } from '../kernel/ids.js';
import { snakeCase } from '../entities/model.js';
import type { Row } from '../policy/ability.js';
import { holdsFor, ownFields } from '../policy/conditions.js';
import type { Law } from '../policy/law.js';
import type { Subject } from '../vocabulary/subjects.js';
import { arrayText, type Database, type Presented } from './database.js';
import { rootValue, type ReadAnswer } from './read/reader.js';
import { fragmentsOf, selectOperation, type RootSelection, type Variables } from './read/selection.js';

const MAX_BATCH = 100;

type Read = (roots: readonly RootSelection[], variables: Variables, operation: string | null) => Promise<ReadAnswer>;

/** The record of an id, and nothing of it: selected once for each subject, so that all who ask share a plan. */
const selections = new WeakMap<GraphQLSchema, Map<Subject, readonly RootSelection[]>>();

/** Null: records of the subject are not read by their ids. */
function selectionOf(schema: GraphQLSchema, subject: Subject): readonly RootSelection[] | null {
  const name = subject.charAt(0).toLowerCase() + subject.slice(1);
  const field = schema.getQueryType()?.getFields()[name];
  if (!field || compiledReadOf(field)?.as !== 'one') return null;
  let known = selections.get(schema);
  if (!known) selections.set(schema, (known = new Map<Subject, readonly RootSelection[]>()));
  let selected = known.get(subject);
  if (!selected) known.set(subject, (selected = select(schema, name)));
  return selected;
}

function select(schema: GraphQLSchema, name: string): readonly RootSelection[] {
  const document = parse(`query ($id: ID!) { ${name}(id: $id) { id } }`);
  const [definition] = document.definitions;
  if (definition?.kind !== 'OperationDefinition') throw new Error('A query is an operation.');
  return selectOperation({ schema, fragments: fragmentsOf(document), variables: {} }, definition).roots;
}

/** What tells whose a record is, besides what the law tests. */
const WHOSE: Partial<Record<Subject, readonly string[]>> = { ExternalAccess: ['userId'] };

/**
 * Whether the credential reaches records of these ids. Another tenant's, a missing one and a malformed id are the same: no. However often
 * an operation asks, it is one statement per subject, and under an authority one for each record, with its entry in the log; one finder per
 * request, so nothing is known from another.
 */
export class RecordFinder {
  readonly #database: Database;
  readonly #presented: Presented;
  readonly #read: Read;
  readonly #loaders = new Map<Subject, DataLoader<string, Row | null>>();

  constructor(database: Database, presented: Presented, read: Read) {
    this.#database = database;
    this.#presented = presented;
    this.#read = read;
  }

  /**
   * Whether it is there, for somebody to whom the law shows the subject. Where that rests on an authority, that a record exists is a
   * disclosure like any other: it is read as a record is, and so the log says that it was.
   */
  async isShown(info: GraphQLResolveInfo, law: Law, subject: Subject, id: string): Promise<boolean> {
    return (await this.shown(info, law, subject, id)) !== null;
  }

  /** The same, with the fields that tell whose own it is; null: it is not there. */
  async shown({ schema, operation }: GraphQLResolveInfo, law: Law, subject: Subject, id: string): Promise<Row | null> {
    const isLogged = law.actor.authorities.length > 0 && findModel(subject)?.classified === true;
    const roots = isLogged ? selectionOf(schema, subject) : null;
    if (!roots) {
      const row = await this.#row(subject, id);
      return row && holdsFor(law.conditions(subject), row) ? row : null;
    }
    const answer = await this.#read(roots, { id }, operation.name?.value ?? null);
    return rootValue(answer, 0) === null ? null : {};
  }

  async #row(subject: Subject, id: string): Promise<Row | null> {
    const uuid = parseId(modelOf(subject).prefix, id);
    if (uuid === undefined) return null;
    let loader = this.#loaders.get(subject);
    if (!loader) {
      loader = new DataLoader((uuids) => this.#find(subject, uuids), { maxBatchSize: MAX_BATCH });
      this.#loaders.set(subject, loader);
    }
    return loader.load(uuid);
  }

  async #find(subject: Subject, uuids: readonly string[]): Promise<(Row | null)[]> {
    const { table, isFunction } = modelOf(subject);
    const fields = [...new Set(['id', ...ownFields(subject), ...(WHOSE[subject] ?? [])])];
    const rows = await this.#database.run(this.#presented, {
      name: `exists ${subject}`,
      text: `select ${fields.map((field) => `${snakeCase(field)}::text`).join()} from ${isFunction ? `${table}()` : `public.${table}`} where id = any($1::uuid[])`,
      values: [arrayText(uuids)],
    });
    const found = new Map(
      rows.map((row) => [row[0], Object.fromEntries(fields.map((field, at) => [field, row[at] ?? null]))]),
    );
    return uuids.map((uuid) => found.get(uuid) ?? null);
  }
}
