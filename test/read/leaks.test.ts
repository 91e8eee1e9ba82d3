import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ActorName } from './support/actors.js';
import { CANARIES, deniedActors, plantCanaries, type Canary, type CanaryIds } from './support/canaries.js';
import { channelsOf } from './support/channels.js';
import { createReadWorld, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;
let ids: CanaryIds;

beforeAll(async () => {
  world = await createReadWorld();
  ids = await plantCanaries(world);
});
afterAll(() => world.end());

const titleOf = ({ subject, field, category }: Canary): string => `${subject}.${field} (${category})`;

describe('A withheld value is in no byte of any answer, whatever it is asked by', () => {
  test.each(CANARIES.map((canary) => [titleOf(canary), canary] as const))('%s', async (_title, canary) => {
    for (const channel of channelsOf(canary, ids)) {
      const answersTo = async (actor: ActorName): Promise<string[]> => {
        const answers: string[] = [];
        for (const variables of channel.variables) {
          for (const headers of channel.kind === 'shows' ? [{}, { 'x-withheld': 'errors' }] : [{}]) {
            answers.push((await world.ask(actor, channel.query, variables, { headers })).text);
          }
        }
        return answers;
      };
      // First of all there is something to leak.
      const open = await answersTo('owner');
      expect({ channel: channel.name, errors: open.filter((text) => text.includes('"errors"')) }).toEqual({
        channel: channel.name,
        errors: [],
      });
      if (channel.kind === 'shows')
        expect({ channel: channel.name, open: open[0] }).toEqual({
          channel: channel.name,
          open: expect.stringContaining(canary.text),
        });
      else expect({ channel: channel.name, told: new Set(open).size }).toEqual({ channel: channel.name, told: 2 });

      for (const actor of deniedActors(canary)) {
        // What it asks of its own tenant it may know.
        if (actor === 'globexOwner' && channel.kind === 'tells') continue;
        const answers = await answersTo(actor);
        for (const text of answers) {
          expect({
            actor,
            channel: channel.name,
            leaks: text.includes(canary.text),
            broken: text.includes('INTERNAL_SERVER_ERROR'),
          }).toEqual({ actor, channel: channel.name, leaks: false, broken: false });
        }
        if (channel.kind === 'tells')
          expect({ actor, channel: channel.name, answers: [...new Set(answers)] }).toEqual({
            actor,
            channel: channel.name,
            answers: answers.slice(0, 1),
          });
      }
    }
  });
});
