import { randomUUID } from 'node:crypto';
import { arrayText, NOBODY, type Database } from '../database.js';
import type { Follower } from './feed.js';

/** A third of the time after which a stream counts as gone. */
const KEEP_EVERY_MS = 20_000;

/**
 * Tells the database who follows what on this node, for whoever looks what the end of an access would stop. Nothing waits for it and nothing
 * rests on it: a stream of which the database was not told runs like any other.
 */
export class FollowerRegister {
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #told = new Map<Follower, { readonly id: string; readonly begun: Promise<void> }>();
  readonly #timer: NodeJS.Timeout;
  #work: Promise<void> = Promise.resolve();

  constructor(database: Database, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
    this.#timer = setInterval(() => this.#keep(), KEEP_EVERY_MS).unref();
  }

  begin(follower: Follower, subject: string): void {
    const id = randomUUID();
    const statement = { name: 'follow_stream', text: 'select auth.follow_stream($1, $2)', values: [id, subject] };
    const begun = this.#database.run(follower.presented, statement).then(() => undefined, this.#onError);
    this.#told.set(follower, { id, begun });
  }

  end(follower: Follower): void {
    const told = this.#told.get(follower);
    if (!told) return;
    this.#told.delete(follower);
    this.#work = Promise.all([this.#work, told.begun]).then(() => this.#say([told.id]));
  }

  /** What was to be told has been. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
  }

  #keep(): void {
    if (this.#told.size > 0) this.#work = this.#work.then(() => this.#say([]));
  }

  async #say(over: readonly string[]): Promise<void> {
    const going = [...this.#told.values()].map(({ id }) => id);
    await this.#database
      .run(NOBODY, {
        name: 'keep_streams',
        text: 'select auth.keep_streams($1, $2)',
        values: [arrayText(going), arrayText(over)],
      })
      .catch(this.#onError);
  }
}
