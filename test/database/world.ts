import { ownCategorySql } from '../support/own-category.js';
import { createHash } from 'node:crypto';
import { Client, type QueryResult } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/**
 * Two small tenants and everyone who may knock at their door, each with a living session: rows inserted by the migration's
 * role, and asked for by the API's, as a node would ask.
 */
export const ACME = '00000000-0000-7000-8000-00000000000a';
export const GLOBEX = '00000000-0000-7000-8000-00000000000b';

const PEOPLE = {
  owner: { id: '00000000-0000-7000-8000-000000000011', role: 'OWNER' },
  admin: { id: '00000000-0000-7000-8000-000000000012', role: 'ADMIN' },
  editor: { id: '00000000-0000-7000-8000-000000000013', role: 'EDITOR' },
  viewer: { id: '00000000-0000-7000-8000-000000000014', role: 'VIEWER' },
  globexOwner: { id: '00000000-0000-7000-8000-000000000015', tenant: GLOBEX, role: 'OWNER' },
  external: { id: '00000000-0000-7000-8000-000000000016' },
  support: { id: '00000000-0000-7000-8000-000000000017', staff: 'SUPPORT' },
  otherSupport: { id: '00000000-0000-7000-8000-000000000018', staff: 'SUPPORT' },
  newSupport: { id: '00000000-0000-7000-8000-000000000019', staff: 'SUPPORT', uncommitted: true },
  administrator: { id: '00000000-0000-7000-8000-00000000001a', staff: 'ADMINISTRATOR' },
} as const satisfies Record<string, Person>;

interface Person {
  readonly id: string;
  readonly tenant?: string;
  readonly role?: string;
  readonly staff?: string;
  readonly uncommitted?: boolean;
}

type Row = Record<string, unknown>;

export type Who = keyof typeof PEOPLE;
export const EXTERNAL_ACCESS = '00000000-0000-7000-8000-000000000021';
export const CONTACTS_PER_TENANT = 3;

export const idOf = (who: Who): string => PEOPLE[who].id;
export const digestOf = (who: string): Buffer => createHash('sha256').update(`secret of ${who}`).digest();

export interface World {
  readonly database: TestDatabase;
  /** The migration's role: sees and changes everything. */
  readonly owner: Client;
  /** The API's role, one transaction per call, with the settings a node would make. `raw` replaces the credential's digest. */
  as(who: Who | undefined, tenant: string, text: string, values?: unknown[], raw?: string): Promise<QueryResult<Row>>;
  /** The same, for the one value of the one row. */
  one(who: Who | undefined, tenant: string, expression: string, values?: unknown[]): Promise<unknown>;
  /** Removal and deactivation end sessions: this begins them again, so that what else shuts somebody out is what is tested. */
  revive(who: Who): Promise<void>;
  end(): Promise<void>;
}

/**
 * How a tenant may be named to the database: as clients do, or as the API does once it knows whom they mean; and the latter with a proof in
 * the session that is made behind each statement, so that whatever changes before the next one finds an old proof.
 */
export type Naming = 'slug' | 'id' | 'id and a proof';
export const NAMINGS: readonly Naming[] = ['slug', 'id', 'id and a proof'];

const PROVE = 'select auth.prove_membership(), auth.prove_reach()';

const IDS: Readonly<Record<string, string>> = {
  acme: ACME,
  globex: GLOBEX,
  nowhere: '00000000-0000-7000-8000-0000000000fe',
};

const named = (tenant: string, naming: Naming): string => {
  const id = IDS[tenant];
  return naming === 'slug' || id === undefined ? tenant : `#${id}`;
};

export async function createWorld(naming: Naming = 'slug'): Promise<World> {
  const database = await createTestDatabase();
  const owner = await connected(database.migrationUrl);
  const api = await connected(database.apiUrl);
  await fill(owner);

  const as: World['as'] = async (...asked) => {
    const result = await ask(...asked);
    const [who, tenant, , , raw] = asked;
    if (naming === 'id and a proof') await ask(who, tenant, PROVE, [], raw);
    return result;
  };
  const ask: World['as'] = async (who, tenant, text, values = [], raw) => {
    const credential = raw ?? (who === undefined ? '' : digestOf(who).toString('hex'));
    await api.query('begin');
    try {
      await api.query(`select set_config('sluice.credential', $1, true), set_config('sluice.tenant', $2, true)`, [
        credential,
        named(tenant, naming),
      ]);
      const result = await api.query<Row>(text, values);
      await api.query('commit');
      return result;
    } catch (error) {
      await api.query('rollback');
      throw error;
    }
  };
  return {
    database,
    owner,
    as,
    revive: async (who) => {
      await owner.query('update auth.session set ended_at = null where user_id = $1', [idOf(who)]);
    },
    one: async (who, tenant, expression, values) => {
      const { rows } = await as(who, tenant, `select ${expression} as value`, values);
      return rows[0]?.value;
    },
    end: async () => {
      await Promise.all([owner.end(), api.end()]);
      await database.drop();
    },
  };
}

