import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage, type Stage } from '../consent/stage.js';
import { Client } from '../support/client.js';
import { readMail, tokenIn } from '../support/mail-server.js';
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
