/** The API's nodes, each a process of its own: started, suspended, killed and started again. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('preload.mjs', import.meta.url));
const READY = /Sluice is ready at http:\/\/127\.0\.0\.1:(\d+)\//;
const START_LIMIT_MS = 60_000;
const STAMPS_KEPT = 20_000;
/** Of what was written to one WebSocket. */
const WRITES_KEPT = 200;
/** Of what nodes did not expect, so much is kept for the report. */
const UNEXPECTED_KEPT = 20;

export class Node {
  #options;
  #child;
  #asked = new Map();
  /** What nodes said of their own accord, which outlives them. */
  #told = new Map();
  #stopping = false;
  port = 0;
  up = false;
  /** Of each suspension, when it began. */
  suspensions = [];
  /** When it was killed. */
  kills = [];
  /** Of each time that the node ended by itself, what it said last. */
  ends = [];
  /** What it logged as unexpected, the first of it. */
  unexpected = [];
  /** How often it stopped itself just after the check of an event. */
  eventStops = 0;
  /** How often it stopped itself just before the check of a post to a webhook. */
  latePosts = 0;

  /**
   * @param options dist, databaseUrl, secretKey, skewMs, environment;
   *   preload: another module than the usual one; hear: called with its messages; onEnd: called with its last words, instead of a new start
   */
  constructor(name, options) {
    this.name = name;
    this.#options = options;
  }

  async start() {
    const { dist, databaseUrl, secretKey, skewMs, environment, preload = PRELOAD } = this.#options;
    const child = spawn(process.execPath, ['--import', preload, join(dist, 'src/main.js')], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        SECRET_KEY: secretKey,
        PORT: '0',
        POOL_SIZE: '6',
        // Readers of one tenant ask as fast as they can.
        TENANT_CONCURRENCY: '6',
        ACTOR_BUDGET: '1000000000',
        ACTOR_RESTORE_RATE: '1000000000',
        TENANT_BUDGET: '1000000000',
        TENANT_RESTORE_RATE: '1000000000',
        LOG_LEVEL: 'error',
        WEBHOOK_TARGETS: 'any',
        WEBHOOK_RETRIES: '200ms,500ms,1s,2s',
        CHECKER_SKEW_MS: String(skewMs),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message) => {
      if (message.stamped !== undefined) this.#keep(message);
      if (message.latePost) this.latePosts += 1;
      this.#asked.get(message.asked)?.(message.stamps);
      this.#options.hear?.(message);
    });
    let said = '';
    child.once('exit', (code, signal) => {
      const wasUp = this.up;
      if (this.#child !== child || this.#stopping || !wasUp) return;
      this.up = false;
      if (this.#options.onEnd) {
        this.#options.onEnd(said);
        return;
      }
      // Nobody here killed it. It starts again, as a supervisor would start it, and the report tells.
      this.ends.push(`${signal ?? code}: ${said}`);
      void this.restart();
    });
    await new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`Node ${this.name} did not start: ${said}`)), START_LIMIT_MS);
      const hear = (chunk) => {
        said = (said + String(chunk)).slice(-2_000);
        const [, port] = READY.exec(said) ?? [];
        if (port === undefined) return;
        clearTimeout(limit);
        this.port = Number(port);
        this.up = true;
        resolve();
      };
      child.stdout.on('data', hear);
      createInterface({ input: child.stdout }).on('line', (line) => this.#noteUnexpected(line));
      child.stderr.on('data', hear);
      child.once('exit', (code, signal) => {
        clearTimeout(limit);
        reject(new Error(`Node ${this.name} ended (${signal ?? code}): ${said}`));
      });
    });
  }

  /** Again and again, since the database may be away; not for ever, since the build may be broken. */
  async restart() {
    for (let tries = 0; !this.#stopping; tries += 1) {
      try {
        await this.start();
        return;
      } catch (error) {
        if (tries > 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  }

  async suspend(milliseconds) {
    const child = this.#child;
    this.suspensions.push(process.hrtime.bigint());
    child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    child.kill('SIGCONT');
  }

  async killAndRestart() {
    this.up = false;
    this.#child.kill('SIGKILL');
    this.kills.push(process.hrtime.bigint());
    await this.restart();
  }

  /**
   * When the check at the raw write of this request was over, and when the kernel had taken all of the answer, by the clock that all processes of
   * the machine share; null: not known.
   */
  async stampsOf(requestId) {
    const stamps = { ...(await this.#ask(requestId)), ...this.#told.get(requestId) };
    const { checkedAt = null, takenAt = null } = stamps;
    return {
      checkedAt: checkedAt === null ? null : BigInt(checkedAt),
      takenAt: takenAt === null ? null : BigInt(takenAt),
    };
  }

  /** When what was written to a WebSocket had passed its check, and whether the node stopped itself just after that. */
  async writesOf(requestId) {
    await this.#ask(requestId);
    return this.#told.get(requestId)?.writes ?? [];
  }

  /** Also for what it has told before: its answer comes after whatever it was telling. */
  async #ask(requestId) {
    if (!this.up) return {};
    const child = this.#child;
    const stamps = await new Promise((resolve) => {
      const limit = setTimeout(() => resolve({}), 3_000);
      this.#asked.set(requestId, (told) => {
        clearTimeout(limit);
        resolve(told);
      });
      child.send({ ask: requestId }, (error) => error && resolve({}));
    });
    this.#asked.delete(requestId);
    return stamps;
  }

  #keep({ stamped, checkedAt, takenAt, writtenAt, stopped }) {
    const known = this.#told.get(stamped);
    if (stopped) this.eventStops += 1;
    this.#told.set(stamped, {
      ...known,
      ...(writtenAt !== undefined && {
        writes: [...(known?.writes ?? []).slice(1 - WRITES_KEPT), { at: BigInt(writtenAt), stopped }],
      }),
      ...(checkedAt !== undefined && { checkedAt }),
      ...(takenAt !== undefined && { takenAt }),
    });
    if (this.#told.size > STAMPS_KEPT) this.#told.delete(this.#told.keys().next().value);
  }

  #noteUnexpected(line) {
    if (!line.includes('"requestId"') || this.unexpected.length >= UNEXPECTED_KEPT) return;
    try {
      const { requestId, err, path } = JSON.parse(line);
      this.unexpected.push({ node: this.name, requestId, path, ...err });
    } catch {
      // Cut off with the node that wrote it.
    }
  }

  async stop() {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}
