/** Owners who give consent and take it back, on all nodes; staff hand it back at times, and some of it just expires. */
import { canary, CATEGORIES } from './canaries.mjs';
import { Dice } from './dice.mjs';
import { Mutating } from './mutating.mjs';
import { BULKY, contactId, CONTACTS, STAFF, staffId } from './world.mjs';

const GRANT = `mutation Grant($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { grant { id } } }`;
const ending = (name) =>
  `mutation End($id: ID!) { ${name}(id: $id) { receipt { effectiveAt drained fenced tookMs } } }`;
const ENDINGS = {
  revokeSupportAccess: ending('revokeSupportAccess'),
  returnSupportAccess: ending('returnSupportAccess'),
};
const UPDATE = `mutation Update($id: ID!, $input: UpdateContactInput!) { updateContact(id: $id, input: $input) { contact { id } } }`;
const LEAST_LEFT_MS = 600;

export class Owner {
  #run;
  #dice;
  #number;
  #mutating;
  #version = 0;
  tenant;

  constructor(run, number, tenant) {
    this.#run = run;
    this.#number = number;
    this.tenant = tenant;
    this.#dice = new Dice(run.seed, `owner ${number}`);
    this.#mutating = new Mutating(run, this.#dice, tenant);
  }

  async actUntilStopped() {
    const dice = this.#dice;
    const { mostGrants, pauseMs } = this.#run.options;
    while (!this.#run.stopped) {
      const mine = this.#run.history.open.filter(
        ({ tenant, token, ending }) => tenant === this.tenant && token === undefined && !ending,
      );
      const known = mine.filter(
        (grant) => grant.id !== undefined && grant.expiresAt - Date.now() > LEAST_LEFT_MS && !grant.short,
      );
      if (dice.chance(this.#run.options.updates)) await this.update();
      else if (known.length > 0 && (mine.length >= mostGrants || dice.chance(0.45))) await this.end(dice.one(known));
      else if (mine.length < mostGrants) await this.grant();
      await new Promise((resolve) => setTimeout(resolve, dice.whole(0, pauseMs)));
    }
    this.#mutating.close();
  }

  /** Given for seconds only: one whose answer is lost ends by itself, and until then it may live. */
  async grant(lifetimeMs) {
    const dice = this.#dice;
    const short = lifetimeMs === undefined && dice.chance(0.25);
    const lifetime = lifetimeMs ?? (short ? dice.whole(150, 1_200) : dice.whole(4_000, 12_000));
    const staff = dice.chance(0.4) ? dice.one(STAFF) : null;
    const categories = dice.some(CATEGORIES, 3);
    const grant = { tenant: this.tenant, staff, categories, short, expiresAt: Date.now() + lifetime };
    this.#run.history.grantSent(grant);
    const input = {
      categories,
      purpose: 'INCIDENT',
      reason: 'checked',
      expiresAt: new Date(grant.expiresAt).toISOString(),
      ...(staff && { staffId: `usr_${staffId(staff)}` }),
    };
    const { data } = await this.#mutating.ask(`owner-${this.tenant}`, GRANT, { input });
    if (data?.grantSupportAccess) grant.id = data.grantSupportAccess.grant.id;
    else this.#run.counts.unknownGrants += 1;
    this.#run.counts.grants += 1;
    return grant;
  }

  /** Asked until it is answered: an unknown outcome is none. */
  async end(grant) {
    const dice = this.#dice;
    grant.ending = true;
    const returned = dice.chance(0.2);
    const name = returned ? 'returnSupportAccess' : 'revokeSupportAccess';
    const who = returned ? (grant.staff ?? dice.one(STAFF)) : `owner-${this.tenant}`;
    this.#run.noteInFlight(this.#run.history.countInFlight(grant));
    const twice = dice.chance(0.1);
    const change = dice.chance(this.#run.options.changedAtEnd) ? this.update() : undefined;
    const first = this.#endOnce(grant, name, who);
    if (twice) await this.#endOnce(grant, 'revokeSupportAccess', `owner-${this.tenant}`);
    await first;
    await change;
  }

  async #endOnce(grant, name, who) {
    const { history, counts, latencies } = this.#run;
    for (let asked = 0; !this.#run.stopped && grant.expiresAt > Date.now(); asked += 1) {
      const begun = performance.now();
      const { data } = await this.#mutating.ask(who, ENDINGS[name], { id: grant.id });
      const receipt = data?.[name]?.receipt;
      if (receipt) {
        (grant.receipts ??= []).push(receipt);
        counts.revocations += 1;
        counts.drained += receipt.drained;
        counts.fenced += receipt.fenced;
        latencies.push(performance.now() - begun);
        await history.grantEnded(grant, receipt);
        return;
      }
      counts.revocationsAskedAgain += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Values change, and every version is a canary of its own. */
  async update() {
    const row = this.#dice.wholeBut(0, CONTACTS - 1, BULKY);
    this.#version += 1;
    const field = this.#dice.one(['name', 'city', 'notes']);
    const input = { [field]: canary(this.tenant, row, field, this.#version * 10 + this.#number) };
    const id = `con_${contactId(this.tenant, row)}`;
    const { data } = await this.#mutating.ask(`owner-${this.tenant}`, UPDATE, { id, input });
    if (data?.updateContact) this.#run.counts.updates += 1;
  }
}
