import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import type { Client } from 'pg';
import { rowSchemas } from '../../src/entities/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connected } from './world.js';

/** The marks of the entities and the migrations say the same thing twice; this says when they don't. */
describe('Rows as entities mark them', () => {
  let database: TestDatabase;
  let superuser: Client;
  let orm: MikroORM;

  beforeAll(async () => {
    database = await createTestDatabase();
    superuser = await connected(database.superuserUrl);
    orm = await MikroORM.init({ clientUrl: database.apiUrl, entities: [...rowSchemas] });
  });
  afterAll(async () => {
    await orm.close(true);
    await superuser.end();
    await database.drop();
  });

  test.each(rowSchemas.map((schema) => ({ schema, table: schema.meta.tableName })))(
    'are columns of $table, with that type, as nullable as they are',
    async ({ schema, table }) => {
      const { rows } = await superuser.query<{ column: string; type: string; nullable: boolean; generated: boolean }>(
        `select a.attname as column, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
                a.attgenerated <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) = 'pg_current_xact_id()', false) as generated
           from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
        [`public.${table}`],
      );
      const columns = new Map(rows.map((row) => [row.column, row]));
      const marked = orm
        .getMetadata(schema)
        .props.map(({ fieldNames: [column = ''], columnTypes: [type = ''], nullable }) => ({
          column,
          type: type.replace('timestamptz(3)', 'timestamp(3) with time zone'),
          nullable: nullable === true,
        }));
      expect(marked.length).toBeGreaterThan(3);
      for (const { column, type, nullable } of marked) {
        const found = columns.get(column);
        expect([column, found?.nullable]).toEqual([column, nullable]);
        expect([column, found?.type]).toEqual([column, type]);
      }
      const missing = rows.filter((row) => !row.generated && !marked.some(({ column }) => column === row.column));
      expect(missing.map(({ column }) => column)).toEqual([]);
    },
  );
});
