import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { CsrfTokens } from '../access/identity/secrets.js';
import { CodedError } from '../kernel/errors.js';
import { requestRefusal } from './errors.js';
import type { Origins } from './origins.js';
import type { Shown } from './presented.js';
import type { ServerContext } from './server-context.js';

const SIGN_IN = 'signIn';
/** What compares a secret: one operation tries one, so that aliases guess no faster than requests do. */
const AUTHENTICATION: ReadonlySet<string> = new Set([
  SIGN_IN,
  'changePassword',
  'enrollSecondFactor',
  'confirmSecondFactor',
  'disableSecondFactor',
  'stepUp',
  'requestPasswordReset',
  'resetPassword',
  'requestEmailVerification',
  'verifyEmail',
  'requestEmailChange',
  'confirmEmailChange',
]);

/**
 * Looks at an operation before anything of it runs. A browser sends its cookie along whoever makes it ask, so a change under a cookie must
 * show the token that only pages of this site can read. Signing in has no session yet: there the page's origin decides.
 */
export function requestGate(csrfTokens: CsrfTokens, origins: Origins): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, document, contextValue }) => {
        if (!operation || operation.operation === 'query') return;
        if (operation.operation === 'subscription') throw requestRefusal(overHttp(), 400);
        const names = rootFields(document, operation);
        const signIns = names.filter((name) => name === SIGN_IN).length;
        if (names.filter((name) => AUTHENTICATION.has(name)).length > 1) throw requestRefusal(onceOnly(), 400);
        const { request, shown } = contextValue;
        const changesUnderCookie = shown.by === 'cookie' && signIns < names.length;
        if ((signIns > 0 || changesUnderCookie) && !origins.admits(request)) throw requestRefusal(foreignPage(), 403);
        if (changesUnderCookie && !bearsToken(csrfTokens, request, shown)) throw requestRefusal(noToken(), 403);
      },
    }),
  };
}

function bearsToken(csrfTokens: CsrfTokens, request: FastifyRequest, shown: Shown): boolean {
  const token = request.headers['x-csrf-token'];
  return typeof token === 'string' && csrfTokens.matches(shown.secret, token);
}

/** The names of all root fields, as often as they are written, in fragments and out. The document is valid, so no fragment holds itself. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const inside = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return inside(selection.selectionSet);
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? inside(fragment.selectionSet) : [];
    });
  return inside(operation.selectionSet);
}

function noToken(): CodedError {
  return new CodedError('CSRF', 'A change under a session cookie must bear the CSRF token of that session.', {
    remedy: 'Send the header x-csrf-token with the value that signIn returned, which is also in the cookie csrftoken.',
  });
}

function foreignPage(): CodedError {
  return new CodedError('CSRF', 'This page may not act for somebody who is signed in here.', {
    remedy: 'Whoever runs the API can name its origin in ALLOWED_ORIGINS.',
  });
}

function onceOnly(): CodedError {
  return new CodedError('BAD_USER_INPUT', 'One operation tries one password, code or link.');
}

function overHttp(): CodedError {
  return new CodedError('BAD_USER_INPUT', 'A subscription does not run over plain HTTP.');
}
