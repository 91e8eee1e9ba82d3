import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, type KeyObject } from 'node:crypto';

export interface Signed {
  /** JSON: exactly these bytes are signed. */
  readonly statement: string;
  /** Ed25519 over the statement, base64url. */
  readonly signature: string;
  readonly keyId: string;
}

/** The header of an Ed25519 private key in PKCS #8 (RFC 8410), before its 32 bytes. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The installation's key for statements that prove something to whoever holds one, long after and without the API. Each kind of statement
 * has fields that no other has, so that one can't be passed off as the other.
 */
export class Signer {
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

  sign(content: object): Signed {
    const statement = JSON.stringify(content);
    const signature = sign(null, Buffer.from(statement), this.#key).toString('base64url');
    return { statement, signature, keyId: this.keyId };
  }
}
