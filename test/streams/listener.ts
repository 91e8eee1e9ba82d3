/** Somebody who follows streams, over a real socket, as a browser or as a program. */
import { createClient, type Client as StreamClient, type FormattedExecutionResult } from 'graphql-ws';
import { WebSocket, type ClientOptions } from 'ws';
import type { Client, Withheld } from '../support/client.js';

export interface Told<Data> {
  readonly data: Data;
  readonly withheld: readonly Withheld[];
}

/** One subscription, and what was heard of it. */
export interface Heard<Data> {
  readonly events: Told<Data>[];
  /** The errors that ended it. */
  readonly ended: Promise<readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[]>;
  /** As soon as there are so many. */
  readonly atLeast: (count: number, withinMs?: number) => Promise<Told<Data>[]>;
  readonly stop: () => void;
}

export interface Listener {
  readonly client: StreamClient;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly hear: <Data>(query: string, variables?: Record<string, unknown>) => Heard<Data>;
  readonly close: () => void;
}

export function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

export function cookiesOf(client: Client): string {
  return [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** Signed in as `client` is: with its cookie and token, from a page of the API's own. */
export function listen(client: Client, url = client.url, headers: Readonly<Record<string, string>> = {}): Listener {
  const { origin } = new URL(url);
  class Browser extends WebSocket {
    constructor(address: string, protocols: string[]) {
      const options: ClientOptions = { headers: { cookie: cookiesOf(client), origin, ...headers } };
      super(address, protocols, options);
    }
  }
  let closed: (event: { code: number; reason: string }) => void = () => undefined;
  const whenClosed = new Promise<{ code: number; reason: string }>((resolve) => (closed = resolve));
  const stream = createClient({
    url: socketUrl(url),
    webSocketImpl: Browser,
    retryAttempts: 0,
    lazy: false,
    onNonLazyError: () => undefined,
    connectionParams: {
      'x-csrf-token': client.cookies.get('csrftoken') ?? '',
      ...(client.tenant !== undefined && { 'x-tenant': client.tenant }),
    },
    on: { closed: (event) => closed(event as { code: number; reason: string }) },
  });
  return {
    client: stream,
    closed: whenClosed,
    hear: (query, variables = {}) => hear(stream, query, variables),
    close: () => void stream.dispose(),
  };
}

function hear<Data>(stream: StreamClient, query: string, variables: Record<string, unknown>): Heard<Data> {
  const events: Told<Data>[] = [];
  let wake: () => void = () => undefined;
  let finish: (errors: readonly { message: string }[]) => void = () => undefined;
  const ended = new Promise<readonly { message: string }[]>((resolve) => (finish = resolve));
  const stop = stream.subscribe<Data>(
    { query, variables },
    {
      next: ({ data, extensions }: FormattedExecutionResult<Data, { withheld?: Withheld[] }>) => {
        if (data) events.push({ data, withheld: extensions?.withheld ?? [] });
        wake();
      },
      error: (error) => finish(Array.isArray(error) ? (error as { message: string }[]) : []),
      complete: () => finish([]),
    },
  );
  const atLeast = async (count: number, withinMs = 10_000): Promise<Told<Data>[]> => {
    const late = Date.now() + withinMs;
    while (events.length < count) {
      const left = late - Date.now();
      if (left <= 0) throw new Error(`Only ${String(events.length)} of ${String(count)} events came.`);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.min(left, 50));
      });
    }
    return events;
  };
  return { events, ended, atLeast, stop };
}

export const CONTACTS = `subscription Contacts($after: String) {
  contactChanged(after: $after) { cursor kind id contact { id name email phone iban } }
}`;

export interface ContactEvent {
  readonly contactChanged: {
    readonly cursor: string;
    readonly kind: 'CREATED' | 'UPDATED' | 'DELETED';
    readonly id: string;
    readonly contact: {
      readonly id: string;
      readonly name: string | null;
      readonly email: string | null;
      readonly phone: string | null;
      readonly iban: string | null;
    } | null;
  };
}

/** Creates a contact; its id. The name is also its address's local part, so it has no spaces. */
export async function addContact(client: Client, name: string): Promise<string> {
  const { data, text } = await client.query<{ createContact: { contact: { id: string } } }>(
    'mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }',
    { input: { name, email: `${name}@example.com` } },
  );
  if (!data) throw new Error(`There is no new contact: ${text}`);
  return data.createContact.contact.id;
}
