/**
 * Owners who let programs of third parties in and turn them out again, on all nodes: integrations are activated, narrowed, deactivated and activated
 * anew; their tokens are made, revoked and run out. Each keeper has an integration of its own, so that nobody else changes its terms, and a webhook of it.
 */
import { CATEGORIES } from './canaries.mjs';
import { Dice } from './dice.mjs';
import { Mutating } from './mutating.mjs';
import { EVENT, Receiver } from './receivers.mjs';
import { TENANTS } from './world.mjs';

const RECEIPT = 'receipt { effectiveAt drained fenced tookMs }';
const PROPOSE = `mutation Propose($input: ProposeIntegrationInput!) { proposeIntegration(input: $input) { integration { id } } }`;
const ACTIVATE = `mutation Activate($id: ID!, $input: ActivateIntegrationInput!) { activateIntegration(id: $id, input: $input) { ${RECEIPT} } }`;
const DEACTIVATE = `mutation Deactivate($id: ID!) { deactivateIntegration(id: $id) { ${RECEIPT} } }`;
const CREATE = `mutation Create($input: CreateApiTokenInput!) { createApiToken(input: $input) { token { id } secret } }`;
const REVOKE = `mutation Revoke($id: ID!) { revokeApiToken(id: $id) { ${RECEIPT} } }`;
const HOOK = `mutation Hook($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }`;
const AGREEMENT = { title: 'Checked', version: '1', hash: 'c'.repeat(64) };
const SUBJECT_OF = { 'contacts:read': 'Contact', 'companies:read': 'Company', 'invoices:read': 'Invoice' };
const SCOPES = Object.keys(SUBJECT_OF);
/** The terms of an integration are those of its webhook. */
const ALL = { scopes: SCOPES, categories: CATEGORIES };
const READS_CONTACTS = 'contacts:read';
/** Longer than the bound, and the pause that comes with it. */
const LATE_MS = 400;
const MOST_TOKENS = 4;
/** Tokens whose end is this near are left to run out. */
const LEAST_LEFT_MS = 600;
/** Of tokens that have ended: so many are tried again. */
const DEAD_KEPT = 10;

/** The tokens that programs hold: those that may live, and the last that don't any more. */
export class Keys {
  #living = [];
  #dead = [];

  add(key) {
    this.#living.push(key);
  }

  end(token) {
    this.#bury((key) => key.token === token);
  }

  /** As whom a program asks: mostly by a key that lives, and for its own tenant. */
  asker = (dice) => {
    this.#bury(({ expiresAt }) => expiresAt < Date.now());
    const keys = this.#dead.length > 0 && dice.chance(0.15) ? this.#dead : this.#living;
    if (keys.length === 0) return undefined;
    const key = dice.one(keys);
    return { ...key, tenant: dice.chance(0.05) ? dice.one(TENANTS) : key.tenant };
  };

  #bury(isDead) {
    this.#dead = [...this.#dead, ...this.#living.filter(isDead)].slice(-DEAD_KEPT);
    this.#living = this.#living.filter((key) => !isDead(key));
  }
}

export class Keeper {
  #run;
  #dice;
  #mutating;
  #owner;
  #tenant;
  #integration;
  /** Null: it is off. */
  #terms = null;
  #receiver;
  #url;
  #hasWebhook = false;

  constructor(run, number, tenant) {
    this.#run = run;
    this.#tenant = tenant;
    this.#owner = `owner-${tenant}`;
    this.#dice = new Dice(run.seed, `keeper ${number}`);
    this.#mutating = new Mutating(run, this.#dice, tenant);
  }

