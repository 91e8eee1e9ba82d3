/**
 * What a node's memory does under load: everything that is asked in the rounds, over and over, by members, many actors and support. Each
 * half minute the garbage is collected, twice, and what is left is written down: its slope tells of a leak, the resident size of the need.
 */
import { readFileSync } from 'node:fs';
import { load, requestBytes } from '../client.js';
import { withContenders } from '../contenders.js';
import { placeFor } from '../place.js';
import { memoryOf } from '../usage.js';
import { bodiesFor, WORKLOADS } from '../workloads.js';

const SLICE_SECONDS = 5;
const SLICES_BETWEEN_COLLECTIONS = 6;
const TARGET_MIB = 350;
/** Of what is left after a collection, in a minute; beyond what warms up. */
const FLAT_MIB = 0.5;

export function memory(database, options) {
  const nodeFlags = [...options.nodeFlags, '--inspect=127.0.0.1:0'];
  return withContenders(['sluice', 'sluice-support'], database, { ...options, nodeFlags }, async (running) => {
    const [sluice] = running.list;
    const place = await placeFor(
      new Set(['actors', 'cursor', 'scores', 'token']),
      database,
      { sluice, ...running },
      options,
    );
    const slices = slicesOf(running.list, place);
    const inspector = await inspect(sluice.logPath);
    const samples = [];
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, memoryOf(sluice.pid))), 250);
    try {
      const begun = performance.now();
      const minutes = () => (performance.now() - begun) / 60_000;
      for (let at = 0; minutes() < options.memoryMinutes; at += 1) {
        await load({ ...slices[at % slices.length], concurrency: options.concurrency, seconds: SLICE_SECONDS });
        if (at % SLICES_BETWEEN_COLLECTIONS !== SLICES_BETWEEN_COLLECTIONS - 1) continue;
        const resident = memoryOf(sluice.pid);
        samples.push({ minute: minutes(), resident, left: await inspector.collected() });
      }
    } finally {
      clearInterval(watch);
      inspector.close();
    }
    return told(samples, most, options.memoryMinutes);
  });
}

/** What is asked in turn, each of it for some seconds. */
function slicesOf(contenders, place) {
  return WORKLOADS.filter(({ name }) => name !== 'sign-in').flatMap((workload) =>
    contenders
      .filter(({ name }) => workload.contenders.includes(name))
      .map(({ url, headers, dialect, name }) => ({
        url,
        begins: workload.begins,
        requests: bodiesFor(workload, dialect, place, `${name} of the long run`).map((body, index) =>
          requestBytes(url, { ...headers, ...workload.askedBy?.(place, index) }, JSON.stringify(body)),
        ),
      })),
  );
}

function told(samples, most, minutes) {
  // The first minute fills the memories that are bounded.
  const settled = samples.filter(({ minute }) => minute > Math.min(1, minutes / 2));
  const numbers = {
    minutes,
    most,
    resident: settled.at(-1)?.resident ?? NaN,
    leftFirst: settled[0]?.left ?? NaN,
    leftLast: settled.at(-1)?.left ?? NaN,
    slope: slopeOf(settled),
    samples,
  };
  const missed = [];
  if (most > TARGET_MIB) missed.push(`memory: ${most.toFixed(0)} MiB resident, and the target is ${TARGET_MIB}.`);
  if (numbers.slope > FLAT_MIB) missed.push(`memory: ${numbers.slope.toFixed(2)} MiB a minute are not given back.`);
  return {
    numbers,
    missed,
    tables: [
      [
        ['', 'minutes', 'most resident MiB', 'after the first collection', 'after the last', 'slope, MiB a minute'],
        [
          'a node under load',
          minutes.toFixed(0),
          ...[most, numbers.leftFirst, numbers.leftLast].map((mebibytes) => mebibytes.toFixed(0)),
          numbers.slope.toFixed(2),
        ],
      ],
    ],
  };
}

/** Least squares. */
function slopeOf(samples) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(samples.map(({ minute }) => minute));
  const y = mean(samples.map(({ left }) => left));
  const over = samples.reduce((sum, { minute, left }) => sum + (minute - x) * (left - y), 0);
  const under = samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return over / under;
}

/** The inspector of the process: the one who can collect its garbage from outside. */
async function inspect(logPath) {
  const [address] = /ws:\/\/\S+/.exec(readFileSync(logPath, 'utf8'));
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('The inspector does not answer.')), { once: true });
  });
  let last = 0;
  const waiting = new Map();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  const call = (method) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      socket.send(JSON.stringify({ id: last, method }));
    });
  return {
    /** MiB that are left of the heap. */
    async collected() {
      await call('HeapProfiler.collectGarbage');
      await call('HeapProfiler.collectGarbage');
      const { usedSize } = await call('Runtime.getHeapUsage');
      return usedSize / 2 ** 20;
    },
    close: () => socket.close(),
  };
}
