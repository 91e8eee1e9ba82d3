/** Instructions as people give, record and answer them, and changes that name one. */
import { inTime, uuidOf, type Stage } from '../consent/stage.js';
import type { Answer, Client } from '../support/client.js';

export interface InstructionShown {
  readonly id: string;
  readonly status: string;
  readonly kind: string;
  readonly subjects: readonly string[];
  readonly categories: readonly string[];
  readonly source: string;
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly textHash: string | null;
  readonly createdBy: { readonly email: string | null } | null;
  readonly decidedBy: { readonly email: string | null } | null;
  readonly decidedAt: string | null;
  readonly rejectReason: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly withdrawnAt: string | null;
  readonly withdrawnBy: { readonly email: string | null } | null;
}

export const SHOWN = `id status kind subjects categories source messageId sender textHash createdBy { email } decidedBy { email }
  decidedAt rejectReason createdAt expiresAt withdrawnAt withdrawnBy { email }`;

export const HASH = 'a3f5'.repeat(16);
export const E_MAIL = { messageId: '<1@acme.test>', sender: 'owner@acme.test', textHash: HASH };

export interface Scope {
  readonly kind?: string;
  readonly subjects?: readonly string[];
  readonly categories?: readonly string[];
  readonly description?: string;
  readonly expiresAt?: string;
}

const PLAIN = { kind: 'CORRECTION', subjects: ['Contact'], categories: ['CONTACT_DETAILS'], description: 'As agreed.' };

type Told = Answer<Readonly<Record<string, { readonly instruction: InstructionShown }>>>;

export function issue(client: Client, scope: Scope = {}): Promise<Told> {
  return client.query(
    `mutation ($input: IssueInstructionInput!) { issueInstruction(input: $input) { instruction { ${SHOWN} } } }`,
    { input: { ...PLAIN, ...scope } },
  );
}

export function record(client: Client, scope: Scope & Partial<typeof E_MAIL> = {}): Promise<Told> {
  return client.query(
    `mutation ($input: RecordInstructionInput!) { recordInstruction(input: $input) { instruction { ${SHOWN} } } }`,
    { input: { ...PLAIN, ...E_MAIL, ...scope } },
  );
}

export function answer(client: Client, how: 'confirm' | 'reject' | 'withdraw', id: string): Promise<Told> {
  return client.query(`mutation ($id: ID!) { ${how}Instruction(id: $id) { instruction { ${SHOWN} } } }`, { id });
}

export function shownBy(told: Told): InstructionShown {
  const payload = Object.values(told.data ?? {})[0];
  if (!payload) throw new Error(`There is no instruction: ${told.text}`);
  return payload.instruction;
}

export async function issued(client: Client, scope: Scope = {}): Promise<string> {
  return shownBy(await issue(client, scope)).id;
}

export async function recorded(client: Client, scope: Scope = {}): Promise<string> {
  return shownBy(await record(client, scope)).id;
}

/** As if its time were over. */
export async function expire(stage: Stage, id: string): Promise<void> {
  await stage.sql('update auth.instruction set expires_at = $2 where id = $1', [
    uuidOf(id),
    await inTime(stage, '-1s'),
  ]);
}

export async function forgetInstructions({ sql }: Stage): Promise<void> {
  await sql('delete from auth.instruction');
}

type Json = Readonly<Record<string, unknown>>;

/** Changes a contact under an instruction, and reads it back. */
export function correct(
  client: Client,
  id: string,
  input: Json,
  instruction: string | null,
  selection = 'id',
): Promise<Answer<{ updateContact: { contact: Json } }>> {
  return client.query(
    `mutation Correct($id: ID!, $input: UpdateContactInput!, $instruction: ID) {
       updateContact(id: $id, input: $input, instruction: $instruction) { contact { ${selection} } } }`,
    { id, input, instruction },
  );
}

export function erase(client: Client, id: string, instruction: string | null): Promise<Answer<Json>> {
  return client.query(
    `mutation Erase($id: ID!, $instruction: ID) { deleteContact(id: $id, instruction: $instruction) { deletedId } }`,
    { id, instruction },
  );
}
