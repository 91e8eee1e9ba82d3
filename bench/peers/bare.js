/**
 * The least that a program could do: node:http, one prepared statement written by hand for each question, flat rows, a loop that shapes
 * them, JSON.stringify. No authorization, no validation, no parsing of GraphQL: what is between this and the product is the product's price.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { announce } from './announce.js';

const RAW = { getTypeParser: () => (text) => text };
const pool = new pg.Pool({
  connectionString: process.env.PEER_DATABASE_URL,
  max: Number(process.env.PEER_POOL_SIZE),
  idleTimeoutMillis: 0,
  options: '-c timezone=UTC -c jit=off',
});

const moment = (text) =>
  `${text.slice(0, 10)}T${text.slice(11, 19)}${(text[19] === '.' ? text.slice(19, -3) : '').padEnd(4, text[19] === '.' ? '0' : '.000')}Z`;

function decimal(scaled) {
  const digits = scaled.padStart(5, '0');
  const fraction = digits.slice(-4);
  return `${digits.slice(0, -4)}.${fraction.slice(0, 2)}${fraction.slice(2).replace(/0+$/, '')}`;
}

const QUESTIONS = {
  Point: {
    text: 'select id, name, email, phone, city, updated_at from public.contact where tenant_id = $1 and id = $2',
    values: (tenant, { id }) => [tenant, id],
    shape([row]) {
      if (row === undefined) return { contact: null };
      const [id, name, email, phone, city, updatedAt] = row;
      return { contact: { id: `con_${id}`, name, email, phone, city, updatedAt: moment(updatedAt) } };
    },
  },
  List: {
    text: `select w.id, w.name, w.email, w.city, o.id, o.name, o.vat_number, i.id, i.number, i.issued_on, i.currency, i.total
      from (select id, name, email, city, company_id from public.contact where tenant_id = $1 order by name, id limit 25) w
      left join lateral (select id, name, vat_number from public.company
                          where tenant_id = $1 and id = w.company_id offset 0) o on true
      left join lateral (select id, number, issued_on, currency, total from public.invoice
                          where tenant_id = $1 and contact_id = w.id order by issued_on desc, id desc limit 3) i on true
      order by w.name, w.id, i.issued_on desc, i.id desc`,
    values: (tenant) => [tenant],
    shape(rows) {
      const nodes = [];
      let last;
      let invoices;
      for (const [
        id,
        name,
        email,
        city,
        companyId,
        company,
        vatNumber,
        invoiceId,
        number,
        issuedOn,
        currency,
        total,
      ] of rows) {
        if (id !== last) {
          last = id;
          invoices = [];
          nodes.push({
            id: `con_${id}`,
            name,
            email,
            city,
            company: companyId === null ? null : { id: `com_${companyId}`, name: company, vatNumber },
            invoices: { nodes: invoices },
          });
        }
        if (invoiceId !== null)
          invoices.push({ id: `inv_${invoiceId}`, number, issuedOn, currency, total: decimal(total) });
      }
      return { contacts: { nodes } };
    },
  },
  Wide: {
    text: `select id, created_at, updated_at, name, birth_date, email, phone, city, country, iban
      from public.contact where tenant_id = $1 order by name, id limit 100`,
    values: (tenant) => [tenant],
    shape: (rows) => ({
      contacts: {
        nodes: rows.map(([id, createdAt, updatedAt, name, birthDate, email, phone, city, country, iban]) => ({
          id: `con_${id}`,
          createdAt: moment(createdAt),
          updatedAt: moment(updatedAt),
          name,
          birthDate,
          email,
          phone,
          city,
          country,
          iban,
        })),
      },
    }),
  },
};

async function answer(tenant, body) {
  const { operationName, variables } = JSON.parse(body);
  const question = QUESTIONS[operationName];
  const { rows } = await pool.query({
    name: operationName,
    text: question.text,
    values: question.values(tenant, variables),
    rowMode: 'array',
    types: RAW,
  });
  return JSON.stringify({ data: question.shape(rows) });
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    answer(request.headers['x-bench-tenant'], Buffer.concat(parts).toString()).then(
      (text) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
        response.end(text);
      },
      (error) => {
        response.writeHead(500).end(String(error));
      },
    );
  });
});
announce(server);
