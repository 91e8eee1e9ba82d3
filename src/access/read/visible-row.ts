import { sql } from 'kysely';
import type { SubjectModel } from '../../entities/model.js';
import type { Law } from '../../policy/law.js';
import { conditionsSql } from './conditions-sql.js';
import { tenantParameter } from './level-sql.js';
import type { PlanInput } from './plan.js';
import { column, type Sql } from './sql.js';

/** What must hold of every row of a subject that this actor may see. */
export function visibleRow(law: Law, model: SubjectModel, alias: string): Sql[] {
  const { name } = model;
  const allowed = conditionsSql<PlanInput>(
    law.conditions(name),
    alias,
    (input, index) => input.conditionValues(name)[index] ?? null,
  );
  return model.tenantBound ? [sql`${column(alias, 'tenant_id')} = ${tenantParameter()}`, allowed] : [allowed];
}
