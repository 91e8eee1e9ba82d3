/**
 * The least that a program could do: node:http, one prepared statement written by hand for each question, flat rows, a loop that shapes
 * them, JSON.stringify. No authorization, no validation, no parsing of GraphQL: what is between this and the product is the product's price.
 */
import { createServer } from 'node:http';
import { createHash, randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import pg from 'pg';
import { announce } from './announce.js';
import { QUESTIONS } from './bare-questions.js';

const RAW = { getTypeParser: () => (text) => text };
const pool = new pg.Pool({
  connectionString: process.env.PEER_DATABASE_URL,
  max: Number(process.env.PEER_POOL_SIZE),
  idleTimeoutMillis: 0,
  options: '-c timezone=UTC -c jit=off',
});

function ask(name, text, values) {
  return pool.query({ name, text, values, rowMode: 'array', types: RAW });
}

/** Whoever has the password gets a session, of which the database keeps the digest. */
async function signIn({ email, password }) {
  const { rows } = await ask('account', 'select id, password_hash from auth.user_account where email = $1', [email]);
  const [[id, hash]] = rows;
  if (!(await argon2.verify(hash, password))) throw new Error('The password is wrong.');
  const secret = randomBytes(32).toString('base64url');
  await ask(
    'session',
    `insert into auth.session (digest, user_id, expires_at, idle) values ($1, $2, now() + interval '7 days', interval '12 hours')`,
    [createHash('sha256').update(secret).digest(), id],
  );
  return {
    data: { signIn: { viewer: { user: { email } } } },
    cookie: `session=${secret}; Path=/; HttpOnly; SameSite=Lax`,
  };
}

async function answer({ 'x-bench-tenant': tenant, 'x-bench-actor': actor }, body) {
  const { operationName, variables } = JSON.parse(body);
  if (operationName === 'SignIn') {
    const { data, cookie } = await signIn(variables.input);
    return { text: JSON.stringify({ data }), headers: { 'set-cookie': cookie } };
  }
  const question = QUESTIONS[operationName];
  const { rows } = await ask(operationName, question.text, question.values(tenant, variables ?? {}, actor));
  return { text: JSON.stringify({ data: question.shape(rows) }) };
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    answer(request.headers, Buffer.concat(parts).toString()).then(
      ({ text, headers }) => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...headers,
        });
        response.end(text);
      },
      (error) => {
        response.writeHead(500).end(String(error));
      },
    );
  });
});
announce(server);
