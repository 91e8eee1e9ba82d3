/** A window for an import lives by the instructions under which it was opened: with the last of them it is over, and no other opens it again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { GLOBEX_OWNER, inTime, openStage, OWNER, SYSADMIN, uuidOf, type Stage } from '../consent/stage.js';
import { answer, forgetInstructions, issued } from '../instructions/instructing.js';
import type { Client } from '../support/client.js';
import { approveWindow, closeWindow, requestWindow, WINDOW, type WindowShown } from './deeds.js';
import { keepInstructions } from '../../migrations/20261128000140/import-windows.js';

const LOOK = '{ contacts(first: 1) { nodes { name } } }';

let stage: Stage;
let owner: Client;
let neighbour: Client;
let sysadmin: Client;
let second: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
  neighbour = await stage.as(GLOBEX_OWNER, 0, 'globex');
  sysadmin = await stage.as(SYSADMIN);
  second = await stage.as('sysadmin2@vendor.test');
}, 120_000);
afterAll(() => stage.close());
beforeEach(async () => {
  await forgetInstructions(stage);
  await stage.sql('delete from auth.window_tenant');
  await stage.sql('delete from auth.maintenance_window');
});

async function openWindow(tenants = ['acme']): Promise<string> {
  const { id } = await requestWindow(stage, sysadmin, { purpose: 'IMPORT', tenants });
  const { data, text } = await approveWindow(second, id);
  if (!data) throw new Error(text);
  return id;
}

const toImport = (client = owner, input: object = {}): Promise<string> => issued(client, { kind: 'IMPORT', ...input });

const codeOf = async (client: Client): Promise<string | undefined> => (await client.query(LOOK)).code;

async function shown(client: Client): Promise<WindowShown | undefined> {
  const { data, text } = await client.query<{ tenant: { gdpr: { maintenanceWindows: { nodes: WindowShown[] } } } }>(
    `{ tenant { gdpr { maintenanceWindows(first: 1) { nodes { ${WINDOW} } } } } }`,
  );
  if (!data) throw new Error(text);
  return data.tenant.gdpr.maintenanceWindows.nodes[0];
}

describe('A window for an import', () => {
  test('is over with the instruction that it was opened under, and another one does not open it again', async () => {
    const instruction = await toImport();
    await openWindow();
    expect(await codeOf(sysadmin)).toBeUndefined();
    expect(await shown(owner)).toMatchObject({ status: 'OPEN' });
    await answer(owner, 'withdraw', instruction);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    const { status, expiresAt } = (await shown(owner)) ?? {};
    expect(status).toBe('EXPIRED');
    expect(Date.parse(expiresAt ?? '')).toBeLessThanOrEqual(Date.now());

    await toImport();
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect(await shown(owner)).toMatchObject({ status: 'EXPIRED' });
    await openWindow();
    expect(await codeOf(sysadmin)).toBeUndefined();
  });

  test('lives no longer by an instruction that came while it was open', async () => {
    const brief = await toImport(owner, { expiresAt: await inTime(stage, '2 seconds') });
    await openWindow();
    await toImport();
    expect(await codeOf(sysadmin)).toBeUndefined();
    const { data } = await sysadmin.query<{ viewer: { tenants: { until: string }[] } }>(
      '{ viewer { tenants { until } } }',
    );
    const until = await stage.cell(
      `select to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from auth.instruction where id = $1`,
      [uuidOf(brief)],
    );
    expect(data?.viewer.tenants).toEqual([{ until }]);
    expect(await shown(owner)).toMatchObject({ status: 'OPEN', expiresAt: until });
    await pause(2_050);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect(await shown(owner)).toMatchObject({ status: 'EXPIRED', expiresAt: until });
  });

  test('for two tenants is over for the one that withdrew, and goes on for the other', async () => {
    const instruction = await toImport();
    await toImport(neighbour);
    const id = await openWindow(['acme', 'globex']);
    await answer(owner, 'withdraw', instruction);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect(await codeOf(await stage.as(SYSADMIN, 0, 'globex'))).toBeUndefined();
    expect([(await shown(owner))?.status, (await shown(neighbour))?.status]).toEqual(['EXPIRED', 'OPEN']);
    const list = '{ viewer { maintenanceWindows(first: 1) { nodes { id status } } } }';
    expect((await second.query(list)).data).toEqual({
      viewer: { maintenanceWindows: { nodes: [{ id, status: 'OPEN' }] } },
    });
    await closeWindow(second, id);
    expect([(await shown(owner))?.status, (await shown(neighbour))?.status]).toEqual(['CLOSED', 'CLOSED']);
  });

  test('that was open before instructions were kept goes on by those that it was opened under, and by no other', async () => {
    const instruction = await toImport();
    await openWindow();
    await toImport();
    const forget = (): Promise<unknown> => stage.sql('update auth.window_tenant set instructions = null');
    await forget();
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    await stage.sql(keepInstructions);
    expect(await codeOf(sysadmin)).toBeUndefined();
    await answer(owner, 'withdraw', instruction);
    await forget();
    await stage.sql(keepInstructions);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
  });
});
