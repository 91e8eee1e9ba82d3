import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { ADMIN, EDITOR, openStage, OWNER, uuidOf, type Stage } from '../consent/stage.js';
import { AGREEMENT, deactivate, tryActivate, tryPropose } from './deeds.js';

const NARROW = { scopes: ['contacts:read'], categories: ['CONTACT_DETAILS'] };
const WIDE = {
  scopes: ['contacts:read', 'contacts:write', 'invoices:read'],
  categories: ['CONTACT_DETAILS', 'FINANCIAL', 'IDENTITY', 'SPECIAL'],
};
const OTHER = { scopes: ['companies:read'], categories: ['COMMERCIAL'] };

interface Shown {
  readonly status: string;
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
  readonly activatedBy: { readonly email: string } | null;
  readonly proposedBy: { readonly email: string } | null;
  readonly proposedScopes: readonly string[] | null;
  readonly proposedCategories: readonly string[] | null;
}

/** What an integration may, where a tenant wants four eyes: of nobody's making alone. */
describe('Under four eyes', () => {
  let stage: Stage;
  let owner: Client;
  let admin: Client;

  beforeAll(async () => {
    stage = await openStage();
    owner = await stage.as(OWNER);
    admin = await stage.as(ADMIN);
  }, 120_000);
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.sql('delete from auth.integration');
    await eyes(true);
  });
  afterEach(() => eyes(false));

  const eyes = (wanted: boolean) => stage.sql('update auth.tenant_authority set token_four_eyes = $1', [wanted]);
  const propose = async (by: Client, terms: Readonly<Record<string, unknown>> = NARROW): Promise<string> =>
    (await tryPropose(by, terms)).data?.proposeIntegration.integration.id ?? '';
  const shown = async (id: string): Promise<Shown | undefined> => {
    const { data } = await owner.query<{ tenant: { gdpr: { integrations: { nodes: (Shown & { id: string })[] } } } }>(
      `{ tenant { gdpr { integrations { nodes { id status scopes categories activatedBy { email } proposedBy { email }
         proposedScopes proposedCategories } } } } }`,
    );
    return data?.tenant.gdpr.integrations.nodes.find((one) => one.id === id);
  };
  const terms = async (id: string): Promise<unknown> => {
    const [row] = await stage.sql(
      'select activated_at is not null as "on", scopes, categories from auth.integration where id = $1',
      [uuidOf(id)],
    );
    return row;
  };
  const receiptOf = ({ data }: Answer<{ activateIntegration: { receipt: unknown } }>): unknown =>
    data?.activateIntegration.receipt;

  test('nobody takes more than somebody else has proposed: it is a proposal of theirs, for somebody else', async () => {
    const id = await propose(owner);
    const alone = await tryActivate(admin, id, WIDE);
    expect(await terms(id)).toMatchObject({ on: false });
    expect(receiptOf(alone)).toBeNull();
    expect(await shown(id)).toMatchObject({
      status: 'PROPOSED',
      proposedBy: { email: ADMIN },
      proposedScopes: WIDE.scopes,
      proposedCategories: WIDE.categories,
    });
    for (const again of [{}, WIDE]) expect((await tryActivate(admin, id, again)).code).toBe('FORBIDDEN');
    expect(receiptOf(await tryActivate(owner, id))).toMatchObject({ fenced: 0 });
    expect(await shown(id)).toMatchObject({
      status: 'ACTIVE',
      ...WIDE,
      activatedBy: { email: OWNER },
      proposedBy: null,
      proposedScopes: null,
      proposedCategories: null,
    });
  });

  test('whoever confirms may take less of it', async () => {
    const id = await propose(owner, WIDE);
    expect(receiptOf(await tryActivate(admin, id, NARROW))).not.toBeNull();
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', ...NARROW, proposedBy: null });
  });

  test('other terms of what is on wait, and so long what is in force stays as it is', async () => {
    const id = await propose(owner);
    await tryActivate(admin, id);
    for (const [by, email, wanted] of [
      [admin, ADMIN, WIDE],
      [owner, OWNER, OTHER],
      [admin, ADMIN, WIDE],
    ] as const) {
      expect(receiptOf(await tryActivate(by, id, wanted))).toBeNull();
      expect(await shown(id)).toMatchObject({
        status: 'ACTIVE',
        ...NARROW,
        activatedBy: { email: ADMIN },
        proposedBy: { email },
        proposedScopes: wanted.scopes,
      });
    }
    expect((await tryActivate(admin, id, WIDE)).code).toBe('FORBIDDEN');
    await tryActivate(owner, id);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', ...WIDE, activatedBy: { email: OWNER } });
  });

  test('scopes that one proposed do not come with categories that are in force for others', async () => {
    const id = await propose(owner, { scopes: ['contacts:read'], categories: ['IDENTITY'] });
    await tryActivate(admin, id);
    await tryActivate(owner, id, { scopes: ['invoices:read'], categories: ['FINANCIAL'] });
    const both = { scopes: ['contacts:read', 'invoices:read'], categories: ['FINANCIAL', 'IDENTITY'] };
    expect(receiptOf(await tryActivate(admin, id, both))).toBeNull();
    expect(await terms(id)).toMatchObject({ scopes: ['contacts:read'], categories: ['IDENTITY'] });
  });

  test('one alone takes away, and answers for what is in force', async () => {
    const id = await propose(owner, WIDE);
    await tryActivate(admin, id);
    expect(receiptOf(await tryActivate(owner, id, NARROW))).toMatchObject({ fenced: 0 });
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', ...NARROW, activatedBy: { email: OWNER } });
    expect(receiptOf(await tryActivate(owner, id, WIDE))).toBeNull();
    expect(await terms(id)).toMatchObject(NARROW);
  });

  test('what was turned off takes two to turn on, and what was proposed before is forgotten', async () => {
    const id = await propose(owner);
    await tryActivate(admin, id);
    await tryActivate(admin, id, WIDE);
    await deactivate(owner, id);
    expect(await shown(id)).toMatchObject({ status: 'DEACTIVATED', proposedBy: null });
    expect(receiptOf(await tryActivate(owner, id))).toBeNull();
    expect(await shown(id)).toMatchObject({ status: 'DEACTIVATED', proposedBy: { email: OWNER } });
    await tryActivate(admin, id);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE', ...NARROW });
  });

  test('what waited when four eyes were first wanted waits for somebody else, also from before proposals were kept', async () => {
    await eyes(false);
    const id = await propose(owner);
    const old = await propose(owner);
    await stage.sql(
      `update auth.integration set proposed_by = null, proposed_at = null, proposed_scopes = null, proposed_categories = null where id = $1`,
      [uuidOf(old)],
    );
    await eyes(true);
    for (const one of [id, old]) {
      expect((await tryActivate(owner, one)).code).toBe('FORBIDDEN');
      expect(await shown(one)).toMatchObject({ proposedBy: { email: OWNER }, proposedScopes: NARROW.scopes });
      await tryActivate(admin, one);
      expect(await shown(one)).toMatchObject({ status: 'ACTIVE', proposedBy: null });
    }
  });

  test('whoever is no owner or admin any more is not the second one', async () => {
    const id = await propose(admin, WIDE);
    const role = (name: string): Promise<unknown> =>
      stage.sql(
        'update auth.membership m set role = $2 from auth.user_account u where u.id = m.user_id and u.email = $1',
        [ADMIN, name],
      );
    await role('EDITOR');
    try {
      expect(receiptOf(await tryActivate(owner, id))).toBeNull();
    } finally {
      await role('ADMIN');
    }
    expect(await shown(id)).toMatchObject({ status: 'PROPOSED', proposedBy: { email: OWNER } });
    expect((await tryActivate(await stage.as(EDITOR), id)).code).toBe('FORBIDDEN');
    await tryActivate(admin, id);
    expect(await shown(id)).toMatchObject({ status: 'ACTIVE' });
  });

  test('where they are not wanted any more one decides as ever', async () => {
    const id = await propose(owner);
    await tryActivate(admin, id);
    await tryActivate(admin, id, WIDE);
    await eyes(false);
    await tryActivate(owner, id);
    expect(await shown(id)).toMatchObject({ ...NARROW, proposedBy: null });
    await tryActivate(owner, id, { agreement: AGREEMENT, ...WIDE });
    expect(await shown(id)).toMatchObject(WIDE);
  });
});
