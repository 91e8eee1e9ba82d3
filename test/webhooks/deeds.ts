/** What owners do to webhooks, and what becomes of deliveries. */
import { expect } from '@jest/globals';
import { Webhook as Verifier } from 'standardwebhooks';
import type { Answer, Client } from '../support/client.js';
import { makeIntegration, type Receipt } from '../programs/deeds.js';
import type { Stage } from '../consent/stage.js';
import type { Received } from './receiver.js';

const WEBHOOK = 'id url events createdAt pausedAt pausedBecause succeededAt failingSince createdBy { email }';
const DELIVERY = 'id event recordId status queuedAt attempts triedAt dueAt finishedAt responseStatus failure';
const RECEIPT = 'receipt { effectiveAt drained fenced tookMs statement }';

export interface WebhookShown {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly pausedAt: string | null;
  readonly pausedBecause: string | null;
  readonly succeededAt: string | null;
  readonly failingSince: string | null;
}

export interface DeliveryShown {
  readonly id: string;
  readonly event: string;
  readonly recordId: string | null;
  readonly status: string;
  readonly attempts: number;
  readonly dueAt: string | null;
  readonly responseStatus: number | null;
  readonly failure: string | null;
}

type Input = Readonly<Record<string, unknown>>;
type Made = Readonly<{ createWebhook: { webhook: WebhookShown; secret: string } }>;

export const CONTACT_EVENTS = ['contact.created', 'contact.updated', 'contact.deleted'];

export function tryWebhook(
  member: Client,
  integrationId: string,
  url: string,
  events = CONTACT_EVENTS,
): Promise<Answer<Made>> {
  return member.query(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { ${WEBHOOK} } secret } }`,
    { input: { integrationId, url, events } },
  );
}

export interface Hook extends WebhookShown {
  readonly secret: string;
  readonly integration: string;
}

/** A webhook of an integration of its own. */
export async function makeWebhook(
  member: Client,
  url: string,
  events = CONTACT_EVENTS,
  integration: Input = {},
): Promise<Hook> {
  const { id } = await makeIntegration(member, integration);
  const { data, text } = await tryWebhook(member, id, url, events);
  if (!data) throw new Error(`No webhook was made: ${text}`);
  return { ...data.createWebhook.webhook, secret: data.createWebhook.secret, integration: id };
}

export function tryUpdate(
  member: Client,
  id: string,
  input: Input,
): Promise<Answer<{ updateWebhook: { webhook: WebhookShown; receipt: Receipt } }>> {
  return member.query(
    `mutation ($id: ID!, $input: UpdateWebhookInput!) { updateWebhook(id: $id, input: $input) { webhook { ${WEBHOOK} } ${RECEIPT} } }`,
    { id, input },
  );
}

export function tryDelete(
  member: Client,
  id: string,
): Promise<Answer<{ deleteWebhook: { deletedId: string; receipt: Receipt } }>> {
  return member.query(`mutation ($id: ID!) { deleteWebhook(id: $id) { deletedId ${RECEIPT} } }`, { id });
}

export function tryRotate(
  member: Client,
  id: string,
  overlapHours?: number,
): Promise<Answer<{ rotateWebhookSecret: { secret: string } }>> {
  const input = overlapHours === undefined ? '' : `, input: { overlapHours: ${String(overlapHours)} }`;
  return member.query(`mutation ($id: ID!) { rotateWebhookSecret(id: $id${input}) { secret } }`, { id });
}

export function tryTest(member: Client, id: string): Promise<Answer<{ testWebhook: { delivery: DeliveryShown } }>> {
  return member.query(`mutation ($id: ID!) { testWebhook(id: $id) { delivery { ${DELIVERY} } } }`, { id });
}

export function tryRedeliver(
  member: Client,
  deliveries: readonly string[],
): Promise<Answer<{ redeliver: { count: number } }>> {
  return member.query(`mutation ($deliveries: [ID!]!) { redeliver(deliveries: $deliveries) { count } }`, {
    deliveries,
  });
}

/** As the tenant reads them, the oldest first. */
export async function deliveriesOf(
  member: Client,
  { id }: { readonly id: string },
  status?: string,
): Promise<DeliveryShown[]> {
  const { data, text } = await member.query<{
    tenant: {
      gdpr: {
        integrations: { nodes: { webhooks: { nodes: { id: string; deliveries: { nodes: DeliveryShown[] } }[] } }[] };
      };
    };
  }>(
    `query ($where: WebhookDeliveryFilter) { tenant { gdpr { integrations(first: 20) { nodes { webhooks(first: 10) { nodes {
      id deliveries(first: 20, where: $where) { nodes { ${DELIVERY} } } } } } } } } }`,
    { where: status === undefined ? {} : { status } },
  );
  if (!data) throw new Error(`No deliveries were read: ${text}`);
  const hooks = data.tenant.gdpr.integrations.nodes.flatMap(({ webhooks }) => webhooks.nodes);
  return [...(hooks.find((hook) => hook.id === id)?.deliveries.nodes ?? [])].reverse();
}

/** Waits until so many jobs are there, for whichever webhook. */
export async function untilJobs(stage: Stage, wanted: number): Promise<void> {
  const jobs = (): Promise<number> => stage.cell<number>('select count(*)::int from graphile_worker._private_jobs');
  for (let waited = 0; waited < 5_000 && (await jobs()) !== wanted; waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await jobs()).toBe(wanted);
}

/** Waits until what is queued for a webhook is as it should be. */
export async function until(stage: Stage, id: string, holds: string): Promise<void> {
  for (let waited = 0; waited < 15_000; waited += 25) {
    const [row] = await stage.sql<{ holds: boolean }>(
      `select coalesce(bool_and(${holds}), false) as holds from webhook_delivery where webhook_id = $1`,
      [id.slice(4)],
    );
    if (row?.holds) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const rows = await stage.sql(
    'select event, status, attempts, failure, response_status, due_at from webhook_delivery where webhook_id = $1',
    [id.slice(4)],
  );
  throw new Error(`Within 15 seconds not all deliveries were ${holds}: ${JSON.stringify(rows)}`);
}

/** By the library of Standard Webhooks; throws for a signature that does not hold. */
export function verified({ text, headers }: Received, secret: string): Received['body'] {
  return new Verifier(secret).verify(text, headers as Record<string, string>) as Received['body'];
}

export async function addContact(member: Client, input: Input = {}): Promise<string> {
  const { data, text } = await member.query<{ createContact: { contact: { id: string } } }>(
    'mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }',
    { input: { name: 'Jo Peeters', email: 'jo@peeters.test', iban: 'BE68539007547034', ...input } },
  );
  if (!data) throw new Error(`No contact was made: ${text}`);
  return data.createContact.contact.id;
}

export async function changeContact(member: Client, id: string, input: Input): Promise<void> {
  const { data, text } = await member.query(
    'mutation ($id: ID!, $input: UpdateContactInput!) { updateContact(id: $id, input: $input) { contact { id } } }',
    { id, input },
  );
  if (!data) throw new Error(`No contact was changed: ${text}`);
}

export async function removeContact(member: Client, id: string): Promise<void> {
  const { data, text } = await member.query('mutation ($id: ID!) { deleteContact(id: $id) { deletedId } }', { id });
  if (!data) throw new Error(`No contact was deleted: ${text}`);
}
