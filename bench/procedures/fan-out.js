/**
 * One change, and a thousand who follow it: how long until the first, the median and the last of them has it, and how many deliveries a
 * second there are when several changes come at once. With the product each follower is another member, whose rights are asked for each
 * delivery; the limit is a loop that writes the same bytes to everybody.
 */
import { WebSocket } from 'ws';
import { withContenders } from '../contenders.js';
import { placeFor } from '../place.js';
import { median } from '../report.js';
import { bodiesFor } from '../workloads.js';
import { BIG_TENANT } from '../world.js';

const CHANGES = 20;
const AT_ONCE = 10;
const LIMIT_MS = 60_000;
const SETTLE_MS = 3_000;
const SETTLE_TRIES = 10;
const AT_A_TIME = 50;
const CONTENDERS = ['sluice', 'bare-sockets'];

const UPDATE = {
  documents: {
    product: `mutation Update($id: ID!, $input: UpdateContactInput!) {
      updateContact(id: $id, input: $input) { contact { id } } }`,
  },
  asks: (document, dialect, { contactIds }, mark) =>
    contactIds.slice(0, AT_ONCE).map((uuid, index) => ({
      ...document,
      variables: { id: dialect === 'product' ? `con_${uuid}` : uuid, input: { phone: `${mark}-${index}` } },
    })),
};
const FOLLOW = 'subscription { contactChanged { kind contact { id name email phone city } } }';

export function fanOut(database, options) {
  return withContenders(CONTENDERS, database, options, async (running) => {
    const [sluice] = running.list;
    const { sockets } = options;
    const place = await placeFor(new Set(['actors']), database, { sluice, ...running }, options);
    const numbers = {};
    for (const contender of running.list) numbers[contender.name] = await measure(contender, place, sockets);
    const row = ({ name, title }) => {
      const { first, middle, last, perSecond } = numbers[name];
      return [title, String(sockets), ...[first, middle, last].map((ms) => ms.toFixed(1)), perSecond.toFixed(0)];
    };
    return {
      numbers,
      missed: [],
      tables: [
        [['', 'sockets', 'first has it, ms', 'half of them', 'all of them', 'deliveries/s'], ...running.list.map(row)],
      ],
    };
  });
}

async function measure(contender, place, sockets) {
  const followers = await everybody(contender, place, sockets);
  try {
    const write = writer(contender, place);
    await settled(followers, write);
    const single = [];
    for (let at = 0; at < CHANGES; at += 1)
      single.push(await delivered(followers, write, [`single-${Date.now()}-${at}`]));
    const marks = Array.from({ length: AT_ONCE }, (_, at) => `burst-${Date.now()}-${at}`);
    const burst = await delivered(followers, write, marks);
    return {
      first: median(single.map(({ first }) => first)),
      middle: median(single.map(({ middle }) => middle)),
      last: median(single.map(({ last }) => last)),
      perSecond: (sockets * AT_ONCE * 1_000) / burst.last,
    };
  } finally {
    for (const { socket } of followers) socket.terminate();
  }
}

/** A subscription does not say when it has begun: the first change that reaches everybody does. */
async function settled(followers, write) {
  for (let tries = 1; ; tries += 1) {
    const mark = `ready-${Date.now()}-${tries}`;
    const waiting = Promise.allSettled(followers.map((follower) => follower.hears([mark], SETTLE_MS)));
    await write(mark, 0);
    const deaf = (await waiting).filter(({ status }) => status === 'rejected');
    if (deaf.length === 0) return;
    if (tries === SETTLE_TRIES || deaf.some(({ reason }) => reason instanceof Refused)) {
      throw new Error(`${deaf.length} of ${followers.length} did not hear of a change: ${deaf[0].reason.message}`);
    }
  }
}

/** Asks for a change of the contact that is the mark's own. */
function writer({ url, headers, dialect }, place) {
  return async (mark, index) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...headers,
        'x-csrf-token': place.csrfToken,
        'x-bench-actor': place.ownerId,
      },
      body: JSON.stringify(bodiesFor(UPDATE, dialect, place, mark)[index]),
    });
    const { data, errors } = await response.json();
    if (errors || !data.updateContact) throw new Error(`A change was refused: ${JSON.stringify(errors)}`);
  };
}

/** Milliseconds from before the changes are asked for until followers have heard of them. */
async function delivered(followers, write, marks) {
  const begun = performance.now();
  const heard = followers.map((follower) => follower.hears(marks));
  await Promise.all(marks.map((mark, index) => write(mark, index)));
  const times = (await Promise.all(heard)).map((at) => at - begun).sort((one, other) => one - other);
  return { first: times[0], middle: times[times.length >> 1], last: times.at(-1) };
}

async function everybody(contender, place, sockets) {
  const followers = [];
  for (let at = 0; at < sockets; at += AT_A_TIME) {
    const some = place.sessions
      .slice(at, Math.min(at + AT_A_TIME, sockets))
      .map((session) => follow(contender, session));
    followers.push(...(await Promise.all(some)));
  }
  return followers;
}

/** A socket that follows the contacts. */
async function follow({ url, dialect }, { cookie, csrfToken }) {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', {
    headers: dialect === 'product' ? { cookie, origin: new URL(url).origin } : {},
    perMessageDeflate: false,
  });
  const follower = new Follower(socket);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.send(
    JSON.stringify({ type: 'connection_init', payload: { 'x-tenant': BIG_TENANT, 'x-csrf-token': csrfToken } }),
  );
  await follower.acknowledged;
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: FOLLOW } }));
  return follower;
}

class Refused extends Error {}

class Follower {
  socket;
  acknowledged;
  #acknowledge = () => undefined;
  #refuse = () => undefined;
  #awaited = new Set();
  #heardAll = () => undefined;

  constructor(socket) {
    this.socket = socket;
    this.acknowledged = new Promise((resolve, reject) => {
      this.#acknowledge = resolve;
      this.#refuse = reject;
    });
    // Whoever opens the socket is told why it did not open.
    this.acknowledged.catch(() => undefined);
    socket.on('message', (data) => this.#take(data.toString()));
    socket.on('close', (code, reason) => this.#refuse(new Error(`A socket was closed: ${code} ${reason}`)));
  }

  /** When all of these changes have come. */
  hears(marks, limit = LIMIT_MS) {
    this.#awaited = new Set(marks);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('A change did not come.')), limit);
      this.#refuse = reject;
      this.#heardAll = () => {
        clearTimeout(late);
        resolve(performance.now());
      };
    });
  }

  #take(text) {
    if (text.includes('"connection_ack"')) return this.#acknowledge();
    if (text.includes('"ping"')) return this.socket.send('{"type":"pong"}');
    if (text.includes('"errors"') || text.includes('"error"')) return this.#refuse(new Refused(text.slice(0, 500)));
    const phone = /"phone":"([a-z]+-\d+-\d+)-\d+"/.exec(text)?.[1];
    if (this.#awaited.delete(phone) && this.#awaited.size === 0) this.#heardAll();
    return undefined;
  }
}
