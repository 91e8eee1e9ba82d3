import DataLoader from 'dataloader';
import { parse, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { compiledReadOf } from '../entities/compiled-read.js';
import { findModel, modelOf } from '../entities/data.js';
import { parseId } from '../kernel/ids.js';
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

/**
 * Whether the credential reaches records of these ids. Another tenant's, a missing one and a malformed id are the same: no. However often
 * an operation asks, it is one statement per subject, and under an authority one for each record, with its entry in the log; one finder per
 * request, so nothing is known from another.
 */
export class RecordFinder {
  readonly #database: Database;
  readonly #presented: Presented;
  readonly #read: Read;
  readonly #loaders = new Map<Subject, DataLoader<string, boolean>>();

  constructor(database: Database, presented: Presented, read: Read) {
    this.#database = database;
    this.#presented = presented;
    this.#read = read;
  }

  /**
   * Whether it is there, for somebody to whom the law shows the subject. Where that rests on an authority, that a record exists is a
   * disclosure like any other: it is read as a record is, and so the log says that it was.
   */
  async isShown({ schema, operation }: GraphQLResolveInfo, law: Law, subject: Subject, id: string): Promise<boolean> {
    const isLogged = law.actor.authorities.length > 0 && findModel(subject)?.classified === true;
    const roots = isLogged ? selectionOf(schema, subject) : null;
    if (!roots) return this.exists(subject, id);
    const answer = await this.#read(roots, { id }, operation.name?.value ?? null);
    return rootValue(answer, 0) !== null;
  }

  async exists(subject: Subject, id: string): Promise<boolean> {
    const uuid = parseId(modelOf(subject).prefix, id);
    if (uuid === undefined) return false;
    let loader = this.#loaders.get(subject);
    if (!loader) {
      loader = new DataLoader((uuids) => this.#find(subject, uuids), { maxBatchSize: MAX_BATCH });
      this.#loaders.set(subject, loader);
    }
    return loader.load(uuid);
  }

  async #find(subject: Subject, uuids: readonly string[]): Promise<boolean[]> {
    const { table, isFunction } = modelOf(subject);
    const rows = await this.#database.run(this.#presented, {
      name: `exists ${subject}`,
      text: `select id::text from ${isFunction ? `${table}()` : `public.${table}`} where id = any($1::uuid[])`,
      values: [arrayText(uuids)],
    });
    const found = new Set(rows.map(([id]) => id));
    return uuids.map((uuid) => found.has(uuid));
  }
}
