import { errors, type TokenEndpointGrantContext } from 'oidc-provider';
import { TenantUnclear, type AppTokens } from '../../access/oauth/tokens.js';
import { parseId } from '../../kernel/ids.js';
import { isScope } from '../../vocabulary/scopes.js';
import { tenantOf } from '../presented.js';
import { APP_PREFIX } from './names.js';
import { asOAuthError } from './oauth-error.js';
import type { ShownSecrets } from './shown-secrets.js';

interface Asked extends Record<string, unknown> {
  readonly scope?: string;
  /** Of several tenants that have let the app in. */
  readonly tenant?: string;
}

/** A token for an app by itself, in a tenant that has let it in: never more than was activated there. */
export function issueToApp(tokens: AppTokens, shown: ShownSecrets) {
  return async (ctx: TokenEndpointGrantContext<Asked>): Promise<void> => {
    const { client, params, provider } = ctx.oidc;
    const secret = shown.of(ctx);
    const appId = parseId(APP_PREFIX, client.clientId);
    if (secret === undefined || appId === undefined) throw new errors.InvalidGrant('no secret was shown');
    const wanted = (params.scope ?? '').split(' ').filter((scope) => scope !== '');
    if (!wanted.every(isScope)) throw new errors.InvalidScope('there is no such scope', '');
    const asking = { appId, secret, tenant: tenantOf(params.tenant), wanted };
    const activated = await tokens.activated(asking).catch(refused);
    const token = new provider.ClientCredentials({ client, scope: activated.scopes.join(' ') });
    const value = await token.save();
    await tokens.issueTo(activated, { appId, secret, token: value, seconds: token.expiration }).catch(asOAuthError);
    ctx.oidc.entity('ClientCredentials', token);
    ctx.body = { access_token: value, expires_in: token.expiration, token_type: 'Bearer', scope: token.scope };
  };
}

function refused(error: unknown): never {
  if (error instanceof TenantUnclear)
    throw new errors.InvalidRequest('several tenants let this app in: name one as tenant');
  return asOAuthError(error);
}
