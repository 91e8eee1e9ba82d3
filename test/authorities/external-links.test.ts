/** How an outsider without an account comes in: by a link that goes to the address, and nowhere else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { GLOBEX_OWNER, inTime, openStage, OWNER, SUPPORT, uuidOf, type Stage } from '../consent/stage.js';
import { member, signedIn } from '../security/people.js';
import { Client, type Answer } from '../support/client.js';
import { startMailServer, tokenIn, type MailServer } from '../support/mail-server.js';
import { accept, endAccess, hashOf, invite, inviteAgain, renew, TERMS, tryInvite, type AccessShown } from './deeds.js';

const PASSWORD = 'a plum in a quiet orchard';
const LOOK = '{ contacts(first: 1) { nodes { name email iban } } }';
const WHOLE = 'tenantName email hasAccount access categories expiresAt agreementVersion agreementHash agreementText';

let mail: MailServer;
let stage: Stage;
let owner: Client;

beforeAll(async () => {
  mail = await startMailServer();
  stage = await openStage(2, {
    environment: {
      SMTP_URL: mail.url,
      MAIL_FROM: 'no-reply@vendor.test',
      PUBLIC_URL: 'https://api.vendor.test',
    },
  });
  owner = await stage.as(OWNER);
}, 120_000);
afterAll(async () => {
  await stage.close();
  await mail.close();
});
beforeEach(() => stage.sql('delete from auth.throttle'));

const anybody = (node = 0): Client => new Client(stage.nodes[node]?.url ?? '');
const freeAddress = (): string => `${randomUUID()}@outside.test`;

async function sent(
  email: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly access: AccessShown; readonly token: string }> {
  const access = await invite(stage, owner, { email, ...input });
  return { access, token: tokenIn(await mail.mailTo(email)) };
}

function open(client: Client, token: string): Promise<Answer<{ openExternalInvitation: Record<string, unknown> }>> {
  return client.query(`mutation ($token: String!) { openExternalInvitation(token: $token) { ${WHOLE} } }`, { token });
}

function enter(client: Client, token: string, input: object = {}): Promise<Answer<unknown>> {
  return client.query(
    'mutation ($input: AcceptExternalInvitationInput!) { acceptExternalInvitation(input: $input) { tenant } }',
    { input: { token, hash: hashOf(TERMS), name: 'Nora Novak', password: PASSWORD, ...input } },
  );
}

async function seen(email: string): Promise<readonly string[]> {
  const client = new Client(stage.nodes[1]?.url ?? '', 'acme');
  await client.signIn(email, PASSWORD);
  const { data, withheld } = await client.query<{ contacts: { nodes: Record<string, unknown>[] } | null }>(LOOK);
  const hidden = new Set(withheld.map(({ field }) => field));
  return Object.keys(data?.contacts?.nodes[0] ?? {}).filter((field) => !hidden.has(field));
}

describe('The link to an outsider', () => {
  test('shows the agreement, makes an account that accepts it, and sees what was opened, once', async () => {
    const email = freeAddress();
    const { access, token } = await sent(email);
    expect((await open(anybody(), token)).data?.openExternalInvitation).toEqual({
      tenantName: 'Acme',
      email,
      hasAccount: false,
      access: 'READ',
      categories: ['CONTACT_DETAILS'],
      expiresAt: access.expiresAt,
      agreementVersion: '1',
      agreementHash: hashOf(TERMS),
      agreementText: TERMS,
    });
    expect(await stage.sql('select 1 from auth.user_account where email = $1', [email])).toEqual([]);
    expect((await enter(anybody(1), token)).data).toEqual({ acceptExternalInvitation: { tenant: 'acme' } });
    expect(await seen(email)).toEqual(['email']);
    expect((await enter(anybody(), token)).code).toBe('BAD_USER_INPUT');
    expect((await open(anybody(), token)).code).toBe('BAD_USER_INPUT');

    const client = new Client(stage.nodes[0].url, 'acme');
    await client.signIn(email, PASSWORD);
    expect((await client.query('{ viewer { actor emailVerified user { name } } }')).data).toEqual({
      viewer: { actor: 'EXTERNAL', emailVerified: true, user: { name: 'Nora Novak' } },
    });
    const shown = await owner.query(
      `{ node(id: "${access.id}") { ... on ExternalAccess { status acceptedAt user { email } agreements { acceptedAt } } } }`,
    );
    expect(shown.data).toMatchObject({
      node: {
        status: 'ACTIVE',
        acceptedAt: expect.any(String),
        user: { email },
        agreements: [{ acceptedAt: expect.any(String) }],
      },
    });
    const [event] = await stage.sql(
      `select e.detail, u.email from security_event e join tenant t on t.id = e.log_id join auth.user_account u on u.id = e.user_id
        where t.slug = 'acme' and kind = 'EXTERNAL_AGREEMENT_ACCEPTED' order by e.id desc limit 1`,
    );
    expect(event).toEqual({ detail: `${access.id} ${hashOf(TERMS)}`, email });
    expect((await endAccess(owner, access.id)).errors).toEqual([]);
    expect(await seen(email)).toEqual([]);
  });

  test('opens nothing without the agreement that stands now', async () => {
    const email = freeAddress();
    const { access, token } = await sent(email);
    expect((await enter(anybody(), token, { hash: hashOf('Something else.') })).code).toBe('CONFLICT');
    await renew(owner, access.id, { version: '2', text: 'Less than before.' });
    expect((await enter(anybody(), token)).code).toBe('CONFLICT');
    expect(await stage.sql('select 1 from auth.user_account where email = $1', [email])).toEqual([]);
    expect((await open(anybody(), token)).data?.openExternalInvitation.agreementText).toBe('Less than before.');
    expect((await enter(anybody(), token, { hash: hashOf('Less than before.') })).errors).toEqual([]);
    expect(await seen(email)).toEqual(['email']);
  });

  test('makes no account with a password that is guessed first, or without a name', async () => {
    const { token } = await sent(freeAddress());
    for (const input of [{ password: 'password1234' }, { password: 'short' }, { name: ' ' }, { token: 'no such' }])
      expect([input, (await enter(anybody(), token, input)).code]).toEqual([input, 'BAD_USER_INPUT']);
    expect((await enter(anybody(), token)).errors).toEqual([]);
  });

  test('is no way into an account that there is: that signs in, and accepts as ever', async () => {
    const person = await member(stage, 'VIEWER', 'globex');
    const { access, token } = await sent(person.email);
    expect((await open(anybody(), token)).data?.openExternalInvitation).toMatchObject({ hasAccount: true });
    expect((await enter(anybody(), token)).code).toBe('CONFLICT');
    const client = await signedIn(stage, person);
    client.tenant = 'acme';
    expect(await accept(client, access.id)).toMatchObject({ status: 'ACTIVE' });
    expect((await open(anybody(), token)).code).toBe('BAD_USER_INPUT');
  });

  test('is spent once, also when it is brought twice at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { token } = await sent(freeAddress());
      const answers = await Promise.all([enter(anybody(), token), enter(anybody(1), token)]);
      expect(answers.map(({ code }) => code ?? 'done').sort()).toEqual(['BAD_USER_INPUT', 'done']);
    }
  });

  test('holds for seven days, no longer than the access, and not after the invitation was ended', async () => {
    const late = await sent(freeAddress());
    const id = uuidOf(late.access.id);
    const days = await stage.cell<number>(
      `select round(extract(epoch from link_until - created_at) / 86400)::int from auth.external_access where id = $1`,
      [id],
    );
    expect(days).toBe(7);
    await stage.sql('update auth.external_access set link_until = clock_timestamp() where id = $1', [id]);
    const over = await sent(freeAddress(), { expiresAt: await inTime(stage, '2 days') });
    await stage.sql('update auth.external_access set expires_at = clock_timestamp() where id = $1', [
      uuidOf(over.access.id),
    ]);
    const ended = await sent(freeAddress());
    await endAccess(owner, ended.access.id);
    for (const { token } of [late, over, ended]) {
      expect((await open(anybody(), token)).code).toBe('BAD_USER_INPUT');
      expect((await enter(anybody(), token)).code).toBe('BAD_USER_INPUT');
    }
  });

  test('goes to every address alike, so whether there is an account is told to nobody', async () => {
    const shape = (answer: Answer<unknown>, email: string): string =>
      answer.text.replaceAll(email, 'x').replaceAll(/(?:ext|usr)_[\w-]+|\d{4}-[\d-]+T[\d:.]+Z/g, 'y');
    const unknown = freeAddress();
    const without = await tryInvite(stage, owner, { email: unknown });
    expect(without.errors).toEqual([]);
    const { subject } = await mail.mailTo(unknown);
    for (const email of [GLOBEX_OWNER, SUPPORT]) {
      expect(shape(await tryInvite(stage, owner, { email }), email)).toBe(shape(without, unknown));
      expect((await mail.mailTo(email)).subject).toBe(subject);
    }
  });

  test('is kept as a digest only, and stands in no log and no answer but the mail', async () => {
    const email = freeAddress();
    const { token } = await sent(email);
    const { text } = await open(anybody(), token);
    const { text: accepted } = await enter(anybody(), token);
    const digest = createHash('sha256').update(token).digest('hex');
    const kept = JSON.stringify(await stage.sql(`select encode(link_digest, 'hex') as d from auth.external_access`));
    expect(kept).toContain(digest);
    const logs = stage.nodes.flatMap((node) => node.logged).join('');
    expect(logs).toContain('/graphql');
    for (const told of [logs, kept, text, accepted]) expect(told).not.toContain(token);
    for (const told of [logs, text, accepted]) expect(told).not.toContain(digest);
    expect(logs).not.toContain(PASSWORD);
  });

  test('can not be guessed at will, and no mailbox is filled with them', async () => {
    const codes = new Set<string | undefined>();
    for (let tries = 0; tries < 51; tries += 1) codes.add((await open(anybody(), `${tries}`.padStart(43, 'x'))).code);
    expect([...codes]).toEqual(['BAD_USER_INPUT', 'RATE_LIMITED']);
    await stage.sql('delete from auth.throttle');
    const email = freeAddress();
    const answers: (string | undefined)[] = [];
    for (let mails = 0; mails < 6; mails += 1) answers.push((await inviteAgain(stage, owner, { email })).code);
    expect(answers).toEqual([...Array<undefined>(5).fill(undefined), 'RATE_LIMITED']);
  });
});
