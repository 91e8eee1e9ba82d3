import { Provider } from 'oidc-provider';
import type { AppTokens, Terms } from '../../access/oauth/tokens.js';
import { asOAuthError } from './oauth-error.js';

/** By the request that is about the token. */
const known = new WeakMap<object, Terms>();

/** What a token may now, for the answer to the request that is under way; undefined: there is none. */
export async function learnTerms(tokens: AppTokens, token: string, family?: string): Promise<Terms | undefined> {
  const terms = await tokens.termsNow(token, family).catch(asOAuthError);
  const request = Provider.ctx;
  if (terms && request) known.set(request, terms);
  return terms;
}

/** The library tells what was asked for; a scope that was not issued is to be told (RFC 6749, 5.1). */
export function asIssued(request: object, body: unknown): unknown {
  const terms = known.get(request);
  if (!terms || !isAnswer(body) || typeof body.scope !== 'string') return body;
  return { ...body, scope: inTheirOrder(body.scope, terms) };
}

/** What its app is told of a token: where it works, what it may, and with which data. Who consented is nothing that an app has to know. */
export function asIntrospected(request: object, body: unknown): unknown {
  const terms = known.get(request);
  if (!isAnswer(body) || body.active !== true || !terms) return { active: false };
  const { sub: _person, scope = '', ...rest } = body;
  const { tenant, categories } = terms;
  return { tenant, categories, ...rest, ...(typeof scope === 'string' && { scope: inTheirOrder(scope, terms) }) };
}

function inTheirOrder(asked: string, { scopes }: Terms): string {
  return asked
    .split(' ')
    .filter((scope) => scopes.includes(scope))
    .join(' ');
}

function isAnswer(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null;
}
