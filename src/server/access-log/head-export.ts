import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { headLine, type AccessChain, type ChainHead } from '../../access/access-chain.js';
import type { Signer } from '../../access/signer.js';
import { Repeat } from '../../kernel/repeat.js';
import type { HeadPlace } from './head-place.js';

export interface HeadCounts {
  exported: number;
  failures: number;
}

const PAGE = 500;
/** A head is as old as its link, and seen when that has committed: for longer than that a link never takes. */
const OVERLAP_MS = 660_000;
const LAST_TIME_MS = 5_000;

/**
 * Signs the heads that have moved and puts them where the operator said. Every node does it for itself, all heads once after its start:
 * so each place is complete, and the database need not remember what has left it.
 */
export class HeadExport {
  readonly #chain: AccessChain;
  readonly #signer: Signer;
  readonly #place: HeadPlace;
  readonly #counts: HeadCounts;
  readonly #logger: Logger;
  readonly #repeat: Repeat;
  readonly #stopping = new AbortController();
  /** By tenant; of those that have moved of late, so it is bounded by them. */
  #exported = new Map<string, number>();
  /** Monotonic milliseconds, when the last run that succeeded began. */
  #succeededAt: number | null = null;

  constructor(options: {
    readonly chain: AccessChain;
    readonly signer: Signer;
    readonly place: HeadPlace;
    readonly everyMs: number;
    readonly counts: HeadCounts;
    readonly logger: Logger;
  }) {
    this.#chain = options.chain;
    this.#signer = options.signer;
    this.#place = options.place;
    this.#counts = options.counts;
    this.#logger = options.logger;
    this.#repeat = new Repeat(options.everyMs, () => this.#run(this.#stopping.signal));
  }

  async start(): Promise<void> {
    await this.#place.prepare();
    this.#repeat.start();
  }

  /** What has moved since is exported before it ends, if it can be done soon. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#repeat.stop();
    await this.#run(AbortSignal.timeout(LAST_TIME_MS));
  }

  async #run(signal: AbortSignal): Promise<void> {
    const begun = performance.now();
    const within = this.#succeededAt === null ? null : begun - this.#succeededAt + OVERLAP_MS;
    const seen = new Map<string, number>();
    try {
      let page: ChainHead[] = [];
      do {
        page = await this.#chain.heads(within, page.at(-1)?.tenant ?? null, PAGE);
        const moved = page.filter(({ tenant, place }) => this.#exported.get(tenant) !== place);
        if (moved.length > 0)
          await this.#place.put(
            moved.map((head) => headLine(this.#signer, head)),
            signal,
          );
        for (const { tenant, place } of page) {
          seen.set(tenant, place);
          this.#exported.set(tenant, place);
        }
        this.#counts.exported += moved.length;
      } while (page.length === PAGE);
      this.#exported = seen;
      this.#succeededAt = begun;
    } catch (error) {
      // Cut short by the stop, which runs once more.
      if (signal === this.#stopping.signal && signal.aborted) return;
      this.#counts.failures += 1;
      this.#logger.error({ err: error, place: this.#place.name }, 'heads of the access log could not be exported');
    }
  }
}
