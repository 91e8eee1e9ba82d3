import { newUuid } from '../../kernel/ids.js';
import { credentialOf } from '../identity/secrets.js';
import { arrayText, callOf, type Database, type Origin } from '../database.js';
import type { KnownApp } from './apps.js';
import { digestOf } from './artifacts.js';
import type { AppTokens } from './tokens.js';

/** An environment that somebody looks after. */
export interface Place {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface Giving {
  /** The id under which all that comes of it will be issued. */
  readonly family: string;
  readonly app: KnownApp;
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
  readonly seconds: number;
}

/** Who lets apps in: owners and admins, for a tenant at a time, under their own session. */
export class Consents {
  constructor(
    private readonly database: Database,
    private readonly tokens: AppTokens,
    /** Told that rights have changed. */
    private readonly changed: () => void,
  ) {}

  async placesOf(secret: string): Promise<readonly Place[]> {
    const presented = { credential: credentialOf(secret), tenant: '' };
    const rows = await this.database.run(presented, callOf('auth.addressable_tenants', []));
    return rows
      .filter(([, , , actor, role]) => actor === 'MEMBER' && (role === 'OWNER' || role === 'ADMIN'))
      .map(([id, slug, name]) => ({ id: id ?? '', slug: slug ?? '', name: name ?? '' }));
  }

  /** Somebody who is signed in looks at what waits for an answer: it makes room for others last. */
  async attend(secret: string, waiting: string): Promise<void> {
    const presented = { credential: credentialOf(secret), tenant: '' };
    await this.database.run(presented, callOf('auth.attend_app_artifact', [digestOf(waiting)]));
  }

  /** False: a second owner or admin has to activate it first. */
  async give(secret: string, asking: { tenant: string; origin: Origin }, giving: Giving): Promise<boolean> {
    const { family, app, scopes, categories, seconds } = giving;
    const [row] = await this.database.run(
      { credential: credentialOf(secret), ...asking },
      callOf('auth.let_app_in', [
        digestOf(family),
        app.id,
        newUuid(),
        arrayText(scopes),
        arrayText(categories),
        `${String(seconds)} seconds`,
      ]),
    );
    this.changed();
    return row?.[0] === 'ACTIVE';
  }

  async takeBack(family: string): Promise<void> {
    await this.tokens.endFamily(family);
  }
}
