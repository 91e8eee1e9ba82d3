import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { PostgresDialect } from 'kysely';
import { LockMode } from '@mikro-orm/core';
import { CodedError, notFound } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import { modelOf } from '../../entities/data.js';
import type { SubjectModel } from '../../entities/model.js';
import { changeSchema, rowSchemaOf, rowSchemas } from '../../entities/rows.js';
import type { Action } from '../../vocabulary/actions.js';
import type { Subject } from '../../vocabulary/subjects.js';
import type { Database, Presented, Transaction } from '../database.js';
import { despiteWall, LockMissed, translateDatabaseError } from '../database-fault.js';
import { refusalError } from '../demand.js';
import type { ReadAnswer, ReadRequest, Reader } from '../read/reader.js';
import { addressed, nameOf, personOf, type Standing, type StandingStore } from '../standing.js';
import { readChanges, type Changes } from './changes.js';
import { filledAfter, filledFields, loggedChanges, type Filled } from './change-log.js';
import { detach, pointersTo, type Pointer } from './detach.js';
import { instructedStanding } from './instruction.js';
import { lentPool } from './lent-pool.js';
import { claimValues, type Claim } from './keyed.js';
import type { WriteContext } from './write-context.js';
import { customStatement } from './custom-changes.js';
import { IMPORT_LOCK, openingOf } from '../tenant-lock.js';
import { runIn } from './run-in.js';

/** What of the written record the client asked to see. */
export type ReadBack = Omit<ReadRequest, 'presented' | 'knownIds'>;

export interface Update {
  readonly uuid: string;
  readonly input: object;
  /** The version that the change was made on; null: whatever it is. */
  readonly ifUpdatedAt: string | null;
}

/** Who writes, and what they say that they were told to do. */
export interface Writing {
  readonly presented: Presented;
  /** The uuid of the instruction that the request names; null: none. */
  readonly instruction: string | null;
  /** Made once, whoever repeats it; null: as often as it is asked. */
  readonly claim: Claim | null;
}

/** One write under way: a transaction in which rights hold still. */
interface Work {
  readonly em: EntityManager;
  readonly run: Transaction['run'];
  readonly standing: Standing;
  readonly model: SubjectModel;
  readonly tenantId: string;
  /** By the database's clock. */
  readonly now: Date;
}

/** The one door through which tenant data is written: law, change, its log entry and the answer are one transaction. */
export class Writer {
  readonly #database: Database;
  readonly #orm: MikroORM;
  readonly #standings: StandingStore;
  readonly #reader: Reader;
  readonly #committed: (tenantId: string) => void;

