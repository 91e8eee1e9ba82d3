import { Provider } from 'oidc-provider';

/** What an app has just shown itself by, for as long as its request: proof for the database, which believes nobody's word for it. */
export class ShownSecrets {
  readonly #secrets = new WeakMap<object, string>();

  keep(secret: string): void {
    const request = Provider.ctx;
    if (request) this.#secrets.set(request, secret);
  }

  of(request: object): string | undefined {
    return this.#secrets.get(request);
  }
}
