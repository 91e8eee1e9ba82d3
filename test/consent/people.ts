/** The people of a consent, and what each of them can do to it and sees through it. */
import { expect } from '@jest/globals';
import type { Answer, Client } from '../support/client.js';
import { openStage, OWNER, SUPPORT, SUPPORT_2, uuidOf, type GrantInput, type GrantShown, type Stage } from './stage.js';

const FIELDS = 'id name birthDate email phone city country iban nationalId notes';
const CATEGORY_OF: Readonly<Record<string, string>> = {
  name: 'IDENTITY',
  birthDate: 'IDENTITY',
  email: 'CONTACT_DETAILS',
  phone: 'CONTACT_DETAILS',
  city: 'CONTACT_DETAILS',
  country: 'CONTACT_DETAILS',
  iban: 'FINANCIAL',
  nationalId: 'GOVERNMENT_ID',
  notes: 'NOTES',
};

type ContactRow = Readonly<Record<string, string | null>>;
type RequestInput = Partial<GrantInput> & Readonly<Record<string, unknown>>;

export interface Requested {
  readonly requestSupportAccess: { readonly grant: GrantShown };
}

export interface People {
  readonly stage: Stage;
  readonly owner: Client;
  readonly support: Client;
  readonly support2: Client;
  /** Every field of this contact is filled. */
  readonly full: string;
  readonly statusOf: (id: string) => Promise<string>;
  /** What staff asked for. */
  readonly asked: (input?: RequestInput) => Promise<GrantShown>;
  readonly look: (client: Client) => Promise<Answer<{ contact: ContactRow | null }>>;
  /** The categories that are shown of the contact. */
  readonly seenBy: (client: Client) => Promise<string[]>;
  /** Why a field of the contact is withheld, or all of it. */
  readonly reasonFor: (client: Client, field: string) => Promise<string | undefined>;
}

export async function openPeople(): Promise<People> {
  const stage = await openStage();
  const [owner, support, support2] = await Promise.all([stage.as(OWNER), stage.as(SUPPORT), stage.as(SUPPORT_2)]);
  const full = await stage.cell(
    `select 'con_' || c.id from contact c join tenant t on t.id = c.tenant_id where t.slug = 'acme' and birth_date is not null
       and email is not null and phone is not null and city is not null and country is not null and iban is not null
       and national_id is not null and notes is not null limit 1`,
  );
  const look: People['look'] = (client) =>
    client.query(`query ($id: ID!) { contact(id: $id) { ${FIELDS} } }`, { id: full });
  return {
    stage,
    owner,
    support,
    support2,
    full,
    look,
    statusOf: (id) => stage.cell('select status from auth.support_grant where id = $1', [uuidOf(id)]),
    asked: async (input) => {
      const { data, text } = await ask(support, input);
      if (!data) throw new Error(text);
      return data.requestSupportAccess.grant;
    },
    seenBy: async (client) => {
      const { data, withheld } = await look(client);
      const row = data?.contact;
      if (!row) return [];
      const shown = Object.keys(CATEGORY_OF).filter((field) => row[field] !== null);
      const hidden = new Set(withheld.map(({ field }) => field));
      expect(shown.filter((field) => hidden.has(field))).toEqual([]);
      expect(shown.length + hidden.size).toBe(Object.keys(CATEGORY_OF).length);
      return [...new Set(shown.map((field) => CATEGORY_OF[field] ?? ''))].sort();
    },
    reasonFor: async (client, field) => {
      const { withheld, code } = await look(client);
      return withheld.find((one) => one.field === field)?.reason ?? code;
    },
  };
}

export function ask(client: Client, input: RequestInput = {}): Promise<Answer<Requested>> {
  return client.query<Requested>(
    `mutation ($input: RequestSupportAccessInput!) { requestSupportAccess(input: $input) { grant {
       id status access categories expiresAt requestedAt grantedAt staff { id } } } }`,
    {
      input: {
        tenant: 'acme',
        categories: ['CONTACT_DETAILS', 'FINANCIAL'],
        access: 'READ',
        reason: 'a bug',
        ...input,
      },
    },
  );
}

export function approve(
  client: Client,
  id: string,
  input: object | null = null,
): Promise<Answer<{ approveSupportAccess: { grant: GrantShown } }>> {
  return client.query(
    `mutation ($id: ID!, $input: ApproveSupportAccessInput) { approveSupportAccess(id: $id, input: $input) {
       grant { id status access categories expiresAt requestedAt grantedAt staff { id } } } }`,
    { id, input },
  );
}

export function deny(
  client: Client,
  id: string,
  reason: string | null = null,
): Promise<Answer<{ denySupportAccess: { grant: GrantShown } }>> {
  return client.query(
    `mutation ($id: ID!, $reason: String) { denySupportAccess(id: $id, reason: $reason) { grant { id status grantedAt } } }`,
    { id, reason },
  );
}
