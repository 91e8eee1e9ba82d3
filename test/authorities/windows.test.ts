import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../support/client.js';
import {
  forgetLog,
  forgetSeals,
  GLOBEX_OWNER,
  inTime,
  openStage,
  OWNER,
  SUPPORT,
  SYSADMIN,
  uuidOf,
  VIEWER,
  type Stage,
} from '../consent/stage.js';
import { untilItWaits } from '../support/until-it-waits.js';
import {
  approveWindow,
  closeWindow,
  denyWindow,
  requestWindow,
  tryRequestWindow,
  WINDOW,
  type Receipt,
  type WindowShown,
} from './deeds.js';
import { withdraw as withdrawCommitment } from '../agreements/deeds.js';
import { answer, expire, forgetInstructions, issued, recorded } from '../instructions/instructing.js';

const SYSADMIN_2 = 'sysadmin2@vendor.test';
const FIELDS =
  'name birthDate email phone city country iban nationalId notes customFields { key value } company { name }';
const LOOK = `query Maintain { contacts(first: 2) { nodes { ${FIELDS} } } }`;

let stage: Stage;
let owner: Client;
let sysadmin: Client;
let second: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
  sysadmin = await stage.as(SYSADMIN);
  second = await stage.as(SYSADMIN_2);
}, 120_000);

afterAll(() => stage.close());

beforeEach(async () => {
  await forgetInstructions(stage);
  await stage.sql('delete from auth.window_tenant');
  await stage.sql('delete from auth.maintenance_window');
  await forgetLog(stage);
  await forgetSeals(stage);
});

const codeOf = async (client: Client, query = LOOK): Promise<string | undefined> => (await client.query(query)).code;

async function openWindow(input: Readonly<Record<string, unknown>> = {}): Promise<WindowShown> {
  const { id } = await requestWindow(stage, sysadmin, input);
  const { data, text } = await approveWindow(second, id);
  if (!data) throw new Error(text);
  return data.approveMaintenanceWindow.window;
}

async function windowsOf(client: Client): Promise<readonly WindowShown[]> {
  const { data, text } = await client.query<{ tenant: { gdpr: { maintenanceWindows: { nodes: WindowShown[] } } } }>(
    `{ tenant { gdpr { maintenanceWindows(first: 10) { nodes { ${WINDOW} } } } } }`,
  );
  if (!data) throw new Error(text);
  return data.tenant.gdpr.maintenanceWindows.nodes;
}

async function eventsOf(client: Client, kind: string): Promise<readonly (string | null)[]> {
  const { data, text } = await client.query<{
    tenant: { gdpr: { securityEvents: { nodes: { detail: string | null }[] } } };
  }>(`{ tenant { gdpr { securityEvents(first: 5, kind: ${kind}) { nodes { detail } } } } }`);
  if (!data) throw new Error(text);
  return data.tenant.gdpr.securityEvents.nodes.map(({ detail }) => detail);
}

