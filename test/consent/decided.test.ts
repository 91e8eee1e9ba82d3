/** Who decides on it, who finds it, and who hears nothing of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, type Answer } from '../support/client.js';
import { approve, ask, deny, openPeople, type People } from './people.js';
import {
  ACCOUNTANT,
  ADMIN,
  EDITOR,
  forgetConsent,
  giveGrant,
  giveGrantOf,
  GLOBEX_OWNER,
  inTime,
  OWNER,
  revoke,
  SUPPORT,
  SUPPORT_2,
  SYSADMIN,
  tryGrant,
  tryReturn,
  tryRevoke,
  VIEWER,
} from './stage.js';

describe('A consent', () => {
  let stage: People['stage'];
  let owner: People['owner'];
  let support: People['support'];
  let look: People['look'];
  let seenBy: People['seenBy'];
  let asked: People['asked'];
  let statusOf: People['statusOf'];

  beforeAll(async () => {
    ({ stage, owner, support, look, seenBy, asked, statusOf } = await openPeople());
  });
  afterAll(async () => {
    await stage.close();
  });
  beforeEach(() => forgetConsent(stage));

  describe('is decided by owners and admins', () => {
    const everybodyElse = [EDITOR, VIEWER, ACCOUNTANT, GLOBEX_OWNER, SUPPORT, SUPPORT_2, SYSADMIN, 'nobody'];

    test.each(everybodyElse)('and not by %s: each decision is refused and changes nothing', async (email) => {
      const living = await giveGrant(owner, 'IDENTITY');
      const request = await asked();
      const rows = (): Promise<object[]> => stage.sql('select * from auth.support_grant order by id');
      const before = await rows();
      const client = email === 'nobody' ? new Client(stage.nodes[0].url, 'acme') : await stage.as(email);
      const codes = [
        await tryGrant(client, { categories: ['NOTES'] }),
        await approve(client, request.id),
        await deny(client, request.id),
        await tryRevoke(client, living.id),
      ].map(({ code }) => code);
      const expected = { nobody: 'UNAUTHENTICATED', [SYSADMIN]: 'WINDOW_REQUIRED' }[email] ?? 'FORBIDDEN';
      expect(codes).toEqual(codes.map(() => expected));
      expect(await rows()).toEqual(before);
    });

    test.each([OWNER, ADMIN, EDITOR, VIEWER, ACCOUNTANT, SYSADMIN])('and not handed back by %s', async (email) => {
      const living = await giveGrant(owner, 'IDENTITY');
      expect((await tryReturn(await stage.as(email), living.id)).code).toBe('FORBIDDEN');
      expect(await statusOf(living.id)).toBe('ACTIVE');
    });

    test('of that tenant: a foreign id, a missing one and a malformed one give the same bytes', async () => {
      const living = await giveGrant(owner, 'IDENTITY');
      const request = await asked();
      const stranger = await stage.as(GLOBEX_OWNER, 0, 'globex');
      const missing = 'gra_00000000-0000-7000-8000-000000000000';
      const calls: [string, (id: string) => Promise<Answer<unknown>>][] = [
        ['revoke', (id) => tryRevoke(stranger, id)],
        ['approve', (id) => approve(stranger, id)],
        ['deny', (id) => deny(stranger, id)],
        ['node', (id) => stranger.query('query ($id: ID!) { node(id: $id) { id __typename } }', { id })],
        [
          'log',
          (id) =>
            stranger.query(
              'query ($id: ID!) { tenant { gdpr { accessLog(grant: $id) { nodes { id } totalCount } } } }',
              { id },
            ),
        ],
      ];
      for (const [name, call] of calls) {
        const texts = [];
        for (const id of [missing, living.id, request.id, 'gra_x', 'x', living.id.toUpperCase()])
          texts.push((await call(id)).text);
        expect([name, ...new Set(texts)]).toEqual([name, texts[0]]);
      }
      expect(await statusOf(living.id)).toBe('ACTIVE');
      expect(await statusOf(request.id)).toBe('REQUESTED');
    });
  });

  describe('is found', () => {
    test('by staff over all tenants, each with its tenant and end, and only what is for them', async () => {
      const globex = await stage.as(GLOBEX_OWNER, 0, 'globex');
      const one = await giveGrantOf(owner, { categories: ['NOTES'], expiresAt: await inTime(stage, '1 hour') });
      const longer = await giveGrantOf(owner, { categories: ['IDENTITY'], expiresAt: await inTime(stage, '2 hours') });
      const two = await giveGrant(globex, 'IDENTITY');
      const answer = await support.query<{
        viewer: {
          actor: string;
          tenants: { actor: string; role: null; until: string; tenant: { slug: string } }[];
          supportGrants: { id: string; tenant: { slug: string } }[];
        };
      }>('{ viewer { actor tenants { actor role until tenant { slug name } } supportGrants { id tenant { slug } } } }');
      const { viewer } = answer.data!;
      expect(viewer.actor).toBe('SUPPORT');
      expect(viewer.tenants.map(({ tenant, actor, until }) => [tenant.slug, actor, until])).toEqual([
        ['acme', 'SUPPORT', longer.expiresAt],
        ['globex', 'SUPPORT', two.expiresAt],
      ]);
      expect(viewer.supportGrants.map(({ id, tenant }) => [id, tenant.slug]).sort()).toEqual(
        [
          [one.id, 'acme'],
          [longer.id, 'acme'],
          [two.id, 'globex'],
        ].sort(),
      );
      await revoke(owner, one.id);
      const active = await support.query<{ viewer: { supportGrants: { id: string }[] } }>(
        '{ viewer { supportGrants(status: ACTIVE) { id } } }',
      );
      expect(active.data?.viewer.supportGrants.map(({ id }) => id).sort()).toEqual([longer.id, two.id].sort());
    });

    test('by owner and admin newest first, by status, and by nobody below', async () => {
      const first = await giveGrant(owner, 'NOTES');
      const second = await giveGrant(owner, 'IDENTITY');
      await revoke(owner, first.id);
      const list = (
        client: Client,
        status = '',
      ): Promise<
        Answer<{ tenant: { gdpr: { grants: { nodes: { id: string }[]; totalCount: number } } | null } | null }>
      > => client.query(`{ tenant { gdpr { grants${status} { nodes { id } totalCount } } } }`);
      for (const email of [OWNER, ADMIN]) {
        const client = await stage.as(email);
        const ids = async (status?: string): Promise<string[] | undefined> =>
          (await list(client, status)).data?.tenant?.gdpr?.grants.nodes.map(({ id }) => id);
        expect(await ids()).toEqual([second.id, first.id]);
        expect(await ids('(status: REVOKED)')).toEqual([first.id]);
        expect(await ids('(status: ACTIVE)')).toEqual([second.id]);
        expect(await ids('(status: DENIED)')).toEqual([]);
      }
      for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN, GLOBEX_OWNER]) {
        const { data, text } = await list(await stage.as(email));
        expect([email, data?.tenant?.gdpr ?? null]).toEqual([email, null]);
        expect(text).not.toContain(first.id);
      }
    });

    test('staff are told to everybody who may name them, and to nobody else', async () => {
      for (const email of [EDITOR, VIEWER, ACCOUNTANT, SUPPORT, SYSADMIN]) {
        const { text } = await (await stage.as(email)).query('{ tenant { gdpr { supportStaff { id name email } } } }');
        expect(text).not.toContain('vendor.test');
      }
    });
  });

  test('is not to be had by staff without a commitment to confidentiality, who are told so', async () => {
    await giveGrant(owner, 'IDENTITY', 'NOTES');
    expect(await seenBy(support)).toEqual(['IDENTITY', 'NOTES']);
    await stage.sql('update auth.user_account set confidentiality_accepted_at = null where email = $1', [SUPPORT]);
    try {
      const answers = [
        await look(support),
        await support.query('{ contacts { nodes { id } } }'),
        await support.query('{ tickets { nodes { id } } }'),
        await ask(support),
        await tryReturn(support, 'gra_00000000-0000-7000-8000-000000000000'),
      ];
      expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 'AGREEMENT_REQUIRED'));
      const { data } = await support.query('{ viewer { actor tenants { role } } }');
      expect(data).toEqual({ viewer: { actor: 'SUPPORT', tenants: [] } });
      const grants = await support.query('{ viewer { supportGrants { id } } }');
      expect([grants.data, grants.code]).toEqual([null, 'AGREEMENT_REQUIRED']);
    } finally {
      await stage.sql('update auth.user_account set confidentiality_accepted_at = now() where email = $1', [SUPPORT]);
    }
  });
});
