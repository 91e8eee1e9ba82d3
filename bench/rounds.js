/**
 * Short rounds, interleaved, in an order that rotates: whatever else the machine does strikes all contenders alike. The first round only
 * warms up.
 */
import { load, requestBytes } from './client.js';
import { measured } from './report.js';
import { cpuOf } from './usage.js';
import { bodiesFor } from './workloads.js';

/** How many rounds a run with a bound has at least: of fewer there is no median. */
const LEAST_ROUNDS = 2;

/** @returns what `measured` made of each round, by workload and contender, and how many answers support got. */
export async function allRounds(admin, { workloads, contendersOf, place }, options, say) {
  const { concurrency, seconds, warmUpSeconds, rounds: howMany, until } = options;
  const rounds = new Map(
    workloads.map((workload) => [workload.name, new Map(contendersOf(workload).map(({ name }) => [name, []]))]),
  );
  const requests = memoized((workload, { url, headers, dialect }) =>
    bodiesFor(workload, dialect, place).map((body) => requestBytes(url, headers, JSON.stringify(body))),
  );
  let supportReads = 0;
  for (let round = 0; round <= howMany; round += 1) {
    if (round > LEAST_ROUNDS && performance.now() > until * 1_000) break;
    const warmingUp = round === 0;
    say(warmingUp ? 'Warming up…' : `Round ${round} of ${howMany}…`);
    for (const workload of workloads) {
      for (const contender of turned(contendersOf(workload), round)) {
        const before = await cpuOf(contender, admin);
        const result = await load({
          url: contender.url,
          requests: requests(workload, contender),
          begins: workload.begins,
          concurrency,
          seconds: warmingUp ? warmUpSeconds : seconds,
        });
        const after = await cpuOf(contender, admin);
        if (contender.name === 'sluice-support') supportReads += result.count;
        if (!warmingUp)
          rounds
            .get(workload.name)
            .get(contender.name)
            .push(measured(result, before, after));
      }
    }
  }
  return { rounds, supportReads };
}

function memoized(make) {
  const made = new Map();
  return (workload, contender) => {
    const key = `${workload.name} ${contender.name}`;
    if (!made.has(key)) made.set(key, make(workload, contender));
    return made.get(key);
  };
}

function turned(list, by) {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
