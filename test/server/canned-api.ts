/**
 * The playground before a server with a few canned answers: enough of the public schema for a page to sign in, choose a
 * tenant and run its ready queries against, and nothing that could make a test of the page depend on the law.
 */
import fastifyCookie from '@fastify/cookie';
import Fastify from 'fastify';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { registerPlayground, sendPlayground, wantsPlayground } from '../../src/server/playground/playground.js';

export const PASSWORD = 'correct-horse-battery-staple';

export interface CannedApi {
  readonly url: string;
  /** The headers of every request to the API since the start, oldest first, with the operation's text. */
  readonly requests: readonly { readonly headers: Readonly<Record<string, unknown>>; readonly query: string }[];
  stop(): Promise<void>;
}

interface Account {
  readonly name: string;
  readonly actor: string;
  readonly role: string | null;
  readonly tenants: readonly { readonly slug: string; readonly name: string }[];
}

const ACME = { slug: 'acme', name: 'Acme Fietsen' };
const GLOBEX = { slug: 'globex', name: 'Globex' };

const ACCOUNTS: Readonly<Record<string, Account>> = {
  'owner@acme.test': { name: 'Lotte Peeters', actor: 'MEMBER', role: 'OWNER', tenants: [ACME] },
  'viewer@acme.test': { name: 'Bram de Wit', actor: 'MEMBER', role: 'VIEWER', tenants: [ACME] },
  'accountant@books.test': { name: 'Noor Claes', actor: 'EXTERNAL', role: null, tenants: [ACME, GLOBEX] },
  'support@vendor.test': { name: 'Sam Visser', actor: 'SUPPORT', role: null, tenants: [] },
};

const SCHEMA = buildSchema(`
  type Query { viewer: Viewer! contacts(first: Int): ContactConnection tenant: Tenant }
  type Viewer { actor: String! user: User tenants: [TenantAccess!]! }
  type User { name: String }
  type TenantAccess { tenant: Tenant! actor: String! role: String }
  type Tenant { slug: String! name: String! gdpr: GdprSettings }
  type GdprSettings { accessLog(first: Int): AccessEntryConnection! }
  type AccessEntryConnection { edges: [AccessEntryEdge!]! }
  type AccessEntryEdge { node: AccessEntry! }
  type AccessEntry { at: String! actor: String! actorName: String! purpose: Purpose reason: String disclosed: [Disclosed!]! }
  type Disclosed { subject: String! fields: [String!]! count: Int! }
  type ContactConnection { nodes: [Contact!]! totalCount: Int! }
  "A person that the tenant knows."
  type Contact { name: String email: String phone: String iban: String company: Company }
  type Company { name: String }
  enum Purpose { SUPPORT_TICKET }
  input SignInInput { email: String! password: String! code: String }
  type SignInPayload { viewer: Viewer! csrfToken: String! }
  input GrantSupportAccessInput { categories: [String!]! purpose: Purpose! = SUPPORT_TICKET reason: String }
  type SupportGrant { id: ID! status: String! categories: [String!]! expiresAt: String revokedAt: String }
  type SupportGrantPayload { grant: SupportGrant! }
  type Receipt { effectiveAt: String! drained: Int! fenced: Int! tookMs: Float! }
  type RevokeSupportAccessPayload { grant: SupportGrant! receipt: Receipt! }
  type Mutation {
    signIn(input: SignInInput!): SignInPayload!
    signOut: Boolean!
    grantSupportAccess(input: GrantSupportAccessInput!): SupportGrantPayload!
    revokeSupportAccess(id: ID!): RevokeSupportAccessPayload!
  }
`);

