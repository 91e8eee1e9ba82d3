/** Stryker's way to our tests: a test runner that stays, reads the law anew for each mutant, and stops at the first test that fails. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { newRound, readOursAnew } from './fresh.mjs';
import { collect } from './harness.mjs';
import { NOTICED } from './report.mjs';

/** In the sandbox, which Stryker makes the working directory of whoever runs its tests. */
const TESTS = 'dist/test/policy';

/** What is changed, and what asks it: all the rest is below, and knows nothing of either. */
const FRESH = ['dist/src/policy', 'dist/test'];

/** What asks thousands of questions at once comes last: most changes are noticed before. */
const DEAR = ['verdicts.test.js', 'refusal.test.js', 'closed.test.js'];

class PolicyTestRunner {
  /** What the mutated code reads its orders from. */
  #orders = (globalThis.__stryker__ = {});
  #files = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    readOursAnew(FRESH.map((folder) => join(process.cwd(), folder)));
    const names = (await readdir(TESTS)).filter((name) => name.endsWith('.test.js'));
    names.sort((one, other) => DEAR.indexOf(one) - DEAR.indexOf(other) || one.localeCompare(other));
    this.#files = names.map((name) => join(process.cwd(), TESTS, name));
  }

  async dryRun({ disableBail }) {
    delete this.#orders.activeMutant;
    const result = await this.#run({ disableBail });
    return { ...result, mutantCoverage: this.#orders.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    Object.assign(this.#orders, {
      activeMutant: activeMutant.id,
      hitCount: hitLimit === undefined ? undefined : 0,
      hitLimit,
    });
    return toMutantRunResult(await this.#run({ testFilter, disableBail }));
  }

  async #run({ testFilter, disableBail }) {
    delete this.#orders.currentTestId;
    const read = newRound();
    let registered;
    try {
      registered = await collect(async () => {
        for (const file of this.#files) await read(file);
      });
    } catch (error) {
      // A law that can't even be made opens nothing; every test would say so.
      registered = [{ name: 'the law is made', body: () => Promise.reject(error) }];
    }
    const wanted = testFilter === undefined ? undefined : new Set([...testFilter, 'the law is made']);
    const tests = [];
    for (const { name, body } of registered.filter((one) => wanted?.has(one.name) ?? true)) {
      const result = await this.#runTest(name, body);
      tests.push(result);
      if (result.status === TestStatus.Failed && !disableBail) break;
    }
    const endless = determineHitLimitReached(this.#orders.hitCount, this.#orders.hitLimit);
    return endless ?? { status: DryRunStatus.Complete, tests };
  }

  async #runTest(name, body) {
    this.#orders.currentTestId = name;
    const began = performance.now();
    const told = () => ({ id: name, name, timeSpentMs: Math.round(performance.now() - began) });
    try {
      await body();
      return { ...told(), status: TestStatus.Success };
    } catch (error) {
      return { ...told(), status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
    }
  }
}

/** Names what nobody noticed at once, long before the run is over. */
class SurvivorReporter {
  onMutantTested({ status, fileName, location, mutatorName, replacement }) {
    if (NOTICED.has(status)) return;
    const place = `${relative(process.cwd(), fileName)}:${location.start.line}:${location.start.column}`;
    process.stdout.write(`${status} ${place} ${mutatorName} -> ${replacement}\n`);
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'policy', PolicyTestRunner),
  declareClassPlugin(PluginKind.Reporter, 'survivors', SurvivorReporter),
];
