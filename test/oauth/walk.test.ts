import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type RunningServer } from '../support/server.js';

const suite = ['/usr/bin/curl', '/usr/bin/openssl'].every((path) => existsSync(path)) ? describe : describe.skip;

/** Whoever makes a program reads docs/integrations.md and types what is there: so it is what runs here, from the first block to the last. */
suite('The walk of the documentation', () => {
  let server: RunningServer;
  let folder: string;

  beforeAll(async () => {
    server = await startServer();
    folder = await mkdtemp(join(tmpdir(), 'sluice-walk-'));
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const walk = (script: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = execFile('bash', ['-s'], { cwd: folder, timeout: 60_000 }, (error, stdout, stderr) => {
        if (error) reject(new Error(`${error.message}\n${stdout}\n${stderr}`));
        else resolve(stdout);
      });
      child.stdin?.end(script);
    });

  /** The last one of a block: curl ends none with a new line of its own. */
  const answerIn = (text: string): unknown => JSON.parse(text.trim().split('\n').at(-1) ?? '');

  test('goes from the first token to the last end', async () => {
    const text = await readFile('docs/integrations.md', 'utf8');
    const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThan(5);
    const address = 'API=http://127.0.0.1:4000';
    const script = blocks.join("\necho '--'\n");
    expect(script.split(address)).toHaveLength(2);
    const said = (await walk(`set -euo pipefail\n${script.replace(address, `API=${server.origin}`)}`)).split('--\n');
    expect(said).toHaveLength(blocks.length);
    const [token = '', , , callback = '', read = '', introspected = '', itself = '', ended = ''] = said;
    expect(answerIn(token)).toMatchObject({
      data: { viewer: { actor: 'INTEGRATION' }, contacts: { nodes: [{ email: expect.any(String) }] } },
    });
    expect(callback).toContain('http://127.0.0.1:8912/callback?code=');
    expect(answerIn(read)).toMatchObject({
      data: { contacts: { nodes: [{ name: null, email: expect.any(String) }] } },
      extensions: { withheld: [{ field: 'name', reason: 'SCOPE_MISSING' }] },
    });
    expect(answerIn(introspected)).toMatchObject({ active: true, tenant: 'acme', categories: ['CONTACT_DETAILS'] });
    expect(answerIn(itself)).toMatchObject({ token_type: 'Bearer', scope: 'contacts:read' });
    expect(answerIn(ended)).toMatchObject({
      data: { deactivateIntegration: { integration: { status: 'DEACTIVATED' }, receipt: { fenced: 0 } } },
    });
  });
});
