import type { Database, Presented } from '../database.js';

const EVERY_MS = 60_000;
const REMEMBERED = 10_000;

/**
 * Tells the database that a session is in use, so that it does not end for idleness, or a token, so that whoever made it sees that. At most
 * once a minute for each session and never in the way of an answer; what is remembered here is bounded, and forgetting it only costs a
 * statement.
 */
export class SessionKeeper {
  private readonly touched = new Map<string, number>();
  private underway = 0;

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  inUse(presented: Presented, now: number = performance.now()): void {
    const { credential, origin } = presented;
    if (credential === '' || this.underway >= 2) return;
    const last = this.touched.get(credential);
    if (last !== undefined && now - last < EVERY_MS) return;
    this.touched.delete(credential);
    this.touched.set(credential, now);
    if (this.touched.size > REMEMBERED) this.touched.delete(this.touched.keys().next().value ?? '');
    this.underway += 1;
    this.database
      .run(
        { credential, tenant: '', ...(origin && { origin }) },
        { name: 'touch_session', text: 'select auth.touch_session()', values: [] },
      )
      .catch(this.onError)
      .finally(() => {
        this.underway -= 1;
      });
  }
}
