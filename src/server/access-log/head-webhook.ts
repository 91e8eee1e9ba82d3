import { setTimeout as pause } from 'node:timers/promises';
import type { HeadPlace } from './head-place.js';

export interface WebhookPatience {
  readonly attempts: number;
  /** Before the second attempt; doubled before each further one. */
  readonly firstPauseMs: number;
  readonly timeoutMs: number;
}

const PATIENCE: WebhookPatience = { attempts: 4, firstPauseMs: 250, timeoutMs: 5_000 };

/** What another attempt may well change. */
const PASSING = new Set([408, 425, 429]);

class Refused extends Error {
  override readonly name = 'Refused';
}

/**
 * POSTs the lines to an address. Anything but a 2xx is a failure, also a redirect: heads go where the operator said, and nowhere that an
 * answer says. Errors name no address, because it may hold a secret.
 */
export class HeadWebhook implements HeadPlace {
  readonly name = 'HEAD_URL';
  readonly #url: string;
  readonly #patience: WebhookPatience;

  constructor(url: string, patience: WebhookPatience = PATIENCE) {
    this.#url = url;
    this.#patience = patience;
  }

  /** That nobody answers now does not mean that nobody will. */
  async prepare(): Promise<void> {
    return Promise.resolve();
  }

  async put(lines: readonly string[], signal: AbortSignal): Promise<void> {
    const { attempts, firstPauseMs } = this.#patience;
    const body = `${lines.join('\n')}\n`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#post(body, signal);
        return;
      } catch (error) {
        if (error instanceof Refused || attempt === attempts || signal.aborted) throw error;
      }
      await pause(firstPauseMs * 2 ** (attempt - 1), undefined, { signal });
    }
  }

  async #post(body: string, signal: AbortSignal): Promise<void> {
    let response: Response;
    try {
      response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.#patience.timeoutMs)]),
      });
    } catch {
      throw new Error('The address of HEAD_URL did not answer in time, or not at all.');
    }
    const { ok, status } = response;
    await response.body?.cancel();
    if (ok) return;
    const message = `The address of HEAD_URL answered with ${String(status)}.`;
    throw status >= 500 || PASSING.has(status) ? new Error(message) : new Refused(message);
  }
}
