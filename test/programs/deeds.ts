/** What owners do to tokens and integrations, and programs under them. */
import { createHash } from 'node:crypto';
import { Client, type Answer } from '../support/client.js';
import type { Stage } from '../consent/stage.js';

export const TOKEN =
  'id name status scopes categories addressRanges createdAt expiresAt lastUsedAt revokedAt revokedHow approvedAt integration { id } maker { email }';
export const INTEGRATION = `id name thirdParty status ground scopes categories agreementTitle agreementVersion agreementHash activatedAt
  deactivatedAt deactivatedHow activatedBy { email }`;
const RECEIPT = 'receipt { effectiveAt drained fenced tookMs statement }';

export interface TokenShown {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
  readonly addressRanges: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly revokedHow: string | null;
  readonly approvedAt: string | null;
  readonly integration: { readonly id: string } | null;
  readonly maker: { readonly email: string } | null;
}

export interface IntegrationShown {
  readonly id: string;
  readonly status: string;
  readonly scopes: readonly string[];
  readonly categories: readonly string[];
  readonly deactivatedHow: string | null;
  readonly activatedBy: { readonly email: string } | null;
}

export interface Receipt {
  readonly effectiveAt: string;
  readonly drained: number;
  readonly fenced: number;
  readonly tookMs: number;
  readonly statement: string;
}

type Input = Readonly<Record<string, unknown>>;
type Made = Readonly<{ createApiToken: { token: TokenShown; secret: string } }>;
type EndedToken = Readonly<{ revokeApiToken: { token: TokenShown; receipt: Receipt } }>;
type Activated = Readonly<{ activateIntegration: { integration: IntegrationShown; receipt: Receipt } }>;
type Deactivated = Readonly<{ deactivateIntegration: { integration: IntegrationShown; receipt: Receipt } }>;

export function tryToken(member: Client, input: Input = {}): Promise<Answer<Made>> {
  return member.query(
    `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token { ${TOKEN} } secret } }`,
    { input: { name: 'Newsletter', scopes: ['contacts:read'], categories: ['CONTACT_DETAILS'], ...input } },
  );
}

export async function makeToken(member: Client, input: Input = {}): Promise<Made['createApiToken']> {
  const { data, text } = await tryToken(member, input);
  if (!data) throw new Error(`No token was made: ${text}`);
  return data.createApiToken;
}

export function tryRevokeToken(member: Client, id: string): Promise<Answer<EndedToken>> {
  return member.query(`mutation ($id: ID!) { revokeApiToken(id: $id) { token { ${TOKEN} } ${RECEIPT} } }`, { id });
}

export async function revokeToken(member: Client, id: string): Promise<EndedToken['revokeApiToken']> {
  const { data, text } = await tryRevokeToken(member, id);
  if (!data) throw new Error(`No token was revoked: ${text}`);
  return data.revokeApiToken;
}

/** A program that presents a secret. */
export class Program {
  readonly #client: Client;
  readonly #secret: string;

  constructor(url: string, secret: string) {
    this.#client = new Client(url);
    this.#secret = secret;
  }

  query<Data = Readonly<Record<string, unknown>>>(
    text: string,
    variables: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Data>> {
    return this.#client.query<Data>(text, variables, { authorization: `Bearer ${this.#secret}`, ...headers });
  }
}

export function programOf(stage: Stage, secret: string, node = 0): Program {
  return new Program(stage.nodes[node]?.url ?? '', secret);
}

export const AGREEMENT = { title: 'Processing by Mailer', version: '3', hash: hashOf('You send our letters.') };

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function tryPropose(
  member: Client,
  input: Input = {},
): Promise<Answer<{ proposeIntegration: { integration: IntegrationShown } }>> {
  return member.query(
    `mutation ($input: ProposeIntegrationInput!) { proposeIntegration(input: $input) { integration { ${INTEGRATION} } } }`,
    {
      input: {
        name: 'Mailer',
        thirdParty: 'Mailer BV',
        scopes: ['contacts:read'],
        categories: ['CONTACT_DETAILS', 'IDENTITY'],
        ...input,
      },
    },
  );
}

export function tryActivate(member: Client, id: string, input: Input = {}): Promise<Answer<Activated>> {
  return member.query(
    `mutation ($id: ID!, $input: ActivateIntegrationInput!) {
      activateIntegration(id: $id, input: $input) { integration { ${INTEGRATION} } ${RECEIPT} } }`,
    { id, input: { agreement: AGREEMENT, ...input } },
  );
}

export async function makeIntegration(member: Client, input: Input = {}): Promise<IntegrationShown> {
  const proposed = await tryPropose(member, input);
  if (!proposed.data) throw new Error(`No integration was proposed: ${proposed.text}`);
  const activated = await tryActivate(member, proposed.data.proposeIntegration.integration.id);
  if (!activated.data) throw new Error(`No integration was activated: ${activated.text}`);
  return activated.data.activateIntegration.integration;
}

export async function deactivate(member: Client, id: string): Promise<Deactivated['deactivateIntegration']> {
  const { data, text } = await member.query<Deactivated>(
    `mutation ($id: ID!) { deactivateIntegration(id: $id) { integration { ${INTEGRATION} } ${RECEIPT} } }`,
    { id },
  );
  if (!data) throw new Error(`No integration was deactivated: ${text}`);
  return data.deactivateIntegration;
}
