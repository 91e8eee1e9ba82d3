/** How a process is told to stop. One Ctrl-C arrives several times: from the terminal, and once more from the npm that it also reached. */
export interface Told {
  /** The first signal. What comes within two seconds of it is the same one, and means nothing. */
  readonly toStop: Promise<void>;
  /** Somebody says it again later than that: they will not wait for what is still running. */
  readonly toHurry: Promise<void>;
}

const SAME_MS = 2_000;

/** Heard from now on, also while the program is still starting; a signal never ends the process by itself any more. */
export function whenTold(): Told {
  let first: number | undefined;
  let stop: () => void = () => undefined;
  let hurry: () => void = () => undefined;
  const toStop = new Promise<void>((resolve) => (stop = resolve));
  const toHurry = new Promise<void>((resolve) => (hurry = resolve));
  const hear = (): void => {
    first ??= performance.now();
    if (performance.now() - first > SAME_MS) hurry();
    else stop();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, hear);
  return { toStop, toHurry };
}

/** As long as nobody hurries: then it is an error, and what was under way is left to itself. */
export async function unlessHurried<T>(told: Told, work: Promise<T>): Promise<T> {
  // What is left behind may still fail, and then nobody is waiting for it.
  work.catch(() => undefined);
  return Promise.race([
    work,
    told.toHurry.then(() => {
      throw new Error('Told to stop once more: what was still running is broken off.');
    }),
  ]);
}
