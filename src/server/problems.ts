import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { CodedError, type ErrorCode } from '../kernel/errors.js';
import { formatError, internalError } from './errors.js';
import { sayWhen } from './retry-after.js';

/** What goes wrong before there is an operation, told in the form that GraphQL clients know. */
const SENTENCES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than 1 MiB.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body must be sent as application/json.',
  CHARSET: 'The body must be sent in UTF-8.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its content-length says.',
};

const STATUS: Partial<Record<ErrorCode, number>> = { FORBIDDEN: 403, RATE_LIMITED: 429, UNAVAILABLE: 503 };

export function answerProblem(logger: Logger) {
  return (error: FastifyError | CodedError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof CodedError) {
      const formatted = formatError({ message: error.message }, error);
      sayWhen(reply, [formatted]);
      return send(request, reply.code(STATUS[error.code] ?? 400), formatted);
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      logger.error({ requestId: request.id, err: error }, 'unexpected error');
      return send(request, reply.code(500), internalError(request.id));
    }
    const message =
      SENTENCES[error.code] ?? (status === 400 ? 'The body is not valid JSON.' : 'The request is malformed.');
    return send(request, reply.code(status), { message, extensions: { code: 'BAD_USER_INPUT' } });
  };
}

export function answerUnknownPath(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return send(request, reply.code(404), {
    message: 'There is nothing here; the API is at /graphql.',
    extensions: { code: 'NOT_FOUND' },
  });
}

/** Before its body is read. */
export async function answerWrongMethod(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return send(request, reply.code(405).header('allow', 'GET, POST'), {
    message: 'GraphQL is asked by POST, or by GET for queries.',
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function send(request: FastifyRequest, reply: FastifyReply, error: GraphQLFormattedError): FastifyReply {
  const wanted = request.headers.accept?.includes('application/graphql-response+json') ?? false;
  const type = wanted ? 'application/graphql-response+json' : 'application/json';
  return reply.type(`${type}; charset=utf-8`).send(JSON.stringify({ errors: [error] }));
}
