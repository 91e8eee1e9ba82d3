import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { credentialOf } from '../../access/identity/secrets.js';
import { LANGUAGE_COOKIE, SESSION_COOKIE } from '../cookies.js';
import { COOKIES, MOUNTED_AT } from './names.js';

export interface Library {
  readonly issuer: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/**
 * Hands a request to the library, which speaks Koa. What it would learn of the request and must not believe is put in place first: where we
 * stand comes from the settings, and of the cookies it sees our session alone. On the way back from consent, which of the requests under way
 * it is stands in the path; the library itself compares the session that consented.
 */
export async function lend(
  { issuer, handle }: Library,
  request: FastifyRequest,
  reply: FastifyReply,
  { path, resumed }: { readonly path: string; readonly resumed?: string },
): Promise<void> {
  const { raw } = request;
  const { host, protocol } = new URL(issuer);
  const { [SESSION_COOKIE]: session = '', [LANGUAGE_COOKIE]: language = '' } = request.cookies;
  const cookies = [
    `${COOKIES.session}=${credentialOf(session) === '' ? '' : session}`,
    `${COOKIES.resume}=${resumed ?? ''}`,
    `${LANGUAGE_COOKIE}=${/^[a-z]{2}$/.test(language) ? language : ''}`,
  ];
  delete raw.headers['x-forwarded-host'];
  delete raw.headers['x-forwarded-for'];
  Object.assign(raw.headers, { host, 'x-forwarded-proto': protocol.slice(0, -1), cookie: cookies.join('; ') });
  const query = raw.url?.includes('?') === true ? raw.url.slice(raw.url.indexOf('?')) : '';
  const mounted: IncomingMessage & { originalUrl?: string } = raw;
  mounted.originalUrl = `${MOUNTED_AT}${path}${query}`;
  raw.url = `${path}${query}`;
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  await handle(raw, reply.raw);
}
