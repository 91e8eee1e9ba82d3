import { credentialOf } from '../identity/secrets.js';
import type { Database } from '../database.js';

export interface PresentedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  /** Epoch seconds. */
  readonly beganAt: number;
  readonly endsAt: number;
}

/** Which session a secret is of, and whose; undefined where it is nobody's, also because a second factor is still to be shown. */
export async function presentedSession(database: Database, secret: string): Promise<PresentedSession | undefined> {
  const credential = credentialOf(secret);
  if (credential === '') return undefined;
  const [row] = await database.run(
    { credential, tenant: '' },
    { name: 'presented_session', text: 'select * from auth.presented_session()', values: [] },
  );
  const [sessionId, userId, email, beganAt, endsAt] = row ?? [];
  if (typeof sessionId !== 'string' || typeof userId !== 'string') return undefined;
  return { sessionId, userId, email: email ?? '', beganAt: Number(beganAt), endsAt: Number(endsAt) };
}
