/** Does something again and again, never twice at once, until it is stopped. */
export class Repeat {
  readonly #work: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  /** @param work tells its own failures, and throws nothing */
  constructor(everyMs: number, work: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#work = work;
  }

  /** @param inMs until the first time */
  start(inMs = this.#everyMs): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#work().then(() => {
        if (!this.#stopped) this.start();
      });
    }, inMs).unref();
  }

  /** What is under way is finished first. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
