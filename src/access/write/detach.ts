import { CodedError } from '../../kernel/errors.js';
import { modelOf } from '../../entities/data.js';
import { DATA_SUBJECTS } from '../../entities/entities.js';
import type { SubjectModel, ToOneModel } from '../../entities/model.js';
import type { Law } from '../../policy/law.js';
import type { Subject } from '../../vocabulary/subjects.js';
import type { Row, Statement } from '../database.js';
import { refusalError } from '../demand.js';

/** What points to a record that is deleted is changed by that, and so is asked of the law, told in the log, and bounded. */
export interface Pointer {
  readonly model: SubjectModel;
  readonly relation: ToOneModel;
}

interface Going {
  readonly tenantId: string;
  readonly id: string;
  readonly now: Date;
  readonly law: Law;
  readonly run: (statement: Statement) => Promise<Row[]>;
}

const MOST_DETACHED = 1_000;

export function pointersTo(subject: Subject): readonly Pointer[] {
  return DATA_SUBJECTS.map(modelOf).flatMap((model) =>
    [...model.relations.values()].flatMap((relation) =>
      relation.kind === 'one' && relation.target === subject && relation.input !== null ? [{ model, relation }] : [],
    ),
  );
}

/** The uuids of the records that pointed there, and point to none now. The record itself is locked, so nobody points to it meanwhile. */
export async function detach({ model, relation }: Pointer, going: Going): Promise<readonly string[]> {
  const { tenantId, id, now, law, run } = going;
  const pointing = `public.${model.table} t where t.tenant_id = $1 and t."${relation.column}" = $2`;
  const verdict = law.may('UPDATE', model.name);
  if (!verdict.allowed) {
    const found = await run({ text: `select 1 as found from ${pointing} limit 1`, values: [tenantId, id] });
    if (found.length > 0) throw refusalError(verdict);
    return [];
  }
  // As in any change, two within a millisecond still are two versions.
  const detached = await run({
    text: `with pointing as materialized (select t.id from ${pointing} order by t.id limit ${String(MOST_DETACHED + 1)} for no key update)
      update public.${model.table} d
         set "${relation.column}" = null, updated_at = greatest($3::timestamptz, d.updated_at + interval '1 millisecond')
        from pointing p where d.tenant_id = $1 and d.id = p.id returning d.id`,
    values: [tenantId, id, now.toISOString()],
  });
  if (detached.length > MOST_DETACHED) {
    throw new CodedError('CONFLICT', 'More than 1,000 records point to this one, and each of them would change.', {
      remedy: 'Point them to another record first, or delete them; then delete this one.',
    });
  }
  return detached.map(([uuid]) => uuid ?? '').sort();
}