describe('A window', () => {
  test('opens nothing before a second administrator opens it, then everything, and nothing once it is closed', async () => {
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    const asked = await requestWindow(stage, sysadmin);
    expect(asked).toMatchObject({
      status: 'REQUESTED',
      purpose: 'DEPLOY',
      tenants: [{ slug: 'acme' }],
      approvedBy: null,
    });
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect((await approveWindow(sysadmin, asked.id)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', reason: 'FORBIDDEN', remedy: expect.stringContaining('somebody who may') } },
    ]);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');

    expect((await approveWindow(second, asked.id)).data?.approveMaintenanceWindow.window).toMatchObject({
      status: 'OPEN',
      approvedBy: 'Yannick Dupont',
      requestedBy: 'Yara Peeters',
      singleAdministrator: false,
    });
    const { data, withheld, code } = await sysadmin.query<{ contacts: { nodes: Record<string, unknown>[] } }>(LOOK);
    expect([code, withheld, data?.contacts.nodes.length]).toEqual([undefined, [], 2]);
    const law = await sysadmin.query(
      `{ viewer { actor tenants { tenant { slug } actor until } can(action: READ, subject: "Contact", field: "nationalId") { allowed }
          write: can(action: UPDATE, subject: "Contact") { allowed reason } visibility(subject: "Contact") { visible } } }`,
    );
    expect(law.data).toMatchObject({
      viewer: {
        actor: 'ADMINISTRATOR',
        tenants: [{ tenant: { slug: 'acme' }, actor: 'ADMINISTRATOR', until: asked.expiresAt }],
        can: { allowed: true },
        write: { allowed: false, reason: 'WINDOW_REQUIRED' },
      },
    });
    expect(
      (law.data as { viewer: { visibility: { visible: boolean }[] } }).viewer.visibility.every(
        ({ visible }) => visible,
      ),
    ).toBe(true);
    // It is for whoever asked, and for the tenants that were named.
    expect(await codeOf(second)).toBe('WINDOW_REQUIRED');
    expect(await codeOf(await stage.as(SYSADMIN, 0, 'globex'))).toBe('WINDOW_REQUIRED');

    const closed = await closeWindow(second, asked.id);
    expect(closed.data?.closeMaintenanceWindow.window).toMatchObject({
      status: 'CLOSED',
      closedBy: 'Yannick Dupont',
      closedAt: closed.data?.closeMaintenanceWindow.receipt.effectiveAt,
    });
    expect(JSON.parse(closed.data?.closeMaintenanceWindow.receipt.statement ?? '')).toMatchObject({
      authority: asked.id,
    });
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect((await closeWindow(sysadmin, asked.id)).data?.closeMaintenanceWindow.window.closedBy).toBe('Yannick Dupont');
  });

  test('is told to each tenant that it reaches, and each read is in its log at once', async () => {
    const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
    const window = await openWindow({ purpose: 'PATCH', reason: 'a hole to mend' });
    expect(await windowsOf(owner)).toMatchObject([
      { id: window.id, status: 'OPEN', purpose: 'PATCH', reason: 'a hole to mend', tenants: [{ slug: 'acme' }] },
    ]);
    expect(await windowsOf(globex)).toEqual([]);
    expect((await eventsOf(owner, 'MAINTENANCE_OPENED'))[0]).toBe(`${window.id} PATCH`);
    expect((await eventsOf(globex, 'MAINTENANCE_OPENED'))[0]).not.toBe(`${window.id} PATCH`);
    await sysadmin.query(LOOK);
    const { data } = await owner.query(
      '{ tenant { gdpr { accessLog(first: 1) { nodes { actor actorName authority purpose reason operation window { id status } grant { id } disclosed { subject fields count } } } } } }',
    );
    expect(data).toMatchObject({
      tenant: {
        gdpr: {
          accessLog: {
            nodes: [
              {
                actor: 'ADMINISTRATOR',
                actorName: 'Yara Peeters',
                authority: window.id,
                purpose: 'PATCH',
                reason: 'a hole to mend',
                operation: 'Maintain',
                window: { id: window.id, status: 'OPEN' },
                grant: null,
                disclosed: expect.arrayContaining([
                  { subject: 'Contact', fields: expect.arrayContaining(['nationalId']), count: 2 },
                ]),
              },
            ],
          },
        },
      },
    });
    await closeWindow(sysadmin, window.id);
    expect((await eventsOf(owner, 'MAINTENANCE_CLOSED'))[0]).toBe(`${window.id} PATCH`);
  });

  test('for all tenants reaches those that there were when it was opened, and tells none of another', async () => {
    const window = await openWindow({ tenants: null, forAll: true });
    const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
    expect(await codeOf(sysadmin)).toBeUndefined();
    expect(await codeOf(await stage.as(SYSADMIN, 0, 'globex'))).toBeUndefined();
    expect(await windowsOf(owner)).toMatchObject([{ id: window.id, forAll: true, tenants: [{ slug: 'acme' }] }]);
    expect(await windowsOf(globex)).toMatchObject([{ id: window.id, forAll: true, tenants: [{ slug: 'globex' }] }]);
    const added = randomUUID();
    await stage.sql("insert into tenant (id, slug, name, created_at) values ($1, 'late', 'Late', now())", [added]);
    await stage.sql('insert into auth.tenant_authority (tenant_id) values ($1)', [added]);
    expect(await codeOf(await stage.as(SYSADMIN, 0, 'late'))).toBe('WINDOW_REQUIRED');
  });

  test('for a backup opens no field', async () => {
    await openWindow({ purpose: 'BACKUP' });
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    const { data } = await sysadmin.query(
      '{ viewer { tenants { actor } visibility(subject: "Contact") { visible reason } } }',
    );
    const { viewer } = data as { viewer: { tenants: unknown[]; visibility: { visible: boolean; reason: string }[] } };
    expect(viewer.tenants).toEqual([]);
    expect(new Set(viewer.visibility.map(({ visible, reason }) => `${visible} ${reason}`))).toEqual(
      new Set(['false WINDOW_REQUIRED']),
    );
    expect(await windowsOf(owner)).toMatchObject([{ purpose: 'BACKUP', status: 'OPEN' }]);
  });

  test('for an import waits for a confirmed instruction to import, and is for named tenants', async () => {
    const tryImport = async (): Promise<string | undefined> =>
      (await tryRequestWindow(stage, sysadmin, { purpose: 'IMPORT' })).code;
    expect(await tryImport()).toBe('INSTRUCTION_REQUIRED');
    await issued(owner, { kind: 'CORRECTION' });
    const recordedOnly = await recorded(await stage.as(SUPPORT), { kind: 'IMPORT' });
    expect(await tryImport()).toBe('INSTRUCTION_REQUIRED');
    await answer(owner, 'confirm', recordedOnly);
    expect(await tryImport()).toBeUndefined();
    expect((await tryRequestWindow(stage, sysadmin, { purpose: 'IMPORT', tenants: ['acme', 'globex'] })).code).toBe(
      'INSTRUCTION_REQUIRED',
    );
    expect((await tryRequestWindow(stage, sysadmin, { purpose: 'IMPORT', tenants: null, forAll: true })).code).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('for an import is not opened where the instruction was withdrawn meanwhile', async () => {
    const instruction = await issued(owner, { kind: 'IMPORT' });
    const { id } = await requestWindow(stage, sysadmin, { purpose: 'IMPORT' });
    await answer(owner, 'withdraw', instruction);
    expect((await approveWindow(second, id)).code).toBe('INSTRUCTION_REQUIRED');
  });

  test('for an import ends with the last instruction for it, by withdrawal or by time', async () => {
    const instruction = await issued(owner, { kind: 'IMPORT' });
    const other = await issued(owner, { kind: 'IMPORT' });
    await openWindow({ purpose: 'IMPORT' });
    const deploying = await openWindow({ tenants: ['globex'] });
    expect(await codeOf(sysadmin)).toBeUndefined();
    await answer(owner, 'withdraw', instruction);
    expect(await codeOf(sysadmin)).toBeUndefined();
    await answer(owner, 'withdraw', other);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect(await codeOf(await stage.as(SYSADMIN, 0, 'globex'))).toBeUndefined();
    await closeWindow(second, deploying.id);

    const brief = await issued(owner, { kind: 'IMPORT', expiresAt: await inTime(stage, '2 seconds') });
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    await openWindow({ purpose: 'IMPORT' });
    expect(await codeOf(sysadmin)).toBeUndefined();
    await pause(2_050);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    await expire(stage, brief);
  });

  test('is dark once its time is over, and while confidentiality is not in force', async () => {
    const { id } = await openWindow();
    expect(await codeOf(sysadmin)).toBeUndefined();
    await stage.sql(`update auth.user_account set confidentiality_accepted_at = null where email = '${SYSADMIN}'`);
    expect(await codeOf(sysadmin)).toBe('AGREEMENT_REQUIRED');
    await stage.sql(`update auth.user_account set confidentiality_accepted_at = now() where email = '${SYSADMIN}'`);
    expect(await codeOf(sysadmin)).toBeUndefined();
    await stage.sql(
      "update auth.maintenance_window set expires_at = clock_timestamp() + interval '300 ms' where id = $1",
      [uuidOf(id)],
    );
    await pause(350);
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect(await windowsOf(owner)).toMatchObject([{ id, status: 'EXPIRED' }]);
  });

  test('opens nothing to a session whose last code is too old', async () => {
    await openWindow();
    await stage.sql(
      `update auth.session s set stepped_up_until = now() - interval '1 second' from auth.user_account u where u.id = s.user_id and u.email = '${SYSADMIN}'`,
    );
    expect(await codeOf(sysadmin)).toBe('SECOND_FACTOR_REQUIRED');
    expect((await tryRequestWindow(stage, sysadmin)).code).toBe('SECOND_FACTOR_REQUIRED');
    await stage.sql(
      `update auth.session s set stepped_up_until = now() + interval '10 minutes' from auth.user_account u where u.id = s.user_id and u.email = '${SYSADMIN}'`,
    );
    expect(await codeOf(sysadmin)).toBeUndefined();
  });

  test('that was denied or lapsed is not opened', async () => {
    const denied = await requestWindow(stage, sysadmin);
    expect((await denyWindow(second, denied.id)).data).toMatchObject({
      denyMaintenanceWindow: { window: { status: 'DENIED' } },
    });
    expect((await approveWindow(second, denied.id)).code).toBe('CONFLICT');
    const lapsed = await requestWindow(stage, sysadmin);
    await stage.sql("update auth.maintenance_window set expires_at = now() - interval '1 second' where id = $1", [
      uuidOf(lapsed.id),
    ]);
    expect((await approveWindow(second, lapsed.id)).code).toBe('CONFLICT');
    expect((await closeWindow(second, lapsed.id)).code).toBe('CONFLICT');
    expect(await codeOf(sysadmin)).toBe('WINDOW_REQUIRED');
    expect(await windowsOf(owner)).toEqual([]);
  });

  test('that is open for one who does not support, or is a member, is nobody else’s', async () => {
    const { id } = await openWindow();
    for (const email of [OWNER, VIEWER, SUPPORT]) {
      const client = await stage.as(email);
      for (const done of [
        await tryRequestWindow(stage, client),
        await approveWindow(client, id),
        await denyWindow(client, id),
        await closeWindow(client, id),
      ])
        expect([email, done.code]).toEqual([email, 'FORBIDDEN']);
    }
    expect(await codeOf(await stage.as(SUPPORT))).toBe('CONSENT_REQUIRED');
    expect(await codeOf(sysadmin)).toBeUndefined();
  });

  test.each([
    ['of more than 8 hours', async () => ({ expiresAt: await inTime(stage, '9 hours') }), 'BAD_USER_INPUT'],
    ['that is over', async () => ({ expiresAt: await inTime(stage, '-1 hour') }), 'BAD_USER_INPUT'],
    ['without a reason', async () => ({ reason: ' ' }), 'BAD_USER_INPUT'],
    ['for nobody', async () => ({ tenants: [] }), 'BAD_USER_INPUT'],
    ['for some and for all', async () => ({ forAll: true }), 'BAD_USER_INPUT'],
    ['for a tenant that does not exist', async () => ({ tenants: ['acme', 'nowhere'] }), 'NOT_FOUND'],
  ] as const)('%s is refused', async (_what, input, code) => {
    expect((await tryRequestWindow(stage, sysadmin, await input())).code).toBe(code);
  });
});

describe('Closing a window', () => {
  test('waits for what is on its way out, and cuts off what does not leave', async () => {
    const { id } = await openWindow();
    const seal = async (boundMs: number): Promise<string> => {
      const one = randomUUID();
      await stage.sql(
        "insert into seal (tenant_id, id, authorities, bound_ms) select id, $1, $2, $3 from tenant where slug = 'acme'",
        [one, [uuidOf(id)], boundMs],
      );
      return one;
    };
    const drained = await seal(5_000);
    const closing = await untilItWaits(() => closeWindow(second, id));
    expect(await Promise.race([closing.ended, pause(300, 'waiting')])).toBe('waiting');
    await stage.sql('delete from seal where id = $1', [drained]);
    expect((await closing.ended).data?.closeMaintenanceWindow.receipt).toMatchObject({ drained: 1, fenced: 0 });
    await seal(200);
    expect((await closeWindow(second, id)).data?.closeMaintenanceWindow.receipt).toMatchObject({
      drained: 0,
      fenced: 1,
    });
  });

  test('waits for a read that is in its transaction', async () => {
    const { id } = await openWindow();
    await stage.sql(
      `create function slow_seal() returns trigger language plpgsql as $$ begin perform pg_sleep(0.6); return new; end $$`,
    );
    await stage.sql('create trigger slow_seal after insert on seal for each row execute function slow_seal()');
    try {
      let done = '';
      const reading = sysadmin.query(LOOK).then((answer) => {
        done += 'read ';
        return answer;
      });
      await pause(200);
      const closing = closeWindow(second, id).then((answer) => {
        done += 'closed ';
        return answer;
      });
      const [read, closed] = await Promise.all([reading, closing]);
      expect(done).toBe('read closed ');
      expect([read.code, closed.code]).toEqual([undefined, undefined]);
    } finally {
      await stage.sql('drop trigger slow_seal on seal');
      await stage.sql('drop function slow_seal()');
    }
  });
});

describe('Withdrawing an instruction to import', () => {
  const END =
    'mutation ($id: ID!) { withdrawInstruction(id: $id) { instruction { status } receipt { drained fenced statement } } }';

  async function sealUnder(window: string, tenant: string): Promise<string> {
    const id = randomUUID();
    await stage.sql(
      'insert into seal (tenant_id, id, authorities, bound_ms) select id, $1, $2, 5000 from tenant where slug = $3',
      [id, [uuidOf(window)], tenant],
    );
    return id;
  }

  test('waits for what was read in the windows that it carried, and tells so in a receipt', async () => {
    const instruction = await issued(owner, { kind: 'IMPORT' });
    const importing = await openWindow({ purpose: 'IMPORT' });
    const patching = await openWindow({ purpose: 'PATCH' });
    const awaited = await sealUnder(importing.id, 'acme');
    await sealUnder(importing.id, 'globex');
    await sealUnder(patching.id, 'acme');
    const withdrawing = await untilItWaits(() =>
      owner.query<{ withdrawInstruction: { receipt: Receipt } }>(END, { id: instruction }),
    );
    expect(await Promise.race([withdrawing.ended, pause(300, 'waiting')])).toBe('waiting');
    await stage.sql('delete from seal where id = $1', [awaited]);
    const { data } = await withdrawing.ended;
    expect(data).toMatchObject({
      withdrawInstruction: { instruction: { status: 'WITHDRAWN' }, receipt: { drained: 1, fenced: 0 } },
    });
    expect(JSON.parse(data?.withdrawInstruction.receipt.statement ?? '')).toMatchObject({ authority: instruction });
  });

  test('waits for nothing while another one carries the window on', async () => {
    const instruction = await issued(owner, { kind: 'IMPORT' });
    await issued(owner, { kind: 'IMPORT' });
    const importing = await openWindow({ purpose: 'IMPORT' });
    await sealUnder(importing.id, 'acme');
    const { data } = await owner.query(END, { id: instruction });
    expect(data).toMatchObject({ withdrawInstruction: { receipt: { drained: 0, fenced: 0 } } });
  });
});

describe('A single administrator', () => {
  test('opens a window alone where the installation says so and there is no second, and every tenant is told', async () => {
    const alone = await openStage(1, { environment: { SINGLE_ADMINISTRATOR: 'yes' } });
    try {
      const only = await alone.as(SYSADMIN);
      const { id } = await requestWindow(alone, only);
      expect((await approveWindow(only, id)).code).toBe('FORBIDDEN');
      // Whose commitment is not in force, by whomever it was withdrawn, is a second one all the same.
      const other = await alone.cell(`select 'usr_' || id from auth.user_account where email = '${SYSADMIN_2}'`);
      expect((await withdrawCommitment(only, other)).errors).toEqual([]);
      expect((await approveWindow(only, id)).code).toBe('FORBIDDEN');
      await alone.sql(`update auth.user_account set deactivated_at = now() where email = '${SYSADMIN_2}'`);
      expect((await approveWindow(only, id)).data?.approveMaintenanceWindow.window).toMatchObject({
        status: 'OPEN',
        singleAdministrator: true,
      });
      expect(await codeOf(only)).toBeUndefined();
      const tenant = await alone.as(OWNER);
      expect(await eventsOf(tenant, 'MAINTENANCE_OPENED_ALONE')).toEqual([`${id} DEPLOY`]);
      expect(await windowsOf(tenant)).toMatchObject([{ id, singleAdministrator: true }]);
    } finally {
      await alone.close();
    }
  }, 120_000);
});
