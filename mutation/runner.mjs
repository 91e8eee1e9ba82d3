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
import { countCoverage, newRound, readOursAnew } from './fresh.mjs';
import { collect } from './harness.mjs';
import { NOTICED } from './report.mjs';

/** In the sandbox, which Stryker makes the working directory of whoever runs its tests. */
const TESTS = 'dist/test/policy';

/** What is changed, and what asks it: all the rest is below, and knows nothing of either. */
const FRESH = ['dist/src/policy', 'dist/test'];

/** What asks thousands of questions at once comes last, the dearest at the end: most changes are noticed before. */
const DEAR = ['shared-law.test.js', 'closed.test.js', 'refusal.test.js', 'changers.test.js', 'verdicts.test.js'];
/** Parts a test's file from its name. */
const OF_FILE = ': ';
const LAW_IS_MADE = 'the law is made';

const fileOf = (name) => name.split(OF_FILE, 1)[0];

/** The same list, with the one that is meant at its head. */
const firstOf = (list, isMeant) => [...list.filter(isMeant), ...list.filter((one) => !isMeant(one))];

class PolicyTestRunner {
  /** What the mutated code reads its orders from. */
  #orders = (globalThis.__stryker__ = {});
  #files = [];
  /** What noticed the change before this one: it is likely to notice the next one as well, which is mostly beside it. */
  #noticing = '';

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    readOursAnew(FRESH.map((folder) => join(process.cwd(), folder)));
    const names = (await readdir(TESTS)).filter((name) => name.endsWith('.test.js'));
    this.#files = names.sort((one, other) => DEAR.indexOf(one) - DEAR.indexOf(other) || one.localeCompare(other));
  }

  async dryRun({ disableBail }) {
    delete this.#orders.activeMutant;
    countCoverage(true);
    const result = await this.#run({ disableBail });
    countCoverage(false);
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
    const wanted = testFilter === undefined ? undefined : new Set([...testFilter, LAW_IS_MADE]);
    const wantedFiles = wanted && new Set([...wanted].map(fileOf));
    const read = newRound();
    const tests = [];
    for (const file of firstOf(this.#files, (one) => one === fileOf(this.#noticing))) {
      if (wantedFiles && !wantedFiles.has(file)) continue;
      for (const { name, body } of firstOf(await this.#testsOf(file, read), (one) => one.name === this.#noticing)) {
        if (wanted && !wanted.has(name)) continue;
        const result = await this.#runTest(name, body);
        tests.push(result);
        if (result.status !== TestStatus.Failed || disableBail) continue;
        this.#noticing = name;
        return this.#told(tests);
      }
    }
    return this.#told(tests);
  }

  #told(tests) {
    const endless = determineHitLimitReached(this.#orders.hitCount, this.#orders.hitLimit);
    return endless ?? { status: DryRunStatus.Complete, tests };
  }

  async #testsOf(file, read) {
    // What a file does while it is read belongs to none of its tests.
    delete this.#orders.currentTestId;
    try {
      const registered = await collect(() => read(join(process.cwd(), TESTS, file)));
      return registered.map(({ name, body }) => ({ name: `${file}${OF_FILE}${name}`, body }));
    } catch (error) {
      // A law that can't even be made opens nothing; every test would say so.
      return [{ name: LAW_IS_MADE, body: () => Promise.reject(error) }];
    }
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