  async actUntilStopped() {
    const dice = this.#dice;
    while (!this.#run.stopped) {
      await this.#act();
      await new Promise((resolve) => setTimeout(resolve, dice.whole(0, this.#run.options.pauseMs)));
    }
    this.#mutating.close();
    this.#receiver?.close();
  }

  async #act() {
    const dice = this.#dice;
    const mine = this.#living().filter(({ isWebhook }) => !isWebhook);
    const known = mine.filter(({ expiresAt }) => expiresAt - Date.now() > LEAST_LEFT_MS);
    if (this.#integration === undefined) await this.#propose();
    else if (this.#terms === null) await this.#activate(this.#drawTerms());
    else if (this.#run.faulting && !this.#hasWebhook && this.#terms.scopes.includes(READS_CONTACTS)) await this.#hook();
    else if (mine.length > 0 && dice.chance(this.#run.options.turnedOff)) await this.#deactivate();
    else if (mine.length > 0 && dice.chance(0.12)) await this.#activate(this.#drawTerms());
    else if (known.length > 0 && (mine.length >= MOST_TOKENS || dice.chance(0.35))) await this.#revoke(dice.one(known));
    else if (mine.length < MOST_TOKENS) await this.#create();
  }

  /** What its tokens live on; an integration has its own keeper, so these are all that there are. */
  #living() {
    return this.#run.history.open.filter(
      ({ integration }) => integration !== undefined && integration === this.#integration,
    );
  }

  #drawTerms() {
    return { scopes: this.#dice.most(SCOPES), categories: this.#dice.most(CATEGORIES) };
  }

  async #propose() {
    const input = { name: 'Checked', thirdParty: 'Checker BV', scopes: SCOPES, categories: CATEGORIES };
    const { data } = await this.#mutating.ask(this.#owner, PROPOSE, { input });
    this.#integration = data?.proposeIntegration?.integration.id;
  }

  /** Where the answer is lost there may be two; both lead here. */
  async #hook() {
    this.#receiver ??= new Receiver(this.#run, { tenant: this.#tenant, token: this.#hookToken });
    this.#url ??= await this.#receiver.listen();
    const url = `${this.#url}?late=${this.#run.options.faults.latePosts}:${LATE_MS}`;
    const input = { integrationId: this.#integration, url, events: [EVENT] };
    const { data } = await this.#mutating.ask(this.#owner, HOOK, { input });
    this.#hasWebhook = Boolean(data?.createWebhook);
  }

  /** What a webhook tells rests on no token of anybody's, but on the terms of its integration as a whole. */
  get #hookToken() {
    return `${this.#integration} webhook`;
  }

  /** Of a token and the terms of its integration, what they have in common. */
  #opened(key, terms) {
    const subjects = key.scopes.filter((scope) => terms.scopes.includes(scope)).map((scope) => SUBJECT_OF[scope]);
    return { subjects, categories: key.categories.filter((category) => terms.categories.includes(category)) };
  }

  /** On terms that may be other ones: the tokens that live then may live on either until it is answered, and only on the new ones after. */
  async #activate(terms) {
    const { history, counts } = this.#run;
    const before = this.#living();
    for (const grant of before) history.grantSent({ ...grant, ...this.#opened(grant.key, terms) });
    if (this.#terms === null) history.grantSent({ ...this.#webhookGrant(), ...this.#opened(ALL, terms) });
    const receipt = await this.#ending('activateIntegration', ACTIVATE, before, { ...terms, agreement: AGREEMENT });
    if (!receipt) return;
    this.#terms = terms;
    if (before.length > 0) counts.integrationsChanged += 1;
    else counts.integrations += 1;
  }

  #webhookGrant() {
    return {
      tenant: this.#tenant,
      integration: this.#integration,
      token: this.#hookToken,
      key: ALL,
      isWebhook: true,
      expiresAt: Number.POSITIVE_INFINITY,
    };
  }

  async #deactivate() {
    const { counts, keys } = this.#run;
    const before = this.#living();
    if (!(await this.#ending('deactivateIntegration', DEACTIVATE, before))) return;
    this.#terms = null;
    counts.integrationsEnded += 1;
    for (const { token, isWebhook } of before) if (!isWebhook) keys.end(token);
  }

  async #revoke(grant) {
    const { counts, keys } = this.#run;
    if (!(await this.#ending('revokeApiToken', REVOKE, [grant], undefined, grant.id))) return;
    counts.tokensRevoked += 1;
    keys.end(grant.token);
  }

  async #create() {
    const { history, counts, keys } = this.#run;
    const dice = this.#dice;
    const key = { scopes: dice.most(SCOPES), categories: dice.most(CATEGORIES) };
    const lifetime = dice.chance(0.2) ? dice.whole(200, 1_200) : dice.whole(4_000, 12_000);
    counts.tokens += 1;
    const token = `${this.#integration} ${counts.tokens}`;
    const grant = {
      tenant: this.#tenant,
      token,
      integration: this.#integration,
      key,
      expiresAt: Date.now() + lifetime,
      ...this.#opened(key, this.#terms),
    };
    history.grantSent(grant);
    const input = {
      name: 'Checked',
      ...key,
      integrationId: this.#integration,
      expiresAt: new Date(grant.expiresAt).toISOString(),
    };
    const { data } = await this.#mutating.ask(this.#owner, CREATE, { input });
    const made = data?.createApiToken;
    // One whose answer was lost nobody can present.
    if (!made) return history.grantRefused(grant);
    grant.id = made.token.id;
    keys.add({ token, tenant: this.#tenant, secret: made.secret, tokenId: grant.id, expiresAt: grant.expiresAt });
  }

  /** Asked until it is answered, since an unknown outcome is none; the receipt is that of all that ended with it. */
  async #ending(name, query, grants, input, id = this.#integration) {
    const { history, counts } = this.#run;
    this.#run.noteInFlight(grants.reduce((sum, grant) => sum + history.countInFlight(grant), 0));
    while (!this.#run.stopped) {
      const { data } = await this.#mutating.ask(this.#owner, query, { id, ...(input && { input }) });
      const receipt = data?.[name]?.receipt;
      if (receipt) {
        if (grants.length > 0) counts.revocations += 1;
        counts.drained += receipt.drained;
        counts.fenced += receipt.fenced;
        await Promise.all(grants.map((grant) => history.grantEnded(grant, receipt)));
        return receipt;
      }
      counts.revocationsAskedAgain += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return null;
  }
}
