/** What has to be asked of the product before it can be measured: sessions, and a grant that lets support in. */
import { BIG_TENANT } from './world.js';

const GRANTED = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'COMMERCIAL'];

export async function ask(url, headers, query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`The product refused: ${errors[0].message}`);
  return { data, setCookies: response.headers.getSetCookie() };
}

export async function signIn(url, email, password, code) {
  const { data, setCookies } = await ask(
    url,
    {},
    'mutation SignIn($input: SignInInput!) { signIn(input: $input) { csrfToken } }',
    { input: { email, password, ...(code && { code }) } },
  );
  const cookie = setCookies.map((line) => line.split(';')[0]).join('; ');
  return { cookie, csrfToken: data.signIn.csrfToken };
}

/** @returns its secret. */
export async function makeToken(url, { cookie, csrfToken }) {
  const headers = { cookie, 'x-csrf-token': csrfToken, 'x-tenant': BIG_TENANT };
  const { data } = await ask(
    url,
    headers,
    'mutation Token($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
    { input: { name: 'A measurement', scopes: ['contacts:read'], categories: GRANTED } },
  );
  return data.createApiToken.secret;
}

/** @returns what takes it back. */
export async function grant(url, { cookie, csrfToken }) {
  const headers = { cookie, 'x-csrf-token': csrfToken, 'x-tenant': BIG_TENANT };
  const { data } = await ask(
    url,
    headers,
    'mutation Grant($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { grant { id } } }',
    { input: { categories: GRANTED, reason: 'A measurement' } },
  );
  const { id } = data.grantSupportAccess.grant;
  return () => ask(url, headers, 'mutation Revoke($id: ID!) { revokeSupportAccess(id: $id) { grant { id } } }', { id });
}
