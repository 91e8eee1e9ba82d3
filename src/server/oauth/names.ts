/** Of ids, as clients name themselves. */
export const APP_PREFIX = 'app';

/** In seconds. */
export const LIFETIMES = {
  /** From the redirect to the exchange. */
  code: 60,
  accessToken: 15 * 60,
  /** Unused for so long, it is over. */
  refreshToken: 30 * 86_400,
  /** All that comes of one consent. */
  family: 365 * 86_400,
  /** For whoever is asked, signing in included. */
  consent: 15 * 60,
};

/** Below the issuer. */
export const PATHS = {
  authorization: '/authorize',
  token: '/token',
  introspection: '/introspect',
  revocation: '/revoke',
  pushed_authorization_request: '/par',
  jwks: '/jwks',
} as const;

export const MOUNTED_AT = '/oauth';

/** Never sent: what the library reads from them is put there from our own session. */
export const COOKIES = { session: 'session', interaction: 'interaction', resume: 'resume' };
