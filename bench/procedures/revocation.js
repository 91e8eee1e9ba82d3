/**
 * How long a revocation takes until it has answered, with nobody about and while readers under another grant of
 * the same tenant keep the machine busy; and what readers of another tenant notice of a storm of revocations.
 */
import { codeNow, OWNER, SUPPORT } from '../accounts.js';
import { assertAnswered, Connection, requestBytes } from '../client.js';
import { forgetCodes } from '../database.js';
import { PRODUCT } from '../options.js';
import { startProduct, stop } from '../processes.js';
import { ask, signIn } from '../product-client.js';
import { BIG_TENANT } from '../world.js';

const OTHER_TENANT = 'tenant-2';
const REVOCATIONS = 300;
const STORM_OWNERS = 2;
const GRANT = 'mutation Grant($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { grant { id } } }';
const REVOKE =
  'mutation Revoke($id: ID!) { revokeSupportAccess(id: $id) { grant { status } receipt { drained fenced tookMs } } }';
const LIST = { query: '{ contacts(first: 25) { nodes { id name email } } }' };

function quantiles(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: at(1) };
}

class Bench {
  #url;
  #owner;
  #support;

  constructor(url, owner, support) {
    this.#url = url;
    this.#owner = owner;
    this.#support = support;
  }

  #asOwner(tenant) {
    return { cookie: this.#owner.cookie, 'x-csrf-token': this.#owner.csrfToken, 'x-tenant': tenant };
  }

  async grant(tenant) {
    const input = { categories: ['IDENTITY', 'CONTACT_DETAILS'], reason: 'A measurement' };
    const { data } = await ask(this.#url, this.#asOwner(tenant), GRANT, { input });
    return data.grantSupportAccess.grant.id;
  }

  /** Milliseconds as the client sees them, and what the receipt says. */
  async revoke(tenant, id) {
    const begun = performance.now();
    const { data } = await ask(this.#url, this.#asOwner(tenant), REVOKE, { id });
    return { ms: performance.now() - begun, ...data.revokeSupportAccess.receipt };
  }

  async revocations(tenant, howMany) {
    const done = [];
    for (let at = 0; at < howMany; at += 1) done.push(await this.revoke(tenant, await this.grant(tenant)));
    return done;
  }

  /** Readers who ask without a pause until they are told to stop; what was refused or cut off by the bound is counted, and asked again. */
  read(tenant, concurrency) {
    const bytes = requestBytes(this.#url, { cookie: this.#support.cookie, 'x-tenant': tenant }, JSON.stringify(LIST));
    const latencies = [];
    let failed = 0;
    let stopped = false;
    const begun = performance.now();
    const reader = async () => {
      let connection = new Connection(this.#url);
      while (!stopped) {
        const asked = performance.now();
        try {
          assertAnswered(await connection.ask(bytes));
          latencies.push(performance.now() - asked);
        } catch {
          failed += 1;
          connection.close();
          connection = new Connection(this.#url);
        }
      }
      connection.close();
    };
    const going = Array.from({ length: concurrency }, reader);
    return async () => {
      stopped = true;
      await Promise.all(going);
      return { ...quantiles(latencies), perSecond: (latencies.length * 1_000) / (performance.now() - begun), failed };
    };
  }
}

const summaryOf = (done) => ({
  client: quantiles(done.map(({ ms }) => ms)),
  server: quantiles(done.map(({ tookMs }) => tookMs)),
  drained: done.reduce((sum, { drained }) => sum + drained, 0),
  fenced: done.reduce((sum, { fenced }) => sum + fenced, 0),
});

async function measure(bench, { concurrency, seconds }) {
  await bench.grant(BIG_TENANT);
  await bench.grant(OTHER_TENANT);
  await bench.revocations(BIG_TENANT, 50);
  const idle = summaryOf(await bench.revocations(BIG_TENANT, REVOCATIONS));

  const stopSame = bench.read(BIG_TENANT, concurrency);
  const loaded = summaryOf(await bench.revocations(BIG_TENANT, REVOCATIONS));
  const same = await stopSame();

  const stopAlone = bench.read(OTHER_TENANT, concurrency);
  await new Promise((resolve) => setTimeout(resolve, seconds * 5_000));
  const alone = await stopAlone();
  const stopOther = bench.read(OTHER_TENANT, concurrency);
  const owners = Array.from({ length: STORM_OWNERS }, () => bench.revocations(BIG_TENANT, REVOCATIONS));
  const storm = summaryOf((await Promise.all(owners)).flat());
  const other = await stopOther();
  return { revocations: { idle, loaded, storm }, readers: { same, alone, other } };
}

const ms = (value) => value.toFixed(1);

function tablesOf({ revocations, readers }) {
  const revoked = (title, { client, server, drained, fenced }) => [
    title,
    String(client.count),
    ...[client.p50, client.p99, client.most, server.p50, server.p99].map(ms),
    String(drained),
    String(fenced),
  ];
  const read = (title, { perSecond, p50, p99, most, failed }) => [
    title,
    perSecond.toFixed(0),
    ...[p50, p99, most].map(ms),
    String(failed),
  ];
  return [
    [
      [
        'a revocation',
        'times',
        'p50 ms',
        'p99 ms',
        'most',
        'p50 by the receipt',
        'p99 by the receipt',
        'drained',
        'fenced',
      ],
      revoked('with nobody about', revocations.idle),
      revoked('with readers of the same tenant', revocations.loaded),
      revoked('in a storm, with readers of another tenant', revocations.storm),
    ],
    [
      ['readers', 'answers/s', 'p50 ms', 'p99 ms', 'most', 'refused or cut off'],
      read('of the tenant whose consent ends', readers.same),
      read('of another tenant, alone', readers.alone),
      read('of another tenant, in the storm', readers.other),
    ],
  ];
}

/** One node, one owner who grants and revokes in turn (two in the storm), and staff who read 25 contacts at a time under another grant. */
export async function revocation(database, options) {
  await forgetCodes(database.admin);
  await database.admin.query(
    `insert into auth.membership (tenant_id, user_id, role)
     select t.id, u.id, 'OWNER' from public.tenant t, auth.user_account u where t.slug = $1 and u.email = $2
     on conflict do nothing`,
    [OTHER_TENANT, OWNER],
  );
  const product = await startProduct('sluice', PRODUCT, database, options);
  try {
    const { password } = database.secrets;
    const owner = await signIn(product.url, OWNER, password);
    const support = await signIn(product.url, SUPPORT, password, await codeNow(database.secrets));
    const numbers = await measure(new Bench(product.url, owner, support), options);
    return { numbers, missed: [], tables: tablesOf(numbers) };
  } finally {
    await stop(product.child);
  }
}
