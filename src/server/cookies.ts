import type { FastifyReply } from 'fastify';
import type { NewSession } from '../access/identity/account.js';

/**
 * A browser's session: one cookie that no script can read, and beside it the token that scripts of this site send along with changes. Both
 * live as long as the browser does; how long the session lives is the database's to say.
 */
export const SESSION_COOKIE = 'session';
export const CSRF_COOKIE = 'csrftoken';
/** Set by pages, as their user chose; it only picks the language of messages. */
export const LANGUAGE_COOKIE = 'language';

export class SessionCookies {
  constructor(private readonly production: boolean) {}

  set(reply: FastifyReply, session: NewSession): void {
    void reply.setCookie(SESSION_COOKIE, session.secret, { ...this.attributes, httpOnly: true });
    void reply.setCookie(CSRF_COOKIE, session.csrfToken, this.attributes);
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(SESSION_COOKIE, { ...this.attributes, httpOnly: true });
    void reply.clearCookie(CSRF_COOKIE, this.attributes);
  }

  /** As of a `__Host-` cookie: this host only, the whole of it, and over TLS wherever it is for real. */
  private get attributes(): { path: string; sameSite: 'lax'; secure: boolean } {
    return { path: '/', sameSite: 'lax', secure: this.production };
  }
}
