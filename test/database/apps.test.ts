import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newUuid } from '../../src/kernel/ids.js';
import { createWorld, type Who, type World } from './world.js';

/** What somebody finds who runs SQL of their own under the API's role: no token comes of it without the proof that it rests on. */
describe('Tokens of apps, to whoever speaks SQL', () => {
  let world: World;
  const app = newUuid();
  const other = newUuid();
  const key = digest('a family');

  beforeAll(async () => {
    world = await createWorld();
    for (const [id, tenant, who] of [
      [app, 'acme', 'owner'],
      [other, 'globex', 'globexOwner'],
    ] as const) {
      await world.as(
        who,
        tenant,
        `select auth.register_app($1, 'App', 'Apps BV', null, '{https://app.example/cb}', '{contacts:read}', '{IDENTITY}', 'Processing', '1', 'A text.', $2)`,
        [id, digest(`secret of ${id}`)],
      );
    }
    expect(await letIn('owner', 'acme', app, key)).toBe('ACTIVE');
  });
  afterAll(() => world.end());

  const letIn = (who: Who | undefined, tenant: string, of: string, family: Buffer, scopes = '{contacts:read}') =>
    world.one(who, tenant, `auth.let_app_in($1, $2, $3, $4, '{IDENTITY}', interval '1 day')`, [
      family,
      of,
      newUuid(),
      scopes,
    ]);
  const issue = (family: Buffer, token: string, scopes = '{contacts:read}') =>
    world.one(undefined, '', `auth.issue_family_token($1, $2, $3, $4, interval '15 minutes')`, [
      family,
      newUuid(),
      digest(token),
      scopes,
    ]);
  const reached = (token: string): Promise<unknown> =>
    world
      .as(undefined, '', 'select auth.tenant_id() as id', [], digest(token).toString('hex'))
      .then(({ rows }) => rows[0]?.id);

  test('a token is issued to whoever knows the family, and to nobody else', async () => {
    await issue(key, 'a token');
    expect(await reached('a token')).not.toBeNull();
    await expect(issue(digest('another family'), 'no token')).rejects.toThrow('What this rested on has ended.');
    await expect(issue(key, 'wider', '{contacts:write}')).rejects.toThrow('What this rested on has ended.');
    expect(await reached('no token')).toBeNull();
    expect(await reached('wider')).toBeNull();
  });

  test('an app is let in under the session of an owner or admin only, and within what it was registered for', async () => {
    for (const who of ['editor', 'viewer', 'support', undefined] as const)
      await expect(letIn(who, 'acme', app, digest('x'))).rejects.toThrow(/Only an owner or admin|Nobody is signed in/);
    await expect(letIn('owner', 'acme', other, digest('x'))).rejects.toThrow('There is no such record.');
    await expect(letIn('owner', 'acme', app, digest('x'), '{invoices:read}')).rejects.toThrow(
      'what it asked for, or less',
    );
  });

  test('an app acts by itself with its secret only', async () => {
    const activated = (proof: Buffer) =>
      world.as(undefined, '', `select * from auth.activated_app($1, $2, '', '{}')`, [app, proof]);
    const { rows } = await activated(digest(`secret of ${app}`));
    expect(rows).toMatchObject([{ tenant: 'acme', scopes: ['contacts:read'] }]);
    await expect(activated(digest(`secret of ${other}`))).rejects.toThrow('not the secret');
    const byItself = (proof: Buffer, token: string) =>
      world.one(
        undefined,
        '',
        `auth.issue_activated_token($1, $2, $3, $4, $5, '{contacts:read}', interval '15 minutes')`,
        [app, proof, rows[0]?.integration_id, newUuid(), digest(token)],
      );
    await expect(byItself(digest(`secret of ${other}`), 'stolen')).rejects.toThrow('not the secret');
    await byItself(digest(`secret of ${app}`), 'its own');
    expect(await reached('its own')).not.toBeNull();
    expect(await reached('stolen')).toBeNull();
  });

  test('what an end leaves is nothing', async () => {
    await world.one(undefined, '', 'auth.end_token_family($1)', [key]);
    await expect(issue(key, 'late')).rejects.toThrow('What this rested on has ended.');
    expect(await reached('late')).toBeNull();
  });
});

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
