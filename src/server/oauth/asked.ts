import { errors, type Client, type KoaContextWithOIDC } from 'oidc-provider';
import { isScope } from '../../vocabulary/scopes.js';
import { PATHS } from './names.js';

/** No scope: all that the app is registered for. None that there is would be a page on which nothing can be allowed. */
export async function demandScopes(ctx: KoaContextWithOIDC, _tenant: unknown, client: Client): Promise<void> {
  const { params, body } = ctx.oidc;
  if (!params || (typeof params.scope === 'string' && params.scope.split(' ').some(isScope))) return;
  // As it came: the library has taken away what it does not know.
  const said = (ctx.method === 'POST' ? body?.scope : ctx.query.scope) ?? '';
  if (said !== '') throw new errors.InvalidScope('none of these scopes can be asked for', '');
  params.scope = client.scope;
}

/** The library knows other ways to answer, and tells by them that they are refused. By a name that it does not know it tells by the one there is. */
export function answerByQuery(ctx: Pick<KoaContextWithOIDC, 'path' | 'query'>): void {
  const { response_mode: mode } = ctx.query;
  if (ctx.path === PATHS.authorization && typeof mode === 'string' && mode !== '' && mode !== 'query')
    ctx.query = { ...ctx.query, response_mode: 'refused' };
}
