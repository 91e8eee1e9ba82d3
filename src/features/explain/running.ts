import type { Visit } from '../../access/visit.js';
import { actorOfHolder, type Surroundings } from '../../policy/holding.js';
import { subjectsLost } from '../../policy/preview.js';
import type { Audience } from './audiences.js';
import type { StoppedWork } from './types.js';

/** What runs at this moment on any node, and would stop: answers under the authority's seal, and subscriptions to what is lost with it. */
export async function workThatStops(
  visit: Visit,
  authorityId: string,
  audiences: readonly Audience[],
  around: Surroundings,
): Promise<StoppedWork> {
  const seals = await visit.call('auth.pending_seals', [authorityId]);
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
  return { reads: seals.filter(([, bound]) => Number(bound) > 0).length, subscriptions };
}
