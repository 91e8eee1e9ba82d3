// Whether a tenant's access log is what it was when its heads were signed. Needs nothing of the API but its public key.
//   node scripts/verify-log.mjs log.ndjson heads.ndjson key.pem
// log.ndjson: from `npm run --silent log:export -- <tenant slug>`, or the lines of `accessLogProof`, which may begin in the middle of
// the log; heads.ndjson: what HEAD_FILE or HEAD_URL collected, of all tenants and in any order, or the head of a proof; key.pem: receiptKey { publicKey }, and older keys after it where it was changed.
// Exits with 0 and one sentence if nothing was tampered with; with 1 and one line per finding if something was, or if there is
// nothing to prove it with; with 2 if it can't read what it was given.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';

const MOST_FINDINGS = 20;
const LONGEST_LINE = 67_108_864;
const FIELDS = [
  'id',
  'at',
  'actor',
  'actorId',
  'actorName',
  'authority',
  'authorityKind',
  'purpose',
  'reason',
  'operation',
  'disclosed',
];

function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const [logFile, headsFile, keyFile] = process.argv.slice(2);
if (keyFile === undefined) giveUp('Usage: node scripts/verify-log.mjs log.ndjson heads.ndjson key.pem');

let found = 0;
function finding(kind, sentence) {
  found += 1;
  if (found <= MOST_FINDINGS) process.stdout.write(`${kind}: ${sentence}\n`);
}

function remark(sentence) {
  process.stdout.write(`Note: ${sentence}\n`);
}

// Only at line feeds: JSON may hold other characters that some take for the end of a line.
async function* linesOf(path) {
  let rest = '';
  let number = 0;
  for await (const part of createReadStream(path, 'utf8')) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield { number, line };
    }
    if (rest.length > LONGEST_LINE) throw new Error(`a line is longer than ${LONGEST_LINE} characters`);
  }
  if (rest.trim() !== '') yield { number: number + 1, line: rest };
}

