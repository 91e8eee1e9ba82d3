/** What the database refuses is refused as the law does it: with the reason, and what helps. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { translateDatabaseError } from '../../src/access/database-fault.js';
import { CodedError } from '../../src/kernel/errors.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** What is wrong with a request, or too much of it, and no denial: nobody can give what is missing. */
const NO_DENIAL = ['BAD_USER_INPUT', 'CONFLICT', 'INTERNAL_SERVER_ERROR', 'NOT_FOUND', 'RATE_LIMITED'];

/** Every code that a function of the database refuses under. */
function refused(): readonly string[] {
  const found = new Set<string>();
  for (const name of readdirSync(MIGRATIONS, { recursive: true }) as string[]) {
    if (!name.endsWith('.ts')) continue;
    for (const [, code = ''] of readFileSync(join(MIGRATIONS, name), 'utf8').matchAll(/refuse\('([A-Z_]+)'/g))
      found.add(code);
  }
  return [...found].sort();
}

function translated(code: string): CodedError {
  const fault = translateDatabaseError(Object.assign(new Error('No.'), { code: 'SL001', hint: code }));
  if (!(fault instanceof CodedError)) throw new Error('This is no refusal.');
  return fault;
}

describe('A refusal by the database', () => {
  test('that is a denial says why, and what helps', () => {
    const denials = refused().filter((code) => !NO_DENIAL.includes(code));
    expect(denials).toEqual(
      expect.arrayContaining(['FORBIDDEN', 'INSTRUCTION_REQUIRED', 'SCOPE_MISSING', 'SECOND_FACTOR_REQUIRED']),
    );
    for (const code of [...denials, 'AGREEMENT_REQUIRED', 'WINDOW_REQUIRED', 'CONSENT_REQUIRED'])
      expect(translated(code)).toMatchObject({
        code,
        message: 'No.',
        details: { reason: code, remedy: expect.stringMatching(/^[A-Z].{15,}\.$/) },
      });
  });

  test('that is none says what is wrong, and no more', () => {
    for (const code of NO_DENIAL) expect(translated(code)).toMatchObject({ code, message: 'No.', details: {} });
  });
});
