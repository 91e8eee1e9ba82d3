import type { Visit } from '../../access/visit.js';
import { actorOfHolder, type Surroundings } from '../../policy/holding.js';
import { subjectsLost } from '../../policy/preview.js';
import type { Audience } from './audiences.js';
import type { StoppedWork } from './types.js';

/** What runs at this moment on any node, and would stop: answers under the seals of what ends, and subscriptions to what is lost with it. */
export async function workThatStops(
  visit: Visit,
  audiences: readonly Audience[],
  around: Surroundings,
): Promise<StoppedWork> {
  const reads = new Set<string | null>();
  for (const authority of new Set(audiences.flatMap(lostBy))) {
    const seals = await visit.call('auth.pending_seals', [authority]);
    for (const [id = null, bound] of seals) if (Number(bound) > 0) reads.add(id);
  }
  const streams = await visit.call('auth.live_streams', []);
  const named = new Set(audiences.map(({ before }) => before.userId));
  let subscriptions = 0;
  for (const { before, after } of audiences) {
    const lost = new Set<string>(subjectsLost(actorOfHolder(before, around), actorOfHolder(after, around)));
    for (const [userId = null, actor, subject = null, count] of streams) {
      // What programs follow is not kept there.
      if (before.actor === 'INTEGRATION') continue;
      const isTheirs = before.userId === null ? actor === before.actor && !named.has(userId) : userId === before.userId;
      if (isTheirs && subject !== null && lost.has(subject)) subscriptions += Number(count);
    }
  }
  return { reads: reads.size, subscriptions };
}

function lostBy({ before, after }: Audience): readonly string[] {
  return before.holdings.filter((one) => !after.holdings.includes(one)).map(({ id }) => id);
}
