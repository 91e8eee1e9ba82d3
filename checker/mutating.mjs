/** Changes that somebody asks for, on whichever node is up, each on a socket of its own. */
import { Socket } from './http-client.mjs';

export class Mutating {
  #run;
  #dice;
  #tenant;
  #sockets = new Map();

  constructor(run, dice, tenant) {
    this.#run = run;
    this.#dice = dice;
    this.#tenant = tenant;
  }

  /** Without `data` where no whole answer came: what became of it is not known. */
  async ask(who, query, variables) {
    const node = this.#run.upNode(this.#dice);
    if (!node) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return {};
    }
    // One request at a time on a socket; two at once take two.
    const key = `${node.name} ${who}`;
    let socket = this.#sockets.get(key);
    this.#sockets.delete(key);
    if (!socket || socket.broken) socket = new Socket(node.port);
    const headers = { authorization: `Bearer ${this.#run.world.secrets[who]}`, 'x-tenant': this.#tenant };
    const answer = await socket.request(headers, JSON.stringify({ query, variables }));
    this.#run.counts.mutations += 1;
    if (answer === null) return {};
    this.#sockets.get(key)?.reset();
    this.#sockets.set(key, socket);
    this.#run.noteAnswer(answer);
    return JSON.parse(answer.body);
  }

  close() {
    for (const socket of this.#sockets.values()) if (!socket.broken) socket.reset();
  }
}
