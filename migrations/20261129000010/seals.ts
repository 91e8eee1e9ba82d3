import { seal } from '../20261123000003/seal.js';
import { restated } from '../20261123000011/restated.js';

/**
 * Several nodes lift and fence the same seals: after a node is gone, each sweeps what it left, and two authorities of one answer can end at
 * once. Whoever lifts locks in one order, and whoever fences waits for nobody: what another has locked is being lifted, or fenced.
 */
export const seals: readonly string[] = [
  restated(seal, 'lift_seals', [
    '      delete from public.seal s where s.id = any (ids);',
    `      if cardinality(ids) > 1 then
        perform s.id from public.seal s where s.id = any (ids) order by s.id for update;
      end if;
      delete from public.seal s where s.id = any (ids);`,
  ]),
  restated(seal, 'fence_seals', [
    'where s.id = any (ids)',
    'where s.id in (select free.id from public.seal free where free.id = any (ids) for update skip locked)',
  ]),
];
