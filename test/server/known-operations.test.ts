import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ApolloServer } from '@apollo/server';
import { Client, clientFor } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

const QUERY = 'query Names($n: Int) { contacts(first: $n) { nodes { name } } }';
const TWO = 'query A { contacts(first: 1) { nodes { name } } } query B { companies(first: 1) { nodes { name } } }';

/** A query that was answered once is known, and answered without Apollo from then on. Nobody can tell. */
describe('A query that is known', () => {
  let server: RunningServer;
  let walked: RunningServer;
  let cookie: string;

  beforeAll(async () => {
    // What an answer has cost is restored before the next one tells what is left.
    const environment = { ACTOR_RESTORE_RATE: '1000000000' };
    server = await startServer({ environment });
    walked = await startServer({ databases: server.databases, compiledAnswers: false, environment });
    const client = await clientFor(server.url, 'owner@acme.test', 'acme');
    cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  });
  afterAll(async () => {
    await walked.stop();
    await server.stop();
  });

  interface Whole {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  async function send(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Whole> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, 'x-tenant': 'acme', ...headers },
      body: JSON.stringify(body),
    });
    const own = [...response.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
    return { status: response.status, headers: Object.fromEntries(own), body: await response.text() };
  }

  /** How often Apollo is asked while something is done. */
  async function asksOfApollo(work: () => Promise<unknown>): Promise<number> {
    const asked = jest.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');
    await work();
    const { length } = asked.mock.calls;
    asked.mockRestore();
    return length;
  }

  test('goes past Apollo the second time, whatever its variables are', async () => {
    const body = (n: number): object => ({ query: `${QUERY} # past`, variables: { n } });
    expect(await asksOfApollo(() => send(server.url, body(1)))).toBe(1);
    expect(await asksOfApollo(() => send(server.url, body(2)))).toBe(0);
  });

  test.each([
    ['nothing', undefined],
    ['anything', '*/*'],
    ['JSON', 'application/json'],
    ['what GraphiQL does', 'application/json, multipart/mixed'],
    ['the newer media type', 'application/graphql-response+json'],
    ['both', 'application/graphql-response+json, application/json'],
    ['both, one rather', 'application/graphql-response+json,application/json;q=0.9'],
    ['both the other way round', 'application/json, application/graphql-response+json'],
    ['a picture', 'image/png'],
  ])('has the same status, headers and bytes for a client that accepts %s', async (_what, accept) => {
    const headers: Readonly<Record<string, string>> = accept === undefined ? {} : { accept };
    const expected = await send(walked.url, { query: QUERY, variables: { n: 3 } }, headers);
    for (let time = 0; time < 3; time += 1)
      expect(await send(server.url, { query: QUERY, variables: { n: 3 } }, headers)).toEqual(expected);
  });

  test.each<[string, object]>([
    ['names the operation', { query: TWO, operationName: 'A' }],
    ['names the other one', { query: TWO, operationName: 'B' }],
    ['names none of two', { query: TWO }],
    ['names one that is not there', { query: TWO, operationName: 'C' }],
    ['names it by nothing', { query: QUERY, operationName: '' }],
    ['names it by null', { query: QUERY, operationName: null, variables: null }],
    ['has variables of the wrong type', { query: QUERY, variables: { n: 'three' } }],
    ['has variables that are a list', { query: QUERY, variables: [] }],
    ['asks for too much', { query: QUERY, variables: { n: 101 } }],
    ['has an extension', { query: QUERY, extensions: { any: 'thing' } }],
    ['has something that nobody knows', { query: QUERY, anything: 1 }],
    ['has no text', { query: 5 }],
  ])('is answered alike where the request %s', async (_what, body) => {
    for (const known of [{ query: QUERY }, { query: TWO, operationName: 'A' }, { query: TWO, operationName: 'B' }])
      await send(server.url, known);
    const expected = await send(walked.url, body);
    for (let time = 0; time < 2; time += 1) expect(await send(server.url, body)).toEqual(expected);
  });

  test('is known of the query, and not of whoever asked first', async () => {
    const query = 'query Known { contacts(first: 2) { nodes { name iban } } }';
    const owner = await clientFor(server.url, 'owner@acme.test', 'acme');
    const viewer = await clientFor(server.url, 'viewer@acme.test', 'acme');
    const stranger = await clientFor(server.url, 'owner@globex.test', 'acme');
    const first = await owner.query(query);
    expect(first.text).toContain('"iban":"');
    const answers = [await viewer.query(query), await stranger.query(query), await new Client(server.url).query(query)];
    expect(answers.map(({ text }) => text.includes('"iban":"'))).toEqual([false, false, false]);
    expect(answers.map(({ withheld }) => withheld.map(({ field }) => field))).toEqual([['iban'], [], []]);
    expect(answers.map(({ code }) => code)).toEqual([undefined, 'FORBIDDEN', 'UNAUTHENTICATED']);
  });
});
