import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The secret of a token: a prefix by which scanners of leaked secrets know it, 40 random letters and digits, and a checksum over both. So
 * whoever finds one in a commit can tell it from noise, and what was mistyped is turned away without asking the database.
 */
const PREFIX = 'sluice_';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM = 40;
const CHECKSUM = 6;
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${String(RANDOM + CHECKSUM)}}$`);

export function newTokenSecret(): string {
  const random = Array.from({ length: RANDOM }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return `${PREFIX}${random}${checksumOf(PREFIX + random)}`;
}

export function isTokenSecret(secret: string): boolean {
  return FORM.test(secret) && checksumOf(secret.slice(0, -CHECKSUM)) === secret.slice(-CHECKSUM);
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < CHECKSUM; place += 1) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
