import type { GraphQLResolveInfo } from 'graphql';
import { modelOf } from '../entities/data.js';
import { RECEIPT, type Ended } from '../entities/revocation-receipt.js';
import { formatId } from '../kernel/ids.js';
import type { Subject } from '../vocabulary/subjects.js';
import { receiptOf } from './receipt.js';
import type { Visit } from './visit.js';

interface Teardown {
  readonly subject: Subject;
  readonly uuid: string;
  /** The function of the database that ends it, or a part of it; asked again, it tells the first end. */
  readonly door: string;
  /** What it takes besides the authority. */
  readonly values?: readonly (string | null)[];
  /** Of the payload. */
  readonly field: string;
}

/** Ends an authority, of whatever kind, and answers when it is dead everywhere: the record as it is now, and a signed receipt if anything has ended. */
export async function tearDown(visit: Visit, info: GraphQLResolveInfo, what: Teardown): Promise<object> {
  const { subject, uuid, door, values = [], field } = what;
  const ending = await visit.endAuthority(door, uuid, { values });
  const record = await visit.readBack(info, field, uuid);
  if (ending.effectiveAt === '') return record;
  const receipt = receiptOf(visit.receipts, formatId(modelOf(subject).prefix, uuid), ending);
  const answer: Ended = { ...record, [RECEIPT]: receipt };
  return answer;
}
