import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, read, PASSWORD } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('where operations are listed', () => {
  let folder: string;
  let server: RunningServer;
  let listed: Readonly<Record<string, string>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-persisted-'));
    const config = {
      schema: join(ROOT, 'schema.graphql'),
      documents: join(ROOT, 'test/operations/*.graphql'),
      generates: {
        [`${folder}/`]: {
          preset: 'client',
          presetConfig: { persistedDocuments: { hashAlgorithm: 'sha256' } },
          config: { scalars: { DateTime: 'string', Date: 'string', Decimal: 'string', EmailAddress: 'string' } },
        },
      },
    };
    await writeFile(join(folder, 'codegen.json'), JSON.stringify(config));
    const codegen = join(ROOT, 'node_modules/.bin/graphql-codegen');
    await promisify(execFile)(process.execPath, [codegen, '--config', join(folder, 'codegen.json')], { cwd: ROOT });
    const file = join(folder, 'persisted-documents.json');
    const written = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, string>>;
    listed = Object.fromEntries(Object.entries(written).map(([hash, text]) => [hash.replace('sha256:', ''), text]));
    server = await startServer({ environment: { PERSISTED_OPERATIONS: file } });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  function hashOf(name: string): string {
    return Object.entries(listed).find(([, text]) => new RegExp(`^(query|mutation) ${name}\\b`).test(text))?.[0] ?? '';
  }

  async function signedIn(): Promise<Client> {
    const client = new Client(server.url, 'acme');
    const input = { email: 'owner@acme.test', password: PASSWORD };
    const answer = await client.send({ documentId: `sha256:${hashOf('SignIn')}`, variables: { input } });
    expect(answer.errors).toEqual([]);
    return client;
  }

  test('those are answered, by their hash or by their text, by POST and by GET', async () => {
    const client = await signedIn();
    const hash = hashOf('Whoami');
    const data = { viewer: { actor: 'MEMBER' } };
    expect((await client.send({ documentId: hash })).data).toMatchObject(data);
    expect((await client.send({ query: listed[hash] })).data).toMatchObject(data);
    expect(
      (await client.send({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })).data,
    ).toMatchObject(data);
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'x-tenant': 'acme', 'apollo-require-preflight': 'yes' };
    const got = await fetch(`${server.url}?documentId=sha256:${hash}`, { headers });
    expect((await read(got)).data).toMatchObject(data);
  });

  test('any other is refused before it is read, and adds nothing to the list', async () => {
    const client = await signedIn();
    const before = server.database.statements;
    const query = '{ contacts { nodes { email } } }';
    const hash = createHash('sha256').update(query).digest('hex');
    const known = hashOf('Whoami');
    for (const body of [
      { query },
      { documentId: hash },
      { documentId: hash, query },
      { documentId: known, query },
      { documentId: known.replace(/^./, 'g'), query: listed[known] },
      { query, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } },
      { query, extensions: { persistedQuery: { version: 1, sha256Hash: known } } },
      { query: `${listed[known] ?? ''} ` },
      { query: '{ __schema { types { name } } }' },
      { documentId: ['x'], query: 7 },
      {},
    ]) {
      expect(await client.send(body)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    }
    expect((await client.send({ documentId: hash })).code).toBe('FORBIDDEN');
    const got = await fetch(`${server.url}?query=${encodeURIComponent(query)}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(got.status).toBe(403);
    expect(server.database.statements).toBe(before);
  });

  test('a list whose hashes are not those of its documents is not taken', async () => {
    const file = join(folder, 'forged.json');
    await writeFile(file, JSON.stringify({ [hashOf('Whoami')]: '{ contacts { nodes { email } } }' }));
    const started = startServer({ environment: { PERSISTED_OPERATIONS: file }, databases: server.databases });
    await expect(started).rejects.toThrow(/is not what its document is/);
  });
});
