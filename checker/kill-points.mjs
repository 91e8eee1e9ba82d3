/**
 * `npm run kill-points -- [--points 120] [--seed 7]`: a node is killed (SIGKILL) at each of so many points of a sealed read, spread over all of its
 * steps from the request's arrival until its seal is lifted; first reads of an actor, whose law and plan are still to be compiled, in turn with later ones. After
 * each: what reached the client is in the log, a revocation through another node answers within the bound, no lock is left, the next node
 * sweeps the seal and serves. Exit code 0: all of that held; 1: something did not; 2: fewer points than wanted.
 */
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { Killing } from './killing.mjs';
import { startServer, stopWhenTold } from './server.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const { values } = parseArgs({
  options: { points: { type: 'string', default: '120' }, seed: { type: 'string' } },
});
const wanted = Number(values.points);
const seed = Number(values.seed ?? randomInt(1_000_000));
if (!(wanted >= 2 && wanted <= 2_000) || !Number.isSafeInteger(seed)) {
  process.stderr.write('Usage: npm run kill-points -- [--points 120] [--seed 7]\n');
  process.exit(1);
}

await build();
const server = await startServer(DIST);
stopWhenTold(server);
let code = 1;
try {
  const killing = await Killing.open(server, DIST, seed);
  const result = await killing.execute(wanted).finally(() => killing.close());
  code = result.violations.length > 0 ? 1 : result.points < wanted ? 2 : 0;
  process.stdout.write(
    `${JSON.stringify(result, null, 2)}\n${{ 0: 'clean', 1: 'VIOLATED', 2: 'VOID: too few points' }[code]}: seed ${seed}, ` +
      `${result.points} points of ${result.stepsOfFirstRead} and ${result.stepsOfLaterRead} steps, ` +
      `${result.violations.length} violations; a revocation took ${result.revocationMs.p50} ms (p50), ${result.revocationMs.max} ms (most).\n`,
  );
} finally {
  await server.stop();
}
process.exit(code);
