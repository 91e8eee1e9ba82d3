/** A program of ours as a process of its own, as npm starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export type Environment = Readonly<Record<string, string>>;

export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

/** The program as npm starts it, with nothing of this process's settings, and at the head of a group as a shell makes one. */
export function start(program: string, environment: Environment, cwd = ROOT): Started {
  const child = spawn(process.execPath, ['scripts/run.mjs', program], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  const take = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return { child, output: () => text, exit: new Promise((resolve) => child.once('exit', resolve)) };
}

export async function untilSaid({ child, output }: Started, words: RegExp): Promise<string> {
  for (;;) {
    const found = words.exec(output())?.[0];
    if (found !== undefined) return found;
    if (child.exitCode !== null) throw new Error(`It ended without saying ${String(words)}: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** As Ctrl-C does: to the whole group, and once more to the program, by the npm that the terminal told as well. */
export async function tellTwice({ child }: Started, signal: NodeJS.Signals): Promise<void> {
  const pid = child.pid ?? 0;
  process.kill(-pid, signal);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(-pid, signal);
}
