/** One node that is killed at a chosen step of a sealed read, another through which consent is given and taken back, and what is looked at after each. */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CanaryScanner } from './canaries.mjs';
import { Dice } from './dice.mjs';
import { Socket } from './http-client.mjs';
import { unlogged } from './log-check.mjs';
import { Node } from './nodes.mjs';
import { percentiles } from './run.mjs';
import { connect, dropWorld, makeWorld, SECRET_KEY } from './world.mjs';

const PRELOAD = fileURLToPath(new URL('kill-preload.mjs', import.meta.url));
const TENANT = 'acme';
const STAFF = 'ada';
const COLLEAGUE = 'bob';
const BOUND_MS = 250;
/** What a revocation may take beside the bound, on a machine that does other things as well. */
const SLACK_MS = 1_500;
const LOCKS_GONE_MS = 3_000;
const TRIES_TO_SERVE = 5;
/** Nothing but the read and the lifting of its seal, so that steps are those of the read. */
const QUIET = { CHAIN_EVERY: '1m', HEAD_EVERY: '1h', STREAM_POLL: '60s', RELEASE_BOUND: `${BOUND_MS}ms` };
const GRANT = `mutation Grant($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { grant { id } } }`;
const REVOKE = `mutation Revoke($id: ID!) { revokeSupportAccess(id: $id) { receipt { drained fenced tookMs } } }`;
const LOCKS = `select count(*)::int as n from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`;
const OPEN_TRANSACTIONS = `select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'sluice' and state like 'idle in transaction%'`;

export class Killing {
  #world;
  #server;
  #doomed;
  #stays;
  #superuser;
  #dice;
  #heard = () => undefined;
  #ended = () => undefined;
  #number = 0;
  #shown = [];
  #violations = [];
  #outcomes = {};
  #latencies = [];

