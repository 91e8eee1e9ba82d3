/** The least that a fan-out could do: the change by hand, a notification, one read, and the same bytes to everybody who is connected. */
import { createServer } from 'node:http';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { announce } from './announce.js';
import { QUESTIONS } from './bare-questions.js';

const connectionString = process.env.PEER_DATABASE_URL;
const pool = new pg.Pool({ connectionString, max: Number(process.env.PEER_POOL_SIZE), idleTimeoutMillis: 0 });
const followers = new Set();

const listener = new pg.Client({ connectionString });
await listener.connect();
listener.on('notification', ({ payload }) => void tell(JSON.parse(payload)));
await listener.query('listen bench_contacts');

async function tell({ tenant, id }) {
  const { rows } = await pool.query({
    name: 'Told',
    text: 'select id, name, email, phone, city from public.contact where tenant_id = $1 and id = $2',
    values: [tenant, id],
  });
  const contact = { ...rows[0], id: `con_${rows[0].id}` };
  const payload = { data: { contactChanged: { kind: 'UPDATED', contact } } };
  const text = JSON.stringify({ id: '1', type: 'next', payload });
  for (const socket of followers) socket.send(text);
}

async function change({ 'x-bench-tenant': tenant, 'x-bench-actor': actor }, body) {
  const { variables } = JSON.parse(body);
  const { text, values, shape } = QUESTIONS.Update;
  const { rows } = await pool.query({
    name: 'Update',
    text,
    values: values(tenant, variables, actor),
    rowMode: 'array',
  });
  await pool.query({
    name: 'Notify',
    text: 'select pg_notify($1, $2)',
    values: ['bench_contacts', JSON.stringify({ tenant, id: rows[0][0] })],
  });
  return JSON.stringify({ data: shape(rows) });
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    change(request.headers, Buffer.concat(parts).toString()).then(
      (text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
      (error) => response.writeHead(500).end(JSON.stringify({ errors: [{ message: String(error) }] })),
    );
  });
});

const sockets = new WebSocketServer({
  server,
  perMessageDeflate: false,
  handleProtocols: () => 'graphql-transport-ws',
});
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type } = JSON.parse(data.toString());
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'subscribe') followers.add(socket);
  });
  socket.on('close', () => followers.delete(socket));
});
announce(server);
