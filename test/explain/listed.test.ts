import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BASES } from '../../src/vocabulary/actors.js';
import { openStage, type Stage } from '../consent/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('every kind of authority is in the list that explains and previews rest on', async () => {
  const text = await stage.cell(`select pg_get_functiondef('auth.authorities_at'::regproc)`);
  for (const kind of Object.keys(BASES)) expect(text).toContain(`'${kind}'`);
});
