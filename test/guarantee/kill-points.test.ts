/** The short form of `npm run kill-points`: every tenth of its points, by a seed that does not change. */
import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';

test('A node that is killed in the middle of a sealed read has shown nothing without its entry, and holds nothing up', async () => {
  const given = ['checker/kill-points.mjs', '--points', '12', '--seed', '20'];
  const { code, output } = await new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
    const child = execFile(process.execPath, given, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: `${stdout}\n${stderr}` });
    });
  });
  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
}, 180_000);
