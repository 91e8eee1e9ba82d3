/** The four questions about access, as a client asks them. */
import type { Stage } from '../consent/stage.js';
import type { Answer, Client } from '../support/client.js';

export interface AuthorityShown {
  readonly kind: string;
  readonly id: string | null;
  readonly role: string | null;
  readonly categories: readonly string[];
  readonly until: string | null;
}

export interface Explained {
  readonly allowed: boolean;
  readonly reason: string;
  readonly message: string;
  readonly remedy: string | null;
  readonly category: string | null;
  readonly rule: string | null;
  readonly authority: AuthorityShown | null;
  readonly changedBy: readonly string[];
}

const AUTHORITY = 'authority { kind id role categories until }';

interface Question {
  readonly subject?: string;
  readonly id?: string;
  readonly field?: string;
  readonly action?: string;
  readonly user?: string;
}

export function tryExplain(client: Client, question: Question): Promise<Answer<{ explainAccess: Explained }>> {
  return client.query(
    `query Explaining($subject: String!, $id: ID, $field: String, $action: Action! = READ, $user: ID) {
       explainAccess(subject: $subject, id: $id, field: $field, action: $action, user: $user) {
         allowed reason message remedy category rule ${AUTHORITY} changedBy } }`,
    { subject: 'Contact', ...question },
  );
}

export async function explained(client: Client, question: Question): Promise<Explained> {
  const { data, text } = await tryExplain(client, question);
  if (!data) throw new Error(text);
  return data.explainAccess;
}

export interface HolderShown {
  readonly actor: string;
  readonly user: { readonly id: string; readonly email: string } | null;
  readonly authority: AuthorityShown;
  readonly rule: string | null;
}

export interface Holders {
  readonly nodes: readonly HolderShown[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly category: string | null;
  readonly knownSince: string;
}

interface Seeing {
  readonly id: string;
  readonly field: string;
  readonly at?: string;
  readonly first?: number;
  readonly after?: string | null;
}

export function trySeeing(client: Client, seeing: Seeing): Promise<Answer<{ whoCanSee: Holders }>> {
  return client.query(
    `query ($id: ID!, $field: String!, $at: DateTime, $first: Int, $after: String) {
       whoCanSee(id: $id, field: $field, at: $at, first: $first, after: $after) {
         nodes { actor user { id email } ${AUTHORITY} rule } edges { cursor }
         pageInfo { hasNextPage endCursor } category knownSince } }`,
    { first: 100, ...seeing },
  );
}

export async function seeing(client: Client, asked: Seeing): Promise<Holders> {
  const { data, text } = await trySeeing(client, asked);
  if (!data) throw new Error(text);
  return data.whoCanSee;
}

export interface ChangeShown {
  readonly action: string;
  readonly subject: string;
  readonly field: string | null;
  readonly category: string | null;
  readonly before: boolean;
  readonly after: boolean;
  readonly reason: string;
  readonly rule: string | null;
}

export interface Preview {
  readonly audiences: readonly {
    readonly actor: string;
    readonly user: { readonly id: string; readonly email: string } | null;
    readonly changes: readonly ChangeShown[];
  }[];
  readonly complete: boolean;
  readonly stops: { readonly reads: number; readonly subscriptions: number };
}

const PREVIEW = `{ audiences { actor user { id email } changes { action subject field category before after reason rule } }
  complete stops { reads subscriptions } }`;

export function tryPreviewGrant(client: Client, input: object): Promise<Answer<{ previewGrant: Preview }>> {
  return client.query(`query ($input: GrantSupportAccessInput!) { previewGrant(input: $input) ${PREVIEW} }`, { input });
}

export async function grantPreviewed(client: Client, input: object): Promise<Preview> {
  const { data, text } = await tryPreviewGrant(client, input);
  if (!data) throw new Error(text);
  return data.previewGrant;
}

export function tryPreviewRevoke(client: Client, id: string): Promise<Answer<{ previewRevoke: Preview }>> {
  return client.query(`query ($id: ID!) { previewRevoke(id: $id) ${PREVIEW} }`, { id });
}

export async function endPreviewed(client: Client, id: string): Promise<Preview> {
  const { data, text } = await tryPreviewRevoke(client, id);
  if (!data) throw new Error(text);
  return data.previewRevoke;
}

/** The fields of a subject that a preview says are read otherwise. */
export function fieldsRead(preview: Preview, subject: string, at = 0): readonly string[] {
  const changes = preview.audiences[at]?.changes ?? [];
  return changes.flatMap((one) => (one.action === 'READ' && one.subject === subject ? [one.field ?? ''] : []));
}

/** The fields of a contact that somebody sees now. */
export async function fieldsSeen(client: Client): Promise<readonly string[]> {
  const { data } = await client.query<{ viewer: { visibility: { field: string; visible: boolean }[] } }>(
    '{ viewer { visibility(subject: "Contact") { field visible } } }',
  );
  return data?.viewer.visibility.flatMap(({ field, visible }) => (visible ? [field] : [])) ?? [];
}

/** A moment by the clock that counts, with nothing else in it: what is stored is stored in milliseconds. */
export async function momentOf(stage: Stage): Promise<string> {
  await stage.sql('select pg_sleep(0.01)');
  const moment = await stage.cell(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  );
  await stage.sql('select pg_sleep(0.01)');
  return moment;
}