function parse(line) {
  try {
    const value = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function readKeys(path) {
  const blocks = readFileSync(path, 'utf8').match(/-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) throw new Error('there is no public key in it');
  return new Map(
    blocks.map((block) => {
      const key = createPublicKey(block);
      if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is not an Ed25519 key');
      const id = createHash('sha256').update(key.export({ format: 'der', type: 'spki' }));
      return [id.digest('hex').slice(0, 16), key];
    }),
  );
}

// The signed heads, by tenant and then by place.
async function readHeads(path, keys) {
  const tenants = new Map();
  for await (const { number, line } of linesOf(path)) {
    const { statement, signature, keyId } = parse(line) ?? {};
    if (typeof statement !== 'string' || typeof signature !== 'string') {
      remark(`line ${number} of the heads is no head (cut off by a crash?), and proves nothing.`);
      continue;
    }
    const key = keys.get(keyId);
    if (key === undefined) {
      finding('FOREIGN HEAD', `line ${number} of the heads says it was signed with another key (${String(keyId)}).`);
      continue;
    }
    if (!verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64url'))) {
      finding('BAD SIGNATURE', `line ${number} of the heads was changed after it was signed, or is forged.`);
      continue;
    }
    const head = parse(statement) ?? {};
    if (head.kind !== 'access log head' || head.version !== 1) {
      finding('FOREIGN HEAD', `line ${number} of the heads is signed, but is no head of an access log.`);
      continue;
    }
    const heads = tenants.get(head.tenant) ?? new Map();
    tenants.set(head.tenant, heads);
    const known = heads.get(head.place);
    if (known !== undefined && known.hash !== head.hash) {
      finding('FORK', `two heads are signed for entry ${head.place}, with different hashes (${known.at}, ${head.at}).`);
    }
    heads.set(head.place, head);
  }
  return tenants;
}

const ownText = (value) => (value === null || value === undefined ? '~' : `${Buffer.byteLength(value)}:${value}`);

function hashOf(previous, entry) {
  const texts = ['access entry 1', entry.tenant, String(entry.place), ...FIELDS.map((field) => entry[field])];
  return createHash('sha256').update(Buffer.from(previous, 'hex')).update(texts.map(ownText).join('')).digest('hex');
}

// Where a part of a log begins: the entry before it, of which only the hash is known.
function isStart(line) {
  return (
    line?.kind === 'start' &&
    Number.isSafeInteger(line.place) &&
    line.place > 0 &&
    /^[0-9a-f]{64}$/.test(line.hash) &&
    typeof line.tenant === 'string'
  );
}

function isEntry(entry) {
  return (
    entry !== undefined &&
    Number.isSafeInteger(entry.place) &&
    entry.place > 0 &&
    [entry.hash, entry.tenant].every((value) => typeof value === 'string') &&
    FIELDS.every((field) => typeof entry[field] === 'string' || entry[field] === null)
  );
}

const places = (from, to) => (from === to ? `entry ${from} is` : `entries ${from} to ${to} are`);

// Places that were passed over: removed, unless they come later.
class Gaps {
  #ranges = [];

  add(from, to) {
    this.#ranges.push([from, to]);
  }

  // Whether this place was passed over, and so comes too late.
  fill(place) {
    const at = this.#ranges.findIndex(([from, to]) => from <= place && place <= to);
    if (at === -1) return false;
    const [from, to] = this.#ranges[at];
    const left = [
      [from, place - 1],
      [place + 1, to],
    ].filter(([first, last]) => first <= last);
    this.#ranges.splice(at, 1, ...left);
    return true;
  }

  get ranges() {
    return this.#ranges;
  }
}

async function walk(path, tenants) {
  let tenant;
  let heads = new Map();
  let last = { place: 0, hash: '0'.repeat(64) };
  let from = 1;
  let begun = false;
  const gaps = new Gaps();
  for await (const { number, line } of linesOf(path)) {
    const entry = parse(line);
    const starts = isStart(entry);
    if (!starts && !isEntry(entry)) {
      finding('UNREADABLE', `line ${number} of the log is no entry.`);
      continue;
    }
    if (tenant === undefined) {
      tenant = entry.tenant;
      heads = tenants.get(tenant) ?? heads;
    }
    const { place, hash } = entry;
    if (entry.tenant !== tenant) {
      finding('FOREIGN ENTRY', `line ${number} of the log is of another tenant (${entry.tenant}).`);
      continue;
    }
    if (heads.has(place) && heads.get(place).hash !== hash) {
      const { at } = heads.get(place);
      finding('REWRITTEN', `entry ${place} is not the one that was there when the head of ${at} was signed.`);
    }
    if (starts) {
      if (!begun) from = place + 1;
      else if (place > last.place) gaps.add(last.place + 1, place);
      else if (place < last.place)
        finding('REORDERED', `line ${number} begins behind entry ${place}, after entry ${last.place}.`);
      else if (hash !== last.hash)
        finding('REWRITTEN', `line ${number} begins behind another entry ${place} than the one before it.`);
      if (!begun || place > last.place) last = entry;
      begun = true;
      continue;
    }
    begun = true;
    if (place <= last.place) {
      const late = gaps.fill(place);
      finding('REORDERED', `entry ${place} ${late ? 'comes after' : 'is there again after'} entry ${last.place}.`);
      continue;
    }
    if (place > last.place + 1) gaps.add(last.place + 1, place - 1);
    else if (hashOf(last.hash, entry) !== hash) {
      finding(
        'EDITED',
        `entry ${place} (${entry.id}, ${entry.at}) does not give its hash: it was changed after it was chained.`,
      );
    }
    last = entry;
  }
  for (const [from, to] of gaps.ranges) finding('REMOVED', `${places(from, to)} missing.`);
  return { tenant, from, last, heads };
}

let keys;
try {
  keys = readKeys(keyFile);
} catch (error) {
  giveUp(`The key can't be read: ${error.message}.`);
}

try {
  const tenants = await readHeads(headsFile, keys);
  const { tenant, from, last, heads } = await walk(logFile, tenants);
  const covered = [...heads.keys()].reduce((most, place) => Math.max(most, place), 0);
  const head = heads.get(covered);
  if (tenant === undefined) {
    finding('EMPTY', `the log has no entry; signed heads of ${tenants.size} tenants say that theirs have.`);
  } else if (head === undefined) {
    finding(
      'UNPROVEN',
      `no signed head is of this tenant (${tenant}): a log that was made up whole would look the same.`,
    );
  } else if (covered < from) {
    finding('UNPROVEN', `the newest signed head is of ${covered} entries, and the log begins with entry ${from}.`);
  } else if (covered > last.place) {
    finding('TRUNCATED', `the head of ${head.at} is of ${covered} entries, and the log ends with entry ${last.place}.`);
  }
  if (found > 0) {
    const more = found > MOST_FINDINGS ? ` (${found - MOST_FINDINGS} more were not listed)` : '';
    process.stdout.write(`NOT INTACT: ${found} findings${more}.\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(
      `INTACT: entries ${from} to ${covered} of tenant ${tenant} are those of the head of ${head.at}.\n`,
    );
    const after =
      last.place > covered
        ? `Entries ${covered + 1} to ${last.place} are later than the last exported head: they fit each other, and no signature vouches for them yet. `
        : '';
    remark(`${after}Whether the end of the log was cut off behind the last exported head can't be told.`);
  }
} catch (error) {
  giveUp(`What was given can't be read: ${error.message}.`);
}
