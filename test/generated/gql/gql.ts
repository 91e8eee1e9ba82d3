/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation GrantSupportAccess($input: GrantSupportAccessInput!) {\n  grantSupportAccess(input: $input) {\n    grant {\n      id\n      status\n      access\n      categories\n      expiresAt\n    }\n  }\n}\n\nmutation RevokeSupportAccess($id: ID!) {\n  revokeSupportAccess(id: $id) {\n    grant {\n      status\n      revokedAt\n    }\n    receipt {\n      effectiveAt\n      drained\n      fenced\n      tookMs\n    }\n  }\n}\n\nmutation RequestSupportAccess($input: RequestSupportAccessInput!) {\n  requestSupportAccess(input: $input) {\n    grant {\n      id\n      status\n    }\n  }\n}\n\nmutation ApproveSupportAccess($id: ID!, $input: ApproveSupportAccessInput) {\n  approveSupportAccess(id: $id, input: $input) {\n    grant {\n      status\n      categories\n    }\n  }\n}\n\nmutation DenySupportAccess($id: ID!, $reason: String) {\n  denySupportAccess(id: $id, reason: $reason) {\n    grant {\n      status\n    }\n  }\n}\n\nmutation ReturnSupportAccess($id: ID!) {\n  returnSupportAccess(id: $id) {\n    grant {\n      status\n    }\n    receipt {\n      tookMs\n    }\n  }\n}": typeof types.GrantSupportAccessDocument,
    "query ContactList($first: Int, $after: String, $where: ContactFilter) {\n  contacts(first: $first, after: $after, where: $where) {\n    nodes {\n      id\n      name\n      email\n      iban\n      company {\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": typeof types.ContactListDocument,
    "mutation SignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    csrfToken\n    viewer {\n      actor\n      role\n      user {\n        id\n        name\n        email\n      }\n      tenants {\n        actor\n        role\n        tenant {\n          slug\n        }\n      }\n    }\n  }\n}\n\nmutation SignOut {\n  signOut\n}\n\nquery Whoami {\n  viewer {\n    actor\n    role\n    user {\n      name\n    }\n  }\n  tenant {\n    id\n    slug\n  }\n}": typeof types.SignInDocument,
    "mutation OpenTicket($input: OpenTicketInput!) {\n  openTicket(input: $input) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation ReplyToTicket($id: ID!, $body: String!) {\n  replyToTicket(id: $id, body: $body) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation CloseTicket($id: ID!) {\n  closeTicket(id: $id) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nfragment TicketParts on Ticket {\n  id\n  subject\n  status\n  messages {\n    nodes {\n      author\n      body\n    }\n  }\n}": typeof types.OpenTicketDocument,
};
const documents: Documents = {
    "mutation GrantSupportAccess($input: GrantSupportAccessInput!) {\n  grantSupportAccess(input: $input) {\n    grant {\n      id\n      status\n      access\n      categories\n      expiresAt\n    }\n  }\n}\n\nmutation RevokeSupportAccess($id: ID!) {\n  revokeSupportAccess(id: $id) {\n    grant {\n      status\n      revokedAt\n    }\n    receipt {\n      effectiveAt\n      drained\n      fenced\n      tookMs\n    }\n  }\n}\n\nmutation RequestSupportAccess($input: RequestSupportAccessInput!) {\n  requestSupportAccess(input: $input) {\n    grant {\n      id\n      status\n    }\n  }\n}\n\nmutation ApproveSupportAccess($id: ID!, $input: ApproveSupportAccessInput) {\n  approveSupportAccess(id: $id, input: $input) {\n    grant {\n      status\n      categories\n    }\n  }\n}\n\nmutation DenySupportAccess($id: ID!, $reason: String) {\n  denySupportAccess(id: $id, reason: $reason) {\n    grant {\n      status\n    }\n  }\n}\n\nmutation ReturnSupportAccess($id: ID!) {\n  returnSupportAccess(id: $id) {\n    grant {\n      status\n    }\n    receipt {\n      tookMs\n    }\n  }\n}": types.GrantSupportAccessDocument,
    "query ContactList($first: Int, $after: String, $where: ContactFilter) {\n  contacts(first: $first, after: $after, where: $where) {\n    nodes {\n      id\n      name\n      email\n      iban\n      company {\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}": types.ContactListDocument,
    "mutation SignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    csrfToken\n    viewer {\n      actor\n      role\n      user {\n        id\n        name\n        email\n      }\n      tenants {\n        actor\n        role\n        tenant {\n          slug\n        }\n      }\n    }\n  }\n}\n\nmutation SignOut {\n  signOut\n}\n\nquery Whoami {\n  viewer {\n    actor\n    role\n    user {\n      name\n    }\n  }\n  tenant {\n    id\n    slug\n  }\n}": types.SignInDocument,
    "mutation OpenTicket($input: OpenTicketInput!) {\n  openTicket(input: $input) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation ReplyToTicket($id: ID!, $body: String!) {\n  replyToTicket(id: $id, body: $body) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation CloseTicket($id: ID!) {\n  closeTicket(id: $id) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nfragment TicketParts on Ticket {\n  id\n  subject\n  status\n  messages {\n    nodes {\n      author\n      body\n    }\n  }\n}": types.OpenTicketDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation GrantSupportAccess($input: GrantSupportAccessInput!) {\n  grantSupportAccess(input: $input) {\n    grant {\n      id\n      status\n      access\n      categories\n      expiresAt\n    }\n  }\n}\n\nmutation RevokeSupportAccess($id: ID!) {\n  revokeSupportAccess(id: $id) {\n    grant {\n      status\n      revokedAt\n    }\n    receipt {\n      effectiveAt\n      drained\n      fenced\n      tookMs\n    }\n  }\n}\n\nmutation RequestSupportAccess($input: RequestSupportAccessInput!) {\n  requestSupportAccess(input: $input) {\n    grant {\n      id\n      status\n    }\n  }\n}\n\nmutation ApproveSupportAccess($id: ID!, $input: ApproveSupportAccessInput) {\n  approveSupportAccess(id: $id, input: $input) {\n    grant {\n      status\n      categories\n    }\n  }\n}\n\nmutation DenySupportAccess($id: ID!, $reason: String) {\n  denySupportAccess(id: $id, reason: $reason) {\n    grant {\n      status\n    }\n  }\n}\n\nmutation ReturnSupportAccess($id: ID!) {\n  returnSupportAccess(id: $id) {\n    grant {\n      status\n    }\n    receipt {\n      tookMs\n    }\n  }\n}"): (typeof documents)["mutation GrantSupportAccess($input: GrantSupportAccessInput!) {\n  grantSupportAccess(input: $input) {\n    grant {\n      id\n      status\n      access\n      categories\n      expiresAt\n    }\n  }\n}\n\nmutation RevokeSupportAccess($id: ID!) {\n  revokeSupportAccess(id: $id) {\n    grant {\n      status\n      revokedAt\n    }\n    receipt {\n      effectiveAt\n      drained\n      fenced\n      tookMs\n    }\n  }\n}\n\nmutation RequestSupportAccess($input: RequestSupportAccessInput!) {\n  requestSupportAccess(input: $input) {\n    grant {\n      id\n      status\n    }\n  }\n}\n\nmutation ApproveSupportAccess($id: ID!, $input: ApproveSupportAccessInput) {\n  approveSupportAccess(id: $id, input: $input) {\n    grant {\n      status\n      categories\n    }\n  }\n}\n\nmutation DenySupportAccess($id: ID!, $reason: String) {\n  denySupportAccess(id: $id, reason: $reason) {\n    grant {\n      status\n    }\n  }\n}\n\nmutation ReturnSupportAccess($id: ID!) {\n  returnSupportAccess(id: $id) {\n    grant {\n      status\n    }\n    receipt {\n      tookMs\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ContactList($first: Int, $after: String, $where: ContactFilter) {\n  contacts(first: $first, after: $after, where: $where) {\n    nodes {\n      id\n      name\n      email\n      iban\n      company {\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"): (typeof documents)["query ContactList($first: Int, $after: String, $where: ContactFilter) {\n  contacts(first: $first, after: $after, where: $where) {\n    nodes {\n      id\n      name\n      email\n      iban\n      company {\n        name\n      }\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    csrfToken\n    viewer {\n      actor\n      role\n      user {\n        id\n        name\n        email\n      }\n      tenants {\n        actor\n        role\n        tenant {\n          slug\n        }\n      }\n    }\n  }\n}\n\nmutation SignOut {\n  signOut\n}\n\nquery Whoami {\n  viewer {\n    actor\n    role\n    user {\n      name\n    }\n  }\n  tenant {\n    id\n    slug\n  }\n}"): (typeof documents)["mutation SignIn($input: SignInInput!) {\n  signIn(input: $input) {\n    csrfToken\n    viewer {\n      actor\n      role\n      user {\n        id\n        name\n        email\n      }\n      tenants {\n        actor\n        role\n        tenant {\n          slug\n        }\n      }\n    }\n  }\n}\n\nmutation SignOut {\n  signOut\n}\n\nquery Whoami {\n  viewer {\n    actor\n    role\n    user {\n      name\n    }\n  }\n  tenant {\n    id\n    slug\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OpenTicket($input: OpenTicketInput!) {\n  openTicket(input: $input) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation ReplyToTicket($id: ID!, $body: String!) {\n  replyToTicket(id: $id, body: $body) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation CloseTicket($id: ID!) {\n  closeTicket(id: $id) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nfragment TicketParts on Ticket {\n  id\n  subject\n  status\n  messages {\n    nodes {\n      author\n      body\n    }\n  }\n}"): (typeof documents)["mutation OpenTicket($input: OpenTicketInput!) {\n  openTicket(input: $input) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation ReplyToTicket($id: ID!, $body: String!) {\n  replyToTicket(id: $id, body: $body) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nmutation CloseTicket($id: ID!) {\n  closeTicket(id: $id) {\n    ticket {\n      ...TicketParts\n    }\n  }\n}\n\nfragment TicketParts on Ticket {\n  id\n  subject\n  status\n  messages {\n    nodes {\n      author\n      body\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;