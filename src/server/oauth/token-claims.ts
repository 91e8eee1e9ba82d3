import type { AccessToken, ClientCredentials } from 'oidc-provider';
import type { Activation, AppTokens } from '../../access/oauth/tokens.js';
import { asOAuthError } from './oauth-error.js';

type Claims = Pick<Activation, 'tenant' | 'categories'>;

const known = new WeakMap<object, Claims>();

/** For a token that is about to be issued. */
export function claim(token: object, { tenant, categories }: Claims): void {
  known.set(token, { tenant, categories });
}

/** What its app is told of a token besides the scopes: where it works, and with which data. */
export async function claimsOf(
  tokens: AppTokens,
  token: AccessToken | ClientCredentials,
): Promise<Record<string, unknown> | undefined> {
  const claims =
    token.kind === 'AccessToken' ? await tokens.termsOf(token.grantId).catch(asOAuthError) : known.get(token);
  return claims && { ...claims };
}
