import { lookup, Resolver } from 'node:dns/promises';
import type { Targets } from '../../access/webhooks/target.js';

export interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

/** @param signal nobody waits for it any more */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly FoundAddress[]>;

export interface LookUpOptions {
  readonly targets: Targets;
  /** Whom names are asked of; absent: whom the system asks. */
  readonly nameServers?: readonly string[];
}

/** Of one question. The second time is twice as long, so both are over within a try as it usually is. */
const PATIENCE = { timeout: 2_000, tries: 2 };

/** What a name server says where a name has no address of a kind. */
const NONE: ReadonlySet<unknown> = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * All addresses that name servers know for a name. They are asked over sockets of our own: the system's look-up takes one of a few threads for
 * as long as nobody answers, whatever else the process has to look up or to read, so names of one tenant would hold up everybody.
 */
export function lookUpBy({ targets, nameServers }: LookUpOptions): Resolve {
  const asked: Resolve = async (host, signal) => {
    signal.throwIfAborted();
    const resolver = new Resolver(PATIENCE);
    if (nameServers) resolver.setServers(nameServers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const kinds = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
      const found = kinds.flatMap((kind, at) =>
        kind.status === 'fulfilled' ? kind.value.map((address) => ({ address, family: at === 0 ? 4 : 6 })) : [],
      );
      const failed = kinds.find((kind) => kind.status === 'rejected' && !NONE.has(codeOf(kind.reason)));
      // Only what was found is connected to, so what else there may be matters to nobody.
      if (found.length === 0 && failed?.status === 'rejected') throw failed.reason;
      return found;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
  return targets === 'ANY' ? orBySystem(asked) : asked;
}

/** In development names are also in the file of hosts, which no name server knows. */
function orBySystem(asked: Resolve): Resolve {
  const bySystem = (host: string): Promise<readonly FoundAddress[]> => lookup(host, { all: true, order: 'verbatim' });
  return async (host, signal) => {
    if (host === 'localhost') return bySystem(host);
    const found = await asked(host, signal).catch(() => []);
    return found.length > 0 || signal.aborted ? found : bySystem(host);
  };
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
