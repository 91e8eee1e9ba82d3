/** What the questions are about: ids, cursors and sessions of the tenant that is asked. Only what a run needs is looked up. */
import { actorEmail, ACTORS, beginSessions, OWNER } from './accounts.js';
import { ask, makeToken } from './product-client.js';
import { CONTACTS_OF_A_SCORE, SCORE, sizesOf } from './world.js';

const POINT_READS = 500;
const PAGE = 100;
const SCORE_RANGES = 100;
/** A quarter of the contacts are of it. */
export const COUNTRY = 'België';
const WALK = `query Walk($first: Int!, $after: String, $country: String!) {
  contacts(first: $first, after: $after, where: { country: { eq: $country } }, orderBy: [{ field: NAME, direction: ASC }]) {
    nodes { id name } pageInfo { endCursor } } }`;

/** @param needs of the workloads: `actors`, `cursor`, `scores`, `token` */
export async function placeFor(needs, { admin, tenantId, secrets }, { sluice, member }, { contacts }) {
  const owner = await admin.query('select id from auth.user_account where email = $1', [OWNER]);
  return {
    tenantId,
    contactIds: await someContacts(admin, tenantId, contacts),
    ownerId: owner.rows[0].id,
    csrfToken: member.csrfToken,
    password: secrets.password,
    emails: Array.from({ length: ACTORS }, (_, index) => actorEmail(index + 1)),
    sessions: needs.has('actors') ? await beginSessions(admin, secrets) : [],
    cursor: needs.has('cursor') ? await deepCursor(admin, tenantId, sluice) : null,
    scores: needs.has('scores') ? await someScores(admin, tenantId, contacts) : null,
    token: needs.has('token') ? await makeToken(sluice.url, member) : null,
  };
}

/** Spread over the whole tenant, in no order. */
async function someContacts(admin, tenantId, contacts) {
  const { rows } = await admin.query(
    `select id from (select id, row_number() over (order by id) as n from public.contact where tenant_id = $1) c
      where n % $3 = 0 order by md5(id::text) limit $2`,
    [tenantId, POINT_READS, sizesOf(contacts).bigContacts / POINT_READS],
  );
  return rows.map(({ id }) => id);
}

/** The field, and where ranges of its values begin, spread over all of them. */
async function someScores(admin, tenantId, contacts) {
  const { rows } = await admin.query('select id from public.custom_field where tenant_id = $1 and key = $2', [
    tenantId,
    SCORE,
  ]);
  const apart = Math.floor(sizesOf(contacts).bigContacts / CONTACTS_OF_A_SCORE / SCORE_RANGES);
  return { fieldId: rows[0].id, from: Array.from({ length: SCORE_RANGES - 2 }, (_, index) => index * apart) };
}

/** Half-way through the rows that the filter leaves, reached as a client reaches it: page by page. */
async function deepCursor(admin, tenantId, { url, headers }) {
  const { rows } = await admin.query(
    'select count(*)::int as n from public.contact where tenant_id = $1 and country = $2',
    [tenantId, COUNTRY],
  );
  let after = null;
  let last;
  for (let passed = 0; passed < rows[0].n / 2; passed += PAGE) {
    const { data } = await ask(url, headers, WALK, { after, first: PAGE, country: COUNTRY });
    after = data.contacts.pageInfo.endCursor;
    last = data.contacts.nodes.at(-1);
  }
  return { after, name: last.name, id: last.id.slice(4) };
}
