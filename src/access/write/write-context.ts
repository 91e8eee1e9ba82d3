import { CodedError } from '../../kernel/errors.js';
import type { SubjectModel } from '../../entities/model.js';
import type { Law } from '../../policy/law.js';
import type { Action } from '../../vocabulary/actions.js';
import type { ArgumentPath } from '../read/filter.js';
import type { TenantKey } from '../sealing.js';

/** Who writes what, while a write is under way. */
export interface WriteContext {
  readonly law: Law;
  readonly action: Action;
  readonly recordId: string;
  readonly tenantKey: TenantKey | null;
}

/**
 * What may not be seen is withheld from writing as well; what may be seen may still not be changed. A token that may write such records and not
 * see them is told nothing of them either way.
 */
export function assertWritable(
  { law, action }: WriteContext,
  model: SubjectModel,
  name: string,
  path: ArgumentPath,
): void {
  const isBlind = law.actor.token !== undefined && !law.sees(model.name);
  const seen = law.verdict(model.name, name);
  if (!isBlind && !seen.allowed) {
    throw new CodedError('FIELD_WITHHELD', seen.message, { reason: seen.reason, remedy: seen.remedy, argument: path });
  }
  const written = law.may(action, model.name, name);
  if (!written.allowed) {
    const { reason, message, remedy } = written;
    throw new CodedError(reason, message, { reason, remedy, argument: path });
  }
}
