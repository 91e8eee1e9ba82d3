import { createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import { Provider, interactionPolicy, type Client, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { appSecretMatches } from '../../access/oauth/apps.js';
import type { Database } from '../../access/database.js';
import { newTokenSecret } from '../../access/identity/token-secrets.js';
import { parseId } from '../../kernel/ids.js';
import { flowStore, type FlowParts } from './flow-store.js';
import { APP_PREFIX, COOKIES, LIFETIMES, MOUNTED_AT, PATHS } from './names.js';
import { asOAuthError } from './oauth-error.js';
import { answerByQuery, demandScopes } from './asked.js';
import { issueToApp } from './client-credentials.js';
import { renderError } from './render-error.js';
import { ShownSecrets } from './shown-secrets.js';
import { asIntrospected, asIssued, learnTerms } from './token-claims.js';

export interface ProviderParts extends Omit<FlowParts, 'noSecret'> {
  readonly issuer: string;
  readonly secretKey: string;
  readonly scopes: readonly string[];
  readonly logger: Logger;
}

/** OAuth 2 as the RFCs say it; who is asked, what is granted and what a token may is decided elsewhere. */
export function createProvider(parts: ProviderParts): Provider {
  const { issuer, logger, database } = parts;
  const provider = new Provider(issuer, configurationOf(parts));
  // Where we stand is in the settings: no request says it.
  provider.proxy = true;
  const failed = (error: unknown): void => logger.error({ err: error }, 'the authorization server failed');
  (provider as EventEmitter).on('error', failed);
  provider.on('server_error', (_ctx, error) => failed(error));
  provider.use(async (ctx, next) => {
    answerByQuery(ctx);
    await next();
    // The cookies of this house are three, and none of them is the library's.
    ctx.remove('set-cookie');
    if (ctx.path.startsWith('/.well-known/')) ctx.body = asOAuthMetadata(ctx.body);
    if (ctx.path === PATHS.token) ctx.body = asIssued(ctx, ctx.body);
    if (ctx.path === PATHS.introspection && ctx.method === 'POST' && ctx.status === 200)
      ctx.body = asIntrospected(ctx, ctx.body);
  });
  const shown = new ShownSecrets();
  provider.registerGrantType('client_credentials', issueToApp(parts.tokens, shown), ['scope', 'tenant']);
  compareByDigest(provider, database, shown);
  nameTokens(provider);
  return provider;
}

/** The library would compare with what it was told; all that is kept of a secret is its digest, and that is in the database. */
function compareByDigest(provider: Provider, database: Database, shown: ShownSecrets): void {
  provider.Client.prototype.compareClientSecret = async function (this: Client, secret: string): Promise<boolean> {
    const appId = parseId(APP_PREFIX, this.clientId) ?? '';
    const matches = await appSecretMatches(database, appId, secret).catch(asOAuthError);
    if (matches) shown.keep(secret);
    return matches;
  };
}

/** In the form of our tokens, by which scanners of leaked secrets know them. */
function nameTokens(provider: Provider): void {
  for (const model of [provider.AccessToken, provider.ClientCredentials, provider.RefreshToken]) {
    const prototype = model.prototype as unknown as { generateTokenId: (this: unknown) => string };
    const generate = prototype.generateTokenId;
    prototype.generateTokenId = function (): string {
      // Sets the format besides.
      generate.call(this);
      return newTokenSecret();
    };
  }
}

function configurationOf(parts: ProviderParts): Configuration {
  const { scopes, secretKey } = parts;
  const { Prompt, Check } = interactionPolicy;
  const consented = new Check(
    'not_consented',
    'an owner or admin must consent',
    'consent_required',
    ({ oidc }: KoaContextWithOIDC) => oidc.result?.consent === undefined,
  );
  return {
    // Fails closed, should the comparison by digest ever be lost.
    adapter: flowStore({ ...parts, noSecret: randomBytes(32).toString('base64url') }),
    jwks: { keys: [signingKey(secretKey)] },
    routes: PATHS,
    scopes: [...scopes],
    claims: { openid: ['sub'] },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { id_token_signed_response_alg: 'EdDSA' },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    enableHttpPostMethods: false,
    extraParams: { tenant: demandScopes },
    formats: { bitsOfOpaqueRandomness: 256 },
    cookies: { names: COOKIES },
    interactions: {
      policy: [new Prompt({ name: 'consent', requestable: true }, consented)],
      url: (_ctx, interaction) => `${MOUNTED_AT}/consent/${interaction.uid}`,
    },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    // Consent is asked for anew each time, and lives with the request.
    loadExistingGrant: async ({ oidc }) => {
      const grantId = oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : oidc.provider.Grant.find(grantId);
    },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    // Whoever revokes a token, of either kind, is done with all that came of the consent.
    revokeGrantPolicy: () => true,
    clientBasedCORS: (_ctx, origin, client) =>
      client.clientAuthMethod === 'none' && (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    renderError,
    ttl: {
      AuthorizationCode: LIFETIMES.code,
      AccessToken: LIFETIMES.accessToken,
      ClientCredentials: LIFETIMES.accessToken,
      RefreshToken: LIFETIMES.refreshToken,
      Grant: LIFETIMES.family,
      Interaction: LIFETIMES.consent,
      Session: LIFETIMES.consent,
      IdToken: LIFETIMES.code,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: async ({ oidc }, client, token) => {
          const family = 'grantId' in token ? token.grantId : undefined;
          const own = token.clientId === client.clientId;
          return own && (await learnTerms(parts.tokens, String(oidc.params?.token), family)) !== undefined;
        },
      },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    },
  };
}

/** The library wants one. Nothing is signed with it: tokens are opaque, and there are no identity tokens. */
function signingKey(secretKey: string): { readonly kty: 'OKP' } {
  const seed = Buffer.from(hkdfSync('sha256', secretKey, '', 'sluice authorization server signing', 32));
  const header = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({ key: Buffer.concat([header, seed]), format: 'der', type: 'pkcs8' });
  return { ...key.export({ format: 'jwk' }), kty: 'OKP' };
}

/** Of OAuth 2, not of OpenID Connect. */
function asOAuthMetadata(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('issuer' in body)) return body;
  const entries = Object.entries(body).filter(([name]) => !/^(claim|id_token_|subject_types_)/.test(name));
  const scopes = (body as { scopes_supported?: readonly string[] }).scopes_supported ?? [];
  return {
    ...Object.fromEntries(entries),
    scopes_supported: scopes.filter((scope) => scope !== 'openid'),
    response_modes_supported: ['query'],
  };
}
