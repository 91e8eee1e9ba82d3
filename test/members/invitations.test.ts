import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openStage, SUPPORT, SYSADMIN, uuidOf, type Stage } from '../consent/stage.js';
import { CONTACTS, member, signedIn, trySignIn, type Person } from '../security/people.js';
import { Client } from '../support/client.js';
import { startMailServer, tokenIn, type MailServer } from '../support/mail-server.js';
import {
  accept,
  changeRole,
  deactivate,
  enter,
  invitationsOf,
  invite,
  memberIdOf,
  membersOf,
  newTenant,
  remove,
  steppedUpOwner,
  withdraw,
} from './deeds.js';

const NEW_PASSWORD = 'a plum in a quiet orchard';

describe('an invitation', () => {
  let mail: MailServer;
  let stage: Stage;

  beforeAll(async () => {
    mail = await startMailServer();
    stage = await openStage(2, {
      environment: { SMTP_URL: mail.url, MAIL_FROM: 'no-reply@vendor.test', PUBLIC_URL: 'https://api.vendor.test' },
    });
  });
  afterAll(async () => {
    await stage.close();
    await mail.close();
  });

  const anybody = (node = 0): Client => new Client(stage.nodes[node]?.url ?? '');
  const freeAddress = (): string => `${randomUUID()}@new.test`;
  const asNew = (token: string): object => ({ token, name: 'Nora Novak', password: NEW_PASSWORD });

  async function house() {
    const { slug } = await newTenant(stage);
    const people = { owner: await member(stage, 'OWNER', slug), admin: await member(stage, 'ADMIN', slug) };
    return {
      slug,
      people,
      owner: await enter(stage, people.owner, slug),
      admin: await enter(stage, people.admin, slug),
    };
  }

  /** Sent, with what is in its link. */
  async function sent(client: Client, email: string, role?: string, after = 0) {
    const { data, text } = await invite(client, email, role);
    if (!data) throw new Error(text);
    return { invitation: data.inviteMember.invitation, token: tokenIn(await mail.mailTo(email, after)) };
  }

  test('makes a new account a member, with the address shown to be theirs, once', async () => {
    const { slug, admin, people } = await house();
    const email = freeAddress();
    const { invitation, token } = await sent(admin, email);
    expect(invitation).toMatchObject({
      email,
      role: 'EDITOR',
      status: 'PENDING',
      invitedBy: { email: people.admin.email },
    });
    expect(JSON.stringify(await stage.sql('select * from auth.invitation'))).not.toContain(token);
    expect((await accept(anybody(1), asNew(token))).data).toEqual({ acceptInvitation: { tenant: slug } });
    const client = new Client(stage.nodes[1]?.url ?? '', slug);
    await client.signIn(email, NEW_PASSWORD);
    expect((await client.query('{ viewer { role emailVerified user { name } } }')).data).toEqual({
      viewer: { role: 'EDITOR', emailVerified: true, user: { name: 'Nora Novak' } },
    });
    expect((await accept(anybody(), asNew(token))).code).toBe('BAD_USER_INPUT');
    expect((await accept(client, { token })).code).toBe('BAD_USER_INPUT');
    expect(await invitationsOf(admin)).toMatchObject([{ id: invitation.id, status: 'ACCEPTED' }]);
    const log = await admin.query<{
      tenant: { gdpr: { securityEvents: { nodes: { kind: string; detail: string; by: { email: string } | null }[] } } };
    }>('{ tenant { gdpr { securityEvents { nodes { kind detail by { email } } } } } }');
    const events = log.data?.tenant.gdpr.securityEvents.nodes;
    expect(events).toContainEqual({ kind: 'MEMBER_INVITED', detail: 'EDITOR', by: { email: people.admin.email } });
    expect(events).toContainEqual({ kind: 'ROLE_CHANGED', detail: 'none to EDITOR', by: null });
  });

  test('makes whoever is signed in with its address a member at once, and keeps the account', async () => {
    const { slug, owner } = await house();
    const person = await member(stage, 'VIEWER', (await newTenant(stage)).slug);
    const { token } = await sent(owner, person.email, 'ADMIN');
    expect((await accept(anybody(), { token })).code).toBe('UNAUTHENTICATED');
    expect((await accept(anybody(), asNew(token))).code).toBe('CONFLICT');
    const client = await signedIn(stage, person, undefined, 1);
    expect((await accept(client, { token })).data).toEqual({ acceptInvitation: { tenant: slug } });
    client.tenant = slug;
    expect((await client.query('{ viewer { role } }')).data).toEqual({ viewer: { role: 'ADMIN' } });
    expect((await trySignIn(anybody(), person)).errors).toEqual([]);
    expect((await invite(owner, person.email)).code).toBe('CONFLICT');
  });

  test('is bound to its address: whoever else brings it is refused, and it still holds', async () => {
    const { slug, owner } = await house();
    const email = freeAddress();
    const { token } = await sent(owner, email);
    const other = await signedIn(stage, await member(stage));
    expect((await accept(other, { token })).code).toBe('FORBIDDEN');
    other.tenant = slug;
    expect((await other.query(CONTACTS)).code).toBe('FORBIDDEN');
    expect((await accept(anybody(), asNew(token))).errors).toEqual([]);
  });

  test('is accepted once, also when it is brought twice at the same moment', async () => {
    const { owner } = await house();
    for (let round = 0; round < 4; round += 1) {
      const person = await member(stage, 'VIEWER', (await newTenant(stage)).slug);
      const { token } = await sent(owner, person.email);
      const [one, two] = [await signedIn(stage, person), await signedIn(stage, person, undefined, 1)];
      const answers = await Promise.all([accept(one, { token }), accept(two, { token })]);
      expect(answers.map(({ code }) => code ?? 'done').sort()).toEqual(['BAD_USER_INPUT', 'done']);
    }
  });

  test('holds for seven days, by the clock of the database', async () => {
    const { owner } = await house();
    const email = freeAddress();
    const { invitation, token } = await sent(owner, email);
    const days = await stage.cell<number>(
      `select round(extract(epoch from expires_at - invited_at) / 86400)::int from auth.invitation where id = $1`,
      [uuidOf(invitation.id)],
    );
    expect(days).toBe(7);
    expect((await mail.mailTo(email)).text).toContain('7 days');
    await stage.sql('update auth.invitation set expires_at = clock_timestamp() where id = $1', [uuidOf(invitation.id)]);
    expect((await accept(anybody(), asNew(token))).code).toBe('BAD_USER_INPUT');
    expect(await invitationsOf(owner)).toMatchObject([{ status: 'EXPIRED' }]);
  });

  test('is withdrawn by whoever could have sent it, or replaced by a newer one', async () => {
    const { owner, admin, people } = await house();
    const email = freeAddress();
    const first = await sent(owner, email);
    const second = await sent(admin, email, 'VIEWER', 1);
    expect((await accept(anybody(), asNew(first.token))).code).toBe('BAD_USER_INPUT');
    expect((await withdraw(admin, second.invitation.id)).data?.withdrawInvitation.invitation.status).toBe('WITHDRAWN');
    expect((await accept(anybody(), asNew(second.token))).code).toBe('BAD_USER_INPUT');
    expect((await invitationsOf(owner)).map(({ status }) => status)).toEqual(['WITHDRAWN', 'WITHDRAWN']);
    const log = await owner.query(
      '{ tenant { gdpr { securityEvents(kind: INVITATION_WITHDRAWN) { nodes { detail by { email } } } } } }',
    );
    const by = { email: people.admin.email };
    expect(log.data).toEqual({
      tenant: {
        gdpr: {
          securityEvents: {
            nodes: [
              { detail: 'VIEWER', by },
              { detail: 'EDITOR', by },
            ],
          },
        },
      },
    });
    const third = await sent(admin, email, 'VIEWER', 2);
    expect((await accept(anybody(), asNew(third.token))).errors).toEqual([]);
    expect((await withdraw(admin, third.invitation.id)).code).toBe('CONFLICT');
    const elsewhere = await house();
    expect((await withdraw(elsewhere.owner, third.invitation.id)).code).toBe('NOT_FOUND');
  });

  test('is never to a role above that of whoever sends it', async () => {
    const { slug, owner, admin } = await house();
    expect((await invite(admin, freeAddress(), 'OWNER')).code).toBe('FORBIDDEN');
    expect((await invite(owner, freeAddress(), 'OWNER')).code).toBe('SECOND_FACTOR_REQUIRED');
    const careful = await steppedUpOwner(stage, slug);
    const email = freeAddress();
    const { invitation, token } = await sent(careful, email, 'OWNER');
    expect((await withdraw(admin, invitation.id)).code).toBe('FORBIDDEN');
    // Nor is it undone by inviting the same address anew.
    expect((await invite(admin, email, 'VIEWER')).code).toBe('FORBIDDEN');
    expect(await invitationsOf(owner)).toMatchObject([{ id: invitation.id, status: 'PENDING' }]);
    expect((await accept(anybody(), asNew(token))).errors).toEqual([]);
    for (const role of ['EDITOR', 'VIEWER']) {
      const client = await enter(stage, await member(stage, role, slug), slug);
      expect([role, (await invite(client, freeAddress(), 'VIEWER')).code]).toEqual([role, 'FORBIDDEN']);
    }
  });

  test.each([
    ['is removed', remove],
    ['is deactivated', deactivate],
    ['becomes an editor', (owner: Client, id: string) => changeRole(owner, id, 'EDITOR')],
  ])('holds no more when whoever sent it %s', async (_what, end) => {
    const { slug, people, owner, admin } = await house();
    const { token } = await sent(admin, freeAddress(), 'ADMIN');
    expect((await end(owner, await memberIdOf(stage, people.admin, slug))).errors).toEqual([]);
    expect((await accept(anybody(), asNew(token))).code).toBe('BAD_USER_INPUT');
    expect(await invitationsOf(owner)).toMatchObject([{ status: 'WITHDRAWN' }]);
    expect(await membersOf(owner)).not.toContainEqual(expect.objectContaining({ user: null }));
  });

  test('is never accepted by staff, and does not tell that its address is one of theirs', async () => {
    const { owner } = await house();
    const { text } = await invite(owner, freeAddress());
    const shape = (told: string): string => told.replaceAll(/[\w-]+@[\w.]+|ivt_[\w-]+|\d{4}-[\d-]+T[\d:.]+Z/g, 'x');
    for (const email of [SUPPORT, SYSADMIN]) {
      const invited = await invite(owner, email);
      expect(shape(invited.text)).toBe(shape(text));
      const token = tokenIn(await mail.mailTo(email));
      expect((await accept(anybody(), asNew(token))).code).toBe('CONFLICT');
      expect((await accept(await stage.as(email), { token })).code).toBe('FORBIDDEN');
    }
    const person: Person = await member(stage, 'VIEWER', (await newTenant(stage)).slug);
    const { token } = await sent(owner, person.email);
    const client = await signedIn(stage, person);
    await stage.sql(`update auth.user_account set staff = 'SUPPORT', second_factor = false where id = $1`, [person.id]);
    expect((await accept(client, { token })).code).toBe('FORBIDDEN');
  });

  test('makes no account with a password that is guessed first, or without a name', async () => {
    const { owner } = await house();
    const { token } = await sent(owner, freeAddress());
    for (const input of [
      { token, name: 'Nora', password: 'password1234' },
      { token, name: 'Nora', password: 'short' },
      { token, name: ' ', password: NEW_PASSWORD },
      { token, name: 'Nora' },
      { token, password: NEW_PASSWORD },
      { token: 'no such', name: 'Nora', password: NEW_PASSWORD },
    ])
      expect([input, (await accept(anybody(), input)).code]).toEqual([input, 'BAD_USER_INPUT']);
    expect((await accept(anybody(), asNew(token))).errors).toEqual([]);
  });

  test('does not tell whether there is an account with the address', async () => {
    const { owner } = await house();
    const known = await member(stage, 'VIEWER', (await newTenant(stage)).slug);
    const [one, two] = [await invite(owner, known.email), await invite(owner, freeAddress())];
    const shape = ({ text }: { readonly text: string }, email: string): string =>
      text.replaceAll(email, 'x').replaceAll(/ivt_[\w-]+|\d{4}-[\d-]+T[\d:.]+Z/g, 'y');
    expect(shape(one, known.email)).toBe(shape(two, two.data?.inviteMember.invitation.email ?? ''));
  });
});
