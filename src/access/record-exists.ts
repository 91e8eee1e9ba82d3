import { modelOf } from '../entities/data.js';
import { parseId } from '../kernel/ids.js';
import type { Subject } from '../vocabulary/subjects.js';
import type { Database, Presented } from './database.js';

/** Whether the credential reaches a record of this id. Another tenant's, a missing one and a malformed id are the same: no. */
export async function recordExists(
  database: Database,
  presented: Presented,
  subject: Subject,
  id: string,
): Promise<boolean> {
  const { prefix, table, isFunction } = modelOf(subject);
  const uuid = parseId(prefix, id);
  if (uuid === undefined) return false;
  const rows = await database.run(presented, {
    name: `exists_${subject}`,
    text: `select from ${isFunction ? `${table}()` : `public.${table}`} where id = $1::uuid limit 1`,
    values: [uuid],
  });
  return rows.length > 0;
}
