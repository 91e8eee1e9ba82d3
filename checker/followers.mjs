/** Support staff and programs who follow a tenant's contacts over a WebSocket: each event shows them what consent opens at that moment. */
import { createConnection } from 'node:net';
import { WebSocket } from 'ws';
import { CanaryScanner } from './canaries.mjs';
import { Dice } from './dice.mjs';

const SELECTED = 'cursor kind id contact { id name email phone city iban notes nationalId company { name website } }';
/** Between its entry in the log and the reading of an event: the bound, and as long as any node is suspended. */
export const EVENT_MS = 3_000;
const JOIN_WITHIN_MS = 5_000;
/** Nobody follows for longer, so that followers come and go. */
const FOLLOW_MS = 15_000;

export class Follower {
  #run;
  #asker;
  #dice;
  #name;
  #count = 0;
  /** By tenant, how far the stream was followed. */
  #reached = new Map();

  /** @param asker says each time as whom it follows, and which tenant; undefined: not now */
  constructor(run, number, asker) {
    this.#run = run;
    this.#name = `F${number}`;
    this.#asker = asker;
    this.#dice = new Dice(run.seed, `follower ${number}`);
  }

  async followUntilStopped() {
    const dice = this.#dice;
    while (!this.#run.stopped) {
      const node = this.#run.upNode(dice);
      const asker = this.#asker(dice);
      if (node && asker) await this.#follow(node, asker);
      await new Promise((resolve) => setTimeout(resolve, dice.whole(0, 200)));
    }
  }

  /** Until it is refused, cut off, or was long enough; then it begins again where it was, or where the stream is by then. */
  async #follow(node, asker) {
    const { history } = this.#run;
    const requestId = `${this.#name}-${(this.#count += 1)}`;
    const followed = {
      ...asker,
      operation: this.#name,
      requestId,
      node: node.name,
      isEvent: true,
      sent: history.next(),
    };
    const scanner = new CanaryScanner();
    const wire = createConnection({ host: '127.0.0.1', port: node.port, noDelay: true });
    // In the tick in which they were read, before anybody asks what they mean.
    wire.on('data', (chunk) => {
      const found = scanner.scan(chunk);
      const [, cursor] = /"cursor":"([^"]+)"/.exec(chunk.toString('latin1')) ?? [];
      if (cursor !== undefined) this.#reached.set(asker.tenant, cursor);
      if (found.length > 0) this.#note(followed, found);
    });
    const place = { socket: wire, pausedUntil: 0 };
    history.addSocket(place);
    const socket = new WebSocket(`ws://127.0.0.1:${node.port}/graphql`, 'graphql-transport-ws', {
      createConnection: () => wire,
      headers: { 'x-request-id': requestId, ...this.#disturbances() },
    });
    await this.#speak(socket, asker);
    history.removeSocket(place);
  }

  /** The protocol, until the socket is closed. */
  #speak(socket, { secret, tenant }) {
    const say = (message) => socket.send(JSON.stringify(message));
    const begun = Date.now();
    let joined = false;
    const watch = setInterval(() => {
      const longest = joined ? FOLLOW_MS : JOIN_WITHIN_MS;
      if (this.#run.stopped || Date.now() - begun > longest) socket.terminate();
    }, 100);
    socket.on('open', () =>
      say({ type: 'connection_init', payload: { authorization: `Bearer ${secret}`, 'x-tenant': tenant } }),
    );
    socket.on('message', (data) => {
      const { type } = JSON.parse(String(data));
      if (type === 'ping') say({ type: 'pong' });
      else if (type === 'error' || type === 'complete') socket.terminate();
      else if (type === 'connection_ack') {
        joined = true;
        this.#run.counts.followed += 1;
        say({ id: '1', type: 'subscribe', payload: this.#subscription(tenant) });
      }
    });
    socket.on('error', () => undefined);
    return new Promise((resolve) => {
      socket.on('close', () => {
        clearInterval(watch);
        resolve();
      });
    });
  }

  #subscription(tenant) {
    const after = this.#dice.chance(0.5) ? this.#reached.get(tenant) : undefined;
    const [declared, given] = after === undefined ? ['', ''] : ['($after: String)', '(after: $after)'];
    return {
      query: `subscription ${this.#name}${declared} { contactChanged${given} { ${SELECTED} } }`,
      ...(after !== undefined && { variables: { after } }),
    };
  }

  /** Each event is a read of its own, of which only the end is known. */
  #note(followed, found) {
    const { history, counts } = this.#run;
    const now = Date.now();
    const reading = { ...followed, found, sentAt: now - EVENT_MS, readAt: now, stop: null, bulky: false };
    for (const canary of found) history.read(canary, reading);
    counts.events += 1;
    history.shown.push(reading);
  }

  /** Every so many times the node stops itself just after the check of an event, or finds the wire busy just before it. */
  #disturbances() {
    const dice = this.#dice;
    const { stoppedEvents, busyEvents, longestDelayMs } = this.#run.options.faults;
    if (!this.#run.faulting) return {};
    return {
      ...(dice.chance(stoppedEvents) && { 'x-stop-every': `${dice.whole(2, 12)}:${dice.whole(40, 600)}` }),
      ...(dice.chance(busyEvents) && { 'x-busy-every': `${dice.whole(2, 6)}:${dice.whole(40, longestDelayMs)}` }),
    };
  }
}
