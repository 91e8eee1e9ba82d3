import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { FieldModel, SubjectModel } from '../entities/model.js';

/** The place of a field of ours, wherever it is written, compared or opened; its record is the row. */
export function placeOf({ table }: Pick<SubjectModel, 'table'>, { column }: Pick<FieldModel, 'column'>): string {
  return `${table}.${column}`;
}

/** The place of `Contact.nationalId`; its record is the contact. */
export const NATIONAL_ID = placeOf({ table: 'contact' }, { column: 'national_id' });

/** The place of a tenant's own field of a sensitive category; its record is the contact or company that bears the value. */
export function customFieldPlace(fieldId: string): string {
  return `custom_field.${fieldId}`;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;
/** Leads every box, so that another form can be told from this one. */
const FORM = 1;

/**
 * Values of sensitive categories are encrypted before they reach the database, so that a copy of it, a backup or a replica
 * tells nothing about them. Each tenant has a random data key, stored wrapped under a key that is derived from the
 * installation's secret: the secret can be replaced by wrapping the data keys again, and a tenant's data destroyed by
 * destroying one key.
 *
 * A sealed value is bound to its place, so whoever may write to the database still can't move one to a record that he may read.
 */
export class TenantKey {
  readonly #sealing: KeyObject;
  readonly #matching: KeyObject;

  constructor(dataKey: Buffer) {
    this.#sealing = derive(dataKey, 'sluice sealing');
    this.#matching = derive(dataKey, 'sluice matching');
  }

  /** Never twice the same, so that equal values don't show. */
  seal(context: string, recordId: string, text: string): Buffer {
    return lock(this.#sealing, inPlace(context, recordId), Buffer.from(text, 'utf8'));
  }

  /** Throws for a value that was changed, or that was sealed for another place, record or tenant. */
  open(context: string, recordId: string, sealed: Buffer): string {
    const text = unlock(this.#sealing, inPlace(context, recordId), sealed);
    if (text === undefined) throw new Error(`A sealed value of ${context} is damaged, or belongs elsewhere.`);
    return text.toString('utf8');
  }

  /** What equal texts of one place have in common, and nobody without the key can compute: 32 bytes. Exact, to the last space. */
  match(context: string, text: string): Buffer {
    return createHmac('sha256', this.#matching).update(framed(context)).update(text, 'utf8').digest();
  }
}

/** A new tenant's data key, as it is stored. */
export function wrapNewTenantKey(secretKey: string, tenantId: string): Buffer {
  return lock(wrappingKey(secretKey), Buffer.from(tenantId, 'utf8'), randomBytes(KEY_BYTES));
}

export function openTenantKey(secretKey: string, tenantId: string, wrapped: Buffer): TenantKey {
  const dataKey = unlock(wrappingKey(secretKey), Buffer.from(tenantId, 'utf8'), wrapped);
  if (dataKey?.length !== KEY_BYTES) {
    throw new Error(
      `SECRET_KEY does not open the data key of tenant ${tenantId}: it must be the secret that was in use when the tenant was made.`,
    );
  }
  return new TenantKey(dataKey);
}

/** The derivation costs microseconds, and the secret of a process does not change: the last one is kept. */
let derived: { readonly secretKey: string; readonly key: KeyObject } | undefined;

function wrappingKey(secretKey: string): KeyObject {
  if (secretKey === '') throw new Error('SECRET_KEY is empty.');
  if (derived?.secretKey !== secretKey) {
    derived = { secretKey, key: derive(Buffer.from(secretKey, 'utf8'), 'sluice data key wrapping') };
  }
  return derived.key;
}

/** A key of its own for each use. As an object: Node takes three times as long to encrypt or sign under bytes. */
export function derive(key: Buffer, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, '', use, KEY_BYTES)));
}

/** Length first, so that no two pairs of place and record read alike. */
function framed(context: string): string {
  return `${context.length}:${context}:`;
}

function inPlace(context: string, recordId: string): Buffer {
  return Buffer.from(framed(context) + recordId, 'utf8');
}

/** Form, nonce, tag, ciphertext. */
export function lock(key: KeyObject, bound: Buffer, clear: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound);
  const body = Buffer.concat([cipher.update(clear), cipher.final()]);
  return Buffer.concat([Buffer.of(FORM), nonce, cipher.getAuthTag(), body]);
}

export function unlock(key: KeyObject, bound: Buffer, box: Buffer): Buffer | undefined {
  if (box.length < OVERHEAD || box[0] !== FORM) return undefined;
  const nonce = box.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(bound)
    .setAuthTag(box.subarray(1 + NONCE_BYTES, OVERHEAD));
  try {
    return Buffer.concat([decipher.update(box.subarray(OVERHEAD)), decipher.final()]);
  } catch {
    return undefined;
  }
}
