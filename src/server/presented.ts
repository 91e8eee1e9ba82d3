import type { IncomingHttpHeaders } from 'node:http';
import type { Presented } from '../access/database.js';
import { credentialOf } from '../access/identity/secrets.js';
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

export function shownBy({ authorization, 'x-tenant': tenant }: IncomingHttpHeaders, cookies: Cookies): Shown {
  return shownIn({ authorization, tenant, session: cookies[SESSION_COOKIE] });
}

export interface Credentials {
  readonly authorization: string | undefined;
  readonly tenant: string | string[] | undefined;
  /** Of the cookie. */
  readonly session: string | undefined;
}

export function shownIn({ authorization, tenant: wanted, session: secret = '' }: Credentials): Shown {
  const tenant = tenantOf(wanted);
  if (authorization !== undefined) {
    const token = /^Bearer +([\w-]{1,128})$/i.exec(authorization)?.[1] ?? '';
    return { presented: { credential: credentialOf(token), tenant }, by: 'bearer', secret: token };
  }
  const by = secret === '' ? 'nothing' : 'cookie';
  return { presented: { credential: credentialOf(secret), tenant }, by, secret };
}

function tenantOf(header: string | string[] | undefined): string {
  if (header === undefined || header === '') return '';
  return typeof header === 'string' && SLUG.test(header) ? header : UNKNOWN_TENANT;
}
