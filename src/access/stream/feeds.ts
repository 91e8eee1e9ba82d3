import type { Database } from '../database.js';
import type { StreamKey } from './event-source.js';
import { Feed, type Follower } from './feed.js';
import { FollowerRegister } from './follower-register.js';
import { EVERYWHERE } from './hints.js';

/** The streams that somebody on this node follows. Each is looked at every so often whatever hints come; a hint only makes it quick. */
export class Feeds {
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #feeds = new Map<string, Feed>();
  readonly #register: FollowerRegister;
  readonly #timer: NodeJS.Timeout;
  #looking = false;

  constructor(database: Database, pollMs: number, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
    this.#register = new FollowerRegister(database, onError);
    this.#timer = setInterval(() => void this.lookAtAll(), pollMs).unref();
  }

  join(key: StreamKey, follower: Follower): Feed {
    const name = `${key.subject}/${key.place}`;
    let feed = this.#feeds.get(name);
    if (!feed) this.#feeds.set(name, (feed = new Feed(this.#database, key)));
    feed.join(follower);
    this.#register.begin(follower, key.subject);
    return feed;
  }

  leave(key: StreamKey, follower: Follower): void {
    const name = `${key.subject}/${key.place}`;
    const feed = this.#feeds.get(name);
    feed?.leave(follower);
    this.#register.end(follower);
    if (feed?.isEmpty) this.#feeds.delete(name);
  }

  get size(): number {
    return this.#feeds.size;
  }

  /** @param place where something may have happened */
  hinted(place: string): void {
    for (const feed of this.#feeds.values()) {
      if (place === EVERYWHERE || feed.place === place) void feed.hint().catch(this.#onError);
    }
  }

  /** One after the other: looking out takes one connection, however much is followed. */
  async lookAtAll(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (const feed of [...this.#feeds.values()]) await feed.poll().catch(this.#onError);
    } finally {
      this.#looking = false;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#register.stop();
  }
}
