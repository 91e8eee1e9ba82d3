import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { ContactListDocument } from '../generated/gql/graphql.js';

interface Withheld {
  readonly type: string;
  readonly field: string;
  readonly category: string | null;
  readonly reason: string;
  readonly remedy: string;
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
  readonly extensions?: { readonly withheld?: readonly Withheld[] };
}

async function ask<Data, Variables>(
  url: string,
  headers: Record<string, string>,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: print(document), variables }),
  });
  return (await response.json()) as Answer<Data>;
}

/** Null without an entry in `withheld` means empty; null with one means that somebody else may see it. */
export async function contactLines(url: string, headers: Record<string, string>): Promise<string[]> {
  const { data, errors, extensions } = await ask(url, headers, ContactListDocument, { first: 5 });
  if (!data?.contacts) throw new Error(errors?.[0]?.message ?? 'No answer.');
  const ibanWithheld = extensions?.withheld?.find(({ type, field }) => type === 'Contact' && field === 'iban');
  return data.contacts.nodes.map(({ name, iban }) => {
    const shown = ibanWithheld ? `IBAN withheld (${ibanWithheld.reason}). ${ibanWithheld.remedy}` : (iban ?? 'no IBAN');
    return `${name ?? '(no name)'}: ${shown}`;
  });
}
