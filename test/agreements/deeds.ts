/** Publishing, accepting and withdrawing, as a client does it; and administrators who can show codes of their own. */
import { randomUUID } from 'node:crypto';
import type { Stage } from '../consent/stage.js';
import { enrol, signedIn, supporter, withFactor, type PersonWithFactor } from '../security/people.js';
import type { Answer, Client } from '../support/client.js';

export interface AgreementShown {
  readonly id: string;
  readonly kind: string;
  readonly version: string;
  readonly text: string;
  readonly textHash: string;
  readonly deadline: string | null;
  readonly newest: boolean;
  readonly acceptedAt: string | null;
}

export interface AcceptanceShown {
  readonly id: string;
  readonly kind: string;
  readonly version: string;
  readonly textHash: string;
  readonly tenant: string | null;
  readonly name: string;
  readonly acceptedAt: string;
  readonly withdrawnAt: string | null;
}

const AGREEMENT = 'id kind version text textHash deadline newest acceptedAt';
const ACCEPTANCE = 'id kind version textHash tenant name acceptedAt withdrawnAt agreement { id }';

export function publish(
  client: Client,
  input: object,
): Promise<Answer<{ readonly publishAgreement: { readonly agreement: AgreementShown } }>> {
  return client.query(
    `mutation ($input: PublishAgreementInput!) { publishAgreement(input: $input) { agreement { ${AGREEMENT} } } }`,
    { input },
  );
}

export function accept(
  client: Client,
  id: string,
): Promise<Answer<{ readonly acceptAgreement: { readonly acceptance: AcceptanceShown } }>> {
  return client.query(`mutation ($id: ID!) { acceptAgreement(id: $id) { acceptance { ${ACCEPTANCE} } } }`, { id });
}

export interface Withdrawn {
  readonly withdrawConfidentiality: {
    readonly receipt: {
      readonly effectiveAt: string;
      readonly drained: number;
      readonly fenced: number;
      readonly statement: string;
    };
  };
}

export function withdraw(client: Client, staffId?: string): Promise<Answer<Withdrawn>> {
  return client.query(
    'mutation ($id: ID) { withdrawConfidentiality(staffId: $id) { receipt { effectiveAt drained fenced statement } } }',
    staffId === undefined ? {} : { id: staffId },
  );
}

export async function agreementsOf(client: Client, kind: string): Promise<readonly AgreementShown[]> {
  const { data, text } = await client.query<{ agreements: { nodes: AgreementShown[] } | null }>(
    `query ($kind: AgreementKind) { agreements(first: 100, kind: $kind) { nodes { ${AGREEMENT} } } }`,
    { kind },
  );
  if (!data?.agreements) throw new Error(text);
  return data.agreements.nodes;
}

export async function acceptancesOf(client: Client, kind: string): Promise<readonly AcceptanceShown[]> {
  const { data, text } = await client.query<{ agreementAcceptances: { nodes: AcceptanceShown[] } | null }>(
    `query ($kind: AgreementKind) { agreementAcceptances(first: 100, kind: $kind) { nodes { ${ACCEPTANCE} } } }`,
    { kind },
  );
  if (!data?.agreementAcceptances) throw new Error(text);
  return data.agreementAcceptances.nodes;
}

/** Staff of their own for a test, bound to confidentiality as if long ago, and who have just shown a code. */
export async function staff(
  stage: Stage,
  kind: 'SUPPORT' | 'ADMINISTRATOR',
  node = 0,
): Promise<{ readonly person: PersonWithFactor; readonly client: Client }> {
  const person = await withFactor(stage, await supporter(stage));
  await stage.sql('update auth.user_account set staff = $2 where id = $1', [person.id, kind]);
  return { person, client: await signedIn(stage, person, 0, node) };
}

/** The same person, signed in on another node as well. */
export async function staffOn(stage: Stage, person: PersonWithFactor, node: number): Promise<Client> {
  await stage.sql('update auth.second_factor set last_step = 0 where user_id = $1', [person.id]);
  return signedIn(stage, person, 0, node);
}

/** Staff who have never committed themselves. */
export async function newStaff(
  stage: Stage,
): Promise<{ readonly person: { readonly id: string }; readonly client: Client }> {
  const person = await supporter(stage);
  await stage.sql('update auth.user_account set confidentiality_accepted_at = null where id = $1', [person.id]);
  const client = await signedIn(stage, person);
  await enrol(client);
  return { person, client };
}

/** A version that nobody else publishes. */
export const versionName = (): string => `v-${randomUUID().slice(0, 8)}`;