/** Two people have no e-mail address: empty, not withheld. */
const CONTACTS = [
  ['Anouk Janssens', 'anouk@example.test', '+32 470 12 34 56', 'Brouwerij De Kroon'],
  ['Daan van Dijk', null, '+31 6 12345678', 'Van Dijk Bouw'],
  ['Emma Maes', 'emma@example.test', '+32 471 22 33 44', 'Brouwerij De Kroon'],
  ['Finn Bakker', null, '+31 6 87654321', 'Bakker & Zonen'],
  ['Julie Wouters', 'julie@example.test', '+32 472 33 44 55', 'Wouters Advies'],
].map(([name, email, phone, company]) => ({ name, email, phone, iban: null, company: { name: company } }));

const IBAN_WITHHELD = {
  type: 'Contact',
  field: 'iban',
  category: 'FINANCIAL',
  reason: 'FORBIDDEN',
  remedy: 'An owner or admin of Acme Fietsen can give you a role that sees FINANCIAL.',
};

export async function startCannedApi(): Promise<CannedApi> {
  const fastify = Fastify({ forceCloseConnections: true });
  const requests: { headers: Readonly<Record<string, unknown>>; query: string }[] = [];
  const sessions = new Map<string, string>();
  await fastify.register(fastifyCookie);
  await registerPlayground(fastify);

  fastify.get('/graphql', (request, reply) =>
    wantsPlayground(request) ? sendPlayground(reply) : reply.code(400).send({ errors: [{ message: 'No query.' }] }),
  );

  fastify.post<{ Body: { query: string; variables?: Record<string, unknown>; operationName?: string } }>(
    '/graphql',
    async (request, reply) => {
      const { query, variables, operationName } = request.body;
      requests.push({ headers: request.headers, query });
      const account = ACCOUNTS[sessions.get(request.cookies.session ?? '') ?? ''];
      const tenant = request.headers['x-tenant'] ?? account?.tenants[0]?.slug;
      const answer = await graphql({
        schema: SCHEMA,
        source: query,
        variableValues: variables ?? null,
        operationName: operationName ?? null,
        rootValue: {
          viewer: viewerOf(account),
          contacts: () => contactsFor(account, tenant),
          tenant: { ...ACME, gdpr: { accessLog: { edges: [] } } },
          signIn: ({ input }: { input: { email: string; password: string } }) => {
            const found = input.password === PASSWORD ? ACCOUNTS[input.email] : undefined;
            if (!found) throw denial('E-mail and password do not match.', 'UNAUTHENTICATED');
            const [session, csrfToken] = [randomUUID(), randomUUID()];
            sessions.set(session, input.email);
            void reply.setCookie('session', session, { path: '/', httpOnly: true, sameSite: 'lax' });
            void reply.setCookie('csrftoken', csrfToken, { path: '/', sameSite: 'lax' });
            return { csrfToken, viewer: viewerOf(found) };
          },
          signOut: () => {
            sessions.delete(request.cookies.session ?? '');
            void reply.clearCookie('session', { path: '/' }).clearCookie('csrftoken', { path: '/' });
            return true;
          },
        },
      });
      const shown = account?.role === 'VIEWER' && query.includes('iban');
      return { ...answer, ...(shown ? { extensions: { withheld: [IBAN_WITHHELD] } } : {}) };
    },
  );

  await fastify.listen({ host: '127.0.0.1', port: 0 });
  const { port } = fastify.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}`, requests, stop: () => fastify.close() };
}

function viewerOf(account: Account | undefined) {
  const tenants = account?.tenants.map((tenant) => ({ tenant, actor: account.actor, role: account.role })) ?? [];
  return { actor: account?.actor ?? 'ANONYMOUS', user: account ? { name: account.name } : null, tenants };
}

function contactsFor(account: Account | undefined, tenant: unknown) {
  if (!account) throw denial('Sign in first.', 'UNAUTHENTICATED');
  if (account.actor === 'SUPPORT') throw denial(`No consent of ${String(tenant)} covers contacts.`, 'CONSENT_REQUIRED');
  return { totalCount: 2000, nodes: CONTACTS };
}

function denial(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
