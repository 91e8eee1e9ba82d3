import { credentialOf } from '../identity/secrets.js';
import { NOBODY, textsOf, type Database } from '../database.js';

export interface Agreement {
  readonly title: string;
  readonly version: string;
  readonly text: string;
}

/** An app of a third party, as far as the authorization server must know it. */
export interface KnownApp {
  readonly id: string;
  /** The only tenant that may let it in; null: any may. */
  readonly tenantId: string | null;
  readonly name: string;
  readonly publisher: string;
  readonly website: string | null;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
  /** Between the tenant and whoever makes the app. */
  readonly agreement: Agreement;
  /** Whether it keeps a secret. */
  readonly confidential: boolean;
}

export async function findApp(database: Database, appId: string): Promise<KnownApp | undefined> {
  const [row] = await database.run(NOBODY, {
    name: 'app_of',
    text: `select tenant_id, name, publisher, website, to_json(redirect_uris), to_json(scopes), to_json(categories),
                  agreement_title, agreement_version, agreement_text, confidential
             from auth.app_of($1)`,
    values: [appId],
  });
  if (!row) return undefined;
  const [tenantId = null, name, publisher, website = null, redirectUris, scopes, categories, ...rest] = row;
  const [title, version, text, confidential] = rest;
  return {
    id: appId,
    tenantId,
    name: name ?? '',
    publisher: publisher ?? '',
    website,
    redirectUris: textsOf(redirectUris),
    scopes: textsOf(scopes),
    categories: textsOf(categories),
    agreement: { title: title ?? '', version: version ?? '', text: text ?? '' },
    confidential: confidential === 't',
  };
}

/** Compared by digest, in the database: what is kept of a secret never leaves it. */
export async function appSecretMatches(database: Database, appId: string, secret: string): Promise<boolean> {
  const digest = credentialOf(secret);
  if (digest === '') return false;
  const [row] = await database.run(NOBODY, {
    name: 'app_secret_matches',
    text: 'select auth.app_secret_matches($1, $2)',
    values: [appId, `\\x${digest}`],
  });
  return row?.[0] === 't';
}
