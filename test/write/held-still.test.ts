/** Consent holds still while something is written: a write that comes while it changes waits, and is judged by what it has become. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { ACCOUNTANT, openStage, OWNER, type Stage } from '../consent/stage.js';
import { made, stored, update } from './desk.js';

describe('A write while consent is changing', () => {
  let stage: Stage;
  let accountant: Client;
  let id: string;

  beforeAll(async () => {
    stage = await openStage();
    id = await made(await stage.as(OWNER), 'Contact', { name: 'Ann' });
    await stage.sql(`update auth.external_access set access = 'READ_WRITE'`);
    accountant = await stage.as(ACCOUNTANT);
  });
  afterAll(async () => {
    await stage.close();
  });

  test('waits for the change, and obeys it', async () => {
    const before = await update(accountant, 'Contact', id, { iban: 'BE1' }, { selection: 'iban' });
    expect(before.record).toEqual({ iban: 'BE1' });
    const was = await stored(stage, 'Contact', id);

    // As the functions of the database do it, but for the time that it takes.
    await stage.sql('begin');
    await stage.sql(`select pg_advisory_xact_lock(auth.tenant_lock_key(id)) from tenant where slug = 'acme'`);
    await stage.sql(`update auth.external_access set access = 'READ'`);
    const writing = update(accountant, 'Contact', id, { iban: 'BE2' }, { selection: 'iban' });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await stage.sql('commit');

    const { record, code } = await writing;
    expect([record, code]).toEqual([null, 'FORBIDDEN']);
    expect(await stored(stage, 'Contact', id)).toBe(was);
  });
});
