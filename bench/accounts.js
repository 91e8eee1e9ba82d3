/** Who asks: accounts with the secrets that fit them, made by the product's own code where a secret is wrapped, hashed or sealed. */
import { randomBytes } from 'node:crypto';
import { product } from './options.js';
import { BIG_TENANT } from './world.js';

export const OWNER = 'owner@bench.test';
export const SUPPORT = 'support@bench.test';
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
}