  /** @param committed hears where something was changed, once it is */
  constructor(
    database: Database,
    standings: StandingStore,
    reader: Reader,
    committed: (tenantId: string) => void = () => undefined,
  ) {
    this.#database = database;
    this.#committed = committed;
    this.#standings = standings;
    this.#reader = reader;
    this.#orm = new MikroORM({
      driverOptions: new PostgresDialect({ pool: lentPool(database) }),
      dbName: 'sluice',
      entities: [...rowSchemas],
      allowGlobalContext: false,
      // Whatever the database is called, it is there: nothing is looked for by name, let alone created.
      ensureDatabase: false,
      forceUtcTimezone: true,
    });
  }

  create(writing: Writing, subject: Subject, input: object, readBack: ReadBack): Promise<ReadAnswer | null> {
    return this.#transaction(writing, 'CREATE', subject, async (work) => {
      assertShown(work, readBack);
      const uuid = newUuid();
      const earlier = await madeBefore(work, writing, uuid);
      if (earlier !== null) return this.#readBack(writing, readBack, earlier, work);
      const changes = this.#changes(work, 'CREATE', uuid, input);
      await this.#assertRelated(work, changes);
      const { em, model, tenantId, now } = work;
      em.create(
        rowSchemaOf(model.name),
        { tenantId, id: uuid, createdAt: now, updatedAt: now, ...changes.properties },
        { persist: true },
      );
      await this.#finish(work, 'CREATE', uuid, changes);
      return this.#readBack(writing, readBack, uuid, work);
    });
  }

  update(
    writing: Writing,
    subject: Subject,
    { uuid, input, ifUpdatedAt }: Update,
    readBack: ReadBack,
  ): Promise<ReadAnswer | null> {
    return this.#transaction(writing, 'UPDATE', subject, async (work) => {
      assertShown(work, readBack);
      const { em, tenantId, now } = work;
      if ((await madeBefore(work, writing, uuid)) !== null) return this.#readBack(writing, readBack, uuid, work);
      const row = await em.findOne(
        rowSchemaOf(subject),
        { tenantId, id: uuid },
        { fields: ['updatedAt'], lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!row) throw notFound(['id']);
      const changes = this.#changes(work, 'UPDATE', uuid, input);
      if (ifUpdatedAt !== null && row.updatedAt.toISOString() !== ifUpdatedAt) {
        throw new CodedError('CONFLICT', 'The record has changed since it was read.', {
          remedy: 'Read it again, and repeat the change on what it is now.',
        });
      }
      await this.#assertRelated(work, changes);
      if (changes.fields.length > 0) {
        // Two changes within a millisecond still are two versions.
        const updatedAt = new Date(Math.max(now.getTime(), row.updatedAt.getTime() + 1));
        em.assign(row, { ...changes.properties, updatedAt } as never);
        await this.#finish(work, 'UPDATE', uuid, changes);
      }
      return this.#readBack(writing, readBack, uuid, work);
    });
  }

  remove(writing: Writing, subject: Subject, uuid: string): Promise<void> {
    return this.#transaction(writing, 'DELETE', subject, async (work) => {
      const { em, tenantId } = work;
      if ((await madeBefore(work, writing, uuid)) !== null) return;
      const row = await em.findOne(
        rowSchemaOf(subject),
        { tenantId, id: uuid },
        { fields: ['updatedAt'], lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!row) throw notFound(['id']);
      for (const pointer of pointersTo(subject)) await this.#detach(work, pointer, uuid);
      em.remove(row);
      await this.#finish(work, 'DELETE', uuid, { properties: {}, relations: [], custom: [], fields: [] });
    });
  }

  #transaction<T>(writing: Writing, action: Action, subject: Subject, body: (work: Work) => Promise<T>): Promise<T> {
    return despiteWall(() => this.#transactionOnce(writing, action, subject, body));
  }

  async #transactionOnce<T>(
    { presented, instruction }: Writing,
    action: Action,
    subject: Subject,
    body: (work: Work) => Promise<T>,
  ): Promise<T> {
    let tenantId = '';
    try {
      const result = await this.#orm.em.fork().transactional(async (em) => {
        const run = runIn(em);
        const named = addressed(presented, this.#standings.remembered(presented));
        const [opened] = await run(openingOf(named, this.#database.remaining(presented)));
        if (instruction !== null) await run(IMPORT_LOCK);
        const standing = await instructedStanding(await this.#standings.current(presented, run), instruction, run);
        const verdict = standing.law.may(action, subject);
        if (!verdict.allowed) throw refusalError(verdict);
        if (!standing.tenant) throw notFound();
        // Else whoever ends the right would not wait for what is written under it.
        if (opened?.at(-2) !== standing.tenant.id) throw new LockMissed();
        const now = new Date(Number(opened.at(-1)));
        tenantId = standing.tenant.id;
        return body({ em, run, standing, model: modelOf(subject), tenantId, now });
      });
      this.#committed(tenantId);
      return result;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  #changes({ standing, model }: Work, action: Action, recordId: string, input: object): Changes {
    const context: WriteContext = { law: standing.law, action, recordId, tenantKey: standing.tenantKey };
    return readChanges(model, input, context);
  }

  /** A related record must be one that the actor reaches: another tenant's is as missing as any. */
  async #assertRelated({ run, tenantId }: Work, { relations }: Changes): Promise<void> {
    for (const { relation, uuid, path } of relations) {
      const { table } = modelOf(relation.target);
      const rows = await run({
        text: `select 1 as found from ${table} where tenant_id = $1 and id = $2 for key share`,
        values: [tenantId, uuid],
      });
      if (rows.length === 0) throw notFound(path);
    }
  }

  /** What pointed to a record that is deleted has changed: it is in the log, and so heard of by streams and webhooks. */
  async #detach(work: Work, pointer: Pointer, uuid: string): Promise<void> {
    const { law } = work.standing;
    const { model, relation } = pointer;
    const filled = law.actor.instruction ? { before: [relation.name], after: [] } : null;
    for (const id of await detach(pointer, { ...work, law, id: uuid }))
      logChange({ ...work, model }, 'UPDATE', id, [relation.name], filled);
  }

  /** Writes what is pending and its entry in the log of changes. */
  async #finish(work: Work, action: Action, uuid: string, changes: Changes): Promise<void> {
    const { em, run, standing, model, tenantId } = work;
    const { instruction } = standing.law.actor;
    const filled = instruction ? await filledBy(run, model, { tenantId, id: uuid }, action, changes) : null;
    logChange(work, action, uuid, changes.fields, filled);
    await em.flush();
    for (const change of changes.custom)
      await run(customStatement(model, change, { tenantId, id: uuid }, standing.tenantKey));
  }

  async #readBack(
    { presented }: Writing,
    readBack: ReadBack,
    uuid: string,
    { run, tenantId }: Work,
  ): Promise<ReadAnswer | null> {
    if (readBack.selections.length === 0) return null;
    const knownIds = readBack.selections.map(() => uuid);
    return this.#reader.readWithin({ ...readBack, presented, knownIds }, { run, holds: tenantId });
  }
}

