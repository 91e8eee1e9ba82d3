import {
  GraphQLError,
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { NO_UUID } from '../kernel/ids.js';
import type { Corridor } from './corridor.js';
import { callOf, type Presented, type Row } from './database.js';
import { fieldSelections, pathOf, payloadOf, payloadSelections } from './payload.js';
import { rootValue, type ReadAnswer } from './read/reader.js';
import type { OperationSelection, RootSelection, Variables } from './read/selection.js';
import type { Ending, EndParts } from './end-authority.js';
import type { ReceiptSigner } from './receipt.js';
import { RecordFinder } from './record-finder.js';
import type { Release } from './seal.js';
import { isNobody, type Standing } from './standing.js';
import { EVERYWHERE } from './stream/hints.js';
import { WithheldList, type WithheldEntry, type WithheldField } from './withheld.js';
import { CALL_COST, Meter, WRITE_COST } from './budget.js';
import type { Resealer } from './write/resealing.js';
import { instructionNamed, standingUnder } from './write/instruction.js';
import type { KeyedRequest } from './write/keyed.js';
import type { ReadBack } from './write/writer.js';
import { Writes } from './write/writes.js';

export interface OperationRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
  readonly operationName: string | null;
}

export interface OperationAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLError[];
}

interface VisitParts {
  readonly withheld?: WithheldList;
  readonly keyed?: KeyedRequest | null;
}

interface Prepared {
  readonly operation: OperationDefinitionNode;
  readonly selection: OperationSelection;
  readonly answer: Promise<ReadAnswer>;
}

/**
 * One request on its way through the corridor: a credential and what is asked under it. All compiled reads of a query are one statement, run
 * once, whichever way the operation is executed.
 */
export class Visit {
  readonly presented: Presented;
  readonly requestId: string;
  readonly #corridor: Corridor;
  readonly #withheld: WithheldList;
  /** Through which the answer leaves. */
  readonly release: Release;
  /** Which records are there at all. */
  readonly records: RecordFinder;
  /** What it costs. */
  readonly meter: Meter;
  /** Through which data is changed. */
  readonly writes: Writes;
  /** What the client calls this request by, so that it may be sent again; null: nothing. */
  readonly keyed: KeyedRequest | null;
  #standing: Promise<Standing> | undefined;
  #prepared: Prepared | undefined;

