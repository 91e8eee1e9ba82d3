/** Making categories and fields as an owner does. */
import type { Answer, Client } from '../support/client.js';

type Json = Readonly<Record<string, unknown>>;

export interface Made extends Answer<Json> {
  /** What the payload holds. */
  readonly made: Json | null;
  /** Where in the arguments the fault is. */
  readonly argument: readonly (string | number)[] | undefined;
}

async function ask(client: Client, text: string, variables: object, part: string): Promise<Made> {
  const answer = await client.query<Json>(text, variables);
  const [payload] = Object.values(answer.data ?? {}) as (Json | null)[];
  const argument = answer.errors[0]?.extensions?.argument as readonly (string | number)[] | undefined;
  return { ...answer, made: (payload?.[part] as Json | undefined) ?? null, argument };
}

const CATEGORY =
  '{ category { key label own sensitive description purpose legalBasis retention createdAt retiredAt } }';
const FIELD =
  '{ customField { id subject key label type category choices sealed retired validation { required minLength maxLength min max } } }';

export const STATED = {
  description: 'Sizes of shoes.',
  purpose: 'To send shoes that fit.',
  legalBasis: 'Contract.',
  retention: 'Two years.',
};

export function createCategory(client: Client, key: string, more: object = {}): Promise<Made> {
  const text = `mutation M($input: CreateCategoryInput!) { createCategory(input: $input) ${CATEGORY} }`;
  return ask(client, text, { input: { key, sensitive: false, ...STATED, ...more } }, 'category');
}

export function updateCategory(client: Client, key: string, input: object): Promise<Made> {
  const text = `mutation M($key: String!, $input: UpdateCategoryInput!) { updateCategory(key: $key, input: $input) ${CATEGORY} }`;
  return ask(client, text, { key, input }, 'category');
}

export function retireCategory(client: Client, key: string): Promise<Made> {
  return ask(client, `mutation M($key: String!) { retireCategory(key: $key) ${CATEGORY} }`, { key }, 'category');
}

export function createField(client: Client, key: string, category: string, more: object = {}): Promise<Made> {
  const text = `mutation M($input: CreateCustomFieldInput!) { createCustomField(input: $input) ${FIELD} }`;
  const input = { subject: 'CONTACT', key, label: key, type: 'TEXT', category, ...more };
  return ask(client, text, { input }, 'customField');
}

export function updateField(client: Client, id: string, input: object): Promise<Made> {
  const text = `mutation M($id: ID!, $input: UpdateCustomFieldInput!) { updateCustomField(id: $id, input: $input) ${FIELD} }`;
  return ask(client, text, { id, input }, 'customField');
}

export function retireField(client: Client, id: string): Promise<Made> {
  return ask(client, `mutation M($id: ID!) { retireCustomField(id: $id) ${FIELD} }`, { id }, 'customField');
}

/** The id of a field that was just made, or why there is none. */
export async function fieldMade(client: Client, key: string, category: string, more: object = {}): Promise<string> {
  const { made, text } = await createField(client, key, category, more);
  if (!made) throw new Error(`No field was made: ${text}`);
  return made.id as string;
}

export async function must(answer: Promise<Made>): Promise<Json> {
  const { made, text } = await answer;
  if (!made) throw new Error(text);
  return made;
}
