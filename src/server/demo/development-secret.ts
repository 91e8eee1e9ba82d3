import { asOwner } from './as-owner.js';

/** The secret of an installation that was given none: random, and kept by its own database. */
export async function developmentSecret(migrationUrl: string): Promise<string> {
  return asOwner(migrationUrl, async (client) => {
    const { rows } = await client.query<{ secret: Buffer | null }>('select auth.development_secret() as secret');
    const secret = rows[0]?.secret ?? null;
    if (secret === null) throw new Error('The database keeps no development secret: set SECRET_KEY.');
    return secret.toString('hex');
  });
}
