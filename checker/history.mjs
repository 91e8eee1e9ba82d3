/**
 * What happened, in the order in which the one process that owns all client sockets saw it, and the verdicts on it.
 *
 * A grant is whatever lets somebody in who is no member: a consent for staff, or the terms on which a token lives. A grant may live from the sending of its grant to its end. Its end is known when the last byte of a revocation's answer was read (or the
 * database's clock was read to be past its expiry), and then every socket was read until it would block: whatever a node had handed to the
 * kernel by then is read by then. What is read later was written later.
 */
import { CATEGORY_OF, LOGGED_AS } from './canaries.mjs';

const REMEMBERED = 5_000;
const TURNS = 3;

/** Whether it lets in whoever reads. A token is given to nobody else; a consent to all staff, or to one of them. */
function letsIn({ token, staff }, reading) {
  if (token !== undefined || reading.token !== undefined) return token === reading.token;
  return staff === null || staff === reading.staff;
}

/** A token opens only what its scopes name. */
function opensField({ categories, subjects }, field) {
  return categories.includes(CATEGORY_OF[field]) && (subjects === undefined || subjects.includes(LOGGED_AS[field][0]));
}

/** Whether it may be a grant that shows the notes of a large answer. */
function mayOpen(grant, reading) {
  return grant.tenant === reading.tenant && letsIn(grant, reading) && opensField(grant, 'notes');
}

export class History {
  #sequence = 0;
  #open = new Set();
  #ended = [];
  #sockets = new Set();
  canaries = 0;
  inFlight = 0;
  sweeps = 0;
  /** Canaries that no grant opened when they were read. */
  suspects = [];
  /** Whole or cut answers that bore canaries, to be looked for in the log. */
  shown = [];
  onSuspect = () => undefined;

  next() {
    this.#sequence += 1;
    return this.#sequence;
  }

  addSocket(socket) {
    this.#sockets.add(socket);
  }

  removeSocket(socket) {
    this.#sockets.delete(socket);
  }

  /** Its request is about to be sent. */
  grantSent(grant) {
    grant.sent = this.next();
    grant.sentAt = process.hrtime.bigint();
    grant.end = Number.POSITIVE_INFINITY;
    this.#open.add(grant);
    return grant;
  }

  /** It certainly never came to be. */
  grantRefused(grant) {
    this.#open.delete(grant);
  }

  /** How many reads that it might open are on their way at this moment. */
  countInFlight(grant) {
    let count = 0;
    for (const { reading } of this.#sockets) {
      if (reading && reading.tenant === grant.tenant && letsIn(grant, reading)) count += 1;
    }
    this.inFlight += count;
    return count;
  }

  /**
   * Everything that the kernel holds is read: the event loop polls its sockets once between two immediates. Of a large answer each poll takes
   * a part, and makes room for what the kernel of the node still holds: there it goes on until nothing comes. Large answers that this grant does
   * not open are left alone, so that they are still on their way when their own end comes.
   */
  async sweep(grant) {
    this.sweeps += 1;
    const isLarge = ({ reading }) => reading?.bulky === true;
    const swept = [...this.#sockets].filter((place) => !isLarge(place) || mayOpen(grant, place.reading));
    for (const { socket } of swept) socket?.resume();
    const large = swept.filter(isLarge);
    let before = -1;
    for (let quiet = 0; quiet < TURNS;) {
      await new Promise((resolve) => setImmediate(resolve));
      const bytes = large.reduce((sum, { socket }) => sum + socket.bytesRead, 0);
      quiet = bytes === before || large.length === 0 ? quiet + 1 : 0;
      before = bytes;
    }
    for (const place of large) if (isLarge(place) && place.pausedUntil > Date.now()) place.socket.pause();
  }

  /** @param receipt null: it expired */
  async grantEnded(grant, receipt) {
    if (!this.#open.has(grant)) return;
    const endedAt = process.hrtime.bigint();
    await this.sweep(grant);
    if (!this.#open.delete(grant)) return;
    grant.end = this.next();
    grant.receipt = receipt;
    grant.endedAt = endedAt;
    this.#ended.push(grant);
    if (this.#ended.length > REMEMBERED) this.#ended.shift();
  }

  get open() {
    return [...this.#open];
  }

  /** Of every grant of which one is known. */
  get ids() {
    return [...this.#open, ...this.#ended].flatMap(({ id }) => (id === undefined ? [] : [id]));
  }

  /** A canary's bytes were read on a socket of a staff member, or of a program. */
  read(found, reading) {
    this.canaries += 1;
    const at = this.next();
    const opens = (grant) =>
      grant.tenant === found.tenant && opensField(grant, found.field) && letsIn(grant, reading) && grant.sent < at;
    for (const grant of this.#open) if (opens(grant)) return;
    const could = this.#ended.filter(opens);
    const during = could.filter((grant) => grant.end > (reading.sent ?? 0));
    const suspect = {
      verdict: during.length === 0 ? 'V0' : 'V1',
      canary: found,
      category: CATEGORY_OF[found.field],
      staff: reading.staff,
      token: reading.token,
      reading,
      operation: reading.operation,
      requestId: reading.requestId,
      node: reading.node,
      readAt: process.hrtime.bigint(),
      during,
      endedAt: during.at(-1)?.endedAt ?? null,
      ends: during.map(({ id, receipt }) => ({ id, receipt })),
    };
    this.suspects.push(suspect);
    this.onSuspect(suspect);
  }
}
