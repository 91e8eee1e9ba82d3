import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { CodedError } from '../kernel/errors.js';
import type { Visit } from '../access/visit.js';
import type { ServerContext } from './server-context.js';

const CHALLENGE = 'Bearer error="invalid_token"';

/**
 * A program whose token holds no more learns it from the status (RFC 6750), and not from a field that is empty: nothing runs, as nobody. What
 * is remembered of a token is not asked again here, so one that has ended since is found out by what runs, and told of afterwards.
 */
export function bearerGate(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue: { shown, visit } }) => {
        if (shown.by === 'bearer' && (await holdsNot(visit))) throw refusal();
      },
      willSendResponse: async ({ operation, response, contextValue: { shown, visit } }) => {
        const { body, http } = response;
        if (shown.by !== 'bearer' || body.kind !== 'single' || !operation || http.status === 401) return;
        const isRefused = body.singleResult.errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
        if (!isRefused || !(await holdsNot(visit))) return;
        http.status = 401;
        http.headers.set('www-authenticate', CHALLENGE);
      },
    }),
  };
}

/** Where nobody can be asked, whatever runs will say so. */
async function holdsNot(visit: Visit): Promise<boolean> {
  return visit.isNobody().catch(() => false);
}

function refusal(): GraphQLError {
  const error = new CodedError(
    'UNAUTHENTICATED',
    'The token in the header authorization does not hold: it is malformed, unknown, revoked or over.',
    { reason: 'UNAUTHENTICATED', remedy: 'Send one that lives, as Bearer and the secret; or no such header at all.' },
  );
  const headers = new HeaderMap([['www-authenticate', CHALLENGE]]);
  return new GraphQLError(error.message, { originalError: error, extensions: { http: { status: 401, headers } } });
}
