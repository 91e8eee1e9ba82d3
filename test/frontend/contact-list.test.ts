import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { clientFor } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { contactLines } from './contact-list.js';

describe('the example for frontend teams', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  async function linesFor(email: string): Promise<string[]> {
    const { cookies } = await clientFor(server.url, email);
    return contactLines(server.url, { cookie: `session=${cookies.get('session') ?? ''}` });
  }

  test('is the one that docs/frontend.md shows', async () => {
    const read = (path: string): Promise<string> => readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
    expect(await read('../../docs/frontend.md')).toContain(`\`\`\`ts\n${await read('./contact-list.ts')}\`\`\``);
  });

  test('shows a value, an empty one and a withheld one apart', async () => {
    const owner = await linesFor('owner@acme.test');
    expect(owner.some((line) => /: [A-Z]{2}\d{2} /.test(line))).toBe(true);
    expect(owner.some((line) => line.endsWith(': no IBAN'))).toBe(true);
    const viewer = await linesFor('viewer@acme.test');
    expect(viewer.every((line) => line.includes(': IBAN withheld (FORBIDDEN). Ask an owner or admin'))).toBe(true);
  });
});
