/** Support staff and programs of third parties who read whatever they can, in every form, on all nodes at once. */
import { CanaryScanner } from './canaries.mjs';
import { Dice } from './dice.mjs';
import { Socket } from './http-client.mjs';
import { BULKY, companyId, contactId, CONTACTS, invoiceId, TENANTS } from './world.mjs';

/** Each form of a read; what is withheld comes back as null. */
const FORMS = {
  list: '{ contacts(first: 5) { nodes { id name email city iban notes nationalId } } }',
  point: '{ contact(id: $contact) { name phone iban nationalId } }',
  nested:
    '{ companies(first: 2) { nodes { name vatNumber contacts(first: 3) { nodes { name city invoices(first: 2) { nodes { number } } } } } } }',
  aliases:
    '{ a: contacts(last: 2) { edges { node { x: email y: email z: notes } } } b: contact(id: $contact) { p: phone c: company { website } } }',
  nodes:
    '{ nodes(ids: [$contact, $company, $invoice]) { id ... on Contact { name notes } ... on Company { name website } ... on Invoice { number } } }',
  count: '{ contacts(first: 3) { totalCount pageInfo { hasNextPage } nodes { iban nationalId } } }',
  invoices: '{ invoices(first: 4) { nodes { number contact { name email } } } }',
  walked: '{ viewer { user { name } } contacts(first: 2) { nodes { name city } } contact(id: $contact) { notes } }',
};
const FORM_NAMES = Object.keys(FORMS);
/** Asked for by clients that read nothing for a while, so that the kernel takes the answer in parts. */
const BULK = '{ contact(id: $contact) { notes } }';
const DECLARED = { contact: 'con', company: 'com', invoice: 'inv' };

function documentOf(name, form) {
  const used = Object.keys(DECLARED).filter((variable) => form.includes(`$${variable}`));
  const variables = used.length === 0 ? '' : `(${used.map((variable) => `$${variable}: ID!`).join(', ')})`;
  return { query: `query ${name}${variables} ${form}`, used };
}

/** Somebody of the staff, who asks for any tenant. */
export function staffMember(run, staff) {
  return (dice) => ({ staff, secret: run.world.secrets[staff], tenant: dice.one(TENANTS) });
}

export class Reader {
  #run;
  #asker;
  #dice;
  #stopDice;
  #sockets = new Map();
  #number;
  #requests = 0;
  #documents = new Map();

  /** @param asker says before each request as whom it is made, and of which tenant; undefined: not now */
  constructor(run, number, asker) {
    this.#run = run;
    this.#number = number;
    this.#asker = asker;
    this.#dice = new Dice(run.seed, `reader ${number}`);
    this.#stopDice = new Dice(run.seed, `stops of reader ${number}`);
  }

  async readUntilStopped() {
    const { thinkMs } = this.#run.options;
    while (!this.#run.stopped) {
      const node = this.#run.upNode(this.#dice);
      const asker = this.#asker(this.#dice);
      if (node && asker) await this.#readOnce(node, asker);
      await new Promise((resolve) => setTimeout(resolve, node && asker ? this.#dice.whole(0, thinkMs) : 50));
    }
    for (const place of this.#sockets.values()) {
      this.#run.history.removeSocket(place);
      if (!place.socket.broken) place.socket.reset();
    }
  }

  #placeOn(node) {
    const known = this.#sockets.get(node.name);
    if (known && !known.socket.broken && known.port === node.port) return known;
    if (known) this.#run.history.removeSocket(known);
    const scanner = new CanaryScanner();
    const place = { reading: null, last: null, port: node.port, pausedUntil: 0 };
    place.socket = new Socket(node.port, (chunk) => {
      for (const found of scanner.scan(chunk)) {
        // Bytes that belong to no request, or to one that was given up, are judged all the same.
        const reading = place.reading ?? place.last;
        reading.found.push(found);
        this.#run.history.read(found, reading);
      }
    });
    this.#sockets.set(node.name, place);
    this.#run.history.addSocket(place);
    return place;
  }

  /** Names are used in turn, so that a late entry of one request is not taken for the entry of the next. */
  #ask(bulky) {
    const name = bulky ? 'bulk' : this.#dice.one(FORM_NAMES);
    const turn = this.#requests % 4;
    const operation = `R${this.#number}_${name}_${turn}`;
    let document = this.#documents.get(operation);
    if (!document) this.#documents.set(operation, (document = documentOf(operation, bulky ? BULK : FORMS[name])));
    return { operation, document };
  }

