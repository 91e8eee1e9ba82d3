import { settingsOf, type Presented, type Statement } from './pipeline.js';

/**
 * Shares the lock of the tenant that the credential reaches, which every change of consent takes for itself. It is that tenant; null: it reaches
 * none, and so nothing is locked.
 */
function lockBy(lock: string): string {
  const reached = 'select coalesce(auth.tenant_id(), auth.support_tenant_id()) as id offset 0';
  return `(select case when ${lock}(auth.tenant_lock_key(id)) is not null then id::text end from (${reached}) as reached)`;
}

/** Until the transaction ends. */
const LOCK = lockBy('pg_advisory_xact_lock_shared');

/** Waits for a change of consent that is under way; none begins while it is held, which is until the transaction ends. */
export const SHARED_LOCK: Statement = { text: `select ${LOCK}`, values: [] };

/** The same for whoever writes under an instruction in a window: closing one waits for it, whatever else it holds. */
export const IMPORT_LOCK: Statement = { text: 'select auth.hold_import()', values: [] };

/** The database's clock, in milliseconds since 1970. */
const NOW = `(extract(epoch from date_trunc('milliseconds', clock_timestamp())) * 1000)::bigint::text`;

/**
 * What a transaction that writes begins with, in one round trip: the settings, by which the lock finds its tenant, then the lock (`locked`), then
 * the time (`now`, the last column). Columns are computed in their order. It reads nothing that is relied on: its snapshot is older than the lock.
 */
export function openingOf(presented: Presented, remainingMs: number | null): Statement {
  const { name = '', text, values } = settingsOf(presented, { remainingMs });
  return { name: `${name} in lock`, text: `${text}, ${LOCK} as locked, ${NOW} as now`, values };
}

/** Held until it is given back, or the connection closes. */
export const SESSION_LOCK: Statement = {
  text: `select ${lockBy('pg_advisory_lock_shared')}, auth.keep_windows()`,
  values: [],
};
