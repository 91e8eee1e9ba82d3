import type { ClientBase } from 'pg';
import type { FactorKeys } from '../../access/identity/factor-keys.js';
import { ACCOUNTS_MADE_AT, DEMO_ACCOUNTS, DEMO_TOTP_SECRET, type DemoAccount } from './accounts.js';
import { timestamp, YEAR } from './calendar.js';
import { idFor } from './fixed-ids.js';
import { arrayText, bytesText, insertRows } from './insert-rows.js';
import type { DemoTenant } from './world.js';

type Kept<Key extends 'member' | 'external'> = DemoAccount & Readonly<Record<Key, NonNullable<DemoAccount[Key]>>>;

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
  await insertRows(
    client,
    'auth.external_access',
    {
      tenant_id: ['uuid', ({ external }) => tenantId(external.tenant)],
      id: ['uuid', ({ email }) => idFor(`external access/${email}`, ACCOUNTS_MADE_AT)],
      user_id: ['uuid', ({ id }) => id],
      categories: ['text[]', ({ external }) => arrayText(external.categories)],
      access: ['text', () => 'READ'],
      created_at: ['timestamptz', () => madeAt],
      expires_at: ['timestamptz', () => expiresAt],
      agreement_accepted_at: ['timestamptz', () => madeAt],
    },
    DEMO_ACCOUNTS.filter((account): account is Kept<'external'> => account.external !== undefined),
  );
}
