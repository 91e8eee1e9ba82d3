import { modelOf } from '../../entities/data.js';
import type { CodedError } from '../../kernel/errors.js';
import { badInput } from '../../kernel/errors.js';
import { formatId } from '../../kernel/ids.js';
import { argumentsOf } from '../read/arguments.js';
import { subjectRefusal } from '../read/bind.js';
import type { CursorCodec } from '../read/cursor.js';
import { rootValue, type Reader } from '../read/reader.js';
import type { Variables } from '../read/selection.js';
import type { Presented } from '../database.js';
import type { Release } from '../seal.js';
import type { Standing } from '../standing.js';
import { WithheldList, type WithheldEntry } from '../withheld.js';
import type { EventSelection } from './event-selection.js';
import { positionOf, type Position, type StreamEvent, type StreamKey } from './event-source.js';

/** What somebody follows, and how he wants to be told. */
export interface Subscribed {
  readonly presented: Presented;
  readonly selection: EventSelection;
  readonly variables: Variables;
  readonly operationName: string | null;
}

export interface EventAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly withheld: readonly WithheldEntry[];
}

/** Answers events: each by a compiled read of its own, as whoever follows may see the record at that moment. */
export class EventReader {
  readonly #reader: Reader;
  readonly #cursors: CursorCodec;

  constructor(reader: Reader, cursors: CursorCodec) {
    this.#reader = reader;
    this.#cursors = cursors;
  }

  /** Null: there is nothing to tell, because the record is gone or out of sight, and an event without it is none. */
  async answer(
    { presented, selection, variables, operationName }: Subscribed,
    key: StreamKey,
    event: StreamEvent,
    release: Release,
  ): Promise<EventAnswer | null> {
    const withheld = new WithheldList();
    const answer = await this.#reader.read({
      presented,
      selections: selection.roots,
      variables,
      operationName,
      withheld,
      release,
      knownIds: selection.roots.map(() => event.recordId),
      patient: true,
    });
    const records = selection.roots.map((_, index) => rootValue(answer, index));
    if (selection.recordIsNeeded && records.includes(null)) return null;
    const { subject } = selection.spec;
    const told: Readonly<Record<string, unknown>> = {
      __typename: selection.typename,
      cursor: this.#cursors.seal(cursorContext(key), [String(event.position.xid), event.position.id]),
      kind: event.kind,
      id: formatId(modelOf(subject).prefix, event.recordId),
    };
    const payload = selection.parts.map(({ key: part, name, root }): [string, unknown] => [
      part,
      root === null ? told[name] : records[root],
    ]);
    // Not by assignment: a client may call a key `__proto__`.
    return { data: Object.fromEntries([[selection.key, Object.fromEntries(payload)]]), withheld: withheld.entries };
  }

  /** Where the subscription begins; null: with what happens from now on. */
  startOf({ selection, variables }: Subscribed, key: StreamKey): Position | null {
    const { after } = argumentsOf(selection.definition, selection.field, variables);
    if (after === null || after === undefined) return null;
    const values = this.#cursors.open(cursorContext(key), after as string);
    const position = values && positionOf(values);
    if (!position) throw badInput('This is no cursor of this stream.', ['after']);
    return position;
  }
}

function cursorContext({ subject, place }: StreamKey): string {
  return `stream/${subject}/${place}`;
}

/** Where a stream leads for somebody; or why he may not follow it. */
export function streamFor({ presented, selection }: Subscribed, standing: Standing): StreamKey | CodedError {
  const { subject } = selection.spec;
  const { law, tenant, user } = standing;
  const model = modelOf(subject);
  const tenantId = tenant?.id ?? null;
  const refusal = subjectRefusal(model, { law, tenantId, requestedTenant: presented.tenant });
  if (refusal) return refusal;
  // Grants are the staff's own in whatever tenant.
  const place = subject === 'SupportGrant' && user?.staff ? user.id : tenantId;
  return place === null ? badInput('Name the environment that is followed in x-tenant.') : { subject, place };
}
