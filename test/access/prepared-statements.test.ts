/** What a connection has prepared is remembered, and a message that fails in its middle must not make that memory wrong. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Database, type Row, type OwnStatement, type Statement } from '../../src/access/database.js';
import { ConsentChanging } from '../../src/access/database-fault.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const NOBODY = { credential: '', tenant: '' };
/** More than a connection remembers. */
const MANY = 250;

const numbered = (number: number): OwnStatement => ({
  name: `number ${String(number)}`,
  text: `select ${String(number)}`,
  values: [],
});
const REFUSAL: Statement = {
  name: 'refusal',
  text: `do $$ begin raise exception 'not now' using errcode = 'SL002'; end $$`,
  values: [],
};

describe('Statements of one connection', () => {
  let databases: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    databases = await createTestDatabase();
    database = new Database({
      url: databases.apiUrl,
      poolSize: 1,
      statementTimeoutMs: 10_000,
      connectTimeoutMs: 10_000,
      onError: () => undefined,
    });
  });
  afterAll(async () => {
    await database.close();
    await databases.drop();
  });

  const ask = (statement: OwnStatement): Promise<Row[]> => database.run(NOBODY, statement);

  test('are answered after any refusal in between, however many there are', async () => {
    for (let number = 0; number < MANY; number += 1) await ask(numbered(number));
    for (let number = MANY; number < MANY + 20; number += 1) {
      await expect(ask({ ...numbered(number), before: [REFUSAL] })).rejects.toThrow(ConsentChanging);
    }
    for (let number = 0; number < MANY + 20; number += 1) {
      expect(await ask(numbered(number))).toEqual([[String(number)]]);
    }
  });
});
