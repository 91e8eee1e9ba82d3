/** However a run ends, it says so: a checker that ends without a word would be taken for one that found nothing. */
const FAILED = 3;

export function neverSilently() {
  let spoken = false;
  const say = (line) => process.stderr.write(`${line}\n`);
  let leave = () => Promise.resolve();
  const fail = (error) => {
    say(`The checker itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    spoken = true;
    void leave().finally(() => process.exit(FAILED));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.on('exit', (code) => {
    if (spoken) return;
    say(`The checker ended without a verdict (exit code ${code}).`);
    process.exitCode = code === 0 ? FAILED : code;
  });
  const begun = performance.now();
  return {
    /** What would stay behind. */
    beforeLeaving: (work) => {
      leave = work;
    },
    verdict: () => {
      spoken = true;
    },
    every: (seconds, tell) => {
      setInterval(
        () => say(`${Math.round((performance.now() - begun) / 1_000)} s: ${tell()}`),
        seconds * 1_000,
      ).unref();
    },
  };
}
