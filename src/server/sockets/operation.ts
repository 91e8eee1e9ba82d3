import { setTimeout as pause } from 'node:timers/promises';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { Release } from '../../access/seal.js';
import { streamFor, type Subscribed } from '../../access/stream/event-reader.js';
import type { Position, StreamEvent, StreamKey } from '../../access/stream/event-source.js';
import { StreamClosed, type Feed, type Follower } from '../../access/stream/feed.js';
import type { Feeds } from '../../access/stream/feeds.js';
import type { Standing } from '../../access/standing.js';
import type { Corridor } from '../../access/corridor.js';
import { CodedError } from '../../kernel/errors.js';
import { codedErrorOf, formatError } from '../errors.js';
import { logFailures } from '../failure-log.js';
import type { Outbox, Write } from './outbox.js';

export interface OperationParts {
  readonly corridor: Corridor;
  readonly feeds: Feeds;
  readonly outbox: Outbox;
  readonly logger: Logger;
  readonly requestId: string;
  /** Asks whether this socket may still follow what it does. */
  readonly doubted: () => Promise<void>;
  /** It ended by itself, with an error that was told. */
  readonly ended: (operation: Operation, error: CodedError | null) => void;
}

/** What passes: the event is read again, so that none is lost. */
const PASSING: ReadonlySet<string> = new Set(['TIMEOUT', 'UNAVAILABLE', 'CONFLICT']);
const MAX_TRIES = 12;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 5_000;

/** One subscription: event after event, each read when its turn comes, and one on its way at a time. */
export class Operation {
  readonly id: string;
  readonly #subscribed: Subscribed;
  readonly #parts: OperationParts;
  readonly #abort = new AbortController();
  #key: StreamKey | null = null;

  constructor(id: string, subscribed: Subscribed, parts: OperationParts) {
    this.id = id;
    this.#subscribed = subscribed;
    this.#parts = parts;
  }

  /** Says no more, not even why: whoever stops it knows. */
  stop(): void {
    this.#abort.abort();
  }

  /** Says why, and nothing after that. */
  end(error: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort();
    const coded = codedErrorOf(error) ?? null;
    this.#parts.outbox.say({ id: this.id, type: 'error', payload: [this.#formatted(error)] });
    this.#parts.ended(this, coded);
  }

  /** Ends it if this is no longer somebody who may follow. */
  judge(standing: Standing): void {
    const key = streamFor(this.#subscribed, standing);
    if (key instanceof CodedError) this.end(key);
    else if (this.#key && key.place !== this.#key.place) {
      this.end(new CodedError('FORBIDDEN', 'This stream leads to another environment now.', { reason: 'FORBIDDEN' }));
    }
  }

  #isLive(): boolean {
    return !this.#abort.signal.aborted;
  }

  async run(): Promise<void> {
    try {
      await this.#run();
    } catch (error) {
      this.end(error);
    }
  }

  async #run(): Promise<void> {
    const { corridor, feeds, doubted } = this.#parts;
    const { presented } = this.#subscribed;
    const { signal } = this.#abort;
    const key = streamFor(this.#subscribed, await corridor.standings.load(presented));
    if (key instanceof CodedError) throw key;
    this.#key = key;
    const begin = corridor.events.startOf(this.#subscribed, key);
    if (!this.#isLive()) return;
    const follower: Follower = { presented, signal, refused: () => void doubted() };
    const feed = feeds.join(key, follower);
    try {
      let at = begin ?? (await this.#patiently(() => feed.now(follower)));
      while (this.#isLive()) at = await this.#follow(feed, follower, key, at);
    } finally {
      feeds.leave(key, follower);
    }
  }

  async #follow(feed: Feed, follower: Follower, key: StreamKey, after: Position): Promise<Position> {
    let at = after;
    const events = await this.#patiently(() => feed.next(follower, at));
    for (const event of events) {
      if (this.#abort.signal.aborted) break;
      await this.#patiently(() => this.#parts.outbox.turn((write) => this.#deliver(event, key, write)));
      at = event.position;
    }
    return at;
  }

  async #deliver(event: StreamEvent, key: StreamKey, write: Write): Promise<void> {
    const { signal } = this.#abort;
    if (signal.aborted) return;
    const { corridor } = this.#parts;
    const release = new Release(corridor.seals);
    try {
      const answer = await corridor.events.answer(this.#subscribed, key, event, release);
      if (!answer) return;
      const { data, withheld } = answer;
      const told = withheld.map(({ type, field, category, reason, remedy }) => ({
        type,
        field,
        category,
        reason,
        remedy,
      }));
      const payload = { data, ...(told.length > 0 && { extensions: { withheld: told } }) };
      const message = { id: this.id, type: 'next', payload };
      if (await write(message, release, () => !signal.aborted)) return;
      throw new CodedError('TIMEOUT', 'The event was ready too late to be released: consent may have ended since.');
    } finally {
      release.close();
    }
  }

  /** Nothing that passes ends a stream; and whoever is turned away is judged before he is believed to be. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1, waited = FIRST_PAUSE_MS; ; tries += 1, waited = Math.min(waited * 2, LONGEST_PAUSE_MS)) {
      try {
        return await work();
      } catch (error) {
        const passing = error instanceof StreamClosed || PASSING.has(codedErrorOf(error)?.code ?? '');
        if (!passing || tries >= MAX_TRIES || this.#abort.signal.aborted) throw error;
        if (error instanceof StreamClosed) await this.#parts.doubted();
        await pause(waited, undefined, { signal: this.#abort.signal });
      }
    }
  }

  #formatted(error: unknown): GraphQLFormattedError {
    const fault =
      error instanceof GraphQLError
        ? error
        : new GraphQLError('', { originalError: error instanceof Error ? error : new Error(String(error)) });
    const { logger, requestId } = this.#parts;
    logFailures(logger, requestId, [fault]);
    return formatError(fault.toJSON(), fault);
  }
}