export async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A grant of acme's that lives for an hour, put there without asking anyone. */
export async function giveGrant(
  world: World,
  id: string,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const row: Record<string, unknown> = {
    tenant_id: ACME,
    id,
    status: 'ACTIVE',
    access: 'READ',
    categories: ['CONTACT_DETAILS'],
    purpose: 'INCIDENT',
    granted_by: idOf('owner'),
    granted_at: new Date(Date.now() - 3_600_000),
    expires_at: new Date(Date.now() + 3_600_000),
    ...overrides,
  };
  const columns = Object.keys(row);
  await world.owner.query(
    `insert into auth.support_grant (${columns.join(', ')}) values (${columns.map((_, index) => `$${String(index + 1)}`).join(', ')})`,
    Object.values(row),
  );
}

export async function withdrawGrants(world: World): Promise<void> {
  await world.owner.query('delete from auth.support_grant');
}

async function fill(owner: Client): Promise<void> {
  await owner.query(
    `insert into public.tenant (id, slug, name, created_at) values ($1, 'acme', 'Acme', now()), ($2, 'globex', 'Globex', now())`,
    [ACME, GLOBEX],
  );
  await owner.query(
    `insert into auth.tenant_authority (tenant_id, data_key, agreement_accepted_at) select id, '\\x0102', now() from public.tenant`,
  );
  for (const [name, person] of Object.entries<Person>(PEOPLE)) {
    await owner.query(
      `insert into auth.user_account (id, email, name, password_hash, staff, confidentiality_accepted_at, second_factor)
       values ($1, $2, $3, 'hash', $4, $5, $4::text is not null)`,
      [
        person.id,
        `${name.toLowerCase()}@people.test`,
        name,
        person.staff ?? null,
        person.staff !== undefined && person.uncommitted !== true ? new Date() : null,
      ],
    );
    if (person.role !== undefined) {
      await owner.query('insert into auth.membership (tenant_id, user_id, role) values ($1, $2, $3)', [
        person.tenant ?? ACME,
        person.id,
        person.role,
      ]);
    }
    await owner.query(
      `insert into auth.session (digest, user_id, expires_at, idle, stepped_up_until)
       values ($1, $2, now() + interval '1 day', interval '1 hour', case when $3 then now() + interval '1 hour' end)`,
      [digestOf(name), person.id, person.staff !== undefined],
    );
  }
  await owner.query(
    `insert into auth.external_access (tenant_id, id, user_id, categories, access, agreement_accepted_at) values ($1, $2, $3, '{IDENTITY,FINANCIAL}', 'READ', now())`,
    [ACME, EXTERNAL_ACCESS, idOf('external')],
  );
  for (const table of ['contact', 'company']) {
    await owner.query(
      `insert into public.${table} (tenant_id, id, created_at, updated_at, name)
       select t.id, gen_random_uuid(), now(), now(), t.slug || ' ' || n from public.tenant t, generate_series(1, $1::int) n`,
      [CONTACTS_PER_TENANT],
    );
  }
  await owner.query(
    `insert into public.invoice (tenant_id, id, created_at, updated_at, number, issued_on, currency, total)
     select t.id, gen_random_uuid(), now(), now(), n::text, now(), 'EUR', n from public.tenant t, generate_series(1, $1::int) n`,
    [CONTACTS_PER_TENANT],
  );
  await owner.query(ownCategorySql('SHOE_SIZE'));
  await owner.query(
    `insert into public.custom_field (tenant_id, id, created_at, subject, key, label, category, type)
     select id, gen_random_uuid(), now(), 'Contact', 'shoe_size', 'Shoe size', 'SHOE_SIZE', 'TEXT' from public.tenant`,
  );
  await owner.query(
    `insert into public.custom_value (tenant_id, id, field_id, contact_id, text_value)
     select f.tenant_id, gen_random_uuid(), f.id, c.id, '42' from public.custom_field f join public.contact c using (tenant_id)`,
  );
  await owner.query(
    `insert into public.ticket (tenant_id, id, created_at, updated_at, subject, status, opened_by) select id, id, now(), now(), 'Help', 'OPEN', $1 from public.tenant`,
    [idOf('owner')],
  );
  await owner.query(
    `insert into public.ticket_message (tenant_id, id, ticket_id, sent_at, author_id, author, body) select id, id, id, now(), $1, 'Owner', 'Please' from public.tenant`,
    [idOf('owner')],
  );
  await owner.query(
    `insert into public.access_entry (tenant_id, id, at, actor, actor_id, actor_name, authority, authority_kind, disclosed)
     select id, id, now(), 'SUPPORT', $1, 'support', id, 'SUPPORT_GRANT', '[]' from public.tenant`,
    [idOf('support')],
  );
  await owner.query(
    `insert into public.access_entry_facet (tenant_id, facet, entry_id) select id, 'subject:Contact', id from public.tenant`,
  );
  await owner.query(
    `insert into public.change_entry (tenant_id, id, at, actor, actor_id, subject, record_id, action, fields)
     select id, id, now(), 'MEMBER', $1, 'Contact', id, 'UPDATE', '{name}' from public.tenant`,
    [idOf('owner')],
  );
}
