/**
 * The page's one way to the API, so that each request carries what the API asks of a browser: the session cookie (which no
 * script can read), the CSRF token from its own cookie, and the tenant. The token is read anew each time and kept nowhere.
 */
const API = '/graphql';
const CSRF_COOKIE = 'csrftoken';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null | undefined;
}

export interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

export interface GraphqlAnswer<Data = unknown> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export async function ask<Data>(
  request: GraphqlRequest,
  headers: Readonly<Record<string, string>> = {},
): Promise<GraphqlAnswer<Data>> {
  let response: Response;
  try {
    response = await fetch(API, {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...csrfHeader(),
        ...headers,
      },
      body: JSON.stringify(request),
    });
  } catch {
    return failure('The API cannot be reached.');
  }
  try {
    return (await response.json()) as GraphqlAnswer<Data>;
  } catch {
    return failure(`The API answered ${String(response.status)} without JSON.`);
  }
}

function csrfHeader(): Record<string, string> {
  const start = `${CSRF_COOKIE}=`;
  const cookie = document.cookie.split('; ').find((pair) => pair.startsWith(start));
  return cookie === undefined ? {} : { 'x-csrf-token': decodeURIComponent(cookie.slice(start.length)) };
}

function failure(message: string): GraphqlAnswer<never> {
  return { errors: [{ message }] };
}