  constructor(
    corridor: Corridor,
    presented: Presented,
    requestId: string,
    release: Release,
    { withheld = new WithheldList(), keyed = null }: VisitParts = {},
  ) {
    this.#corridor = corridor;
    this.#withheld = withheld;
    this.release = release;
    this.records = new RecordFinder(corridor.database, presented, (...asked) => this.#read(...asked));
    this.presented = presented;
    this.requestId = requestId;
    this.meter = new Meter(corridor.budgets);
    this.keyed = keyed;
    const reading = (info: GraphQLResolveInfo, selections: readonly RootSelection[]): ReadBack =>
      this.#reading(selections, info.variableValues, info.operation.name?.value ?? null);
    this.writes = new Writes({ corridor, presented, keyed, reading, charge: () => this.#chargeWrite() });
  }

  /** As it is now: one statement, once per request. */
  standing(): Promise<Standing> {
    this.#standing ??= this.#corridor.standings.load(this.presented);
    return this.#standing;
  }

  /** The same, for a change that names an instruction; null: none. */
  async standingUnder(instruction: string | null): Promise<Standing> {
    const standing = await this.standing();
    const named = instructionNamed(instruction);
    if (named === null) return standing;
    return standingUnder(standing, named, (statement) => this.#corridor.database.run(this.presented, statement));
  }

  /** Whether what is presented holds for nothing: as it is remembered, or else as it is now. */
  async isNobody(): Promise<boolean> {
    return isNobody(this.#corridor.standings.remembered(this.presented) ?? (await this.standing()));
  }

  /** The same visit, for whoever ends rights: it does not queue behind those who use them, is charged to nobody, and once begun it is finished. */
  toEndRights(): Visit {
    const corridor = { ...this.#corridor, ...this.#corridor.reserved };
    const { credential, tenant } = this.presented;
    return new Visit(corridor, { credential, tenant }, this.requestId, this.release, { withheld: this.#withheld });
  }

  /** Whether this installation says that it has one administrator. */
  get singleAdministrator(): boolean {
    return this.#corridor.singleAdministrator;
  }

  get webhooks(): Corridor['webhooks'] {
    return this.#corridor.webhooks;
  }

  /** Signs what the end of an authority did. */
  get receipts(): ReceiptSigner {
    return this.#corridor.receipts;
  }

  withhold(field: WithheldField, path: readonly (string | number)[] = []): void {
    this.#withheld.add(field, 1, () => path);
  }

  withheld(): readonly WithheldEntry[] {
    return this.#withheld.entries;
  }

  /** Calls a function of the database under the credential. */
  async call(name: string, values: readonly (string | null)[]): Promise<Row[]> {
    this.#charge(CALL_COST);
    return this.#corridor.database.run(this.presented, callOf(name, values));
  }

  /** Changes rights through one of the functions of the database that do, and tells those who follow them. */
  async changeConsent(name: string, values: readonly (string | null)[]): Promise<Row[]> {
    const rows = await this.call(name, values);
    this.#corridor.hints.tell(EVERYWHERE);
    this.#standing = undefined;
    return rows;
  }

  /** Says that something was changed in the tenant, and committed. */
  async changed(): Promise<void> {
    const { tenant } = await this.standing();
    if (tenant) this.#corridor.changed(tenant.id);
  }

  get resealer(): Resealer {
    return this.#corridor.resealer;
  }

  /** Changes what somebody may do, and answers when nothing is on its way any more that a token of theirs has read before. */
  async changeRightsOf(person: string, name: string, values: readonly (string | null)[]): Promise<Ending> {
    return this.#changeRights(person, name, values);
  }

  /** Changes what everybody may do in the tenant, and answers when nothing is on its way any more that was read there before. */
  async changeRightsOfAll(name: string, values: readonly (string | null)[]): Promise<Ending> {
    return this.#changeRights(null, name, values);
  }

  /** Answers when nothing is on its way any more that somebody read where a second factor is demanded which they have given up. */
  async settleFactor(): Promise<void> {
    const authority = (await this.standing()).user?.id ?? NO_UUID;
    await this.#corridor.ender.end(this.presented, callOf('auth.settle_factor', []), { authority });
  }

  async #changeRights(person: string | null, name: string, values: readonly (string | null)[]): Promise<Ending> {
    const tenant = (await this.standing()).tenant?.id ?? NO_UUID;
    const ending = await this.#corridor.ender.end(this.presented, callOf(name, values), { tenant, authority: person });
    this.#standing = undefined;
    return ending;
  }

  /**
   * Ends an authority, or a part of it, through one of the functions of the database that do, and answers when that is dead everywhere.
   */
  endAuthority(name: string, authority: string, { values = [], settling }: EndParts = {}): Promise<Ending> {
    const settled = settling === undefined ? undefined : callOf(settling, [authority]);
    const ending = callOf(name, [authority, ...values]);
    return this.#corridor.ender.end(this.presented, ending, { authority }, settled);
  }

  /**
   * Answers a query that consists of compiled reads, without walking it field by field. Null: graphql-js executes it, on the same reads. What
   * the request itself does wrong is answered here for both ways, before anything is executed.
   * @param atOnce false: only that
   */
  async tryAnswer(request: OperationRequest, atOnce: boolean): Promise<OperationAnswer | null> {
    const prepared = this.#prepare(request);
    if (!prepared) return null;
    const { selection } = prepared;
    let answer: ReadAnswer;
    try {
      answer = await prepared.answer;
    } catch (error) {
      return error instanceof GraphQLError ? { data: null, errors: [error] } : null;
    }
    if (!atOnce || !selection.complete) return null;
    if (answer.read.roots.some((root) => root.refusal !== null || root.refusedIds.size > 0 || root.asksForTenant))
      return null;
    const values = selection.complete.map(({ key, root }): [string, unknown] => [
      key,
      root ? rootValue(answer, selection.roots.indexOf(root)) : 'Query',
    ]);
    // Not by assignment: a client may call a key `__proto__`.
    return { data: Object.fromEntries(values) };
  }

  #prepare({ schema, document, operation, variables: given, operationName }: OperationRequest): Prepared | undefined {
    if (this.#prepared?.operation === operation) return this.#prepared;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 });
    if (!coerced) return undefined;
    const selection = this.#select(schema, document, operation, coerced);
    if (!selection || selection.roots.length === 0) return undefined;
    const answer = this.#read(selection.roots, coerced, operationName);
    // Whoever awaits it hears of a failure; nobody has to.
    answer.catch(() => undefined);
    this.#prepared = { operation, selection, answer };
    return this.#prepared;
  }

  /** Undefined: a condition was given what it cannot take, which graphql-js says when it comes to it. */
  #select(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): OperationSelection | undefined {
    try {
      return this.#corridor.selections.selectionOf(schema, document, operation, variables);
    } catch (error) {
      if (error instanceof GraphQLError) return undefined;
      throw error;
    }
  }

  #reading(selections: readonly RootSelection[], variables: Variables, operationName: string | null): ReadBack {
    const { release, meter } = this;
    return { selections, variables, operationName, withheld: this.#withheld, release, meter };
  }

  #read(selections: readonly RootSelection[], variables: Variables, operationName: string | null): Promise<ReadAnswer> {
    return this.#corridor.reader.read({
      presented: this.presented,
      ...this.#reading(selections, variables, operationName),
    });
  }

  /** The value of a field that a compiled read answers. */
  async read(info: GraphQLResolveInfo): Promise<unknown> {
    const path = pathOf(info);
    const prepared = this.#prepared?.operation === info.operation ? this.#prepared : undefined;
    const index = prepared?.selection.roots.findIndex((root) => root.path.join('.') === path.join('.')) ?? -1;
    if (prepared && index !== -1) return rootValue(await prepared.answer, index);
    const operationName = info.operation.name?.value ?? null;
    return rootValue(await this.#read(fieldSelections(info), info.variableValues, operationName), 0);
  }

  /** The payload of a mutation that wrote a record outside of the writer: every selection of `field` on the payload, read back. */
  async readBack(info: GraphQLResolveInfo, field: string, uuid: string): Promise<Record<string, unknown>> {
    const selections = payloadSelections(info, field);
    if (selections.length === 0) return {};
    const reading = this.#reading(selections, info.variableValues, info.operation.name?.value ?? null);
    const knownIds = selections.map(() => uuid);
    const answer = await this.#corridor.reader.read({ presented: this.presented, ...reading, knownIds });
    return payloadOf(selections, answer);
  }

  /** To whoever it is remembered to be: an account of costs need not be confirmed. */
  #charge(points: number, standing = this.#corridor.standings.remembered(this.presented)): void {
    if (standing && (standing.user ?? standing.token)) this.meter.charge(standing, points);
  }

  /** @returns who writes; asked for where it is not remembered, since a change waits in the line of its tenant */
  async #chargeWrite(): Promise<Standing> {
    const standing = this.#corridor.standings.remembered(this.presented) ?? (await this.standing());
    this.#charge(WRITE_COST, standing);
    return standing;
  }
}
