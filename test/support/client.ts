/** A client as a browser is one: it keeps cookies, and shows the CSRF token of its session. */
import { print, type GraphQLFormattedError } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { withCode } from './second-factor.js';
import { SignInDocument, type SignInMutation } from '../generated/gql/graphql.js';

export const PASSWORD = 'correct-horse-battery-staple';

export interface Withheld {
  readonly type: string;
  readonly field: string;
  readonly category: string | null;
  readonly reason: string;
  readonly remedy: string;
}

export interface Cost {
  readonly requested: number;
  readonly actual: number;
  readonly available: number;
  readonly restoreRate: number;
}

export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  /** Without what it cost, which changes with the time of day. */
  readonly text: string;
  readonly cost: Cost | undefined;
  readonly data: Data | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  readonly withheld: readonly Withheld[];
  /** Code of the first error. */
  readonly code: string | undefined;
}

type HeaderMap = Readonly<Record<string, string>>;

export class Client {
  readonly cookies = new Map<string, string>();
  tenant: string | undefined;

  constructor(
    readonly url: string,
    tenant?: string,
  ) {
    this.tenant = tenant;
  }

  async ask<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    headers: HeaderMap = {},
  ): Promise<Answer<Data>> {
    return this.send<Data>({ query: print(document), variables }, headers);
  }

  async query<Data = Readonly<Record<string, unknown>>>(
    query: string,
    variables: object = {},
    headers: HeaderMap = {},
  ): Promise<Answer<Data>> {
    return this.send<Data>({ query, variables }, headers);
  }

  async signIn(email: string, password: string = PASSWORD): Promise<SignInMutation['signIn']> {
    const { data, text } = await withCode(this.url, email, (code) =>
      this.ask(SignInDocument, { input: { email, password, ...(code !== undefined && { code }) } }),
    );
    if (!data) throw new Error(`${email} was not signed in: ${text}`);
    return data.signIn;
  }

  async send<Data>(body: unknown, headers: HeaderMap = {}): Promise<Answer<Data>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.own(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return read<Data>(response);
  }

  private own(): HeaderMap {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const token = this.cookies.get('csrftoken');
    return {
      ...(cookie && { cookie }),
      ...(token !== undefined && { 'x-csrf-token': token }),
      ...(this.tenant !== undefined && { 'x-tenant': this.tenant }),
    };
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else if (attributes.some((one) => one.startsWith('Expires=Thu, 01 Jan 1970'))) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(name.length + 1));
  }
}

const COST = /(,?)"cost":\{[^}]*\}(,?)/;

export async function read<Data>(response: Response): Promise<Answer<Data>> {
  const whole = await response.text();
  const text = whole.replace(COST, (_cost, before: string, after: string) => (before && after ? ',' : ''));
  const body = JSON.parse(whole) as {
    data?: Data | null;
    errors?: GraphQLFormattedError[];
    extensions?: { withheld?: Withheld[]; cost?: Cost };
  };
  const errors = body.errors ?? [];
  return {
    status: response.status,
    headers: response.headers,
    text: text.replace(',"extensions":{}', ''),
    cost: body.extensions?.cost,
    data: body.data,
    errors,
    withheld: body.extensions?.withheld ?? [],
    code: errors[0]?.extensions?.code as string | undefined,
  };
}

/** Signed in as one of the demo world's accounts. */
export async function clientFor(url: string, email: string, tenant?: string): Promise<Client> {
  const client = new Client(url, tenant);
  await client.signIn(email);
  return client;
}
