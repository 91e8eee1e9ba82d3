import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { LANGUAGE_COOKIE } from '../cookies.js';
import type { ServerContext } from '../server-context.js';
import { languageOf, translate, type Language } from './translate.js';

/** Says what people read of an answer in their language: messages and remedies. Answers in English are not touched. */
export function inLanguage(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind === 'single') sayInLanguage(contextValue, response.body.singleResult);
      },
    }),
  };
}

interface Told {
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

export function sayInLanguage({ request, reply }: ServerContext, told: Told): void {
  const withheld = told.extensions?.withheld as readonly { readonly remedy: string }[] | undefined;
  if (!told.errors && !withheld) return;
  const language = languageAsked(request);
  if (language === 'en') return;
  void reply.header('content-language', language);
  if (told.errors) told.errors = told.errors.map((error) => translated(language, error));
  if (withheld) {
    const remedied = withheld.map((entry) => ({ ...entry, remedy: translate(language, entry.remedy) }));
    told.extensions = { ...told.extensions, withheld: remedied };
  }
}

export function languageAsked({ cookies, headers }: FastifyRequest): Language {
  return languageOf(cookies[LANGUAGE_COOKIE], headers['accept-language']);
}

function translated(language: Language, error: GraphQLFormattedError): GraphQLFormattedError {
  const { message, extensions } = error;
  const remedy = extensions?.remedy;
  return {
    ...error,
    message: translate(language, message),
    ...(extensions && {
      extensions: { ...extensions, ...(typeof remedy === 'string' && { remedy: translate(language, remedy) }) },
    }),
  };
}
