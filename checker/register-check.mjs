/** V2, of programs: whatever the log has of one is in the register of disclosures, counted once, and so is every category that was read. */
import { CATEGORY_OF } from './canaries.mjs';
import { uuidIn } from './judge.mjs';
import { connect } from './world.mjs';

/** By recipient: entries that tell of something, and what the register makes of them. */
const SUMS = `
  select e.recipient, e.entries, coalesce(d.reads, 0)::int as reads, coalesce(d.categories, '{}') as categories
    from (select coalesce(t.integration_id, t.id)::text as recipient, count(*)::int as entries
            from access_entry a join auth.api_token t on t.tenant_id = a.tenant_id and t.id = a.authority
           where jsonb_array_length(a.disclosed) > 0 group by 1) e
    full join (select d.recipient_id::text as recipient, sum(d.reads) as reads,
                      (select array_agg(distinct c.name) from auth.disclosure o cross join unnest(o.categories) as c (name)
                        where o.recipient_id = d.recipient_id) as categories
                 from auth.disclosure d group by d.recipient_id) d using (recipient)`;

/** @returns what is wrong with it, by recipient */
export async function unregistered(url, shown) {
  const client = await connect(url);
  try {
    for (let taken = -1; taken !== 0;) {
      const { rows } = await client.query('select auth.add_up_disclosures(10000) as taken');
      taken = rows[0].taken;
    }
    const { rows } = await client.query(SUMS);
    const registered = new Map(rows.map((row) => [row.recipient, row]));
    const wrong = rows.filter(({ entries, reads }) => entries !== reads);
    for (const { token, found } of shown) {
      if (token === undefined) continue;
      // A token is called after its integration.
      const recipient = uuidIn(token.split(' ')[0]);
      const { categories = [] } = registered.get(recipient) ?? {};
      const lacking = found.map(({ field }) => CATEGORY_OF[field]).filter((category) => !categories.includes(category));
      if (lacking.length > 0) wrong.push({ recipient, lacking });
    }
    return wrong;
  } finally {
    await client.end();
  }
}
