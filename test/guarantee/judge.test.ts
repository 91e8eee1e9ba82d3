/** What the history checker calls the proviso's case, and what a violation. The judgement is pure: it looks at what it is given. */
import { describe, expect, test } from '@jest/globals';
import { entriesOfEvent, restedOnGivenUp } from '../../checker/judge.mjs';
import { exitCode } from '../../checker/report.mjs';

const FENCED = { id: 'grt_1', receipt: { drained: 0, fenced: 2 } };
const DRAINED = { id: 'grt_2', receipt: { drained: 3, fenced: 0 } };
const EXPIRED = { id: 'grt_3', receipt: null };
const LOST = { id: undefined, receipt: null };
const place = { id: 'con_7', field: 'email' };
const shows = (authority: string, field = 'email', id = 'con_7') => ({
  authority,
  disclosed: [
    { fields: ['name'], ids: ['con_9'] },
    { fields: ['city', field], ids: ['con_1', id] },
  ],
});
const during = [FENCED, DRAINED, EXPIRED];
const known = ['grt_1', 'grt_2', 'grt_3', 'grt_4'];

describe('A value that came out late, through a node that was suspended after its check', () => {
  test.each([
    ['an end that gave up waiting', [shows('1')]],
    ['an end by time', [shows('3')]],
    ['both', [shows('1'), shows('3')]],
    ['an end by time, beside another value that rested on a drained one', [shows('3'), shows('2', 'phone')]],
  ])('is the case of the proviso where it rested on %s', (_name, entries) => {
    expect(restedOnGivenUp({ entries, place, during, known })).toBe(true);
  });

  test.each([
    ['an end that promised that nothing is on its way', [shows('2')]],
    ['such an end and one by time', [shows('3'), shows('2')]],
    ['a grant that had ended before the request was sent, or does not open it', [shows('4')]],
    ['nothing that the log knows of', []],
    ['what the log knows of another field only', [shows('3', 'phone')]],
    ['what the log knows of another record only', [shows('3', 'email', 'con_8')]],
    ['what nobody gave', [shows('5')]],
  ])('is a violation where it rested on %s', (_name, entries) => {
    expect(restedOnGivenUp({ entries, place, during, known })).toBe(false);
  });

  test('may have rested on a grant of which the answer was lost, as long as no known grant is named', () => {
    const withLost = [...during, LOST];
    expect(restedOnGivenUp({ entries: [shows('5')], place, during: withLost, known })).toBe(true);
    expect(restedOnGivenUp({ entries: [shows('4')], place, during: withLost, known })).toBe(false);
    expect(restedOnGivenUp({ entries: [shows('5'), shows('2')], place, during: withLost, known })).toBe(false);
  });
});

describe('Of a stream, an event', () => {
  test('has the last entries before its check that tell of the value, and none of other events', () => {
    const at = (ms: number, entry: ReturnType<typeof shows>) => ({ at: new Date(ms), ...entry });
    const own = [at(900, shows('1')), at(901, shows('3'))];
    const others = [at(400, shows('2')), at(950, shows('4', 'phone')), at(1_300, shows('2', 'phone'))];
    expect(entriesOfEvent({ entries: [...others, ...own], place, checkedMs: 1_000 })).toEqual(own);
    expect(entriesOfEvent({ entries: [...others, ...own, at(1_200, shows('1'))], place, checkedMs: 1_000 })).toEqual(
      [],
    );
    expect(entriesOfEvent({ entries: others, place, checkedMs: 300 })).toEqual([]);
  });
});

describe('A run', () => {
  const clean = {
    violations: { V0: 0, V1: 0, V2: 0 },
    internalErrors: 0,
    inFlight: 100,
    revocations: 100,
    canaries: 1_000,
    programReads: 100,
    integrationsEnded: 10,
    events: 10,
    deliveries: 10,
  };

  test.each([
    ['clean', {}, 0],
    ['no clean one with a violation', { violations: { V0: 0, V1: 0, V2: 1 } }, 1],
    ['void where too little was on its way', { canaries: 1 }, 2],
    ['no clean one where a fault was answered as an internal error', { internalErrors: 1 }, 4],
  ])('is %s', (_name, seen, code) => {
    expect(exitCode({ ...clean, ...seen }, 60)).toBe(code);
  });
});
