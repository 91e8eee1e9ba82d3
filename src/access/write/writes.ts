import type { GraphQLResolveInfo } from 'graphql';
import type { Subject } from '../../vocabulary/subjects.js';
import type { Corridor } from '../corridor.js';
import type { Presented } from '../database.js';
import { pathOf, payloadOf, payloadSelections } from '../payload.js';
import type { ReadAnswer } from '../read/reader.js';
import type { RootSelection } from '../read/selection.js';
import type { Standing } from '../standing.js';
import { uuidOrNone } from '../terms.js';
import { instructionNamed } from './instruction.js';
import { claimFor, type KeyedRequest } from './keyed.js';
import type { ReadBack, Writer, Writing } from './writer.js';

export interface WritesParts {
  readonly corridor: Corridor;
  readonly presented: Presented;
  readonly keyed: KeyedRequest | null;
  readonly reading: (info: GraphQLResolveInfo, selections: readonly RootSelection[]) => ReadBack;
  /** Takes what a change costs from whoever makes it. */
  readonly charge: () => Promise<Standing>;
}

interface Change {
  readonly ifUpdatedAt: string | null;
  readonly instruction: string | null;
}

/** The changes of data in one request, each with what the client asked to see of it. */
export class Writes {
  readonly #parts: WritesParts;

  constructor(parts: WritesParts) {
    this.#parts = parts;
  }

  create(
    info: GraphQLResolveInfo,
    subject: Subject,
    input: object,
    instruction: string | null,
  ): Promise<Record<string, unknown>> {
    const writing = this.#writing(info, instruction);
    return this.#write(info, subject, (writer, readBack) => writer.create(writing, subject, input, readBack));
  }

  update(
    info: GraphQLResolveInfo,
    subject: Subject,
    id: string,
    input: object,
    { ifUpdatedAt, instruction }: Change,
  ): Promise<Record<string, unknown>> {
    const writing = this.#writing(info, instruction);
    const change = { uuid: uuidOrNone(subject, id), input, ifUpdatedAt };
    return this.#write(info, subject, (writer, readBack) => writer.update(writing, subject, change, readBack));
  }

  async remove(
    info: GraphQLResolveInfo,
    subject: Subject,
    id: string,
    instruction: string | null,
  ): Promise<{ readonly deletedId: string }> {
    const { corridor, charge } = this.#parts;
    const writing = this.#writing(info, instruction);
    const writer = await corridor.writer();
    const { tenant } = await charge();
    await corridor.turns.take(tenant?.id, () => writer.remove(writing, subject, uuidOrNone(subject, id)));
    return { deletedId: id };
  }

  #writing(info: GraphQLResolveInfo, instruction: string | null): Writing {
    const { presented, keyed } = this.#parts;
    return { presented, instruction: instructionNamed(instruction), claim: claimFor(keyed, pathOf(info)) };
  }

  async #write(
    info: GraphQLResolveInfo,
    subject: Subject,
    write: (writer: Writer, readBack: ReadBack) => Promise<ReadAnswer | null>,
  ): Promise<Record<string, unknown>> {
    const { corridor, reading, charge } = this.#parts;
    const selections = payloadSelections(info, subject.charAt(0).toLowerCase() + subject.slice(1));
    const readBack = reading(info, selections);
    const writer = await corridor.writer();
    const { tenant } = await charge();
    const answer = await corridor.turns.take(tenant?.id, () => write(writer, readBack));
    return answer ? payloadOf(selections, answer) : {};
  }
}
