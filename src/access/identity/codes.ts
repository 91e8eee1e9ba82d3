import { createHash, randomInt } from 'node:crypto';
import { createGuardrails, generateSecret, generateSync, generateURI, verifySync } from 'otplib';

/** The codes of a second factor: those that an app makes anew every 30 seconds, and those on paper for when it is lost. */

const STEP_SECONDS = 30;
const SECRET_BYTES = 20;
/** The demo world's secret has 10 bytes; those that are made here have 20. */
const GUARDRAILS = createGuardrails({ MIN_SECRET_BYTES: 10 });
const CODE = /^\d{6}$/;

/** 160 bits, in the letters that apps take. */
export function newTotpSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

export function totpUri(email: string, secret: string): string {
  return generateURI({ issuer: 'Sluice', label: email, secret });
}

/** Which 30 seconds the code is of: the present ones, those before or those after. Null: of none of them. */
export function stepOfCode(secret: string, code: string, epochMs: number): number | null {
  if (!isTotpCode(code)) return null;
  const epoch = Math.floor(epochMs / 1_000);
  const options = { secret, token: code, epoch, epochTolerance: STEP_SECONDS, guardrails: GUARDRAILS };
  const result = verifySync(options);
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** What an app shows at a moment. */
export function codeAt(secret: string, epochMs: number): string {
  return generateSync({ secret, epoch: Math.floor(epochMs / 1_000), guardrails: GUARDRAILS });
}

export function isTotpCode(code: string): boolean {
  return CODE.test(code);
}

/** No letter that looks like another; people copy them from paper. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 6;
const RECOVERY_CODES = 10;

/** Ten of 120 bits each, as in `ABCDEF-GHJKLM-NPQRST-UVWXYZ`. */
export function newRecoveryCodes(): readonly string[] {
  const letter = (): string => LETTERS.charAt(randomInt(LETTERS.length));
  const group = (): string => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: RECOVERY_CODES }, () => Array.from({ length: GROUPS }, group).join('-'));
}

/**
 * What is kept of a recovery code. One plain digest is enough: there is nothing to guess among 120 random bits. Null: it can't be one.
 */
export function recoveryDigest(userId: string, code: string): Buffer | null {
  const letters = code.toUpperCase().replaceAll(/[\s-]/g, '');
  if (letters.length !== GROUPS * GROUP_LENGTH) return null;
  return createHash('sha256').update(`recovery code of ${userId}: ${letters}`).digest();
}

/** As it was typed: `123 456` is a code as well. */
export function tidyCode(code: string): string {
  return code.slice(0, 64).replaceAll(/\s/g, '');
}
