import { headOf } from './access-chain.js';
import type { Row } from './database.js';
import type { ReceiptSigner } from './receipt.js';

/**
 * What an auditor needs to verify a tenant's access log, or one entry of it, without us: the entries as they were hashed, from some place up to
 * the head, and the head, signed. scripts/verify-log.mjs takes both as they are.
 */
export interface LogProof {
  /** In the order of the chain; where they don't begin at its beginning, first where they do. */
  readonly lines: readonly string[];
  /** Null: nothing is chained yet. */
  readonly head: string | null;
  /** The place of the last line; null: there is none. */
  readonly endPlace: number | null;
  readonly hasNextPage: boolean;
}

export interface ProofAsked {
  /** The uuid of an entry to begin with. */
  readonly entry: string | null;
  /** The place to begin behind. */
  readonly after: number;
  readonly most: number;
}

type Call = (name: string, values: readonly (string | null)[]) => Promise<readonly Row[]>;

const BEFORE_THE_FIRST = '0';

/** The head first: what is linked meanwhile is not in the proof. */
export async function proveLog(
  call: Call,
  signer: ReceiptSigner,
  { entry, after, most }: ProofAsked,
): Promise<LogProof> {
  const [row] = await call('auth.own_chain_head', []);
  const head = row ? headOf(row) : null;
  const rows = await call('auth.access_log_lines', [
    entry,
    String(after),
    String(head?.place ?? BEFORE_THE_FIRST),
    String(most),
  ]);
  const last = rows.at(-1)?.[0] ?? null;
  return {
    lines: rows.map(([, line]) => line ?? ''),
    head: head && signer.signHead(head),
    endPlace: last === null ? null : Number(last),
    hasNextPage: head !== null && last !== null && Number(last) < head.place,
  };
}
