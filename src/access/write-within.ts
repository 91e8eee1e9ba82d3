import type { Release } from './seal.js';

/**
 * What the kernel does not take at once it is given when it can take more, by the runtime and before any timer or code of ours: where the
 * event loop was busy until the gate had closed, all of it would still go out. So only this much is handed over at a time.
 */
const PIECE_BYTES = 65_536;

/**
 * Writes what rests on an authority, the first piece in this very tick, each further one when the kernel has the one before and the gate is
 * still open.
 * @param write resolves when the kernel has it
 * @returns false: the gate closed before the end, and what was to be written has to be cut off
 */
export async function writeWithin(
  release: Release,
  bytes: Buffer,
  write: (piece: Buffer, isLast: boolean) => Promise<void>,
): Promise<boolean> {
  for (let at = 0; at === 0 || at < bytes.length; at += PIECE_BYTES) {
    if (!release.isOpen()) return false;
    await write(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length);
  }
  return true;
}
