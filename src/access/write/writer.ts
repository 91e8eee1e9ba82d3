import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery, PostgresDialect } from 'kysely';
import { LockMode } from '@mikro-orm/core';
import { CodedError, notFound } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import { modelOf } from '../../entities/data.js';
import type { SubjectModel } from '../../entities/model.js';
import { changeSchema, rowSchemaOf, rowSchemas } from '../../entities/rows.js';
import type { Action } from '../../vocabulary/actions.js';
import type { Subject } from '../../vocabulary/subjects.js';
import {
  settingsOf,
  SHARED_LOCK,
  translateDatabaseError,
  type Database,
  type Presented,
  type Row,
  type Statement,
} from '../database.js';
import { refusalError } from '../read/bind.js';
import type { ReadAnswer, ReadRequest, Reader } from '../read/reader.js';
import type { Standing, StandingStore } from '../standing.js';
import { readChanges, type Changes } from './changes.js';
import { lentPool } from './lent-pool.js';
import type { WriteContext } from './write-context.js';
import { customStatement } from './custom-changes.js';

/** What of the written record the client asked to see. */
export type ReadBack = Omit<ReadRequest, 'presented' | 'knownIds'>;

export interface Update {
  readonly uuid: string;
  readonly input: object;
  /** The version that the change was made on; null: whatever it is. */
  readonly ifUpdatedAt: string | null;
}

/** One write under way: a transaction in which rights hold still. */
interface Work {
  readonly em: EntityManager;
  readonly run: (statement: Statement) => Promise<Row[]>;
  readonly standing: Standing;
  readonly model: SubjectModel;
  readonly tenantId: string;
  /** By the database's clock. */
  readonly now: Date;
}

const NOW: Statement = {
  text: "select (extract(epoch from date_trunc('milliseconds', clock_timestamp())) * 1000)::bigint::text as now",
  values: [],
};

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
      driverOptions: new PostgresDialect({ pool: lentPool(database.pool) }),
      dbName: 'sluice',
      entities: [...rowSchemas],
      allowGlobalContext: false,
      // Whatever the database is called, it is there: nothing is looked for by name, let alone created.
      ensureDatabase: false,
      forceUtcTimezone: true,
    });
  }

  create(presented: Presented, subject: Subject, input: object, readBack: ReadBack): Promise<ReadAnswer | null> {
    return this.#transaction(presented, 'CREATE', subject, async (work) => {
      const uuid = newUuid();
      const changes = this.#changes(work, 'CREATE', uuid, input);
      await this.#assertRelated(work, changes);
      const { em, model, tenantId, now } = work;
      em.create(
        rowSchemaOf(model.name),
        { tenantId, id: uuid, createdAt: now, updatedAt: now, ...changes.properties },
        { persist: true },
      );
      await this.#finish(work, 'CREATE', uuid, changes);
      return this.#readBack(presented, readBack, uuid, work);
    });
  }

  update(
    presented: Presented,
    subject: Subject,
    { uuid, input, ifUpdatedAt }: Update,
    readBack: ReadBack,
  ): Promise<ReadAnswer | null> {
    return this.#transaction(presented, 'UPDATE', subject, async (work) => {
      const { em, tenantId, now } = work;
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
      return this.#readBack(presented, readBack, uuid, work);
    });
  }

  remove(presented: Presented, subject: Subject, uuid: string): Promise<void> {
    return this.#transaction(presented, 'DELETE', subject, async (work) => {
      const { em, tenantId } = work;
      const row = await em.findOne(
        rowSchemaOf(subject),
        { tenantId, id: uuid },
        { fields: ['updatedAt'], lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!row) throw notFound(['id']);
      em.remove(row);
      await this.#finish(work, 'DELETE', uuid, { properties: {}, relations: [], custom: [], fields: [] });
    });
  }

  async close(): Promise<void> {
    await this.#orm.close();
  }

  async #transaction<T>(
    presented: Presented,
    action: Action,
    subject: Subject,
    body: (work: Work) => Promise<T>,
  ): Promise<T> {
    let tenantId = '';
    try {
      const result = await this.#orm.em.fork().transactional(async (em) => {
        const run = runIn(em);
        await run(settingsOf(presented, this.#database.remaining(presented)));
        await run(SHARED_LOCK);
        const standing = await this.#standings.load(presented, run);
        const verdict = standing.law.may(action, subject);
        if (!verdict.allowed) throw refusalError(verdict);
        if (!standing.tenant) throw notFound();
        const [clock] = await run(NOW);
        const now = new Date(Number(clock?.[0]));
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

  /** Writes what is pending and its entry in the log of changes. */
  async #finish(
    { em, run, standing, model, tenantId, now }: Work,
    action: Action,
    uuid: string,
    changes: Changes,
  ): Promise<void> {
    const { actor } = standing.law;
    em.create(
      changeSchema,
      {
        tenantId,
        id: newUuid(),
        at: now,
        actor: actor.kind,
        actorId: actor.userId ?? '',
        authority: actor.authorities.find(({ access }) => access === 'READ_WRITE')?.id ?? null,
        instruction: null,
        subject: model.name,
        recordId: uuid,
        action,
        fields: [...changes.fields],
      },
      { persist: true },
    );
    await em.flush();
    for (const change of changes.custom)
      await run(customStatement(model, change, { tenantId, id: uuid }, standing.tenantKey));
  }

  async #readBack(presented: Presented, readBack: ReadBack, uuid: string, { run }: Work): Promise<ReadAnswer | null> {
    if (readBack.selections.length === 0) return null;
    return this.#reader.readWithin({ ...readBack, presented, knownIds: readBack.selections.map(() => uuid) }, run);
  }
}

/** Statements of our own on the connection of the unit of work. */
function runIn(em: EntityManager): (statement: Statement) => Promise<Row[]> {
  return async ({ text, values }) => {
    const transaction: unknown = em.getTransactionContext();
    if (!transaction) throw new Error('A write is a transaction.');
    const kysely = transaction as { executeQuery(query: CompiledQuery): Promise<{ readonly rows: readonly object[] }> };
    const { rows } = await kysely.executeQuery(CompiledQuery.raw(text, [...values]));
    return rows.map((row) => Object.values(row) as Row);
  };
}
