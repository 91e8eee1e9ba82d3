import { isoTime } from '../kernel/time.js';
import { headLine, type ChainHead } from './access-chain.js';
import type { Ending } from './end-authority.js';
import type { Signed, Signer } from './signer.js';

/** What a receipt states, in the order in which it is signed. */
export interface ReceiptStatement {
  readonly version: 1;
  /** Public id of what ended. */
  readonly authority: string;
  /** RFC 3339. */
  readonly effectiveAt: string;
  readonly drained: number;
  readonly fenced: number;
  /** Milliseconds. */
  readonly tookMs: number;
}

/** What whoever ended it is given. */
export type Receipt = Ending & SignedReceipt;

/** Its statement is the JSON of a `ReceiptStatement`. */
export type SignedReceipt = Signed;

/** Signs what the end of an authority did before it was answered, and where the access log of a tenant stands. */
export class ReceiptSigner {
  readonly #signer: Signer;

  constructor(signer: Signer) {
    this.#signer = signer;
  }

  /** SubjectPublicKeyInfo, PEM. */
  get publicKey(): string {
    return this.#signer.publicKey;
  }

  get keyId(): string {
    return this.#signer.keyId;
  }

  sign(
    authority: string,
    effectiveAt: string,
    { drained, fenced, tookMs }: Omit<Ending, 'effectiveAt'>,
  ): SignedReceipt {
    const content: ReceiptStatement = { version: 1, authority, effectiveAt, drained, fenced, tookMs };
    return this.#signer.sign(content);
  }

  /** As it is exported, too. */
  signHead(head: ChainHead): string {
    return headLine(this.#signer, head);
  }
}

/** What the end of an authority did, signed; it is named by its public id. */
export function receiptOf(signer: ReceiptSigner, authority: string, { effectiveAt, ...ending }: Ending): Receipt {
  const ended = isoTime(effectiveAt);
  return { effectiveAt: ended, ...ending, ...signer.sign(authority, ended, ending) };
}
