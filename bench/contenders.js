/** Who is measured. The product is one process that is asked twice: as a member, and as support under a grant. */
import { codeNow, OWNER, SUPPORT } from './accounts.js';
import { forgetCodes } from './database.js';
import { PRODUCT } from './options.js';
import { startPeer, startProduct, stop } from './processes.js';
import { grant, signIn } from './product-client.js';
import { BIG_TENANT } from './world.js';

/** In their order of printing. `process` is what they run in, where that is not their own. */
const CONTENDERS = [
  { name: 'sluice', title: 'Sluice, a member' },
  { name: 'sluice-support', title: 'Sluice, support under a grant', process: 'sluice' },
  { name: 'sluice-beside', title: 'Sluice of the other checkout, a member' },
  { name: 'postgraphile', title: 'PostGraphile 5', dialect: 'postgraphile' },
  { name: 'apollo', title: 'Apollo, graphql-shield, DataLoader', dialect: 'peer' },
  { name: 'mercurius', title: 'Mercurius, jit, loaders', dialect: 'peer' },
  { name: 'mercurius-auth', title: 'Mercurius, with a rule per field', dialect: 'peer' },
  { name: 'naive', title: 'Our stack, naively: entities, CASL per field', dialect: 'peer' },
  { name: 'bare', title: 'Bare handler', dialect: 'bare' },
  { name: 'bare-sockets', title: 'Bare loop over sockets', dialect: 'bare', role: 'bench_bare' },
];

/** Of those who are asked in rounds. */
export function contenderNames({ beside }) {
  return CONTENDERS.map(({ name }) => name).filter(
    (name) => name !== 'bare-sockets' && (name !== 'sluice-beside' || beside !== null),
  );
}

/** Does something with the contenders of these names, each with what a request to it needs, while they run. */
export async function withContenders(names, database, options, body) {
  await forgetCodes(database.admin);
  const running = await startContenders(names, database, options);
  try {
    return await body(running);
  } finally {
    await running.stop();
  }
}

async function startContenders(names, database, options) {
  const running = new Map();
  const stopAll = () => Promise.all([...running.values()].map(({ child }) => stop(child)));
  try {
    const chosen = CONTENDERS.filter(({ name }) => names.includes(name));
    // The product comes first: it makes the sessions that the others are asked with.
    for (const name of new Set(['sluice', ...chosen.map((one) => one.process ?? one.name)])) {
      running.set(name, await startOne(name, database, options));
    }
    const { url } = running.get('sluice');
    const { password } = database.secrets;
    const member = await signIn(url, OWNER, password);
    const support = await signIn(url, SUPPORT, password, await codeNow(database.secrets));
    const revoke = await grant(url, member);
    const toPeer = { 'x-bench-tenant': database.tenantId, 'x-bench-role': 'OWNER' };
    const asMember = { cookie: member.cookie, 'x-tenant': BIG_TENANT };
    const headers = {
      sluice: asMember,
      'sluice-support': { cookie: support.cookie, 'x-tenant': BIG_TENANT },
      'sluice-beside': asMember,
    };
    return {
      member,
      list: chosen.map((one) => {
        const { child, ...process } = running.get(one.process ?? one.name);
        return { dialect: 'product', headers: headers[one.name] ?? toPeer, ...process, ...one, pid: child.pid };
      }),
      stop: async () => {
        await revoke().catch(() => undefined);
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function startOne(name, database, options) {
  const checkout = { sluice: PRODUCT, 'sluice-beside': options.beside }[name];
  if (checkout) return { ...(await startProduct(name, checkout, database, options)), role: database.productRole };
  const { role = `bench_${name.replace('-', '_')}` } = CONTENDERS.find((one) => one.name === name);
  return { ...(await startPeer(name, database.urlOf(role), options)), role };
}
