import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError } from '../kernel/errors.js';
import { withoutValues } from './without-values.js';

/**
 * What a client hears of an error. Only what was written for a client passes: a `CodedError`, and what graphql-js and Apollo say about the
 * request itself. Everything else is one sentence and, added later, the request's id.
 */
export const INTERNAL = 'INTERNAL_SERVER_ERROR';

export function internalError(requestId: string): GraphQLFormattedError {
  return { message: 'Something went wrong here.', extensions: { code: INTERNAL, requestId } };
}

/** The refusal behind an error, if it is one of ours. */
export function codedErrorOf(error: unknown): CodedError | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = originalOf(cause)) {
    if (cause instanceof CodedError) return cause;
  }
  return undefined;
}

function originalOf(error: Error): unknown {
  return error instanceof GraphQLError ? error.originalError : undefined;
}

export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const coded = codedErrorOf(error);
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (coded) {
    const { code, details } = coded;
    const { reason, remedy, argument, retryAfter } = details;
    return {
      message: coded.message,
      ...place,
      extensions: {
        code,
        ...(reason && { reason }),
        ...(remedy && { remedy }),
        ...(argument && { argument }),
        ...(retryAfter !== undefined && { retryAfter }),
      },
    };
  }
  const code = clientCode(formatted, error);
  if (code === INTERNAL) return { message: 'Something went wrong here.', ...place, extensions: { code } };
  const message = formatted.message.startsWith(NO_INTROSPECTION) ? INTROSPECTION_IS_OFF : formatted.message;
  return { message: withoutValues(withoutSuggestion(message)), ...place, extensions: { code } };
}

const ABOUT_THE_REQUEST: Readonly<Record<string, string>> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_FOUND: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'BAD_USER_INPUT',
};

const NO_INTROSPECTION = 'GraphQL introspection is not allowed by Apollo Server';
const INTROSPECTION_IS_OFF =
  'Introspection is off here (the setting INTROSPECTION); the schema is public as the file schema.graphql.';
const BLOCKED = 'This operation has been blocked as a potential Cross-Site Request Forgery';

function clientCode(formatted: GraphQLFormattedError, error: unknown): string {
  if (formatted.message.startsWith(BLOCKED)) return 'CSRF';
  if (isArgumentError(error)) return 'BAD_USER_INPUT';
  return ABOUT_THE_REQUEST[String(formatted.extensions?.code)] ?? INTERNAL;
}

/** graphql-js finds some faults of arguments only while it executes, and gives them no code. */
function isArgumentError(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  const own = error.originalError === undefined || error.originalError instanceof GraphQLError;
  return own && error.extensions.code === undefined && error.message.startsWith('Argument "');
}

/** The schema is public as a file; an error message is no place to search it. */
function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean [\s\S]*\?$/, '');
}

/** A refusal of the whole request, before anything was executed, with an HTTP status of its own. */
export function requestRefusal(error: CodedError, status: number): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { http: { status } } });
}
