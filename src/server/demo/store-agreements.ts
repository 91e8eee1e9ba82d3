import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { accountOf, ACCOUNTS_MADE_AT, DEMO_ACCOUNTS, type DemoAccount } from './accounts.js';
import { timestamp } from './calendar.js';
import { idFor } from './fixed-ids.js';
import { insertRows } from './insert-rows.js';
import type { DemoTenant } from './world.js';

interface DemoAgreement {
  readonly id: string;
  readonly kind: 'DPA' | 'CONFIDENTIALITY';
  readonly text: string;
}

interface DemoAcceptance {
  readonly agreement: DemoAgreement;
  readonly by: DemoAccount;
  readonly tenant: DemoTenant | null;
  readonly at: number;
}

const VERSION = '1';

const DPA: DemoAgreement = {
  id: idFor('agreement/DPA/1', ACCOUNTS_MADE_AT),
  kind: 'DPA',
  text: `The vendor processes the personal data of the customer for the customer, and on the customer's instruction only.
Its staff are bound to confidentiality, and see the data only while the customer consents, or while a system administrator
brings out a version, applies a patch, makes a backup or imports data on request. Each such read is in a log that the customer
reads. At the end of the contract the data is handed over and erased.`,
};

const CONFIDENTIALITY: DemoAgreement = {
  id: idFor('agreement/CONFIDENTIALITY/1', ACCOUNTS_MADE_AT),
  kind: 'CONFIDENTIALITY',
  text: `I keep to myself what I learn of the data of customers, use it for the work that I was let in for and nothing else, and go
on keeping it after I have left.`,
};

/** The texts that are in force, published by the first administrator, and who has accepted them. */
export async function storeAgreements(client: ClientBase, tenants: readonly DemoTenant[]): Promise<void> {
  const publisher = accountOf('sysadmin@vendor.test').id;
  await insertRows(
    client,
    'auth.agreement',
    {
      id: ['uuid', ({ id }) => id],
      kind: ['text', ({ kind }) => kind],
      version: ['text', () => VERSION],
      text: ['text', ({ text }) => text],
      text_hash: ['text', ({ text }) => hashOf(text)],
      published_by: ['uuid', () => publisher],
      published_at: ['timestamptz', () => timestamp(ACCOUNTS_MADE_AT)],
    },
    [DPA, CONFIDENTIALITY],
  );
  await insertRows(
    client,
    'auth.agreement_acceptance',
    {
      id: ['uuid', ({ agreement, by, at }) => idFor(`acceptance/${agreement.kind}/${by.email}`, at)],
      agreement_id: ['uuid', ({ agreement }) => agreement.id],
      kind: ['text', ({ agreement }) => agreement.kind],
      version: ['text', () => VERSION],
      text_hash: ['text', ({ agreement }) => hashOf(agreement.text)],
      tenant_id: ['uuid', ({ tenant }) => tenant?.id ?? null],
      user_id: ['uuid', ({ by }) => by.id],
      name: ['text', ({ by }) => by.name],
      accepted_at: ['timestamptz', ({ at }) => timestamp(at)],
    },
    [...tenants.flatMap(acceptanceOf), ...DEMO_ACCOUNTS.filter(({ staff }) => staff !== undefined).map(commitmentOf)],
  );
}

function acceptanceOf(tenant: DemoTenant): readonly DemoAcceptance[] {
  const owner = DEMO_ACCOUNTS.find(({ member }) => member?.tenant === tenant.slug && member.role === 'OWNER');
  const at = tenant.agreementAcceptedAt;
  return owner === undefined || at === null ? [] : [{ agreement: DPA, by: owner, tenant, at }];
}

function commitmentOf(by: DemoAccount): DemoAcceptance {
  return { agreement: CONFIDENTIALITY, by, tenant: null, at: ACCOUNTS_MADE_AT };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
