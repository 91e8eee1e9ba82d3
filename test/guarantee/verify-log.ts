/** The offline verifier as an auditor runs it: files in, verdict out. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Verdict {
  readonly code: number;
  readonly text: string;
}

export async function verifyLog(log: readonly string[], heads: readonly string[], key: string): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-log-'));
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  try {
    const files = [
      await file('log.ndjson', `${log.join('\n')}\n`),
      await file('heads.ndjson', `${heads.join('\n')}\n`),
      await file('key.pem', key),
    ];
    return await runVerifier(files);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function runVerifier(files: readonly string[]): Promise<Verdict> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/verify-log.mjs', ...files], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr });
    });
  });
}
