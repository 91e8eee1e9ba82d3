/** What a run is kept as: one file for machines and one for people, named by date and commit. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { BENCH, PRODUCT } from './options.js';

const loadAtStart = loadavg()[0];

/** @param figures what was asked of whom, in words */
export async function about(admin, figures) {
  const { rows } = await admin.query(
    "select current_setting('server_version') as version, current_setting('synchronous_commit') as durable",
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    commit:
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', '--', 'src', 'migrations') === '' ? '' : ', with changes'),
    machine: `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadAtStart.toFixed(1)} before the run`,
    versions: `Node ${process.versions.node}, PostgreSQL ${rows[0].version}, synchronous_commit ${rows[0].durable}`,
    ...figures,
  };
}

function git(...args) {
  try {
    return execFileSync('git', args, { cwd: PRODUCT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

/** @param kind of the run, where it is not the usual one */
export function store(known, numbers, markdown, kind = '') {
  const folder = join(BENCH, 'results');
  const name = `${known.date}-${known.commit.replace(', with changes', '-changed')}${kind}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ about: known, ...numbers }, null, 2)}\n`);
  writeFileSync(join(folder, `${name}.md`), markdown);
}