  static async open(server, dist, seed) {
    const world = await makeWorld(dist, server);
    const killing = new Killing();
    killing.#server = server;
    killing.#world = world;
    killing.#dice = new Dice(seed, 'kill points');
    const usual = { dist, databaseUrl: world.urls.api, secretKey: SECRET_KEY, skewMs: 0, environment: QUIET };
    killing.#stays = new Node('stays', usual);
    killing.#doomed = new Node('doomed', {
      ...usual,
      preload: PRELOAD,
      hear: (message) => killing.#heard(message),
      onEnd: (said) => killing.#ended(said),
    });
    try {
      await Promise.all([killing.#stays.restart(), killing.#doomed.restart()]);
      killing.#superuser = await connect(world.urls.superuser);
    } catch (error) {
      await killing.close();
      throw error;
    }
    return killing;
  }

  async close() {
    await Promise.all([this.#stays.stop(), this.#doomed.stop()]);
    await this.#superuser?.end();
    await dropWorld(this.#server, this.#world);
  }

  async execute(wanted) {
    const stepsOfFirstRead = await this.#count(COLLEAGUE);
    const stepsOfLaterRead = await this.#count(STAFF);
    const killedAt = new Set();
    let missed = 0;
    for (let at = 0; killedAt.size < wanted && missed <= wanted; at += 1) {
      const first = at % 2 === 1;
      const steps = first ? stepsOfFirstRead : stepsOfLaterRead;
      // One of each stretch, so that all of the read is covered, however few they are; then wherever chance will have it.
      const share = at < wanted ? (at + this.#dice.throw()) / wanted : this.#dice.throw();
      const place = await this.#killAt(1 + Math.floor(share * steps), first);
      if (place === null) missed += 1;
      else killedAt.add(`${first ? 'first' : 'later'} read, ${place}`);
    }
    const log = await unlogged(this.#world.urls.superuser, this.#shown);
    for (const { operation, missing } of log.unlogged)
      this.#violations.push(`${operation}: read and not in the log: ${[...missing].slice(0, 5).join()}`);
    return {
      points: killedAt.size,
      stepsOfFirstRead,
      stepsOfLaterRead,
      readsThatEndedBefore: missed,
      outcomes: this.#outcomes,
      revocationMs: percentiles(this.#latencies),
      violations: this.#violations,
      killedAt: [...killedAt],
    };
  }

  /** How many steps a read has. @param before who reads first, so that the node is warm for them */
  async #count(before) {
    const grant = await this.#grant();
    await this.#mustServe(before);
    const counted = new Promise((resolve) => (this.#heard = ({ steps }) => resolve(steps)));
    const { answer, found, socket } = await this.#read(STAFF, 0);
    if (answer?.status !== 200 || found.length === 0) throw new Error(`Nothing was shown: ${answer?.body}`);
    const steps = await counted;
    socket.reset();
    await this.#revoke(grant);
    return steps;
  }

  async #killAt(step, first) {
    const grant = await this.#grant();
    // The node that took the place of the last one serves; where a first read is killed, by one of somebody else.
    await this.#mustServe(first ? COLLEAGUE : STAFF);
    const ended = new Promise((resolve) => (this.#ended = resolve));
    const reading = await this.#read(STAFF, step);
    const words = await Promise.race([ended, pause(2_500, null)]);
    const begun = performance.now();
    const receipt = await this.#revoke(grant);
    const took = performance.now() - begun;
    const place = /killed at (.*)/.exec(words ?? '')?.[1] ?? null;
    const said = `${reading.operation} (${place ?? 'not killed'})`;
    const after = reading.found.length;
    await pause(20);
    if (reading.found.length > after) this.#violations.push(`${said}: bytes came after the revocation had answered`);
    if (took > BOUND_MS + SLACK_MS) this.#violations.push(`${said}: the revocation took ${Math.round(took)} ms`);
    this.#latencies.push(took);
    reading.socket.reset();
    await this.#untilNone(LOCKS, `${said}: a lock is left`);
    await this.#untilNone(OPEN_TRANSACTIONS, `${said}: a transaction is left`);
    if (words === null) return null;
    await this.#note(reading, receipt);
    await this.#superuser.query(`update seal set sealed_at = sealed_at - interval '1 minute'`);
    await this.#doomed.restart();
    await this.#untilNone('select count(*)::int as n from seal', `${said}: a seal is left`);
    return place;
  }

  async #note({ operation, found }, { fenced }) {
    const { rows } = await this.#superuser.query('select from access_entry where operation = $1', [operation]);
    const outcome = [
      rows.length > 0 ? 'logged' : 'not logged',
      found.length > 0 ? 'shown' : 'not shown',
      fenced > 0 ? 'seal left' : 'no seal left',
    ].join(', ');
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
    if (rows.length === 0 && found.length > 0) this.#violations.push(`${operation}: shown without an entry`);
  }

  /** Its first answers may miss their bound, on a machine that does other things as well. */
  async #mustServe(staff) {
    for (let tries = 1; ; tries += 1) {
      const { answer, found, socket, operation } = await this.#read(staff, null);
      socket.reset();
      if (answer?.status === 200 && found.length > 0) return;
      if (tries < TRIES_TO_SERVE) continue;
      this.#violations.push(`${operation}: the node that was started again does not serve: ${answer?.body}`);
      return;
    }
  }

  /** Each under a name of its own, by which the log tells of it. */
  async #read(staff, step) {
    this.#number += 1;
    const operation = `K${this.#number}`;
    const reading = { operation, found: [], sentAt: Date.now() };
    const scanner = new CanaryScanner();
    const socket = new Socket(this.#doomed.port, (chunk) => {
      reading.found.push(...scanner.scan(chunk));
      reading.readAt = Date.now();
    });
    const query = `query ${operation} { contacts(first: 5) { nodes { id name email city } } }`;
    const answer = await socket.request(
      { ...this.#headersOf(staff), ...(step !== null && { 'x-kill-at': String(step) }) },
      JSON.stringify({ query }),
    );
    reading.readAt ??= Date.now();
    if (reading.found.length > 0) this.#shown.push(reading);
    return Object.assign(reading, { answer, socket });
  }

  async #grant() {
    const expiresAt = new Date(Date.now() + 120_000).toISOString();
    const input = { categories: ['IDENTITY', 'CONTACT_DETAILS'], purpose: 'INCIDENT', reason: 'killed', expiresAt };
    const answer = await this.#ask(this.#stays, `owner-${TENANT}`, GRANT, { input });
    return JSON.parse(answer.body).data.grantSupportAccess.grant.id;
  }

  async #revoke(id) {
    const answer = await this.#ask(this.#stays, `owner-${TENANT}`, REVOKE, { id });
    const receipt = answer && JSON.parse(answer.body).data?.revokeSupportAccess?.receipt;
    if (!receipt) throw new Error(`Consent was not ended: ${answer?.body}`);
    return receipt;
  }

  async #ask(node, who, query, variables) {
    const socket = new Socket(node.port);
    const answer = await socket.request(this.#headersOf(who), JSON.stringify({ query, variables }));
    socket.reset();
    return answer;
  }

  #headersOf(who) {
    return { authorization: `Bearer ${this.#world.secrets[who]}`, 'x-tenant': TENANT };
  }

  async #untilNone(query, violation) {
    const limit = performance.now() + LOCKS_GONE_MS;
    for (;;) {
      const { rows } = await this.#superuser.query(query);
      if (rows[0].n === 0) return;
      if (performance.now() > limit) {
        this.#violations.push(violation);
        return;
      }
      await pause(10);
    }
  }
}
