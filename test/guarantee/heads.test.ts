import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadFile } from '../../src/server/access-log/head-file.js';
import { HeadWebhook } from '../../src/server/access-log/head-webhook.js';

const NEVER = new AbortController().signal;

describe('HEAD_FILE', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-heads-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is appended to and never overwritten, also by another node', async () => {
    const path = join(folder, 'heads.ndjson');
    const one = new HeadFile(path);
    const other = new HeadFile(path);
    await one.prepare();
    await one.put(['1', '2']);
    await other.prepare();
    await other.put(['3']);
    await one.put(['4']);
    expect(await readFile(path, 'utf8')).toBe('1\n2\n3\n4\n');
  });

  test('begins a new line where a crash cut the last one off', async () => {
    const path = join(folder, 'heads.ndjson');
    await new HeadFile(path).put(['1']);
    await appendFile(path, '{"stat');
    await new HeadFile(path).put(['2']);
    expect(await readFile(path, 'utf8')).toBe('1\n{"stat\n2\n');
  });

  test('that can’t be written is one sentence, which names no path', async () => {
    await mkdir(join(folder, 'canary'));
    const sentence =
      /^HEAD_FILE can't be appended to \(E[A-Z]+\): name a file in a folder that this account may write\.$/;
    await expect(new HeadFile(join(folder, 'canary')).prepare()).rejects.toThrow(sentence);
    await expect(new HeadFile(join(folder, 'missing', 'canary')).prepare()).rejects.toThrow(sentence);
  });

  test('that can no longer be written fails, and goes on where it can again', async () => {
    const path = join(folder, 'gone', 'heads.ndjson');
    await mkdir(join(folder, 'gone'));
    const file = new HeadFile(path);
    await file.put(['1']);
    await rm(join(folder, 'gone'), { recursive: true });
    await expect(file.put(['2'])).rejects.toThrow();
    await mkdir(join(folder, 'gone'));
    await chmod(join(folder, 'gone'), 0o700);
    await file.put(['2']);
    expect(await readFile(path, 'utf8')).toBe('2\n');
  });
});

describe('HEAD_URL', () => {
  let keeper: Server;
  let url: string;
  let answer: (response: ServerResponse, request: IncomingMessage) => void;
  let received: { readonly path: string | undefined; readonly type: string | undefined; readonly body: string }[];

  beforeEach(async () => {
    received = [];
    answer = (response) => response.writeHead(204).end();
    keeper = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        received.push({ path: request.url, type: request.headers['content-type'], body });
        answer(response, request);
      });
    });
    await new Promise<void>((resolve) => keeper.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((keeper.address() as AddressInfo).port)}/keep?token=canary`;
  });
  afterEach(async () => {
    keeper.closeAllConnections();
    await new Promise((resolve) => keeper.close(resolve));
  });

  const webhook = (timeoutMs = 2_000): HeadWebhook =>
    new HeadWebhook(url, { attempts: 3, firstPauseMs: 10, timeoutMs });

  test('is sent the lines in one POST', async () => {
    await webhook().put(['1', '2'], NEVER);
    expect(received).toEqual([{ path: '/keep?token=canary', type: 'application/x-ndjson', body: '1\n2\n' }]);
  });

  test('is tried again after a failure that may pass', async () => {
    const statuses = [503, 429];
    answer = (response) => response.writeHead(statuses.shift() ?? 200).end('thanks');
    await webhook().put(['1'], NEVER);
    expect(received).toHaveLength(3);
  });

  test('is tried again after a connection that broke', async () => {
    let broken = 0;
    answer = (response) => {
      broken += 1;
      if (broken < 3) response.destroy();
      else response.writeHead(200).end();
    };
    await webhook().put(['1'], NEVER);
    expect(received).toHaveLength(3);
  });

  test('is given up after so many attempts, in a sentence that does not name it', async () => {
    answer = (response) => response.writeHead(500).end('canary');
    const error = await webhook()
      .put(['1'], NEVER)
      .catch((thrown: unknown) => thrown);
    expect(received).toHaveLength(3);
    expect(String(error)).toBe('Error: The address of HEAD_URL answered with 500.');
  });

  test('is not waited for longer than its time, even where an answer has begun', async () => {
    answer = () => undefined;
    const begun = performance.now();
    await expect(webhook(50).put(['1'], NEVER)).rejects.toThrow('The address of HEAD_URL did not answer in time');
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(received).toHaveLength(3);
    answer = (response) => response.writeHead(200).write('for ever');
    await webhook(50).put(['1'], NEVER);
  });

  test.each([400, 401, 404, 410])('is not tried again where it refuses with %i', async (status) => {
    answer = (response) => response.writeHead(status).end();
    await expect(webhook().put(['1'], NEVER)).rejects.toThrow(`answered with ${String(status)}.`);
    expect(received).toHaveLength(1);
  });

  test.each([301, 302, 307, 308])('is not followed where it points elsewhere with %i', async (status) => {
    answer = (response) => response.writeHead(status, { location: '/elsewhere' }).end();
    await expect(webhook().put(['1'], NEVER)).rejects.toThrow(`answered with ${String(status)}.`);
    expect(received.map(({ path }) => path)).toEqual(['/keep?token=canary']);
  });

  test('ends at once when the node stops', async () => {
    answer = () => undefined;
    const stopping = new AbortController();
    const putting = webhook(60_000).put(['1'], stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    await expect(putting).rejects.toThrow();
    expect(received).toHaveLength(1);
  });
});
