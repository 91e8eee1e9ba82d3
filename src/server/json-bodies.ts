import type { FastifyInstance } from 'fastify';
import { badInput } from '../kernel/errors.js';

/** JSON is UTF-8. Whoever says another encoding would be read wrongly, and is told so. */
const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/** As the framework parses it; and what is wrong is said as it is. */
export function registerJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    const charset = CHARSET.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
    if (charset !== 'utf-8' && charset !== 'utf8') {
      done(Object.assign(new Error(charset), { statusCode: 415, code: 'CHARSET' }));
      return;
    }
    void parse(request, body, (error, value) => {
      done(error && isJson(body) ? badInput('The body has a key __proto__ or constructor.prototype.') : error, value);
    });
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
