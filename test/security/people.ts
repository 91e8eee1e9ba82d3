/** Accounts of their own for tests about signing in: each with a secret that nobody shares, so that no test takes another one's codes. */
import { randomUUID } from 'node:crypto';
import { FactorKeys } from '../../src/access/identity/factor-keys.js';
import { newTotpSecret } from '../../src/access/identity/codes.js';
import type { Stage } from '../consent/stage.js';
import { Client, PASSWORD, type Answer } from '../support/client.js';
import { TEST_SECRET_KEY } from '../support/demo-database.js';
import { codeOf } from '../support/second-factor.js';

export interface Person {
  readonly id: string;
  readonly email: string;
}

export interface PersonWithFactor extends Person {
  readonly secret: string;
}

/** With the password of everybody else. */
async function account({ sql }: Stage, staff: 'SUPPORT' | null): Promise<Person> {
  const id = randomUUID();
  const email = `${id}@people.test`;
  await sql(
    `insert into auth.user_account (id, email, name, password_hash, staff, confidentiality_accepted_at)
     select $1, $2, 'Somebody', password_hash, $3, case when $3::text is not null then now() end
       from auth.user_account where email = 'owner@acme.test'`,
    [id, email, staff],
  );
  return { id, email };
}

export async function member(stage: Stage, role = 'EDITOR', tenant = 'acme'): Promise<Person> {
  const person = await account(stage, null);
  await stage.sql(
    'insert into auth.membership (tenant_id, user_id, role) select id, $1, $2 from tenant where slug = $3',
    [person.id, role, tenant],
  );
  return person;
}

export const supporter = (stage: Stage): Promise<Person> => account(stage, 'SUPPORT');

/** As if it had been enrolled and confirmed long ago. */
export async function withFactor(
  { sql }: Stage,
  person: Person,
  keys: readonly string[] = [],
): Promise<PersonWithFactor> {
  const secret = newTotpSecret();
  await sql('insert into auth.second_factor (user_id, sealed, confirmed_at) values ($1, $2, now())', [
    person.id,
    `\\x${new FactorKeys(TEST_SECRET_KEY, keys).seal(person.id, secret).toString('hex')}`,
  ]);
  await sql('update auth.user_account set second_factor = true where id = $1', [person.id]);
  return { ...person, secret };
}

export const SIGN_IN =
  'mutation ($input: SignInInput!) { signIn(input: $input) { csrfToken viewer { actor user { email secondFactor } } } }';

export function trySignIn(
  client: Client,
  person: Person,
  code?: string,
  password = PASSWORD,
): Promise<Answer<unknown>> {
  return client.query(SIGN_IN, { input: { email: person.email, password, ...(code !== undefined && { code }) } });
}

/** Signed in, with the code of so many steps from now where one is given. */
export async function signedIn(
  stage: Stage,
  person: Person | PersonWithFactor,
  steps?: number,
  node = 0,
): Promise<Client> {
  const client = new Client(stage.nodes[node]?.url ?? '', 'acme');
  const code = 'secret' in person ? codeOf(person.secret, steps) : undefined;
  const { errors, text } = await trySignIn(client, person, code);
  if (errors.length > 0) throw new Error(`Not signed in: ${text}`);
  return client;
}

export async function enrol(
  client: Client,
): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const begun = await client.query<{ enrollSecondFactor: { secret: string; uri: string } }>(
    'mutation { enrollSecondFactor { secret uri } }',
  );
  if (!begun.data) throw new Error(`Nothing was enrolled: ${begun.text}`);
  const { secret } = begun.data.enrollSecondFactor;
  const confirmed = await confirm(client, codeOf(secret, -1));
  if (!confirmed.data) throw new Error(`Nothing was confirmed: ${confirmed.text}`);
  return { secret, recoveryCodes: confirmed.data.confirmSecondFactor.recoveryCodes };
}

export function confirm(
  client: Client,
  code: string,
): Promise<Answer<{ confirmSecondFactor: { recoveryCodes: readonly string[] } }>> {
  return client.query('mutation ($code: String!) { confirmSecondFactor(code: $code) { recoveryCodes } }', { code });
}

export function disable(client: Client, code: string): Promise<Answer<{ disableSecondFactor: boolean }>> {
  return client.query('mutation ($code: String!) { disableSecondFactor(code: $code) }', { code });
}

export function stepUp(
  client: Client,
  code: string,
): Promise<Answer<{ stepUp: { until: string; csrfToken: string } }>> {
  return client.query('mutation ($code: String!) { stepUp(code: $code) { until csrfToken } }', { code });
}

export const CONTACTS = '{ contacts(first: 1) { nodes { id } } }';
