import type { StandingToken } from '../../access/standing.js';
import type { TokenTerm, ViewerToken } from '../../entities/viewer-token.js';
import { formatId } from '../../kernel/ids.js';
import type { Law } from '../../policy/law.js';
import { deedsOf, isScope, type Scope } from '../../vocabulary/scopes.js';
import { AUTHORITY_PREFIXES } from '../../vocabulary/actors.js';
import { fieldsOf } from './fields.js';

/** What a token asked for, each part with whether the law opens anything by it now: asked of the same law that reads and writes obey. */
export function viewerToken(token: StandingToken, law: Law): ViewerToken {
  const scopes = token.askedScopes.filter(isScope);
  return {
    id: formatId(AUTHORITY_PREFIXES.API_TOKEN, token.id),
    name: token.name,
    scopes: scopes.map((scope) => scopeTerm(law, scope)),
    categories: token.askedCategories.map((category) => categoryTerm(law, scopes, category)),
    expiresAt: token.expiresAt,
  };
}

function scopeTerm(law: Law, scope: Scope): TokenTerm {
  const verdicts = deedsOf(scope).map(({ action, subject }) => law.may(action, subject));
  const refusal = verdicts.find((verdict) => !verdict.allowed);
  if (!refusal || verdicts.some(({ allowed }) => allowed)) return held(scope);
  return { name: scope, held: false, reason: refusal.reason, message: refusal.message };
}

function categoryTerm(law: Law, scopes: readonly Scope[], category: string): TokenTerm {
  const deeds = scopes.flatMap(deedsOf).flatMap(({ action, subject }) =>
    fieldsOf(subject, law.actor.customFields)
      .filter((field) => field.category === category)
      .map(({ field }) => law.may(action, subject, field)),
  );
  if (deeds.some(({ allowed }) => allowed)) return held(category);
  const [refusal] = deeds;
  const reason = refusal && !refusal.allowed ? refusal.reason : 'SCOPE_MISSING';
  const message =
    refusal && !refusal.allowed ? refusal.message : 'No scope of the token is about records that bear this category.';
  return { name: category, held: false, reason, message };
}

function held(name: string): TokenTerm {
  return { name, held: true, reason: 'ALLOWED', message: 'This is allowed now.' };
}
