import { newUuid } from '../kernel/ids.js';
import type { Database, Presented } from './database.js';

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

/** The uuid of the new ticket; null where the credential reaches no tickets. */
export async function openTicket(
  database: Database,
  presented: Presented,
  ticket: { readonly subject: string; readonly body: string },
): Promise<string | null> {
  const rows = await database.run(presented, {
    name: 'open_ticket',
    text: `with ${AUTHOR},
      opened as (
        insert into public.ticket (tenant_id, id, created_at, updated_at, subject, status, opened_by)
        select tenant_id, $1::uuid, at, at, $3::text, 'OPEN', id from author
        returning id
      ),
      written as (
        insert into public.ticket_message (tenant_id, id, ticket_id, sent_at, author_id, author, body)
        select tenant_id, $2::uuid, $1::uuid, at, id, name, $4::text from author
      )
      select id from opened`,
    values: [newUuid(), newUuid(), ticket.subject, ticket.body],
  });
  return rows[0]?.[0] ?? null;
}

export type TicketReply = 'REPLIED' | 'CLOSED' | 'MISSING';

/** A reply is written to an open ticket only. */
export async function replyToTicket(
  database: Database,
  presented: Presented,
  reply: { readonly ticketId: string; readonly body: string },
): Promise<TicketReply> {
  const rows = await database.run(presented, {
    name: 'reply_to_ticket',
    text: `with ${AUTHOR},
      found as (
        select status from public.ticket where tenant_id = (select auth.support_tenant_id()) and id = $1::uuid
      ),
      touched as (
        update public.ticket t set updated_at = author.at from author
         where t.tenant_id = author.tenant_id and t.id = $1::uuid and t.status = 'OPEN'
        returning t.id
      ),
      written as (
        insert into public.ticket_message (tenant_id, id, ticket_id, sent_at, author_id, author, body)
        select author.tenant_id, $2::uuid, touched.id, author.at, author.id, author.name, $3::text from author, touched
        returning id
      )
      select (select count(*) from written), (select status from found)`,
    values: [reply.ticketId, newUuid(), reply.body],
  });
  const [written = '0', status = null] = rows[0] ?? [];
  if (written === '1') return 'REPLIED';
  return status === null ? 'MISSING' : 'CLOSED';
}

/** False where there is no such ticket. Closing a closed one changes nothing. */
export async function closeTicket(database: Database, presented: Presented, ticketId: string): Promise<boolean> {
  const rows = await database.run(presented, {
    name: 'close_ticket',
    text: `with closed as (
        update public.ticket set status = 'CLOSED', updated_at = date_trunc('milliseconds', clock_timestamp())
         where tenant_id = (select auth.support_tenant_id()) and id = $1::uuid and status = 'OPEN'
      )
      select id from public.ticket where tenant_id = (select auth.support_tenant_id()) and id = $1::uuid`,
    values: [ticketId],
  });
  return rows.length > 0;
}
