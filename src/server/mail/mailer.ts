import type { Logger } from 'pino';
import type { Letter, Post } from '../../access/identity/post.js';
import { CodedError } from '../../kernel/errors.js';
import { languageOf, type Language } from '../language/translate.js';
import { Undeliverable, type Carrier } from './carrier.js';
import { textOf } from './letters.js';

/** What waits is kept in memory: it is lost with the process, and a link can be asked for again. */
const MOST_WAITING = 1_000;
const AT_ONCE = 4;
const AGAIN_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

interface Job {
  readonly work: () => Promise<void>;
  tried: number;
}

export interface MailerParts {
  readonly carrier: Carrier;
  readonly logger: Logger;
  readonly linkLifetimeMs: number;
  /** What links begin with; null: what the server will listen at. */
  readonly base: string | null;
  /** The folder that letters are written into; absent: a mail server takes them. */
  readonly outbox?: string;
}

/**
 * Writes and sends letters beside the requests that caused them. What it logs of a failure is a code: errors of mail servers quote the
 * address, and letters hold links.
 */
export class Mailer implements Post {
  private base: string | null;
  private readonly line: Job[] = [];
  private readonly paused = new Map<Job, NodeJS.Timeout>();
  private running = 0;
  private stopped = false;
  private idle: (() => void) | undefined;

  constructor(private readonly parts: MailerParts) {
    this.base = parts.base;
  }

  /** Told where the server listens, once it does: only then is it said where letters go. */
  listening(address: string): void {
    const { outbox, logger } = this.parts;
    this.base ??= address;
    if (outbox !== undefined) logger.warn({ outbox }, 'SMTP_URL is not set: mails are written into this folder');
  }

  later(language: string, write: () => Promise<readonly Letter[]>): boolean {
    if (this.stopped || this.line.length + this.paused.size >= MOST_WAITING) return false;
    this.add(async () => {
      const read = languageOf(language, undefined);
      for (const letter of await write()) this.add(() => this.send(letter, read));
    });
    return true;
  }

  /** What is at hand is sent within the time; what waits for another try is given up. */
  async stop(withinMs: number): Promise<void> {
    this.stopped = true;
    for (const timer of this.paused.values()) clearTimeout(timer);
    const givenUp = this.paused.size;
    this.paused.clear();
    if (this.running > 0) {
      await Promise.race([
        new Promise<void>((resolve) => (this.idle = resolve)),
        new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref()),
      ]);
    }
    const lost = givenUp + this.line.length + this.running;
    if (lost > 0) this.parts.logger.warn({ mails: lost }, 'mails were lost with this stop');
    this.line.length = 0;
    this.parts.carrier.close();
  }

  private async send(letter: Letter, language: Language): Promise<void> {
    const { carrier, linkLifetimeMs } = this.parts;
    await carrier.carry({ to: letter.to, language, ...textOf(letter, this.base ?? '', linkLifetimeMs, language) });
  }

  private add(work: () => Promise<void>): void {
    this.line.push({ work, tried: 0 });
    this.next();
  }

  private next(): void {
    while (this.running < AT_ONCE) {
      const job = this.line.shift();
      if (!job) break;
      this.running += 1;
      void this.attempt(job).finally(() => {
        this.running -= 1;
        this.next();
        if (this.running === 0) this.idle?.();
      });
    }
  }

  private async attempt(job: Job): Promise<void> {
    try {
      await job.work();
    } catch (error) {
      const pause = isFinal(error) || this.stopped ? undefined : AGAIN_AFTER_MS[job.tried];
      const { logger } = this.parts;
      if (pause === undefined) {
        logger.error({ cause: kindOf(error), tries: job.tried + 1 }, 'a mail was given up');
        return;
      }
      job.tried += 1;
      logger.warn({ cause: kindOf(error), tries: job.tried }, 'a mail was not sent yet');
      const timer = setTimeout(() => {
        this.paused.delete(job);
        this.line.push(job);
        this.next();
      }, pause);
      this.paused.set(job, timer.unref());
    }
  }
}

interface MailFault {
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

function isFinal(error: unknown): boolean {
  if (error instanceof Undeliverable) return true;
  if (error instanceof CodedError) return error.code !== 'UNAVAILABLE' && error.code !== 'TIMEOUT';
  const { code, responseCode } = error as MailFault;
  // A wrong password of ours is ours to mend, and may be by the next try.
  return typeof responseCode === 'number' && responseCode >= 500 && code !== 'EAUTH';
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code, responseCode } = error as MailFault;
  const parts = [error.name, code, responseCode].flatMap((part) =>
    typeof part === 'string' || typeof part === 'number' ? [String(part)] : [],
  );
  return parts.filter((part) => /^\w{1,40}$/.test(part)).join(' ');
}
