import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, type Stage } from '../consent/stage.js';
import { Client } from '../support/client.js';
import { readMail, startMailServer, tokenIn } from '../support/mail-server.js';
import { requestReset, reset } from './links.js';
import { member } from './people.js';

describe('a node without a mail server', () => {
  let folder: string;
  let stage: Stage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-mail-'));
    stage = await openStage(1, { environment: { DATA_DIR: folder } });
  });
  afterAll(async () => {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  });

  const outbox = (): string => join(folder, 'outbox');

  test('says once where mails go, and writes them there for its own account only', async () => {
    const said = stage.nodes[0].logged.filter((line) => line.includes('SMTP_URL is not set'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(outbox());
    const person = await member(stage);
    await requestReset(new Client(stage.nodes[0].url), person.email);
    let names: string[] = [];
    for (let waited = 0; names.length === 0 && waited < 10_000; waited += 50) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      names = await readdir(outbox()).catch(() => []);
    }
    expect(names).toEqual([expect.stringMatching(/\.eml$/)]);
    const path = join(outbox(), names[0] ?? '');
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
    expect(((await stat(outbox())).mode & 0o777).toString(8)).toBe('700');
    const mail = readMail(await readFile(path, 'utf8'));
    expect(mail.text).toContain(`${stage.nodes[0].origin}/account/link#reset.`);
    const done = await reset(new Client(stage.nodes[0].url), tokenIn(mail), 'a sentence that only I would think of');
    expect(done.errors).toEqual([]);
  });
});

async function until(what: () => boolean): Promise<void> {
  for (let waited = 0; !what() && waited < 20_000; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(what()).toBe(true);
}

const MAIL_FROM = 'no-reply@vendor.test';

describe('a node whose mail server', () => {
  test('does not take its password tells neither that nor an address to the log', async () => {
    const mail = await startMailServer({ account: { user: 'sluice', password: 'the right one' } });
    const secret = 'canary of a mail server';
    const url = mail.url.replace('//', `//sluice:${encodeURIComponent(secret)}@`);
    const stage = await openStage(1, { environment: { SMTP_URL: url, MAIL_FROM } });
    try {
      const person = await member(stage);
      const { logged } = stage.nodes[0];
      expect((await requestReset(new Client(stage.nodes[0].url), person.email)).errors).toEqual([]);
      await until(() => logged.some((line) => line.includes('a mail was not sent yet')));
      expect(mail.refused()).toBeGreaterThan(0);
      expect(logged.find((line) => line.includes('a mail was not sent yet'))).toContain('"cause":"Error EAUTH 535"');
      for (const hidden of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), person.email]) {
        expect(logged.join('')).not.toContain(hidden);
      }
    } finally {
      await stage.close();
      await mail.close();
    }
  });

  test('takes its password is written to', async () => {
    const mail = await startMailServer({ account: { user: 'sluice', password: 'the right one' } });
    const url = mail.url.replace('//', '//sluice:the%20right%20one@');
    const stage = await openStage(1, { environment: { SMTP_URL: url, MAIL_FROM } });
    try {
      const person = await member(stage);
      await requestReset(new Client(stage.nodes[0].url), person.email);
      expect(tokenIn(await mail.mailTo(person.email))).toHaveLength(43);
    } finally {
      await stage.close();
      await mail.close();
    }
  });

  test('says nothing at all holds up neither an answer nor the stop', async () => {
    const connections: Socket[] = [];
    const silent = createSocketServer((socket) => {
      connections.push(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const stage = await openStage(1, {
      environment: { SMTP_URL: `smtp://127.0.0.1:${String(port)}`, MAIL_FROM, SHUTDOWN_TIMEOUT: '500ms' },
    });
    let began = 0;
    try {
      const people = await Promise.all(Array.from({ length: 6 }, () => member(stage)));
      const client = new Client(stage.nodes[0].url);
      for (const { email } of people) expect((await requestReset(client, email)).errors).toEqual([]);
      await until(() => connections.length > 0);
    } finally {
      began = performance.now();
      await stage.close();
      for (const socket of connections) socket.destroy();
      silent.close();
    }
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(stage.nodes[0].logged.join('')).toContain('mails were lost with this stop');
  });
});
