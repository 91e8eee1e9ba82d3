import type { Logger } from 'pino';
import type { AccessChain } from '../../access/access-chain.js';
import { Repeat } from '../../kernel/repeat.js';

const MOST_AT_ONCE = 1_000;

/**
 * Links new entries of the access log, on every node: whichever comes first does the work, and a node that dies is not missed. Readers
 * know nothing of it.
 */
export class Chainer {
  readonly counts = { linked: 0, waiting: 0, failures: 0 };
  readonly #chain: AccessChain;
  readonly #logger: Logger;
  readonly #repeat: Repeat;
  #failing = false;
  #stopped = false;

  constructor(chain: AccessChain, everyMs: number, logger: Logger) {
    this.#chain = chain;
    this.#logger = logger;
    this.#repeat = new Repeat(everyMs, () => this.#pass());
  }

  start(): void {
    this.#repeat.start();
  }

  /** Links what is there before it ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#repeat.stop();
    await this.#pass();
  }

  async #pass(): Promise<void> {
    try {
      let full = true;
      while (full) {
        const { linked, waiting } = await this.#chain.link(MOST_AT_ONCE);
        this.counts.linked += linked;
        this.counts.waiting = waiting;
        full = linked === MOST_AT_ONCE && !this.#stopped;
      }
      this.#failing = false;
    } catch (error) {
      this.counts.failures += 1;
      // Several times a second, and always the same: told once.
      if (!this.#failing) this.#logger.warn({ err: error }, 'the access log could not be chained');
      this.#failing = true;
    }
  }
}
