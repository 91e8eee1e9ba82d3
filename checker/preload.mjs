/**
 * Loaded into a node under test before the node itself, and into no other. It lets the node stop itself where the request says so (just before
 * the check at the raw write, or just after it), keeps an answer back, stamps when the check was over, and shifts the wall clock. The same for events,
 * which a WebSocket asks for when it is opened; what leaves for webhooks is stamped. Nothing of the product knows of it.
 */
import { ClientRequest, OutgoingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

const KEPT = 2_000;
const cell = new Int32Array(new SharedArrayBuffer(4));
const stamps = new Map();
/** When the kernel had taken all of an answer, or all that it ever gets, because the answer was cut off. */
const taken = new Map();
/** Whose answer a socket is being given. */
const answering = new WeakMap();

/** The whole process's only thread stands still, as under SIGSTOP. */
function standStill(milliseconds) {
  Atomics.wait(cell, 0, 0, milliseconds);
}

function askedOf(response, place) {
  const [where, milliseconds] = String(response.req?.headers['x-stop'] ?? '').split(':');
  return where === place ? Number(milliseconds) : 0;
}

function stopAt(response, place) {
  const milliseconds = askedOf(response, place);
  if (milliseconds > 0) standStill(milliseconds);
}

/** The answer is ready, and leaves later, while everything else of the node goes on. */
function delay(response) {
  const milliseconds = askedOf(response, 'later');
  if (milliseconds === 0) return;
  const { end: checkAndWrite } = response;
  response.end = (...given) => {
    setTimeout(() => checkAndWrite.apply(response, given), milliseconds);
    return response;
  };
}

const { writeHead } = ServerResponse.prototype;
ServerResponse.prototype.writeHead = function stoppedBefore(...given) {
  stopAt(this, 'before');
  delay(this);
  return writeHead.apply(this, given);
};

/** Told at once, since a process that is killed can't be asked any more. */
function stamp(map, id) {
  if (map.has(id)) return;
  const at = String(process.hrtime.bigint());
  map.set(id, at);
  if (map.size > KEPT) map.delete(map.keys().next().value);
  if (process.connected) process.send({ stamped: id, [map === stamps ? 'checkedAt' : 'takenAt']: at });
}

/** Of what is no answer: when its check was over. */
function tellWrite(id, stopped) {
  if (process.connected) process.send({ stamped: id, writtenAt: String(process.hrtime.bigint()), stopped });
}

/** Of an answer that is written in pieces, the first. */
const begun = new WeakSet();
for (const name of ['write', 'end']) {
  const { [name]: original } = OutgoingMessage.prototype;
  OutgoingMessage.prototype[name] = function stoppedAfter(...given) {
    if (begun.has(this)) return original.apply(this, given);
    begun.add(this);
    if (this instanceof ClientRequest) tellWrite(`to ${this.socket?.localPort}`, false);
    const id = this.req?.headers['x-request-id'];
    if (id !== undefined) {
      stamp(stamps, id);
      const { socket } = this;
      if (socket) answering.set(socket, id);
      this.once('finish', () => {
        stamp(taken, id);
        if (socket && answering.get(socket) === id) answering.delete(socket);
      });
    }
    stopAt(this, 'after');
    return original.apply(this, given);
  };
}

for (const cut of ['destroy', 'resetAndDestroy']) {
  const { [cut]: original } = Socket.prototype;
  Socket.prototype[cut] = function cutOff(...given) {
    const result = original.apply(this, given);
    const id = answering.get(this);
    if (id !== undefined) stamp(taken, id);
    return result;
  };
}

const { setHeader } = OutgoingMessage.prototype;
let posts = 0;

/** A webhook whose address says so is sent every so many posts late: the node stops itself just before the check. */
ClientRequest.prototype.setHeader = function beforeTheCheck(name, ...given) {
  const [, every, milliseconds] = (name === 'content-length' && /\?late=(\d+):(\d+)/.exec(this.path)) || [];
  if (Number(every) > 0 && (posts += 1) % Number(every) === 0) {
    if (process.connected) process.send({ latePost: true });
    standStill(Number(milliseconds));
  }
  return setHeader.call(this, name, ...given);
};

/** Of a header: every how many times, and for how many milliseconds. */
function everySo({ headers }, name) {
  const [every = 0, milliseconds = 0] = String(headers[name] ?? '0:0')
    .split(':')
    .map(Number);
  let times = 0;
  return () => (every > 0 && (times += 1) % every === 0 ? milliseconds : 0);
}

/** What is written to a WebSocket in one tick is one message; its check was over when the first of it was written. */
function stampWrites(socket, id, stopFor) {
  const { write } = socket;
  let isStamped = false;
  socket.write = (...given) => {
    if (!isStamped) {
      isStamped = true;
      setImmediate(() => (isStamped = false));
      const milliseconds = stopFor();
      tellWrite(id, milliseconds > 0);
      if (milliseconds > 0) standStill(milliseconds);
    }
    return write.apply(socket, given);
  };
}

/** As if the client had not yet taken what was written before. */
function pretendBusy(socket, busyFor) {
  let until = 0;
  Object.defineProperty(socket, 'writableLength', {
    get() {
      const now = performance.now();
      if (now >= until) until = now + busyFor();
      return until > now ? 1 : this._writableState.length;
    },
  });
}

const { emit } = Server.prototype;
Server.prototype.emit = function upgrading(event, ...given) {
  const [request, socket] = given;
  if (event === 'upgrade' && request.headers['x-request-id'] !== undefined) {
    stampWrites(socket, request.headers['x-request-id'], everySo(request, 'x-stop-every'));
    pretendBusy(socket, everySo(request, 'x-busy-every'));
  }
  return emit.call(this, event, ...given);
};

process.on('message', ({ ask }) =>
  process.send({ asked: ask, stamps: { checkedAt: stamps.get(ask) ?? null, takenAt: taken.get(ask) ?? null } }),
);
process.on('disconnect', () => process.exit(1));

const skew = Number(process.env.CHECKER_SKEW_MS ?? 0);
if (skew !== 0) {
  const RealDate = Date;
  const shiftedNow = () => RealDate.now() + skew;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) => (given.length === 0 ? new target(shiftedNow()) : new target(...given)),
    apply: () => new RealDate(shiftedNow()).toString(),
    get: (target, name) => (name === 'now' ? shiftedNow : Reflect.get(target, name)),
  });
}
