/**
 * The contenders, each a process of its own. The product runs as `npm start` runs it, in production, with nothing switched off; it is
 * asked once as a member and once as support under a grant.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeNow, OWNER, SUPPORT } from './database.js';
import { BENCH, PRODUCT } from './options.js';
import { BIG_TENANT } from './world.js';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;
const GRANTED = ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'COMMERCIAL'];

/** Starts a process and waits for the line that says where it listens. Its output goes to a file, as a service's does. */
async function start(name, { file, args, cwd, environment, logDir, ready }) {
  mkdirSync(logDir, { recursive: true });
  const logPath = join(logDir, `${name}.log`);
  const output = openSync(logPath, 'w');
  const { PATH, HOME } = process.env;
  const child = spawn(file, args, { cwd, env: { PATH, HOME, ...environment }, stdio: ['ignore', output, output] });
  closeSync(output);
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    const match = ready.exec(readFileSync(logPath, 'utf8'));
    if (match) return { child, url: match[1] };
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start: ${readFileSync(logPath, 'utf8').slice(-2_000)}`);
    }
    await sleep(50);
  }
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(cut);
}

export async function startProduct(name, checkout, database, { poolSize, logDir, nodeFlags }) {
  const { child, url } = await start(name, {
    file: process.execPath,
    args: ['--enable-source-maps', ...nodeFlags, 'scripts/run.mjs', 'src/main.ts'],
    cwd: checkout,
    environment: {
      NODE_ENV: 'production',
      PORT: '0',
      DATABASE_URL: database.apiUrl,
      SECRET_KEY: database.secrets.secretKey,
      // A run may take longer than a code counts.
      STEP_UP_FOR: '1d',
      POOL_SIZE: String(poolSize),
      // One account of one tenant asks for as much as a node can answer: what keeps it from that is not what is measured.
      TENANT_CONCURRENCY: String(poolSize),
      ACTOR_BUDGET: '1000000000',
      ACTOR_RESTORE_RATE: '1000000000',
      TENANT_BUDGET: '1000000000',
      TENANT_RESTORE_RATE: '1000000000',
    },
    logDir,
    ready: /Sluice is ready at (\S+)/,
  });
  return { child, url };
}

async function startPeer(name, databaseUrl, { poolSize, logDir }) {
  const { child, url: port } = await start(name, {
    file: process.execPath,
    args: [`peers/${name}.js`],
    cwd: BENCH,
    environment: {
      NODE_ENV: 'production',
      GRAPHILE_ENV: 'production',
      PEER_DATABASE_URL: databaseUrl,
      PEER_POOL_SIZE: String(poolSize),
    },
    logDir,
    ready: /^ready (\d+)$/m,
  });
  return { child, url: `http://127.0.0.1:${port}/graphql` };
}

/** @returns contenders in their order of printing, each with what a request to it needs, and `stop()`. */
export async function startContenders(database, options) {
  const children = [];
  const begin = async (starting) => {
    const begun = await starting;
    children.push(begun.child);
    return begun;
  };
  try {
    const product = await begin(startProduct('sluice', PRODUCT, database, options));
    const member = await signIn(product.url, OWNER, database.secrets.password);
    const support = await signIn(product.url, SUPPORT, database.secrets.password, await codeNow(database.secrets));
    const revoke = await grant(product.url, member);
    const beside = options.beside && (await begin(startProduct('beside', options.beside, database, options)));
    const postgraphile = await begin(startPeer('postgraphile', database.peerUrl, options));
    const bare = await begin(startPeer('bare', database.bareUrl, options));

    const tenant = await database.admin.query('select id from public.tenant where slug = $1', [BIG_TENANT]);
    const tenantId = tenant.rows[0].id;
    const asMember = { cookie: member.cookie, 'x-tenant': BIG_TENANT };
    const asSupport = { cookie: support.cookie, 'x-tenant': BIG_TENANT };
    const toPeer = { 'x-bench-tenant': tenantId };
    const { roles } = database;
    const contender = (name, title, { child, url }, headers, role, dialect = 'product') => ({
      name,
      title,
      url,
      headers,
      role,
      dialect,
      pid: child.pid,
    });
    return {
      tenantId,
      list: [
        contender('member', 'Sluice, a member', product, asMember, roles.product),
        contender('support', 'Sluice, support under a grant', product, asSupport, roles.product),
        ...(beside
          ? [contender('beside', 'Sluice of the other checkout, a member', beside, asMember, roles.product)]
          : []),
        contender('postgraphile', 'PostGraphile 5', postgraphile, toPeer, roles.peer, 'postgraphile'),
        contender('bare', 'Bare handler', bare, toPeer, roles.bare),
      ],
      stop: async () => {
        await revoke().catch(() => undefined);
        await Promise.all(children.map(stop));
      },
    };
  } catch (error) {
    await Promise.all(children.map(stop));
    throw error;
  }
}

export async function mutate(url, headers, query, variables) {
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
  const { data, setCookies } = await mutate(
    url,
    {},
    'mutation SignIn($input: SignInInput!) { signIn(input: $input) { csrfToken } }',
    { input: { email, password, ...(code && { code }) } },
  );
  const cookie = setCookies.map((line) => line.split(';')[0]).join('; ');
  return { cookie, csrfToken: data.signIn.csrfToken };
}

async function grant(url, { cookie, csrfToken }) {
  const headers = { cookie, 'x-csrf-token': csrfToken, 'x-tenant': BIG_TENANT };
  const { data } = await mutate(
    url,
    headers,
    'mutation Grant($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { grant { id } } }',
    { input: { categories: GRANTED, reason: 'A measurement' } },
  );
  const { id } = data.grantSupportAccess.grant;
  return () =>
    mutate(url, headers, 'mutation Revoke($id: ID!) { revokeSupportAccess(id: $id) { grant { id } } }', { id });
}
