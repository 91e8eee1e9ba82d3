import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from 'node:crypto';
import type { Ending } from './end-authority.js';

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

export interface SignedReceipt {
  /** JSON of a `ReceiptStatement`: exactly these bytes are signed. */
  readonly statement: string;
  /** Ed25519 over the statement, base64url. */
  readonly signature: string;
  readonly keyId: string;
}

/** The header of an Ed25519 private key in PKCS #8 (RFC 8410), before its 32 bytes. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs receipts, so that they prove something to whoever holds one, long after and without the API. */
export class ReceiptSigner {
  readonly #key: KeyObject;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  readonly keyId: string;

  /** @param seed the 32 bytes of the key; left out: they are derived from the installation's secret */
  constructor(secretKey: string, seed: Buffer | null) {
    const bytes = seed ?? Buffer.from(hkdfSync('sha256', secretKey, '', 'sluice receipt signing', 32));
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, bytes]), format: 'der', type: 'pkcs8' });
    const publicKey = createPublicKey(this.#key);
    this.publicKey = String(publicKey.export({ format: 'pem', type: 'spki' }));
    const fingerprint = createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex');
    this.keyId = fingerprint.slice(0, 16);
  }

  sign(
    authority: string,
    effectiveAt: string,
    { drained, fenced, tookMs }: Omit<Ending, 'effectiveAt'>,
  ): SignedReceipt {
    const content: ReceiptStatement = { version: 1, authority, effectiveAt, drained, fenced, tookMs };
    const statement = JSON.stringify(content);
    const signature = sign(null, Buffer.from(statement), this.#key).toString('base64url');
    return { statement, signature, keyId: this.keyId };
  }
}
