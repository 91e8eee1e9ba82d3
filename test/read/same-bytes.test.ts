import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse, Kind } from 'graphql';
import { Visit } from '../../src/access/visit.js';
import type { Answer } from '../support/client.js';
import { CORPUS } from './corpus/corpus.js';
import type { Operation } from './corpus/operation.js';
import { createReadWorld, type Data, type ReadWorld } from './support/read-world.js';

let world: ReadWorld;

beforeAll(async () => {
  world = await createReadWorld();
});
afterAll(() => world.end());

const seen = { answers: 0, withData: 0, atOnce: 0 };

function bodyOf({ status, text }: Answer<Data>): string {
  return `${String(status)} ${text}`;
}

/** Whether anything but emptiness is in an answer. */
function tellsSomething(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.some(tellsSomething);
  return typeof value === 'object' ? Object.values(value).some(tellsSomething) : value !== 'Query';
}

const READS = new Set([
  'contact',
  'contacts',
  'company',
  'companies',
  'invoice',
  'invoices',
  'ticket',
  'tickets',
  'node',
  'nodes',
]);

/** Whether all roots are compiled reads, as far as can be told without fragments at the root. */
function consistsOfReads(query: string): boolean {
  const operation = parse(query).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const roots = (operation?.selectionSet.selections ?? []).map((root) =>
    root.kind === Kind.FIELD ? root.name.value : '',
  );
  return roots.every((name) => READS.has(name) || name === '__typename') && roots.some((name) => READS.has(name));
}

async function compare(operation: Operation): Promise<void> {
  const variables = operation.variables(world.ids);
  for (const actor of operation.as) {
    for (const headers of [{}, { 'x-withheld': 'errors' }]) {
      const answered = jest.spyOn(Visit.prototype, 'tryAnswer');
      const walked = jest.spyOn(Visit.prototype, 'read');
      const atOnce = await world.ask(actor, operation.query, variables, { headers });
      const hooked = await answered.mock.results.at(-1)?.value;
      const resolved = walked.mock.calls.length;
      answered.mockRestore();
      walked.mockRestore();
      const stepByStep = await world.ask(actor, operation.query, variables, { headers, through: 'walked' });
      // The first answer may have made the operation known, and then the second one takes the shortest way.
      const known = await world.ask(actor, operation.query, variables, { headers });

      expect(`${actor} ${bodyOf(atOnce)}`).toBe(`${actor} ${bodyOf(stepByStep)}`);
      expect(`${actor} ${bodyOf(known)}`).toBe(`${actor} ${bodyOf(stepByStep)}`);
      const valid = operation.name.startsWith('refused') || !atOnce.text.includes('GRAPHQL_VALIDATION_FAILED');
      expect({ actor, valid, text: atOnce.text }).toEqual({ actor, valid: true, text: atOnce.text });
      if (atOnce.text.includes('INTERNAL_SERVER_ERROR'))
        throw new Error(
          `${actor}: ${world.compiled.logged.filter((line) => line.includes('unexpected')).at(-1) ?? ''}`,
        );
      if (
        !('x-withheld' in headers) &&
        atOnce.errors.length === 0 &&
        consistsOfReads(operation.query) &&
        !asksForTenant(variables) &&
        Object.keys(atOnce.data ?? {}).length > 0
      ) {
        expect({ actor, hooked: hooked !== null, resolved }).toEqual({ actor, hooked: true, resolved: 0 });
        seen.atOnce += 1;
      }
      seen.answers += 1;
      if (tellsSomething(atOnce.data)) seen.withData += 1;
      if (atOnce.withheld.length === 0) break;
    }
  }
}

/** The tenant is no row: an operation that names it by id is walked. */
function asksForTenant(variables: object): boolean {
  return JSON.stringify(variables).includes('"ten_');
}

describe('An answer at once and an answer field by field are the same bytes', () => {
  test.each(CORPUS.map((operation) => [operation.name, operation] as const))('%s', async (_name, operation) => {
    await compare(operation);
  });

  test('over a corpus that is large, mostly tells something, and is mostly answered at once', () => {
    expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
    expect(CORPUS.length).toBeGreaterThanOrEqual(170);
    expect(seen.withData / seen.answers).toBeGreaterThan(0.5);
    expect(seen.atOnce).toBeGreaterThan(300);
  });
});
