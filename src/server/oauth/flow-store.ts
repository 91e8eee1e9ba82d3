import { errors, Provider, type Adapter, type AdapterPayload } from 'oidc-provider';
import { findApp, type KnownApp } from '../../access/oauth/apps.js';
import type { Artifacts } from '../../access/oauth/artifacts.js';
import { presentedSession } from '../../access/oauth/sessions.js';
import type { AppTokens } from '../../access/oauth/tokens.js';
import type { Database } from '../../access/database.js';
import { parseId } from '../../kernel/ids.js';
import { APP_PREFIX } from './names.js';
import { asOAuthError } from './oauth-error.js';
import { learnTerms } from './token-claims.js';

export interface FlowParts {
  readonly database: Database;
  readonly artifacts: Artifacts;
  readonly tokens: AppTokens;
  /** What stands where the library wants a secret; the real one is compared elsewhere. */
  readonly noSecret: string;
}

/** What the authorization server keeps, each kind where it belongs: in sealed rows, among the API's tokens, or nowhere. */
export function flowStore(parts: FlowParts): (kind: string) => Adapter {
  return (kind) => {
    if (kind === 'Client') return new Apps(parts);
    if (kind === 'Session') return new OurSessions(parts);
    if (kind === 'AccessToken' || kind === 'ClientCredentials') return new AccessTokens(kind, parts);
    return new Sealed(kind, parts);
  };
}

const nothing = (): undefined => undefined;

/** Keeps nothing, and finds nothing. */
abstract class Store implements Adapter {
  constructor(protected readonly parts: FlowParts) {}

  async upsert(_id: string, _payload: AdapterPayload, _expiresIn?: number): Promise<void> {
    return nothing();
  }
  async find(_id: string): Promise<AdapterPayload | undefined> {
    return nothing();
  }
  async findByUserCode(): Promise<undefined> {
    return nothing();
  }
  async findByUid(): Promise<undefined> {
    return nothing();
  }
  async consume(_id: string): Promise<void> {
    return nothing();
  }
  async destroy(_id: string): Promise<void> {
    return nothing();
  }
  async revokeByGrantId(_grantId: string): Promise<void> {
    return nothing();
  }
}

class Apps extends Store {
  override async find(id: string): Promise<AdapterPayload | undefined> {
    const uuid = parseId(APP_PREFIX, id);
    const app = uuid === undefined ? undefined : await findApp(this.parts.database, uuid).catch(asOAuthError);
    return app && (metadataOf(id, app, this.parts.noSecret) as AdapterPayload);
  }
}

function metadataOf(id: string, app: KnownApp, noSecret: string): object {
  const redirects = app.redirectUris.length > 0;
  return {
    client_id: id,
    client_name: app.name,
    redirect_uris: [...app.redirectUris],
    response_types: redirects ? ['code'] : [],
    response_modes: ['query'],
    grant_types: [
      ...(redirects ? ['authorization_code', 'refresh_token'] : []),
      ...(app.confidential ? ['client_credentials'] : []),
    ],
    scope: app.scopes.join(' '),
    ...(app.confidential
      ? { token_endpoint_auth_method: 'client_secret_basic', client_secret: noSecret }
      : { token_endpoint_auth_method: 'none' }),
  };
}

/** Who is signed in is known by our own session; the library's reading of it lives as long as a request. */
class OurSessions extends Store {
  override async find(secret: string): Promise<AdapterPayload | undefined> {
    const session = await presentedSession(this.parts.database, secret).catch(asOAuthError);
    if (!session) return undefined;
    const { sessionId, userId, beganAt, endsAt } = session;
    return {
      kind: 'Session',
      jti: secret,
      uid: sessionId,
      accountId: userId,
      loginTs: beganAt,
      iat: beganAt,
      exp: endsAt,
    };
  }
}

class Sealed extends Store {
  constructor(
    private readonly kind: string,
    parts: FlowParts,
  ) {
    super(parts);
  }

  override async upsert(id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> {
    const family = this.kind === 'Grant' ? id : payload.grantId;
    const client = payload.clientId ?? appOf(payload) ?? Provider.ctx?.oidc.client?.clientId;
    const keeping = { family, appId: parseId(APP_PREFIX, client ?? '') ?? null, seconds: Math.max(1, expiresIn) };
    await this.parts.artifacts.keep(this.kind, id, withoutSecrets(payload), keeping).catch(asOAuthError);
  }

  override async find(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.parts.artifacts.find(this.kind, id).catch(asOAuthError);
    if (!found) return undefined;
    return { ...found.payload, jti: id, ...(found.usedAt === null ? {} : { consumed: found.usedAt }) };
  }

  /** Of two at the same moment one is refused here. */
  override async consume(id: string): Promise<void> {
    if (await this.parts.artifacts.use(this.kind, id).catch(asOAuthError)) return;
    throw this.kind === 'PushedAuthorizationRequest'
      ? new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used')
      : new errors.InvalidGrant(`${this.kind} was used at the same moment`);
  }

  override async destroy(id: string): Promise<void> {
    await this.parts.artifacts.discard(this.kind, id).catch(asOAuthError);
  }
}

/** An access token is a token of the API, as the second wall knows them; beside it stands what its app may ask about it. */
class AccessTokens extends Sealed {
  /** What ties it to its family comes first: whoever ends that family finds every token that was issued, or none is issued any more. */
  override async upsert(id: string, payload: AdapterPayload, expiresIn = 0): Promise<void> {
    const { tokens } = this.parts;
    const scopes = (payload.scope ?? '').split(' ').filter((scope) => scope !== '');
    const { grantId } = payload;
    await super.upsert(id, payload, expiresIn);
    if (grantId === undefined) return;
    await tokens.issue(grantId, id, scopes, expiresIn).catch(asOAuthError);
    await learnTerms(tokens, id);
  }

  override async destroy(id: string): Promise<void> {
    await this.parts.tokens.end(id).catch(asOAuthError);
    await super.destroy(id);
  }

  override async revokeByGrantId(grantId: string): Promise<void> {
    await this.parts.tokens.endFamily(grantId).catch(asOAuthError);
  }
}

function appOf({ params }: AdapterPayload): string | undefined {
  const id = params?.client_id;
  return typeof id === 'string' ? id : undefined;
}

/** Neither the id, which is what is presented, nor the secret of the session that a flow began in. */
function withoutSecrets(payload: AdapterPayload): object {
  const { jti: _id, session, ...rest } = payload as AdapterPayload & { session?: { cookie?: string } };
  if (!session) return rest;
  const { cookie: _secret, ...known } = session;
  return { ...rest, session: known };
}
