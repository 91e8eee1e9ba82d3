import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { Client, read } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

/** What a server MAY do and this one does not, on purpose: any page could make a browser send a GET without a preflight. */
const NOT_DONE = /^MAY .*GET/;

describe('GraphQL over HTTP', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  describe('holds every audit of graphql-http', () => {
    for (const audit of serverAudits({ url: () => server.url })) {
      test(`${audit.id}: ${audit.name}`, async () => {
        const result = await audit.fn();
        if (NOT_DONE.test(audit.name)) expect(result.status).not.toBe('error');
        else
          expect({ status: result.status, reason: 'reason' in result ? result.reason : '' }).toEqual({
            status: 'ok',
            reason: '',
          });
      });
    }
  });

  test('answers a query by GET where a header forces a preflight', async () => {
    const response = await fetch(`${server.url}?query=${encodeURIComponent('{ __typename }')}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  test('refuses a GET that any page could make a browser send', async () => {
    const answer = await read(await fetch(`${server.url}?query=${encodeURIComponent('{ __typename }')}`));
    expect(answer).toMatchObject({ status: 400, code: 'CSRF' });
  });

  test('refuses a mutation by GET', async () => {
    const response = await fetch(`${server.url}?query=${encodeURIComponent('mutation { signOut }')}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(response.status).toBe(405);
  });

  test('refuses a subscription over plain HTTP', async () => {
    const answer = await new Client(server.url).query('subscription { contactChanged { id } }');
    expect(answer).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  test('gives each response an id, and keeps a sane one of the client', async () => {
    const client = new Client(server.url);
    const own = await client.query('{ __typename }', {}, { 'x-request-id': 'my-request.1' });
    expect(own.headers.get('x-request-id')).toBe('my-request.1');
    const insane = await client.query('{ __typename }', {}, { 'x-request-id': 'a b<script>' });
    expect(insane.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('lets nobody keep, frame or sniff an answer', async () => {
    const { headers } = await new Client(server.url).query('{ __typename }');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('shows the playground to a browser, and to nobody else', async () => {
    const page = await fetch(server.url, { headers: { accept: 'text/html,application/xhtml+xml' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  test('says whether it lives and whether it can serve', async () => {
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    const metrics = await (await fetch(`${server.origin}/metrics`)).text();
    expect(metrics).toContain('http_request_duration_seconds_count');
    expect(metrics).toContain('process_cpu_seconds_total');
  });

  test('answers an unknown path as GraphQL clients expect', async () => {
    expect(await read(await fetch(`${server.origin}/nothing`))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});
