import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { FactorKeys } from '../../access/identity/factor-keys.js';
import { ACCOUNTS_MADE_AT, DEMO_ACCOUNTS, DEMO_TOTP_SECRET, type DemoAccount } from './accounts.js';
import { timestamp, YEAR } from './calendar.js';
import { idFor } from './fixed-ids.js';
import { arrayText, bytesText, insertRows } from './insert-rows.js';
import type { DemoTenant } from './world.js';

type Kept<Key extends 'member' | 'external'> = DemoAccount & Readonly<Record<Key, NonNullable<DemoAccount[Key]>>>;

const EXTERNAL_AGREEMENT =
  'The accountant looks at invoices and at who they are about, to keep the books of acme, and tells nobody else what they saw.';

/** All accounts share one password, and so one hash of it: a hash is costly on purpose. */
export async function storeAccounts(
  client: ClientBase,
  tenants: readonly DemoTenant[],
  passwordHash: string,
  factorKeys: FactorKeys,
): Promise<void> {
  const madeAt = timestamp(ACCOUNTS_MADE_AT);
  const tenantIds = new Map(tenants.map(({ slug, id }) => [slug, id]));
  const tenantId = (slug: string): string | null => tenantIds.get(slug) ?? null;

  await insertRows(
    client,
    'auth.user_account',
    {
      id: ['uuid', (account) => account.id],
      email: ['text', (account) => account.email],
      name: ['text', (account) => account.name],
      password_hash: ['text', () => passwordHash],
      staff: ['text', (account) => account.staff ?? null],
      confidentiality_accepted_at: ['timestamptz', (account) => (account.staff === undefined ? null : madeAt)],
      second_factor: ['boolean', (account) => String(account.staff !== undefined)],
      created_at: ['timestamptz', () => madeAt],
    },
    DEMO_ACCOUNTS,
  );
  await insertRows(
    client,
    'auth.second_factor',
    {
      user_id: ['uuid', ({ id }) => id],
      sealed: ['bytea', ({ id }) => bytesText(factorKeys.seal(id, DEMO_TOTP_SECRET))],
      confirmed_at: ['timestamptz', () => madeAt],
    },
    DEMO_ACCOUNTS.filter(({ staff }) => staff !== undefined),
  );
  await insertRows(
    client,
    'auth.membership',
    {
      tenant_id: ['uuid', ({ member }) => tenantId(member.tenant)],
      id: ['uuid', ({ email }) => idFor(`membership/${email}`, ACCOUNTS_MADE_AT)],
      user_id: ['uuid', ({ id }) => id],
      role: ['text', ({ member }) => member.role],
      created_at: ['timestamptz', () => madeAt],
    },
    DEMO_ACCOUNTS.filter((account): account is Kept<'member'> => account.member !== undefined),
  );
  // The one date that depends on the day of loading: the access must not have run out when somebody tries it.
  const expiresAt = timestamp(Date.now() + 2 * YEAR);
  const externals = DEMO_ACCOUNTS.filter((account): account is Kept<'external'> => account.external !== undefined);
  const ownerOf = (slug: string): string | null =>
    DEMO_ACCOUNTS.find(({ member }) => member?.tenant === slug && member.role === 'OWNER')?.id ?? null;
  const accessId = (email: string): string => idFor(`external access/${email}`, ACCOUNTS_MADE_AT);
  await insertRows(
    client,
    'auth.external_access',
    {
      tenant_id: ['uuid', ({ external }) => tenantId(external.tenant)],
      id: ['uuid', ({ email }) => accessId(email)],
      user_id: ['uuid', ({ id }) => id],
      categories: ['text[]', ({ external }) => arrayText(external.categories)],
      access: ['text', () => 'READ'],
      created_at: ['timestamptz', () => madeAt],
      expires_at: ['timestamptz', () => expiresAt],
      agreement_accepted_at: ['timestamptz', () => madeAt],
      first_accepted_at: ['timestamptz', () => madeAt],
      invited_email: ['text', ({ email }) => email],
      invited_name: ['text', ({ name }) => name],
      invited_by: ['uuid', ({ external }) => ownerOf(external.tenant)],
      agreement_number: ['int', () => '1'],
    },
    externals,
  );
  await insertRows(
    client,
    'auth.external_agreement',
    {
      tenant_id: ['uuid', ({ external }) => tenantId(external.tenant)],
      access_id: ['uuid', ({ email }) => accessId(email)],
      number: ['int', () => '1'],
      version: ['text', () => '2023-1'],
      text: ['text', () => EXTERNAL_AGREEMENT],
      hash: ['text', () => createHash('sha256').update(EXTERNAL_AGREEMENT).digest('hex')],
      offered_by: ['uuid', ({ external }) => ownerOf(external.tenant)],
      offered_at: ['timestamptz', () => madeAt],
      accepted_by: ['uuid', ({ id }) => id],
      accepted_at: ['timestamptz', () => madeAt],
    },
    externals,
  );
}
