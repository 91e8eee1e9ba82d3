import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActorName } from './support/actors.js';
import { CANARIES, deniedActors, plantCanaries, SEES, type Canary, type CanaryIds } from './support/canaries.js';
import { channelsOf, type Channel } from './support/channels.js';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;
let ids: CanaryIds;

beforeAll(async () => {
  world = await createReadWorld();
  ids = await plantCanaries(world);
});
afterAll(() => world.end());

const titleOf = ({ subject, field, category }: Canary): string => `${subject}.${field} (${category})`;

/** Where withheld fields are reported in the other mode too. */
const REPORTED_BOTH_WAYS = new Set(['a selection', 'an interface', 'a list']);
/** What those are asked who are turned away before any argument is looked at. */
const ASKED_OF_OUTSIDERS = new Set(['a filter by eq', 'a filter of a nested list', 'an order']);

function isAskedOf(actor: ActorName, { kind, name }: Channel): boolean {
  if (kind === 'shows') return true;
  // What it asks of its own tenant it may know.
  if (actor === 'globexOwner') return false;
  return SEES[actor]?.length !== 0 || ASKED_OF_OUTSIDERS.has(name);
}

async function answersTo(actor: ActorName, { kind, name, query, variables }: Channel): Promise<string[]> {
  const modes = kind === 'shows' && REPORTED_BOTH_WAYS.has(name) ? [{}, { 'x-withheld': 'errors' }] : [{}];
  const asked = variables.flatMap((values) => modes.map((headers) => world.ask(actor, query, values, { headers })));
  return (await Promise.all(asked)).map(({ text }) => text);
}

/** First of all there is something to leak. */
async function proveOpen(canary: Canary, channel: Channel): Promise<void> {
  const [open = '', ...others] = await answersTo('owner', channel);
  const { name } = channel;
  expect({ name, errors: open.includes('"errors"') }).toEqual({ name, errors: false });
  if (channel.kind === 'shows') expect({ name, shown: open.includes(canary.text) }).toEqual({ name, shown: true });
  else expect({ name, told: others.some((other) => other !== open) }).toEqual({ name, told: true });
}

describe('A withheld value is in no byte of any answer, whatever it is asked by', () => {
  test.each(CANARIES.map((canary) => [titleOf(canary), canary] as const))('%s', async (_title, canary) => {
    for (const channel of channelsOf(canary, ids)) {
      await proveOpen(canary, channel);
      const { name } = channel;
      for (const actor of deniedActors(canary).filter((one) => isAskedOf(one, channel))) {
        const answers = await answersTo(actor, channel);
        const leaks = answers.filter((text) => text.includes(canary.text) || text.includes('INTERNAL_SERVER_ERROR'));
        expect({ actor, name, leaks }).toEqual({ actor, name, leaks: [] });
        if (channel.kind === 'tells')
          expect({ actor, name, answers: [...new Set(answers)] }).toEqual({
            actor,
            name,
            answers: answers.slice(0, 1),
          });
      }
    }
  });
});
