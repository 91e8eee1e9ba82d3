import { Client as SqlClient } from 'pg';
import { Client, type Answer } from '../../support/client.js';
import { startServer, type RunningServer } from '../../support/server.js';
import { ACTORS, ACTOR_NAMES, GRANTS, type ActorName } from './actors.js';

/**
 * The demo world behind two servers: one answers compiled reads at once, the other walks every operation through graphql-js. All actors
 * are signed in at both, with one session each.
 */
export interface ReadWorld {
  readonly compiled: RunningServer;
  readonly walked: RunningServer;
  /** Past all walls. */
  readonly sql: SqlClient;
  readonly ids: WorldIds;
  readonly ask: (actor: ActorName, query: string, variables?: object, more?: AskOptions) => Promise<Answer<Data>>;
  readonly end: () => Promise<void>;
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly through?: 'compiled' | 'walked';
}

export type Data = Readonly<Record<string, never>>;

/** Public ids of records that operations ask for. */
export interface WorldIds {
  readonly acme: string;
  readonly globex: string;
  /** With a company, invoices, a national number, notes and values of its own fields. */
  readonly contact: string;
  readonly loner: string;
  readonly company: string;
  readonly invoice: string;
  readonly ticket: string;
  readonly message: string;
  readonly user: string;
  readonly grant: string;
  readonly foreignContact: string;
  readonly foreignCompany: string;
  readonly foreignInvoice: string;
  readonly foreignTicket: string;
  readonly foreignGrant: string;
}

export const MISSING_UUID = '01890000-0000-7000-8000-000000000000';

export async function createReadWorld(): Promise<ReadWorld> {
  const compiled = await startServer();
  const walked = await startServer({ databases: compiled.databases, compiledAnswers: false });
  const sql = new SqlClient({ connectionString: compiled.databases.superuserUrl });
  await sql.connect();
  const clients = await signInAll(compiled.url, walked.url);
  const ask: ReadWorld['ask'] = (actor, query, variables = {}, { headers = {}, through = 'compiled' } = {}) =>
    clientOf(clients, actor, through).query<Data>(query, variables, headers);
  await giveGrants(ask);
  const ids = await findIds(sql);
  return {
    compiled,
    walked,
    sql,
    ids,
    ask,
    end: async () => {
      await sql.end();
      await walked.stop();
      await compiled.stop();
    },
  };
}

type Clients = ReadonlyMap<ActorName, Readonly<Record<'compiled' | 'walked', Client>>>;

function clientOf(clients: Clients, actor: ActorName, through: 'compiled' | 'walked'): Client {
  const both = clients.get(actor);
  if (!both) throw new Error(`${actor} is not signed in.`);
  return both[through];
}

async function signInAll(compiledUrl: string, walkedUrl: string): Promise<Clients> {
  const sessions = new Map<string, Client>();
  const clients = new Map<ActorName, Readonly<Record<'compiled' | 'walked', Client>>>();
  for (const name of ACTOR_NAMES) {
    const { email, tenant } = ACTORS[name];
    const client = (url: string): Client => new Client(url, tenant === '' ? undefined : tenant);
    const both = { compiled: client(compiledUrl), walked: client(walkedUrl) };
    if (email !== '') {
      const session = sessions.get(email) ?? new Client(compiledUrl);
      if (!sessions.has(email)) await session.signIn(email);
      sessions.set(email, session);
      for (const [cookie, value] of session.cookies) {
        both.compiled.cookies.set(cookie, value);
        both.walked.cookies.set(cookie, value);
      }
    }
    clients.set(name, both);
  }
  return clients;
}

async function giveGrants(ask: ReadWorld['ask']): Promise<void> {
  const { data } = await ask('owner', '{ tenant { gdpr { supportStaff { id email } } } }');
  const { supportStaff } = (data as unknown as { tenant: { gdpr: { supportStaff: { id: string; email: string }[] } } })
    .tenant.gdpr;
  for (const { by, to, categories, revoked } of GRANTS) {
    const staffId = supportStaff.find(({ email }) => email === ACTORS[to].email)?.id;
    const input = { categories, staffId, reason: `${to} looks after ${categories.join(' and ')}` };
    const given = await ask(
      by,
      'mutation ($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { grant { id } } }',
      { input },
    );
    const id = (given.data as unknown as { grantSupportAccess: { grant: { id: string } } } | null)?.grantSupportAccess
      .grant.id;
    if (id === undefined) throw new Error(`No grant was given: ${given.text}`);
    if (revoked) await ask(by, 'mutation ($id: ID!) { revokeSupportAccess(id: $id) { grant { status } } }', { id });
  }
}

async function findIds(sql: SqlClient): Promise<WorldIds> {
  const one = async (prefix: string, text: string): Promise<string> => {
    const { rows } = await sql.query<{ id: string }>(text);
    const [row] = rows;
    if (!row) throw new Error(`The demo world has no such record: ${text}`);
    return `${prefix}_${row.id}`;
  };
  const inTenant = (slug: string): string => `tenant_id = (select id from tenant where slug = '${slug}')`;
  const first = (prefix: string, table: string, slug: string): Promise<string> =>
    one(prefix, `select id from ${table} where ${inTenant(slug)} order by id limit 1`);
  const contact = await one(
    'con',
    `select c.id from contact c where ${inTenant('acme')} and company_id is not null and national_id is not null
       and notes is not null and iban is not null and email is not null and city is not null
       and (select count(*) from invoice i where i.tenant_id = c.tenant_id and i.contact_id = c.id) > 1
       and (select count(*) from custom_value v where v.tenant_id = c.tenant_id and v.contact_id = c.id) > 1
     order by c.id limit 1`,
  );
  return {
    acme: await one('ten', "select id from tenant where slug = 'acme'"),
    globex: await one('ten', "select id from tenant where slug = 'globex'"),
    contact,
    loner: await one(
      'con',
      `select id from contact where ${inTenant('acme')} and company_id is null order by id limit 1`,
    ),
    company: await one('com', `select company_id as id from contact where id = '${contact.slice(4)}'`),
    invoice: await one('inv', `select id from invoice where contact_id = '${contact.slice(4)}' order by id limit 1`),
    ticket: await first('tic', 'ticket', 'acme'),
    message: await first('msg', 'ticket_message', 'acme'),
    user: await one('usr', "select id from auth.user_account where email = 'owner@acme.test'"),
    grant: await first('gra', 'auth.support_grant', 'acme'),
    foreignContact: await first('con', 'contact', 'globex'),
    foreignCompany: await first('com', 'company', 'globex'),
    foreignInvoice: await first('inv', 'invoice', 'globex'),
    foreignTicket: await first('tic', 'ticket', 'globex'),
    foreignGrant: await first('gra', 'auth.support_grant', 'globex'),
  };
}
