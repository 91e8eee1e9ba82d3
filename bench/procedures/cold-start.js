/** How long a node takes from its start to its first answer, with the database up: a member's point read by a session that exists. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { PRODUCT } from '../options.js';
import { launch, productCommand, stop } from '../processes.js';
import { bodiesFor, WORKLOADS } from '../workloads.js';
import { withContenders } from '../contenders.js';
import { placeFor } from '../place.js';
import { median } from '../report.js';

const STARTS = 5;
const LIMIT_MS = 30_000;
const LOOK_MS = 3;
const TARGET_MS = 1_000;

export async function coldStart(database, options) {
  const point = WORKLOADS.find(({ name }) => name === 'point');
  const { headers, body } = await withContenders(['sluice'], database, options, async (running) => {
    const [sluice] = running.list;
    const place = await placeFor(new Set(), database, { sluice, ...running }, options);
    return { headers: sluice.headers, body: JSON.stringify(bodiesFor(point, 'product', place)[0]) };
  });
  const starts = [];
  for (let at = 0; at < STARTS; at += 1) starts.push(await oneStart(database, options, { headers, body }));
  const numbers = { median: median(starts), least: Math.min(...starts), most: Math.max(...starts) };
  const { least, most } = numbers;
  return {
    numbers,
    missed:
      numbers.median <= TARGET_MS
        ? []
        : [`cold-start: ${numbers.median.toFixed(0)} ms, and the target is ${TARGET_MS} ms.`],
    tables: [
      [
        ['', 'starts', 'ms', 'least', 'most'],
        [
          'from the start of the process to the first answer',
          ...[STARTS, numbers.median, least, most].map((n) => n.toFixed(0)),
        ],
      ],
    ],
  };
}

async function oneStart(database, options, { headers, body }) {
  const port = await freePort();
  const begun = performance.now();
  const child = launch(productCommand(PRODUCT, database, { ...options, port }), 'ignore');
  try {
    for (;;) {
      const taken = performance.now() - begun;
      if (await answers(`http://127.0.0.1:${port}/graphql`, headers, body)) return performance.now() - begun;
      if (taken > LIMIT_MS || child.exitCode !== null) throw new Error('The product did not start.');
      await sleep(LOOK_MS);
    }
  } finally {
    await stop(child);
  }
}

async function answers(url, headers, body) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const { data } = await response.json();
    return Boolean(data?.contact);
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
