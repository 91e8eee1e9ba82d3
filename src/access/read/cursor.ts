import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { allModels } from '../../entities/data.js';
import '../../entities/entities.js';
import type { FieldModel, SubjectModel } from '../../entities/model.js';
import { derive } from '../sealing.js';
import { KEY_LENGTH } from './filter-sql.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What a character may take in JSON, as `\u0001`. */
const CHARACTER_BYTES = 6;
/** No id, time or number is printed longer. */
const PLAIN_BYTES = 40;
/** Before the values of some keys stands a digit: whether there is one. */
const LEADING = 1;

function textBytes(characters: number): number {
  return (LEADING + characters) * CHARACTER_BYTES;
}

function valueBytes({ type, maxLength }: FieldModel): number {
  return type === 'text' || type === 'email' ? textBytes(maxLength) : PLAIN_BYTES;
}

/** Of a list that is sorted by all that its subject can be sorted by, and by what its arguments bring and its id as well. */
function longestOf({ fields, customFields }: SubjectModel): number {
  const values = [...fields.values()].filter(({ orderColumn }) => orderColumn !== null).map(valueBytes);
  values.push(PLAIN_BYTES, PLAIN_BYTES);
  if (customFields) values.push(textBytes(KEY_LENGTH));
  const json = values.reduce((sum, bytes) => sum + bytes + '"",'.length, '[]'.length);
  return Math.ceil(((NONCE_BYTES + json + TAG_BYTES) * 4) / 3);
}

/** No cursor that was issued is longer. */
const MAX_LENGTH = Math.max(...allModels().map(longestOf));

/**
 * Cursors are encrypted and authenticated, because they hold the values of the sort keys. The nonce is derived from the content (a
 * synthetic IV), so that the same row has the same cursor on every node and in every answer.
 */
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
