/** The database server of the checker: embedded, in a folder of its own, gone when it is stopped. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moduleOf } from './world.mjs';

const FIRST_PORT = 55_600;

export async function startServer(dist, settings = {}) {
  const { startEmbeddedDatabase } = await moduleOf(dist, 'src/server/embedded-database.js');
  const { findPlace } = await moduleOf(dist, 'src/server/embedded-cluster.js');
  const dataDir = await mkdtemp(join(tmpdir(), `sluice-checker-${process.pid}-`));
  await chmod(dataDir, 0o755);
  const embedded = await startEmbeddedDatabase({ dataDir, port: FIRST_PORT, log: () => undefined, settings });
  const { cluster } = await findPlace(dataDir);
  return {
    superuserUrl: embedded.superuserUrl,
    migrationUrl: embedded.migrationUrl,
    apiUrl: embedded.apiUrl,
    urlOfNode: (url) => Promise.resolve(url),
    breakDown: async (dice, count) => {
      const { observe } = await moduleOf(dist, 'src/server/embedded-postmaster.js');
      await restart(() => observe(cluster), dice.chance(0.6), count);
    },
    stop: async () => {
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Until it is up again, which its supervisor sees to. */
async function restart(observe, isCrash, count) {
  const seen = await observe();
  if (seen.state !== 'ready') return;
  count(isCrash ? 'database crashed' : 'database restarted');
  process.kill(seen.pid, isCrash ? 'SIGQUIT' : 'SIGINT');
  for (let tries = 0; tries < 600; tries += 1) {
    const now = await observe();
    if (now.state === 'ready' && now.pid !== seen.pid) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The database did not come back.');
}

/** Nodes end with the process that started them; the database server would stay. */
export function stopWhenTold(server) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void server.stop().finally(() => process.exit(130)));
  }
}
