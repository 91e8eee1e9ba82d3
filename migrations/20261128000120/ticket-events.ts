import { restated } from '../20261123000011/restated.js';
import { DATA, presentedToken } from '../20261128000010/presented.js';
import { webhookDoors } from '../20261128000031/doors.js';
import { queueing, scopeOf } from '../20261128000031/queueing.js';
import { EVENTS } from '../20261128000031/tables.js';

/**
 * Webhooks are told of tickets too: of one that was opened, and of one that was answered or closed. Tickets are in no log of changes, so it is
 * their own rows that queue what is to be told, with the change, or not at all. Nobody deletes a ticket.
 */
const TICKET_EVENTS = ['ticket.created', 'ticket.updated'];
const READING = 'tickets:read';

const listOf = (events: readonly string[]): string => events.map((event) => `'${event}'`).join(', ');

export const ticketEvents: readonly string[] = [
  restated(
    webhookDoors,
    'proper_events',
    [`array[${listOf(EVENTS)}]`, `array[${listOf([...EVENTS, ...TICKET_EVENTS])}]`],
    [
      `take contact, company or invoice, with .created, .updated or .deleted.`,
      `take contact, company or invoice with .created, .updated or .deleted, or ticket with .created or .updated.`,
    ],
    [`invoices:read' end`, `invoices:read' when 'ticket' then '${READING}' end`],
  ),

  // What a delivery is signed with is sealed under the tenant's key, also where it tells of tickets only. The key is wrapped: a node opens it.
  restated(presentedToken, 'token_standing', [
    `case when auth.token_tenant_id('${DATA}') is not null then`,
    `case when who.kind = 'DELIVERY' or auth.token_tenant_id('${DATA}') is not null then`,
  ]),

  // As the log of changes does it, with the row itself in place of its entry.
  restated(
    queueing,
    'webhooks_hear',
    ['function auth.webhooks_hear()', 'function auth.webhooks_hear_of_tickets()'],
    [
      `lower(new.subject) || case new.action when 'CREATE' then '.created' when 'UPDATE' then '.updated' else '.deleted' end`,
      `case tg_op when 'INSERT' then 'ticket.created' else 'ticket.updated' end`,
    ],
    [scopeOf('what'), `'${READING}'`],
    ['new.record_id', 'new.id'],
  ),
  `revoke all on function auth.webhooks_hear_of_tickets() from public`,
];

/** Run by whoever owns the tables. */
export const ticketTriggers: readonly string[] = [
  `alter table public.webhook drop constraint webhook_events_check,
     add constraint webhook_events_check check (cardinality(events) between 1 and ${String(EVENTS.length + TICKET_EVENTS.length)})`,
  `create trigger webhooks_hear after insert or update on public.ticket
     for each row execute function auth.webhooks_hear_of_tickets()`,
];
