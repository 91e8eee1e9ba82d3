import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from './stage.js';
import { storm } from './storm.js';

const SECONDS = Number(process.env.STORM_SECONDS ?? 10);
const SEED = Number(process.env.STORM_SEED ?? 4_711);
const PER_SECOND = 20;

describe('In a storm of grants and revocations', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage(2);
  });
  afterAll(async () => {
    await stage.close();
  });

  test(
    'no answer that was begun after a revocation was answered shows anything, and each that shows something is in the log',
    async () => {
      const report = await storm(stage, { seconds: SECONDS, seed: SEED, perSecond: PER_SECOND });
      process.stdout.write(`${report.summary}\n`);
      // A storm in which nothing could have gone wrong proves nothing.
      expect(report.requests).toBeGreaterThan(SECONDS * PER_SECOND * 0.5);
      expect(report.revocations).toBeGreaterThan(SECONDS / 2);
      expect(report.soonAfter).toBeGreaterThan(SECONDS / 2);
      expect(Math.min(report.showed, report.dark)).toBeGreaterThan(SECONDS * 2);
      expect(report.errors).toEqual([]);
      expect(report.leaks).toEqual([]);
      expect(report.missed).toEqual([]);
      expect(report.unlogged).toEqual([]);
    },
    SECONDS * 1_000 + 60_000,
  );
});
