/**
 * Loaded into a node under test before the node itself. From the arrival of a request that says `x-kill-at: n` on, every entry of the event
 * loop and every promise into the program counts as a step, and so does each write to a socket, before and after; at the n-th the process
 * kills itself with SIGKILL, in the middle of whatever it was doing. `x-kill-at: 0` only counts.
 */
import { createHook } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

const STDERR = 2;
const SEAL_LIFTED_MS = 2_000;

let counting = false;
let steps = 0;
let fatal = 0;
let phase = 'received';
let client = null;

function step(what) {
  if (!counting) return;
  steps += 1;
  if (steps !== fatal) return;
  counting = false;
  writeSync(STDERR, `killed at step ${steps}: ${phase}, ${what}\n`);
  process.kill(process.pid, 'SIGKILL');
}

const kinds = new Map();
const hook = createHook({
  init: (id, type) => void kinds.set(id, type),
  before: (id) => step(`before ${kinds.get(id) ?? 'PROMISE'}`),
  after: (id) => {
    step(`after ${kinds.get(id) ?? 'PROMISE'}`);
    // The seal is lifted by a statement of its own, after the answer has left.
    if (phase === 'lifting' && kinds.get(id) === 'TCPWRAP') finish();
    if (phase === 'asked' && kinds.get(id) === 'TCPWRAP') phase = 'answered';
  },
  destroy: (id) => void kinds.delete(id),
});

const { write } = Socket.prototype;
Socket.prototype.write = function countedWrite(...given) {
  if (!counting) return write.apply(this, given);
  const toClient = this === client;
  step(toClient ? 'before the write to the client' : 'before a write to the database');
  const written = write.apply(this, given);
  if (toClient) phase = 'written';
  else if (phase === 'left') phase = 'lifting';
  else if (phase === 'received' || phase === 'answered') phase = 'asked';
  step(toClient ? 'after the write to the client' : 'after a write to the database');
  return written;
};

function finish() {
  if (!counting) return;
  counting = false;
  hook.disable();
  kinds.clear();
  process.send({ steps });
}

subscribe('http.server.request.start', ({ request, response, socket }) => {
  const asked = request.headers['x-kill-at'];
  if (asked === undefined) return;
  steps = 0;
  fatal = Number(asked);
  phase = 'received';
  client = socket;
  counting = true;
  hook.enable();
  response.once('close', () => {
    phase = 'left';
    setTimeout(finish, SEAL_LIFTED_MS).unref();
  });
});

process.on('disconnect', () => process.exit(1));
