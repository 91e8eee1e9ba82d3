import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { IncomingHttpHeaders } from 'node:http';
import { LANGUAGE_COOKIE } from '../cookies.js';
import type { Cookies } from '../presented.js';
import type { ServerContext } from '../server-context.js';
import { languageOf, translate, type Language } from './translate.js';

/** Says what people read of an answer in their language: messages and remedies. Answers in English are not touched. */
export function inLanguage(): ApolloServerPlugin<ServerContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind !== 'single') return;
        const { headers, cookies } = contextValue.request;
        const language = sayInLanguage(() => languageAsked(headers, cookies), response.body.singleResult);
        if (language !== null) void contextValue.reply.header('content-language', language);
      },
    }),
  };
}

interface Told {
  errors?: readonly GraphQLFormattedError[];
  extensions?: Record<string, unknown>;
}

/** @returns the language that it was said in, where that is not English */
export function sayInLanguage(asked: () => Language, told: Told): Language | null {
  const withheld = told.extensions?.withheld as readonly { readonly remedy: string }[] | undefined;
  if (!told.errors && !withheld) return null;
  const language = asked();
  if (language === 'en') return null;
  if (told.errors) told.errors = told.errors.map((error) => translated(language, error));
  if (withheld) {
    const remedied = withheld.map((entry) => ({ ...entry, remedy: translate(language, entry.remedy) }));
    told.extensions = { ...told.extensions, withheld: remedied };
  }
  return language;
}

export function languageAsked(headers: IncomingHttpHeaders, cookies: Cookies): Language {
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
