import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { printCatalogue, printPolicy } from '../../src/policy/print.js';
import { printVerdicts } from './verdicts.js';

/** Of the checkout, which is where tests are started. */
function kept(path: string): string {
  return readFileSync(join(process.cwd(), path), 'utf8');
}

describe('what is kept as text', () => {
  test('is what the law says, to everybody, of everything', () => {
    const path = 'test/policy/verdicts.txt';
    const printed = printVerdicts();
    if (process.env.WRITE_VERDICTS === 'yes') writeFileSync(join(process.cwd(), path), printed);
    expect(printed.split('\n')).toEqual(kept(path).split('\n'));
  });

  test('is the page and the catalogue that were reviewed', () => {
    expect(printPolicy()).toBe(kept('docs/policy.md'));
    expect(printCatalogue()).toBe(kept('docs/data-catalogue.md'));
  });
});
