/**
 * The protections, each switched off in a copy of the build by changing what stands there, and nowhere else. Where a text is not found exactly
 * once, the run fails: the code has changed, and this list has to follow it.
 *
 * `faults`: the schedule that makes the rare moment frequent; `people`: who acts, where that does. The real build runs under every one of them, too.
 */
const SLOW_LOG = { dawdlingLog: 0.3 };
const KEPT_BACK = { delayed: 0.3 };
const MOSTLY_PROGRAMS = { readers: 2, owners: 1, programs: 8, keepers: 4 };

export const MUTANTS = [
  {
    name: 'fingerprint check in the statement of the data',
    verdict: 'V0, V1',
    faults: {},
    changes: [
      {
        file: 'migrations/20261123000008/reach.js',
        search: 'if present.print = expected then',
        replace: 'if true then',
      },
    ],
  },
  {
    name: 'lock before the snapshot',
    verdict: 'V1',
    faults: SLOW_LOG,
    changes: [
      {
        file: 'src/access/read/finder.js',
        search: `this.#seals.hold(tenantId ?? null, law.actor.kind === 'ADMINISTRATOR')`,
        replace: `{ name: 'no lock', text: 'select 1', values: [] }`,
      },
    ],
  },
  {
    name: 'drain',
    verdict: 'V1',
    faults: KEPT_BACK,
    changes: [
      {
        file: 'src/access/end-authority.js',
        search: 'const fenced = await this.#drain(presented, concerned, first);',
        replace: 'const fenced = 0;',
      },
    ],
  },
  {
    name: 'bound at the write',
    verdict: 'V1',
    faults: { ...KEPT_BACK, longestDelayMs: 600 },
    changes: [
      {
        file: 'src/server/release-gate.js',
        search: 'socket.writableLength > 0 || !release.isOpen()',
        replace: 'socket.writableLength > 0',
      },
      {
        file: 'src/access/write-within.js',
        search: 'if (!release.isOpen()) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'cut of what the kernel has not taken',
    verdict: 'V1',
    faults: { partly: 0.3 },
    changes: [
      {
        file: 'src/server/release-gate.js',
        search: 'setTimeout(()=>socket.resetAndDestroy(), release.remainingMs)',
        replace: 'setTimeout(()=>undefined, release.remainingMs)',
      },
      {
        file: 'src/access/write-within.js',
        search: 'if (!release.isOpen()) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'seal until the answer has left',
    verdict: 'V1',
    faults: KEPT_BACK,
    changes: [
      {
        file: 'src/access/seal.js',
        search: 'this.#ids.push(seal.id);',
        replace: 'this.#ids.push(seal.id); this.#seals.lift([seal.id]);',
      },
    ],
  },
  {
    name: 'bound at the write of an event',
    verdict: 'V1',
    faults: { busyEvents: 1, longestDelayMs: 600 },
    people: { readers: 0, programs: 0, followers: 9, keepers: 0, changedAtEnd: 0.6 },
    changes: [
      {
        file: 'src/server/sockets/outbox.js',
        search: 'while(this.#isOpen() && release.isOpen() && !this.#isEmpty())',
        replace: 'while(this.#isOpen() && !this.#isEmpty())',
      },
      {
        file: 'src/server/sockets/outbox.js',
        search: 'if (!release.isOpen() || !this.#isEmpty()) return false;',
        replace: 'if (!this.#isEmpty()) return false;',
      },
      {
        file: 'src/server/sockets/outbox.js',
        search: 'const cut = setTimeout(()=>this.cut(), release.remainingMs);',
        replace: 'const cut = undefined;',
      },
      {
        file: 'src/access/write-within.js',
        search: 'if (!release.isOpen()) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'bound at the write of a delivery',
    verdict: 'V1',
    faults: { latePosts: 2 },
    people: { readers: 0, programs: 0, followers: 0, keepers: 4, turnedOff: 0.4, updates: 0.6 },
    changes: [
      {
        file: 'src/jobs/webhooks/post.js',
        search: 'socket.writableLength > 0 || !release.isOpen()',
        replace: 'socket.writableLength > 0',
      },
      {
        file: 'src/jobs/webhooks/post.js',
        search: 'setTimeout(()=>raw.resetAndDestroy(), release.remainingMs)',
        replace: 'undefined',
      },
      {
        file: 'src/access/write-within.js',
        search: 'if (!release.isOpen()) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'nothing out before the log entry is committed',
    verdict: 'V2',
    faults: { failingCommits: 0.1 },
    changes: [
      {
        file: 'src/access/pipeline.js',
        search: `            this.#rows = [];
        }`,
        replace: `            this.#rows = [];
            if (this.#answers.length === this.#lasts.length) this.#settle(null);
        }`,
      },
    ],
  },
  {
    name: 'log entry in the statement of the data',
    verdict: 'V2',
    faults: {},
    changes: [
      {
        file: 'src/access/read/disclosure.js',
        search: 'array_agg(distinct x.id) as ids',
        replace: '(array_agg(distinct x.id))[1:1] as ids',
      },
    ],
  },
  {
    name: 'terms of a token in the statement of the data',
    verdict: 'V0, V1',
    faults: {},
    people: MOSTLY_PROGRAMS,
    changes: [
      {
        file: 'migrations/20261128000010/presented.js',
        search: 'if auth.token_print(who) = expected then',
        replace: 'if true then',
      },
    ],
  },
  {
    name: 'seal of the integration of a token',
    verdict: 'V1',
    faults: { delayed: 0.6 },
    people: { ...MOSTLY_PROGRAMS, turnedOff: 0.4 },
    changes: [
      {
        file: 'src/access/read/input.js',
        search: '...token.integrationId === null ? [] : [\n            token.integrationId\n        ]',
        replace: '',
      },
    ],
  },
  {
    name: 'tokens end with their integration',
    verdict: 'V0',
    faults: {},
    people: MOSTLY_PROGRAMS,
    changes: [
      {
        file: 'migrations/20261128000010/rules.js',
        search: 't.integration_id = ending and t.revoked_at is null',
        replace: 'false',
      },
    ],
  },
  {
    name: 'register of disclosures written with the log',
    verdict: 'V2',
    faults: {},
    people: MOSTLY_PROGRAMS,
    changes: [
      {
        file: 'migrations/20261128000012/disclosures.js',
        search: `          if jsonb_array_length(new.disclosed) > 0 then`,
        replace: `          if jsonb_array_length(new.disclosed) > 1 then`,
      },
    ],
  },
];
