import { newUuid } from '../kernel/ids.js';
import type { Database, Presented } from './database.js';
import { claimValues, type Claim } from './write/keyed.js';

/**
 * Tickets belong to the tenant and to support alike. Each change is one statement under the presented credential: row level security says
 * whether the ticket is within reach, and the author is whoever the credential is, by the name of that moment;
 * of a token whoever made it, by the name of the program.
 */
const AUTHOR = `
  author as materialized (
    select a.id, a.name, a.tenant_id, date_trunc('milliseconds', clock_timestamp()) as at
      from auth.ticket_author() a
     where a.tenant_id is not null
  )`;

/** The uuid of the new ticket, or of the one that was opened under the same key; null where the credential reaches no tickets. */
export async function openTicket(
  database: Database,
  presented: Presented,
  ticket: { readonly subject: string; readonly body: string; readonly claim: Claim | null },
): Promise<string | null> {
  const rows = await database.run(presented, {
    name: 'open_ticket',
    text: `with ${AUTHOR},
      claimed as materialized (
        select a.*, auth.claim_key($5, $6, $7, $1::uuid) as earlier from author a
      ),
      opened as (
        insert into public.ticket (tenant_id, id, created_at, updated_at, subject, status, opened_by)
        select tenant_id, $1::uuid, at, at, $3::text, 'OPEN', id from claimed where earlier is null
        returning id
      ),
      written as (
        insert into public.ticket_message (tenant_id, id, ticket_id, sent_at, author_id, author, body)
        select tenant_id, $2::uuid, $1::uuid, at, id, name, $4::text from claimed where earlier is null
      )
      select id from opened union all select earlier from claimed where earlier is not null`,
    values: [newUuid(), newUuid(), ticket.subject, ticket.body, ...claimValues(ticket.claim)],
  });
  return rows[0]?.[0] ?? null;
}

export type TicketReply = 'REPLIED' | 'CLOSED' | 'MISSING';

/** A reply is written to an open ticket only, and once under one key: so the key is claimed by whoever holds the ticket's row. */
export async function replyToTicket(
  database: Database,
  presented: Presented,
  reply: { readonly ticketId: string; readonly body: string; readonly claim: Claim | null },
): Promise<TicketReply> {
  const rows = await database.run(presented, {
    name: 'reply_to_ticket',
    text: `with ${AUTHOR},
      found as (
        select status from public.ticket where tenant_id = (select auth.support_tenant_id()) and id = $1::uuid
      ),
      before as materialized (select auth.claimed_key($4, $5, $6) as earlier),
      touched as (
        update public.ticket t set updated_at = author.at from author, before
         where t.tenant_id = author.tenant_id and t.id = $1::uuid and t.status = 'OPEN' and before.earlier is null
        returning t.id
      ),
      claimed as materialized (
        select touched.id, auth.claim_key($4, $5, $6, touched.id) as earlier from touched
      ),
      written as (
        insert into public.ticket_message (tenant_id, id, ticket_id, sent_at, author_id, author, body)
        select author.tenant_id, $2::uuid, claimed.id, author.at, author.id, author.name, $3::text
          from author, claimed where claimed.earlier is null
        returning id
      )
      select (select count(*) from written)
           + (select count(*) from before where earlier is not null) + (select count(*) from claimed where earlier is not null),
             (select status from found)`,
    values: [reply.ticketId, newUuid(), reply.body, ...claimValues(reply.claim)],
  });
  const [written = '0', status = null] = rows[0] ?? [];
  if (status === null) return 'MISSING';
  return written === '1' ? 'REPLIED' : 'CLOSED';
}

/** False where there is no such ticket. Closing a closed one changes nothing. */
export async function closeTicket(
  database: Database,
  presented: Presented,
  { ticketId, claim }: { readonly ticketId: string; readonly claim: Claim | null },
): Promise<boolean> {
  const rows = await database.run(presented, {
    name: 'close_ticket',
    text: `with closed as (
        update public.ticket set status = 'CLOSED', updated_at = date_trunc('milliseconds', clock_timestamp())
         where tenant_id = (select auth.support_tenant_id()) and id = $1::uuid and status = 'OPEN'
      )
      select id, auth.claim_key($2, $3, $4, id) from public.ticket
       where tenant_id = (select auth.support_tenant_id()) and id = $1::uuid`,
    values: [ticketId, ...claimValues(claim)],
  });
  return rows.length > 0;
}
