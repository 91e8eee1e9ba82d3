import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import type { Origin, Presented } from '../access/database.js';
import { credentialOf } from '../access/identity/secrets.js';
import { isTokenSecret } from '../access/identity/token-secrets.js';
import { clientFamily } from './client-family.js';
import { SESSION_COOKIE } from './cookies.js';

/** What a request shows of who it comes from. A browser's cookie travels by itself; a bearer token was put there on purpose. */
export interface Shown {
  readonly presented: Presented;
  readonly by: 'cookie' | 'bearer' | 'nothing';
  readonly secret: string;
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names no tenant: a malformed slug is an unknown one, and not the same as none. */
const UNKNOWN_TENANT = '?';

export type Cookies = Readonly<Record<string, string | undefined>>;

/** @param origin where it comes from, which only what a program shows is judged by */
export function shownBy(
  { authorization, 'x-tenant': tenant }: IncomingHttpHeaders,
  cookies: Cookies,
  origin: () => Origin,
): Shown {
  return shownIn({ authorization, tenant, session: cookies[SESSION_COOKIE], origin });
}

/** Where a request comes from, as events and the ranges of tokens know it. */
export function originOf(request: FastifyRequest): Origin {
  return { address: request.ip, client: clientFamily(request.headers['user-agent']) };
}

export interface Credentials {
  readonly authorization: string | undefined;
  readonly tenant: string | string[] | undefined;
  /** Of the cookie. */
  readonly session: string | undefined;
  readonly origin: () => Origin;
}

export function shownIn({ authorization, tenant: wanted, session: secret = '', origin }: Credentials): Shown {
  const tenant = tenantOf(wanted);
  if (authorization !== undefined) {
    const token = /^Bearer +([\w-]{1,128})$/i.exec(authorization)?.[1] ?? '';
    const presented = { credential: credentialOf(token), tenant };
    // A token may be for some addresses only, and each of its statements says from where it is asked. No session does.
    return {
      presented: isTokenSecret(token) ? { ...presented, origin: origin() } : presented,
      by: 'bearer',
      secret: token,
    };
  }
  // A token is a program's, who puts it there on purpose: in a cookie it is no session, and holds for nothing.
  const session = isTokenSecret(secret) ? '' : secret;
  return { presented: { credential: credentialOf(session), tenant }, by: secret === '' ? 'nothing' : 'cookie', secret };
}

/** As somebody names it, in a header or a form. */
export function tenantOf(named: string | string[] | null | undefined): string {
  if (named === undefined || named === null || named === '') return '';
  return typeof named === 'string' && SLUG.test(named) ? named : UNKNOWN_TENANT;
}
