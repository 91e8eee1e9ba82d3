import type { ClientBase } from 'pg';
import { FactorKeys } from '../../access/identity/factor-keys.js';
import { Passwords } from '../../access/identity/passwords.js';
import { openTenantKey, wrapNewTenantKey, type TenantKey } from '../../access/sealing.js';
import { DEMO_PASSWORD } from './accounts.js';
import { asOwner } from './as-owner.js';
import { timestamp } from './calendar.js';
import { bytesText, insertRows } from './insert-rows.js';
import { storeAccounts } from './store-accounts.js';
import { storeAgreements } from './store-agreements.js';
import { storeTenantData } from './store-tenant.js';
import type { DemoTenant } from './world.js';

export interface LoadDemoOptions {
  /** The role that owns the schema: the API's own could write none of this. */
  readonly migrationUrl: string;
  /** Wraps the tenants' data keys, so it must be the one that the API runs with. */
  readonly secretKey: string;
  readonly log: (line: string) => void;
}

/** What OWASP recommends, and what an account gets that changes its password. */
const PASSWORD_COST = { memoryKib: 19_456, passes: 2 };
const FILLED_TABLES = [
  'tenant',
  'company',
  'contact',
  'invoice',
  'custom_field',
  'custom_value',
  'ticket',
  'ticket_message',
];

/** Loads the demo world into an empty, migrated database, whole or not at all. False: there is data already, and nothing was done. */
export async function loadDemo({ migrationUrl, secretKey, log }: LoadDemoOptions): Promise<boolean> {
  return asOwner(migrationUrl, (client) => load(client, secretKey, log));
}

async function load(client: ClientBase, secretKey: string, log: (line: string) => void): Promise<boolean> {
  await client.query('begin isolation level read committed');
  try {
    if (!(await isEmpty(client))) {
      await client.query('rollback');
      return false;
    }
    log('Loading the demo world: making people, companies and invoices…');
    // Only now, because whoever starts on a database with data never needs faker's dictionaries.
    const { makeWorld } = await import('./world.js');
    const world = makeWorld();
    const keys = await storeTenants(client, world, secretKey);
    await storeAccounts(
      client,
      world,
      await new Passwords(PASSWORD_COST).hash(DEMO_PASSWORD),
      new FactorKeys(secretKey, []),
    );
    await storeAgreements(client, world);
    for (const [tenant, key] of keys) {
      log(`Loading the demo world: ${tenant.slug}, ${describe(tenant)}…`);
      await storeTenantData(client, tenant, key);
    }
    await client.query('commit');
  } catch (error) {
    // The first error is the one to hear about, even if the connection is gone.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
  await client.query(`analyze ${FILLED_TABLES.map((table) => `public.${table}`).join(', ')}`);
  log('Loading the demo world: done.');
  return true;
}

/** Under a lock, so that of two that start at once on an empty database one loads and the other sees that it has. */
async function isEmpty(client: ClientBase): Promise<boolean> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('sluice demo world', 0))`);
  const { rows } = await client.query<{ empty: boolean }>(
    `select not exists (select from public.tenant) and not exists (select from auth.user_account) as empty`,
  );
  return rows[0]?.empty === true;
}

async function storeTenants(
  client: ClientBase,
  tenants: readonly DemoTenant[],
  secretKey: string,
): Promise<readonly (readonly [DemoTenant, TenantKey])[]> {
  const wrapped = new Map(tenants.map((tenant) => [tenant, wrapNewTenantKey(secretKey, tenant.id)]));
  await insertRows(
    client,
    'public.tenant',
    {
      id: ['uuid', ({ id }) => id],
      slug: ['text', ({ slug }) => slug],
      name: ['text', ({ name }) => name],
      created_at: ['timestamptz', ({ createdAt }) => timestamp(createdAt)],
    },
    tenants,
  );
  await insertRows(
    client,
    'auth.tenant_authority',
    {
      tenant_id: ['uuid', ([{ id }]) => id],
      data_key: ['bytea', ([, dataKey]) => bytesText(dataKey)],
      agreement_accepted_at: [
        'timestamptz',
        ([{ agreementAcceptedAt }]) => (agreementAcceptedAt === null ? null : timestamp(agreementAcceptedAt)),
      ],
    },
    [...wrapped],
  );
  return [...wrapped].map(([tenant, dataKey]) => [tenant, openTenantKey(secretKey, tenant.id, dataKey)]);
}

function describe({ contacts, companies, invoices }: DemoTenant): string {
  return `${contacts.length} contacts, ${companies.length} companies, ${invoices.length} invoices`;
}
