import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/client.js';
import { entriesOf, openStage, OWNER, type Stage } from '../consent/stage.js';
import { makeToken, programOf, revokeToken } from './deeds.js';

let stage: Stage;
let owner: Client;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.as(OWNER);
}, 120_000);

afterAll(() => stage.close());

describe('A token', () => {
  test('reads what its scopes and categories name, in the log, and nothing once it is revoked', async () => {
    const { token, secret } = await makeToken(owner);
    const program = programOf(stage, secret);
    const seen = await program.query(
      'query Synced { contacts(first: 2) { totalCount nodes { name email company { name } } } }',
    );
    expect(seen.data).toMatchObject({ contacts: { totalCount: 2000, nodes: [{ name: null, company: null }, {}] } });
    expect(seen.withheld.map(({ field, reason }) => [field, reason])).toEqual([
      ['name', 'SCOPE_MISSING'],
      ['company', 'SCOPE_MISSING'],
    ]);
    expect(await entriesOf(stage, 'Synced')).toMatchObject([
      { actor: 'INTEGRATION', actor_name: 'Newsletter', authority: token.id.slice(4), authority_kind: 'API_TOKEN' },
    ]);
    const { receipt } = await revokeToken(owner, token.id);
    expect(receipt).toMatchObject({ fenced: 0 });
    expect((await program.query('{ contacts { totalCount } }')).code).toBe('UNAUTHENTICATED');
  });
});
