/**
 * `npm run checker -- [--minutes 5] [--seed 7] [--faults all|none] [--short] [--standby synchronous|asynchronous]`: the history checker. Exit code
 * 0: nothing was violated; 1: something was; 2: too little happened for that to mean anything; 3: the checker itself failed; 4: a fault was
 * answered with INTERNAL_SERVER_ERROR. The last line is the summary in one sentence, what is before it is JSON. With a standby, of Debian's
 * PostgreSQL 15, the database does not restart: it fails over.
 */
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { ALL_FAULTS, NO_FAULTS } from './faults.mjs';
import { HAS_DEBIAN_POSTGRES } from './debian-servers.mjs';
import { startPair } from './pair.mjs';
import { exitCode, summary } from './report.mjs';
import { Run } from './run.mjs';
import { openStage } from './stage.mjs';
import { startServer, stopWhenTold } from './server.mjs';
import { neverSilently } from './silence.mjs';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string' },
    faults: { type: 'string', default: 'all' },
    short: { type: 'boolean', default: false },
    standby: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? randomInt(1_000_000));
const { standby } = values;
const isRight =
  minutes > 0 &&
  minutes <= 1_440 &&
  Number.isSafeInteger(seed) &&
  ['all', 'none'].includes(values.faults) &&
  [undefined, 'synchronous', 'asynchronous'].includes(standby);
if (!isRight) {
  const words = '[--minutes 5] [--seed 7] [--faults all|none] [--short] [--standby synchronous|asynchronous]';
  process.stderr.write(`Usage: npm run checker -- ${words}\n`);
  process.exit(1);
}
if (standby && !HAS_DEBIAN_POSTGRES) {
  process.stderr.write('A standby takes the programs of postgresql-15, from Debian.\n');
  process.exit(1);
}

const spoken = neverSilently();
await build();
process.stderr.write(`Seed ${seed}, ${minutes} minutes, faults: ${values.faults}, standby: ${standby ?? 'none'}.\n`);
const server = await (standby ? startPair(DIST, { isSynchronous: standby === 'synchronous' }) : startServer(DIST));
stopWhenTold(server);
spoken.beforeLeaving(() => server.stop());
let code = 1;
try {
  const seconds = minutes * 60;
  const faults = values.faults === 'all' ? ALL_FAULTS : NO_FAULTS;
  const stage = await openStage(server, DIST, { skew: faults.skew });
  const run = new Run(stage, seed, {
    idleRevocations: values.short ? 10 : 100,
    loadSeconds: values.short ? 3 : Math.min(60, seconds / 4),
    seconds,
    faults,
  });
  spoken.every(30, () => run.progress());
  const result = await run.execute().finally(() => stage.close());
  code = exitCode(result, seconds);
  process.stdout.write(`${JSON.stringify({ minutes, ...result }, null, 2)}\n${summary(result, code)}\n`);
  spoken.verdict();
} finally {
  await server.stop();
}
process.exit(code);
