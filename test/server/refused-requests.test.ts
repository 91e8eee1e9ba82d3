/** What is refused before there is an operation says what is wrong with it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly message: string | undefined;
  readonly code: string | undefined;
}

describe('A request that is refused', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({ environment: { INTROSPECTION: 'false' } });
  });
  afterAll(() => server.stop());

  async function send(body: string | undefined, headers: Record<string, string> = {}, method = 'POST'): Promise<Told> {
    const response = await fetch(server.url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    });
    const { errors } = (await response.json()) as {
      errors?: readonly { message: string; extensions: { code: string } }[];
    };
    const [error] = errors ?? [];
    return {
      status: response.status,
      headers: response.headers,
      message: error?.message,
      code: error?.extensions.code,
    };
  }

  test('for a key that no input has is not told that its JSON is wrong', async () => {
    for (const variables of ['{"__proto__": {}}', '{"constructor": {"prototype": {}}}']) {
      expect(await send(`{"query": "{ __typename }", "variables": ${variables}}`)).toMatchObject({
        status: 400,
        code: 'BAD_USER_INPUT',
        message: 'The body has a key __proto__ or constructor.prototype.',
      });
    }
    expect(await send('{"query": ')).toMatchObject({ status: 400, message: 'The body is not valid JSON.' });
    expect(await send('')).toMatchObject({ status: 400, message: 'The body is empty.' });
  });

  test('for its encoding is not read as if it had another', async () => {
    const body = '{"query": "{ __typename }"}';
    for (const charset of ['utf-16', '"UTF-16"', 'latin1']) {
      expect(await send(body, { 'content-type': `application/json; charset=${charset}` })).toMatchObject({
        status: 415,
        code: 'BAD_USER_INPUT',
        message: 'The body must be sent in UTF-8.',
      });
    }
    for (const charset of ['utf-8', 'UTF-8', '"utf-8"'])
      expect((await send(body, { 'content-type': `application/json; charset=${charset}` })).status).toBe(200);
  });

  test('for its method is told the others', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const told = await send('{"query": "{ __typename }"}', {}, method);
      expect(told).toMatchObject({ status: 405, code: 'BAD_USER_INPUT' });
      expect(told.headers.get('allow')).toBe('GET, POST');
    }
  });

  test('for asking the schema is told where that is', async () => {
    const told = await send('{"query": "{ __schema { queryType { name } } }"}');
    expect(told).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
      message:
        'Introspection is off here (the setting INTROSPECTION); the schema is public as the file schema.graphql.',
    });
  });

  test('as a persisted query is kept by no cache either', async () => {
    const told = await send(
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }),
    );
    expect([told.message, told.headers.get('cache-control')]).toEqual(['PersistedQueryNotSupported', 'no-store']);
  });

  test('for a token that holds for nothing is told so by its status, and nothing of it runs', async () => {
    const body = '{"query": "{ viewer { actor } }"}';
    for (const authorization of [
      'Bearer x',
      `Bearer sluice_${'a'.repeat(46)}`,
      `Bearer ${'A'.repeat(43)}`,
      'Basic YTpi',
    ]) {
      const told = await send(body, { authorization });
      expect([authorization, told.status, told.code]).toEqual([authorization, 401, 'UNAUTHENTICATED']);
      expect(told.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(told.message).toContain('does not hold');
    }
    expect((await new Client(server.url).query('{ viewer { actor } }')).data).toEqual({
      viewer: { actor: 'ANONYMOUS' },
    });
  });
});
