import type { GraphQLSchema } from 'graphql';
import { modelOf } from '../../entities/data.js';
import { DATA_SUBJECTS } from '../../entities/entities.js';
import { CodedError } from '../../kernel/errors.js';
import { formatId, NO_UUID } from '../../kernel/ids.js';
import type { Subject } from '../../vocabulary/subjects.js';
import { TEST_EVENT } from '../../vocabulary/webhooks.js';
import type { Presented } from '../database.js';
import { rootValue, type Reader } from '../read/reader.js';
import type { RootSelection } from '../read/selection.js';
import type { Release } from '../seal.js';
import { WithheldList } from '../withheld.js';
import { recordSelection } from './record-selection.js';

/** What happened, as it was queued: no more of the record than its id. */
export interface WebhookEvent {
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly event: string;
  readonly recordId: string | null;
  /** As the database printed it. */
  readonly at: string;
  /** What the webhook is told of; a test is read as the first of them. */
  readonly events: readonly string[];
}

/** The codes of a read that failed, and may be made later. By any other it says that it may not be made at all. */
const FAILED: ReadonlySet<string> = new Set([
  'TIMEOUT',
  'UNAVAILABLE',
  'CONFLICT',
  'RATE_LIMITED',
  'INTERNAL_SERVER_ERROR',
]);

const TOLD: readonly Subject[] = [...DATA_SUBJECTS, 'Ticket'];

/** Makes what is delivered, at the moment in which it is: by a compiled read, as the integration may see the record now. */
export class PayloadReader {
  readonly #reader: Reader;
  readonly #selections: ReadonlyMap<string, { readonly subject: Subject; readonly roots: readonly RootSelection[] }>;

  constructor(reader: Reader, schema: GraphQLSchema) {
    this.#reader = reader;
    this.#selections = new Map(
      TOLD.map((subject) => [subject.toLowerCase(), { subject, roots: [recordSelection(schema, subject)] }]),
    );
  }

  /**
   * Null: the integration may not read it any more. The read is sealed for the webhook too, so that its end waits for what is on its way.
   * @param release the gate that the payload leaves through
   */
  async read(presented: Presented, event: WebhookEvent, release: Release): Promise<Buffer | null> {
    const word = (event.event === TEST_EVENT ? event.events[0] : event.event)?.split('.')[0] ?? '';
    const selected = this.#selections.get(word);
    if (!selected) throw new Error('An event is about something that webhooks are told of.');
    const { subject, roots } = selected;
    const withheld = new WithheldList();
    let record: unknown;
    try {
      const answer = await this.#reader.read({
        presented,
        selections: roots,
        variables: {},
        operationName: `webhook ${event.event}`,
        withheld,
        release,
        knownIds: [event.recordId ?? NO_UUID],
        sealedFor: [event.webhookId],
      });
      record = rootValue(answer, 0);
    } catch (error) {
      if (error instanceof CodedError && !FAILED.has(error.code)) return null;
      throw error;
    }
    const told =
      event.recordId === null
        ? { id: formatId('whk', event.webhookId) }
        : {
            id: formatId(modelOf(subject).prefix, event.recordId),
            [word]: record,
            withheld: withheld.entries.map(({ type, field, category, reason }) => ({ type, field, category, reason })),
          };
    return Buffer.from(JSON.stringify({ type: event.event, timestamp: event.at, data: told }), 'utf8');
  }
}
