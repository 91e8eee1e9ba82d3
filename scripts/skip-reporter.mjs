/**
 * Names every test that did not run, because "all green" with a browser missing says less than it seems to. In CI nothing may
 * be missing: there a skipped test is a failure. (Tests left out by `-t` were left out by somebody who knows.)
 */
export default class SkipReporter {
  #asked;
  #skipped = [];

  constructor({ testNamePattern }) {
    this.#asked = Boolean(testNamePattern);
  }

  onRunComplete(_contexts, { testResults, numPassedTests: passed, numFailedTests: failed }) {
    const skipped = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === 'pending' || status === 'todo' || status === 'skipped')
      .map(({ fullName }) => fullName);
    this.#skipped = this.#asked ? [] : skipped;
    if (this.#skipped.length > 0) {
      process.stderr.write(`\nNot run here:\n${this.#skipped.map((name) => `  - ${name}\n`).join('')}`);
    }
    process.stdout.write(`\nTotal: ${passed} passed, ${failed} failed, ${skipped.length} skipped\n`);
  }

  getLastError() {
    if (!process.env.CI || this.#skipped.length === 0) return undefined;
    return new Error(`${this.#skipped.length} tests were skipped, and in CI a skip is a failure.`);
  }
}
