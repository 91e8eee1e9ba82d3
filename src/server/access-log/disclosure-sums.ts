import type { Logger } from 'pino';
import { NOBODY, type Database } from '../../access/database.js';
import { Repeat } from '../../kernel/repeat.js';

const MOST_AT_ONCE = 1_000;
const EVERY_MS = 1_000;
/** Adds up what programs have read to the register of disclosures, on every node: whichever comes first does the work. */
export class DisclosureSums {
  readonly #database: Database;
  readonly #logger: Logger;
  readonly #repeat = new Repeat(EVERY_MS, () => this.#pass());
  #failing = false;
  #stopped = false;

  constructor(database: Database, logger: Logger) {
    this.#database = database;
    this.#logger = logger;
  }

  start(): void {
    this.#repeat.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#repeat.stop();
  }

  async #pass(): Promise<void> {
    try {
      let full = true;
      while (full && !this.#stopped) {
        const [row] = await this.#database.run(NOBODY, {
          name: 'add_up_disclosures',
          text: 'select auth.add_up_disclosures($1)',
          values: [String(MOST_AT_ONCE)],
        });
        full = Number(row?.[0]) === MOST_AT_ONCE;
      }
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) this.#logger.warn({ err: error }, 'disclosures could not be added up');
      this.#failing = true;
    }
  }
}
