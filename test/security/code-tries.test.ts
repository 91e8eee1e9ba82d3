import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../consent/stage.js';
import { codeOf, earlyInStep } from '../support/second-factor.js';
import { signedIn, stepUp, supporter, withFactor } from './people.js';

const TRIES = 3;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage(2, { environment: { SIGN_IN_TRIES: String(TRIES) } });
});
beforeEach(earlyInStep);
afterAll(() => stage.close());

test('whoever guesses codes is held up, on both nodes together, and then even by the right one', async () => {
  const person = await withFactor(stage, await supporter(stage));
  const here = await signedIn(stage, person, -1);
  const there = await signedIn(stage, person, 0, 1);
  const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const codes: (string | undefined)[] = [];
  for (let time = 0; time <= TRIES; time += 1) {
    const answer = await stepUp(time % 2 === 0 ? here : there, wrong(codeOf(person.secret, 1)));
    codes.push(answer.code);
  }
  expect(codes).toEqual([...Array.from({ length: TRIES }, () => 'UNAUTHENTICATED'), 'RATE_LIMITED']);
  expect((await stepUp(here, codeOf(person.secret, 1))).code).toBe('RATE_LIMITED');
});

test('whoever shows no code has not guessed', async () => {
  const person = await withFactor(stage, await supporter(stage));
  const client = await signedIn(stage, person, -1);
  for (let time = 0; time <= TRIES; time += 1) {
    expect((await stepUp(client, '')).code).toBe('SECOND_FACTOR_REQUIRED');
  }
  expect((await stepUp(client, codeOf(person.secret, 0))).code).toBeUndefined();
});
