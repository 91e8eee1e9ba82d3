import { newUuid, NO_UUID } from '../../kernel/ids.js';
import { credentialOf } from '../identity/secrets.js';
import { arrayText, callOf, NOBODY, textsOf, type Database, type Row } from '../database.js';
import type { Ender } from '../end-authority.js';
import { digestOf } from './artifacts.js';

/** Where a token of an app works, what it may, and with which data. */
export interface Terms {
  readonly tenant: string;
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
}

/** What an app was let in for by a tenant. */
export interface Activation extends Terms {
  readonly integrationId: string;
}

export interface AskingApp {
  readonly appId: string;
  readonly secret: string;
  /** A slug; empty: the only one. */
  readonly tenant: string;
  /** None: all that it was let in for. */
  readonly wanted: readonly string[];
}

/** Two tenants have let the app in, and it did not say which one it means. */
export class TenantUnclear extends Error {
  override readonly name = 'TenantUnclear';
}

/**
 * Access tokens of apps are tokens of the API like any other, so there is one second wall for all. The database issues one to whoever shows what
 * it rests on: the id of a consent, which is nowhere but in sealed boxes, or the app's own secret.
 */
export class AppTokens {
  constructor(
    private readonly database: Database,
    private readonly ender: Ender,
  ) {}

  async issue(family: string, token: string, scopes: readonly string[], seconds: number): Promise<void> {
    const values = [digestOf(family), newUuid(), digestOf(token), arrayText(scopes), `${String(seconds)} seconds`];
    await this.#call('auth.issue_family_token', values);
  }

  /** Within which bounds an app acts by itself. */
  async activated({ appId, secret, tenant, wanted }: AskingApp): Promise<Activation> {
    const rows = await this.database.run(NOBODY, {
      name: 'activated_app',
      text: `select integration_id, tenant, to_json(scopes), to_json(categories) from auth.activated_app($1, $2, $3, $4)`,
      values: [appId, proofOf(secret), tenant, arrayText(wanted)],
    });
    if (rows.length > 1) throw new TenantUnclear();
    const [integrationId, slug, scopes, categories] = rows[0] ?? [];
    return {
      integrationId: integrationId ?? '',
      tenant: slug ?? '',
      scopes: textsOf(scopes),
      categories: textsOf(categories),
    };
  }

  async issueTo(
    { integrationId, scopes }: Activation,
    by: { readonly appId: string; readonly secret: string; readonly token: string; readonly seconds: number },
  ): Promise<void> {
    const life = `${String(by.seconds)} seconds`;
    const values = [
      by.appId,
      proofOf(by.secret),
      integrationId,
      newUuid(),
      digestOf(by.token),
      arrayText(scopes),
      life,
    ];
    await this.#call('auth.issue_activated_token', values);
  }

  /** What a token, or else all that comes of a consent, may now; undefined: there is none. */
  async termsNow(token: string, family?: string): Promise<Terms | undefined> {
    const [row] = await this.database.run(NOBODY, {
      name: 'terms_now',
      text: 'select tenant, to_json(scopes), to_json(categories) from auth.terms_now($1, $2)',
      values: [digestOf(token), family === undefined ? null : digestOf(family)],
    });
    return row && { tenant: row[0] ?? '', scopes: textsOf(row[1]), categories: textsOf(row[2]) };
  }

  /** Answers when nothing is on its way any more that rests on the token. */
  async end(token: string): Promise<void> {
    const [row] = await this.#call('auth.access_token_id', [digestOf(token)]);
    const id = row?.[0];
    if (typeof id === 'string')
      await this.ender.end(NOBODY, callOf('auth.end_access_token', [digestOf(token)]), { authority: id });
  }

  /** The same for all that came of one consent: nothing of it is issued again. */
  async endFamily(family: string): Promise<void> {
    const ending = callOf('auth.end_token_family', [digestOf(family)]);
    await this.database.run(NOBODY, ending);
    const rows = await this.#call('auth.family_token_ids', [digestOf(family)]);
    // Also where nothing rests on it: what its end has committed is confirmed then.
    const tokens = rows.length > 0 ? rows.map(([id]) => id ?? NO_UUID) : [NO_UUID];
    await Promise.all(tokens.map((authority) => this.ender.end(NOBODY, ending, { authority })));
  }

  #call(name: string, values: readonly (string | null)[]): Promise<Row[]> {
    return this.database.run(NOBODY, callOf(name, values));
  }
}

function proofOf(secret: string): string {
  return `\\x${credentialOf(secret)}`;
}
