import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FAULTS } from '../../faults/faults.mjs';
import { ROOT } from './sources.js';

describe('The faults that npm run faults plants', () => {
  test.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', (_name, { file, search, replace, tests }) => {
    const times = readFileSync(join(ROOT, file), 'utf8').split(search).length - 1;
    expect({ file, times }).toEqual({ file, times: 1 });
    expect(replace).not.toBe(search);
    expect(tests.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('have names of their own', () => {
    expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
  });
});
