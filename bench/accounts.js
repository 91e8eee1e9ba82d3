/** Who asks: accounts with the secrets that fit them, made by the product's own code where a secret is wrapped, hashed or sealed. */
import { createHash, randomBytes } from 'node:crypto';
import { product } from './options.js';
import { BIG_TENANT } from './world.js';

export const OWNER = 'owner@bench.test';
export const SUPPORT = 'support@bench.test';
/** Other members of the big tenant: mostly viewers and editors, and some administrators. */
export const ACTORS = 10_000;

export const actorEmail = (n) => `actor-${n}@bench.test`;

const PASSWORD_COST = { memoryKib: 19_456, passes: 2 };

export async function newSecrets() {
  const { newTotpSecret } = await product('access/identity/codes.js');
  return {
    secretKey: randomBytes(32).toString('base64url'),
    password: randomBytes(18).toString('base64url'),
    totp: newTotpSecret(),
  };
}

/** What support signs in with now. */
export async function codeNow({ totp }) {
  const { codeAt } = await product('access/identity/codes.js');
  return codeAt(totp, Date.now());
}

export async function makeAccounts(admin, { secretKey, password, totp }) {
  const { wrapNewTenantKey } = await product('access/sealing.js');
  const { Passwords } = await product('access/identity/passwords.js');
  const { rows: tenants } = await admin.query('select id from public.tenant');
  await admin.query(
    `insert into auth.tenant_authority (tenant_id, data_key, agreement_accepted_at)
     select t.id, decode(t.key, 'hex'), now() from jsonb_to_recordset($1::jsonb) as t (id uuid, key text)`,
    [JSON.stringify(tenants.map(({ id }) => ({ id, key: wrapNewTenantKey(secretKey, id).toString('hex') })))],
  );
  const hash = await new Passwords(PASSWORD_COST).hash(password);
  await admin.query(
    `insert into auth.user_account (id, email, name, password_hash, staff, confidentiality_accepted_at, second_factor)
     values (gen_random_uuid(), $1, 'Owner of the big tenant', $3, null, null, false),
            (gen_random_uuid(), $2, 'Support', $3, 'SUPPORT', now(), true)`,
    [OWNER, SUPPORT, hash],
  );
  const { FactorKeys } = await product('access/identity/factor-keys.js');
  const { rows: staff } = await admin.query('select id from auth.user_account where email = $1', [SUPPORT]);
  await admin.query('insert into auth.second_factor (user_id, sealed, confirmed_at) values ($1, $2, now())', [
    staff[0].id,
    new FactorKeys(secretKey, []).seal(staff[0].id, totp),
  ]);
  await admin.query(
    `insert into auth.membership (tenant_id, user_id, role)
     select t.id, u.id, 'OWNER' from public.tenant t, auth.user_account u where t.slug = $1 and u.email = $2`,
    [BIG_TENANT, OWNER],
  );
  // One password for all of them: hashing ten thousand would take minutes.
  await admin.query(
    `with made as (
       insert into auth.user_account (id, email, name, password_hash)
       select gen_random_uuid(), 'actor-' || n || '@bench.test', 'Actor ' || n, $3 from generate_series(1, $2::int) n
       returning id, name)
     insert into auth.membership (tenant_id, user_id, role)
     select t.id, m.id, (array['ADMIN', 'EDITOR', 'EDITOR', 'VIEWER'])[1 + right(m.name, 1)::int % 4]
       from made m, public.tenant t where t.slug = $1`,
    [BIG_TENANT, ACTORS, hash],
  );
}

/** Sessions for all of them, as if each had signed in; a sign-in costs ten milliseconds, and these are not what is measured. */
export async function beginSessions(admin, { secretKey }) {
  const { credentialOf, CsrfTokens } = await product('access/identity/secrets.js');
  const tokens = new CsrfTokens(secretKey);
  const sessions = Array.from({ length: ACTORS }, (_, index) => {
    const secret = createHash('sha256').update(`${secretKey} session ${index}`).digest('base64url');
    return { email: actorEmail(index + 1), secret, digest: credentialOf(secret) };
  });
  await admin.query(
    `insert into auth.session (digest, user_id, expires_at, idle)
     select decode(s.digest, 'hex'), u.id, now() + interval '1 day', interval '1 day'
       from jsonb_to_recordset($1::jsonb) as s (email text, digest text) join auth.user_account u on u.email = s.email
     on conflict do nothing`,
    [JSON.stringify(sessions.map(({ email, digest }) => ({ email, digest })))],
  );
  await admin.query('vacuum (analyze) auth.session');
  return sessions.map(({ secret }) => ({ cookie: `session=${secret}`, csrfToken: tokens.of(secret) }));
}
