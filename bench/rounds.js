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

/** @returns what `measured` made of each round, by workload and contender, and how many answers have to be found in a log. */
export async function allRounds(admin, { workloads, contendersOf, place }, options, say) {
  const { concurrency, seconds, warmUpSeconds, rounds: howMany, until } = options;
  const rounds = new Map(
    workloads.map((workload) => [workload.name, new Map(contendersOf(workload).map(({ name }) => [name, []]))]),
  );
  const made = new Map();
  const counts = { loggedReads: 0, cutOff: 0, updates: 0 };
  for (let round = 0; round <= howMany; round += 1) {
    if (round > LEAST_ROUNDS && performance.now() > until * 1_000) break;
    const warmingUp = round === 0;
    say(warmingUp ? 'Warming up…' : `Round ${round} of ${howMany}…`);
    for (const workload of workloads) {
      for (const contender of turned(contendersOf(workload), round)) {
        const before = await cpuOf(contender, admin);
        const result = await load({
          url: contender.url,
          requests: requestsOf(workload, contender, { place, turn: round, made }),
          begins: workload.begins,
          concurrency,
          seconds: warmingUp ? warmUpSeconds : seconds,
          passes: warmingUp ? workload.metBefore : undefined,
        });
        const after = await cpuOf(contender, admin);
        if (contender.name === 'sluice-support' || workload.logged) {
          counts.loggedReads += result.count;
          counts.cutOff += result.cutOff;
        }
        if (workload.name === 'update') counts.updates += result.count;
        if (!warmingUp)
          rounds
            .get(workload.name)
            .get(contender.name)
            .push(measured(result, before, after));
      }
    }
  }
  return { rounds, counts };
}

/** Bytes that are made before the clock runs, once if they are the same in each round. */
function requestsOf(workload, { name, url, headers, dialect }, { place, turn, made }) {
  const key = `${workload.name} ${name}`;
  if (!workload.fresh && made.has(key)) return made.get(key);
  const requests = bodiesFor(workload, dialect, place, `${name} ${turn}`).map((body, index) =>
    requestBytes(url, { ...headers, ...workload.askedBy?.(place, index) }, JSON.stringify(body)),
  );
  made.set(key, requests);
  return requests;
}

function turned(list, by) {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
