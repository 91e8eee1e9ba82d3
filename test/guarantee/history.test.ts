/**
 * The short form of `npm run checker`: three nodes, all faults, half a minute, a seed that does not change; and the proof that it can fail, for
 * two of the protections that `npm run checker:mutants` switches off.
 */
import { describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';

const SEED = '20';

function runChecker(...given: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...given], { maxBuffer: 16 * 1024 * 1024 }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: `${stdout}\n${stderr}` });
    });
  });
}

describe('The history of many readers, owners and faults', () => {
  test('holds no value that was written after the last authority that opened it had ended, and none that is not in the log', async () => {
    const { code, output } = await runChecker('checker/main.mjs', '--short', '--minutes', '0.5', '--seed', SEED);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  }, 180_000);

  test.each(['fingerprint check', 'seal until'])(
    'is found to be wrong where one protection is switched off: %s',
    async (protection) => {
      const { code, output } = await runChecker(
        'checker/prove.mjs',
        ...['--samples', '1', '--survive', '0', '--only', protection, '--seed', SEED],
      );
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    },
    180_000,
  );
});
