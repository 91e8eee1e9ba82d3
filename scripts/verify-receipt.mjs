// Whether a revocation's receipt is what the API signed. Needs nothing of the API but its public key.
//   node scripts/verify-receipt.mjs receipt.json key.pem
// receipt.json: { "statement": "…", "signature": "…" } as in revokeSupportAccess { receipt { statement signature } };
// key.pem: receiptKey { publicKey }. Prints what was signed and exits 0, or says why not and exits 1.
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const [receiptFile, keyFile] = process.argv.slice(2);
if (receiptFile === undefined || keyFile === undefined)
  refuse('Usage: node scripts/verify-receipt.mjs receipt.json key.pem');

let receipt, key;
try {
  receipt = JSON.parse(readFileSync(receiptFile, 'utf8'));
  key = createPublicKey(readFileSync(keyFile, 'utf8'));
} catch (error) {
  refuse(`The receipt or the key cannot be read: ${error.message}.`);
}
const { statement, signature } = receipt;
if (typeof statement !== 'string' || typeof signature !== 'string')
  refuse('The receipt has no statement and signature.');
if (key.asymmetricKeyType !== 'ed25519') refuse('The key is not an Ed25519 key.');
if (!verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64url'))) {
  refuse('The signature does not fit: the statement was changed, or another key signed it.');
}
const { authority, effectiveAt, drained, fenced, tookMs } = JSON.parse(statement);
if (typeof authority !== 'string') refuse('What was signed is no receipt.');
process.stdout.write(
  `Valid: ${authority} ended at ${effectiveAt}; ${drained} answers were let finish and ${fenced} cut off, in ${tookMs} ms.\n`,
);
