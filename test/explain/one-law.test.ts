import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Line } from '../../src/policy/line.js';
import type * as Theatre from '../consent/stage.js';
import { endPreviewed, explained, fieldsRead, grantPreviewed, seeing } from './asking.js';

/**
 * The same server on another page: one on which viewers see financial data, and support what a grant names but for notes. All four answers
 * follow it, as reading does; so none of them has a second law.
 */
describe('on a page with another rule', () => {
  let stage: Theatre.Stage;
  let contact: string;
  let people: typeof Theatre;

  beforeAll(async () => {
    const { POLICY, NO_LINE } = await import('../../src/policy/policy.js');
    jest.resetModules();
    // What is imported from here on is another copy of everything: the words of the page are put in that copy's.
    const line = await import('../../src/policy/line.js');
    const { allow } = line;
    const inThisCopy = (one: Line): Line => ({
      ...one,
      categories: one.categories.map((term) =>
        typeof term === 'string'
          ? term
          : term.description === line.ALL_ORDINARY.description
            ? line.ALL_ORDINARY
            : line.OPENED,
      ),
    });
    const data = ['Contact', 'Company', 'Invoice'] as const;
    const isChanged = ({ who, may, what }: Line): boolean =>
      (who.includes('VIEWER') || who.includes('SUPPORT')) && may.includes('READ') && what.includes('Contact');
    const page = [
      ...POLICY.filter((one) => !isChanged(one)).map(inThisCopy),
      allow('VIEWER').to('READ').on(data).in('FINANCIAL'),
      allow('SUPPORT').to('READ').on(data).in('NOTES').when('CONFIDENTIALITY'),
    ];
    jest.unstable_mockModule('../../src/policy/policy.js', () => ({ POLICY: page, NO_LINE }));
    people = await import('../consent/stage.js');
    stage = await people.openStage();
    contact = await stage.cell(
      `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = 'acme' order by c.id limit 1`,
    );
  });
  afterAll(() => stage.close());

  test('explainAccess moves', async () => {
    const viewer = await stage.as(people.VIEWER);
    expect(await explained(viewer, { id: contact, field: 'iban' })).toMatchObject({
      allowed: true,
      rule: 'VIEWER may READ Contact, Company and Invoice in FINANCIAL.',
    });
    expect(await explained(viewer, { field: 'email' })).toMatchObject({ allowed: false });
    expect(await explained(await stage.as(people.SUPPORT), { field: 'notes' })).toMatchObject({ allowed: true });
  });

  test('whoCanSee moves', async () => {
    const owner = await stage.as(people.OWNER);
    const roles = async (field: string) =>
      (await seeing(owner, { id: contact, field })).nodes.flatMap(({ authority }) => authority.role ?? []);
    expect(await roles('iban')).toContain('VIEWER');
    expect(await roles('email')).not.toContain('VIEWER');
  });

  test('previewGrant moves', async () => {
    const owner = await stage.as(people.OWNER);
    expect((await grantPreviewed(owner, { categories: ['FINANCIAL', 'NOTES'] })).audiences).toEqual([]);
  });

  test('previewRevoke moves', async () => {
    const owner = await stage.as(people.OWNER);
    const id = await stage.cell(
      `select 'mem_' || m.id from auth.membership m join auth.user_account u on u.id = m.user_id
        join tenant t on t.id = m.tenant_id where u.email = $1 and t.slug = 'acme'`,
      [people.VIEWER],
    );
    const preview = await endPreviewed(owner, id);
    expect(fieldsRead(preview, 'Contact')).toContain('iban');
    expect(fieldsRead(preview, 'Contact')).not.toContain('email');
    const { id: grant } = await people.giveGrant(owner, 'FINANCIAL');
    expect((await endPreviewed(owner, grant)).audiences).toEqual([]);
  });

  test('and reading does', async () => {
    const { data } = await (
      await stage.as(people.VIEWER)
    ).query<{ contact: Record<string, string | null> }>('query ($id: ID!) { contact(id: $id) { id email iban } }', {
      id: contact,
    });
    expect(data?.contact).toMatchObject({ id: contact, email: null });
  });
});
