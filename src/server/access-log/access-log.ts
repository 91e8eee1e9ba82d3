import type { Logger } from 'pino';
import { AccessChain } from '../../access/access-chain.js';
import type { Database } from '../../access/database.js';
import type { Signer } from '../../access/signer.js';
import { Chainer } from './chainer.js';
import { DisclosureSums } from './disclosure-sums.js';
import { HeadExport, type HeadCounts } from './head-export.js';
import { HeadFile } from './head-file.js';
import type { HeadPlace } from './head-place.js';
import { HeadWebhook } from './head-webhook.js';

export interface AccessLogOptions {
  readonly database: Database;
  readonly signer: Signer;
  readonly logger: Logger;
  readonly chainEveryMs: number;
  readonly headEveryMs: number;
  readonly headFile: string | null;
  readonly headUrl: string | null;
}

/** What a node does for the access log beside writing it: linking it, showing its heads to others, and adding up what it tells of disclosures. */
export class AccessLog {
  readonly heads: HeadCounts = { exported: 0, failures: 0 };
  readonly #chainer: Chainer;
  readonly #disclosures: DisclosureSums;
  readonly #exports: readonly HeadExport[];

  constructor({ database, signer, logger, chainEveryMs, headEveryMs, headFile, headUrl }: AccessLogOptions) {
    const chain = new AccessChain(database);
    this.#chainer = new Chainer(chain, chainEveryMs, logger);
    this.#disclosures = new DisclosureSums(database, logger);
    const places: HeadPlace[] = [];
    if (headFile !== null) places.push(new HeadFile(headFile));
    if (headUrl !== null) places.push(new HeadWebhook(headUrl));
    this.#exports = places.map(
      (place) => new HeadExport({ chain, signer, place, everyMs: headEveryMs, counts: this.heads, logger }),
    );
  }

  get chained(): Readonly<Chainer['counts']> {
    return this.#chainer.counts;
  }

  async start(): Promise<void> {
    for (const heads of this.#exports) await heads.start();
    this.#chainer.start();
    this.#disclosures.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#chainer.stop(), this.#disclosures.stop()]);
    await Promise.all(this.#exports.map((heads) => heads.stop()));
  }
}