  async #readOnce(node, { secret, tenant, staff, token, tokenId }) {
    const run = this.#run;
    const place = this.#placeOn(node);
    const bulky = run.faulting && this.#stopDice.chance(run.options.faults.partly);
    const { operation, document } = this.#ask(bulky);
    const row = bulky ? BULKY : this.#dice.wholeBut(0, CONTACTS - 1, BULKY);
    const all = {
      contact: contactId(tenant, row),
      company: companyId(tenant, row % 3),
      invoice: invoiceId(tenant, row),
    };
    const variables = Object.fromEntries(document.used.map((key) => [key, `${DECLARED[key]}_${all[key]}`]));
    const requestId = `r${this.#number}-${(this.#requests += 1)}`;
    const stop = bulky ? null : this.#stop();
    const reading = { tenant, staff, token, tokenId, operation, requestId, node: node.name, stop, bulky, found: [] };
    reading.sent = run.history.next();
    reading.sentAt = Date.now();
    reading.begun = process.hrtime.bigint();
    place.reading = reading;
    const asked = place.socket.request(
      {
        authorization: `Bearer ${secret}`,
        'x-tenant': tenant,
        'x-request-id': requestId,
        ...(stop && { 'x-stop': stop }),
      },
      JSON.stringify({ query: document.query, variables, operationName: operation }),
    );
    if (bulky) this.#takeInParts(place);
    else this.#disturb(place);
    const answer = await asked;
    place.last = reading;
    place.reading = null;
    run.counts.requests += 1;
    if (answer === null) run.counts.unanswered += 1;
    else run.noteAnswer(answer);
    if (reading.found.length > 0) {
      run.counts.reads += 1;
      if (token !== undefined) run.counts.programReads += 1;
      reading.readAt = Date.now();
      run.history.shown.push(reading);
    }
  }

  #stop() {
    const { stopBefore, stopAfter, delayed, longestDelayMs } = this.#run.options.faults;
    if (!this.#run.faulting) return null;
    for (const [where, probability, longest, kind] of [
      ['before', stopBefore, 600, 'node stops itself before the check'],
      ['after', stopAfter, 600, 'node stops itself after the check'],
      ['later', delayed, longestDelayMs, 'answer kept back before the check'],
    ]) {
      if (this.#stopDice.chance(probability)) {
        this.#run.countFault(kind);
        return `${where}:${this.#stopDice.whole(40, longest)}`;
      }
    }
    return null;
  }

  #takeInParts(place) {
    this.#run.countFault('answer that the kernel takes in parts');
    const milliseconds = this.#stopDice.whole(50, 900);
    place.pausedUntil = Date.now() + milliseconds;
    place.socket.pause();
    setTimeout(() => place.socket.resume(), milliseconds);
  }

  #disturb(place) {
    const { resets, slow } = this.#run.options.faults;
    if (!this.#run.faulting) return;
    if (this.#stopDice.chance(resets)) {
      this.#run.countFault('client socket reset');
      setTimeout(() => place.socket.broken || place.socket.reset(), this.#stopDice.whole(0, 25));
    } else if (this.#stopDice.chance(slow)) {
      this.#run.countFault('slow client');
      place.socket.pause();
      setTimeout(() => place.socket.resume(), this.#stopDice.whole(50, 400));
    }
  }
}
