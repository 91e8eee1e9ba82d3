import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CloseTicketDocument, OpenTicketDocument, ReplyToTicketDocument } from '../generated/gql/graphql.js';
import { Client, clientFor } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

describe('a ticket', () => {
  let server: RunningServer;
  let viewer: Client;
  let support: Client;
  let outsiders: readonly Client[];

  beforeAll(async () => {
    server = await startServer();
    viewer = await clientFor(server.url, 'viewer@acme.test');
    support = await clientFor(server.url, 'support@vendor.test', 'acme');
    outsiders = await Promise.all([
      clientFor(server.url, 'accountant@books.test'),
      clientFor(server.url, 'sysadmin@vendor.test', 'acme'),
      clientFor(server.url, 'owner@globex.test'),
    ]);
  });
  afterAll(() => server.stop());

  async function open(): Promise<string> {
    const answer = await viewer.ask(OpenTicketDocument, { input: { subject: ' Help ', body: 'It fails.' } });
    if (!answer.data) throw new Error(answer.text);
    return answer.data.openTicket.ticket.id;
  }

  test('is opened by any member, answered by support without a grant, and closed by either', async () => {
    const id = await open();
    const replied = await support.ask(ReplyToTicketDocument, { id, body: 'Since when?' });
    expect(replied.data?.replyToTicket.ticket).toMatchObject({
      subject: 'Help',
      status: 'OPEN',
      messages: {
        nodes: [
          { author: 'Victor Lefèvre', body: 'It fails.' },
          { author: 'Sofie Maes', body: 'Since when?' },
        ],
      },
    });
    expect((await support.ask(CloseTicketDocument, { id })).data?.closeTicket.ticket.status).toBe('CLOSED');
    expect((await viewer.ask(CloseTicketDocument, { id })).data?.closeTicket.ticket.status).toBe('CLOSED');
    expect(await viewer.ask(ReplyToTicketDocument, { id, body: 'Thanks' })).toMatchObject({
      code: 'CONFLICT',
      data: null,
    });
  });

  test('is not opened by support, which has nothing to ask of itself', async () => {
    expect((await support.ask(OpenTicketDocument, { input: { subject: 's', body: 'b' } })).code).toBe('FORBIDDEN');
  });

  test('is nobody else’s', async () => {
    const id = await open();
    for (const client of outsiders) {
      expect((await client.ask(ReplyToTicketDocument, { id, body: 'b' })).code).not.toBeUndefined();
      expect((await client.ask(CloseTicketDocument, { id })).code).not.toBeUndefined();
      expect((await client.query(`{ ticket(id: "${id}") { id } }`)).data).toEqual({ ticket: null });
    }
    expect((await new Client(server.url).ask(CloseTicketDocument, { id })).code).toBe('UNAUTHENTICATED');
    expect((await viewer.query(`{ ticket(id: "${id}") { status } }`)).data).toEqual({ ticket: { status: 'OPEN' } });
  });

  test('of another tenant, a missing one and a malformed id give the same bytes', async () => {
    const id = await open();
    const foreigner = outsiders[2]!;
    const bytes = async (wanted: string): Promise<string> =>
      (await foreigner.ask(ReplyToTicketDocument, { id: wanted, body: 'b' })).text;
    const missing = await bytes('tic_00000000-0000-7000-8000-000000000000');
    expect(missing).toContain('NOT_FOUND');
    expect([await bytes(id), await bytes('x')]).toEqual([missing, missing]);
  });

  test.each([
    ['nothing', '  '],
    ['more than 20,000 characters', 'x'.repeat(20_001)],
    ['the character U+0000', 'a\u0000b'],
  ])('takes no message of %s', async (_what, body) => {
    const answer = await viewer.ask(OpenTicketDocument, { input: { subject: 's', body } });
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.errors[0]?.extensions?.argument).toEqual(['input', 'body']);
  });
});
