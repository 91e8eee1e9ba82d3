import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HeadPlace } from './head-place.js';

const NEWLINE = 10;

/** A file that is only ever appended to; what was put is on the disk. */
export class HeadFile implements HeadPlace {
  readonly name = 'HEAD_FILE';
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async prepare(): Promise<void> {
    try {
      const file = await open(this.#path, 'a+');
      await file.close();
      // The name, too, survives a loss of power.
      const folder = await open(dirname(this.#path), 'r');
      await folder.sync().finally(() => folder.close());
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      throw new Error(
        `HEAD_FILE can't be appended to (${code}): name a file in a folder that this account may write.`,
        {
          cause: error,
        },
      );
    }
  }

  async put(lines: readonly string[]): Promise<void> {
    const file = await open(this.#path, 'a+');
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(1, NEWLINE);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      // A line that a crash cut off must not swallow the next one.
      const start = last[0] === NEWLINE ? '' : '\n';
      await file.appendFile(`${start}${lines.join('\n')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
