import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { derive } from '../sealing.js';

/**
 * Cursors are encrypted and authenticated, because they hold the values of the sort keys. The nonce is derived from the content (a
 * synthetic IV), so that the same row has the same cursor on every node and in every answer.
 */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MAX_LENGTH = 4_000;

export class CursorCodec {
  readonly #encryptionKey: KeyObject;
  readonly #nonceKey: KeyObject;

  constructor(secretKey: string) {
    const secret = Buffer.from(secretKey, 'utf8');
    this.#encryptionKey = derive(secret, 'sluice cursor encryption');
    this.#nonceKey = derive(secret, 'sluice cursor nonce');
  }

  #nonce(context: string, plain: string): Buffer {
    return createHmac('sha256', this.#nonceKey)
      .update(context)
      .update('\0')
      .update(plain)
      .digest()
      .subarray(0, NONCE_BYTES);
  }

  /** @param context what the cursor is good for (tenant, subject, order): it opens nowhere else. */
  seal(context: string, values: readonly string[]): string {
    const plain = JSON.stringify(values);
    const nonce = this.#nonce(context, plain);
    const cipher = createCipheriv('aes-256-gcm', this.#encryptionKey, nonce).setAAD(Buffer.from(context));
    return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    );
  }

  /** The values of a cursor of this context; undefined for any other text. */
  open(context: string, cursor: string): readonly string[] | undefined {
    if (cursor.length > MAX_LENGTH) return undefined;
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) return undefined;
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#encryptionKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const plain =
        decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      return timingSafeEqual(this.#nonce(context, plain), nonce) ? (JSON.parse(plain) as string[]) : undefined;
    } catch {
      return undefined;
    }
  }
}
