/**
 * Codes of the demo world's staff. All tests sign them in over and over, and a code counts once: so before each of these sign-ins the
 * database is made to forget which code came last. Tests about second factors use accounts of their own, and forget nothing.
 */
import { Client } from 'pg';
import { codeAt } from '../../src/access/identity/codes.js';
import { DEMO_ACCOUNTS, DEMO_TOTP_SECRET } from '../../src/server/demo/accounts.js';

const servers = new Map<string, string>();

/** Whose database is where: told by whoever starts a server. */
export function knowServer(origin: string, superuserUrl: string): void {
  servers.set(origin, superuserUrl);
}

/** The code of a secret now, or so many steps of 30 seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  return codeAt(secret, Date.now() + 30_000 * steps);
}

/** For tests that take the codes before or after: none of their steps ends while they are at it. */
export async function earlyInStep(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 5_000) await new Promise((resolve) => setTimeout(resolve, left + 50));
}

const turns = new Map<string, Promise<unknown>>();

/** Signs in with the code that the account needs; undefined where it has no second factor. One sign-in of an account at a time. */
export async function withCode<T>(
  url: string,
  email: string,
  signIn: (code: string | undefined) => Promise<T>,
): Promise<T> {
  const superuserUrl = servers.get(new URL(url).origin);
  const isStaff = DEMO_ACCOUNTS.some((account) => account.email === email && account.staff !== undefined);
  if (superuserUrl === undefined || !isStaff) return signIn(undefined);
  const key = `${superuserUrl} ${email}`;
  const turn = (turns.get(key) ?? Promise.resolve()).then(async () => {
    await forgetCodes(superuserUrl, email);
    return signIn(codeOf(DEMO_TOTP_SECRET));
  });
  turns.set(
    key,
    turn.catch(() => undefined),
  );
  return turn;
}

async function forgetCodes(superuserUrl: string, email: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(
      'update auth.second_factor set last_step = 0 where user_id = (select id from auth.user_account where email = $1)',
      [email],
    );
  } finally {
    await client.end();
  }
}