/** An entry in the log of changes for each authority that the change rests on, written with what is pending. */
function logChange(
  { em, standing, model, tenantId, now }: Work,
  action: Action,
  uuid: string,
  fields: readonly string[],
  filled: Filled | null,
): void {
  const { actor } = standing.law;
  for (const { authority, ...logged } of loggedChanges(standing.law, model, fields, filled)) {
    em.create(
      changeSchema,
      {
        tenantId,
        id: newUuid(),
        at: now,
        actor: actor.kind,
        actorId: personOf(standing) ?? '',
        actorName: nameOf(standing),
        authority: authority?.id ?? null,
        authorityKind: authority?.kind ?? null,
        instruction: actor.instruction?.id ?? null,
        subject: model.name,
        recordId: uuid,
        action,
        fields: [...logged.fields],
        filledBefore: logged.filledBefore && [...logged.filledBefore],
        filledAfter: logged.filledAfter && [...logged.filledAfter],
      },
      { persist: true },
    );
  }
}

/** The record that this change was about when it was made before; null: it was not. Whoever asks has been asked for the right to make it. */
async function madeBefore({ run }: Work, { claim }: Writing, uuid: string): Promise<string | null> {
  if (claim === null) return null;
  const [row] = await run({
    text: 'select auth.claim_key($1, $2, $3, $4)::text',
    values: [...claimValues(claim), uuid],
  });
  return row?.[0] ?? null;
}

/** Whoever asks to be shown what they write, and may not see it, writes nothing. */
function assertShown({ standing: { law }, model }: Work, { selections }: ReadBack): void {
  const verdict = law.may('READ', model.name);
  if (selections.length > 0 && !verdict.allowed) throw refusalError(verdict);
}

/** Asked before anything is written: of a record that is deleted, all that it holds; of another, what is about to change. */
async function filledBy(
  run: Work['run'],
  model: SubjectModel,
  record: { readonly tenantId: string; readonly id: string },
  action: Action,
  changes: Changes,
): Promise<Filled> {
  const after = filledAfter(model, changes);
  if (action === 'CREATE') return { before: [], after };
  const held = await filledFields(run, model, record);
  return { before: action === 'DELETE' ? held : held.filter((name) => changes.fields.includes(name)), after };
}
