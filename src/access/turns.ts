import { rateLimited, type CodedError } from '../kernel/errors.js';

export interface TurnSettings {
  readonly atOnce: number;
  readonly waiting: number;
  readonly longestWaitMs: number;
}

interface Line {
  running: number;
  readonly waiting: Set<() => void>;
  readonly patient: Set<() => void>;
  /** The last turn was handed to somebody patient. */
  wasPatient: boolean;
}

/**
 * How many statements a tenant has running at once on this node: less than there are connections, so that whatever one tenant asks for,
 * somebody else's read finds one. Those beyond it wait in line, and the line is short. Events of streams have a line of their own, in which each
 * waits for as long as it takes: there are as many as streams are followed at most, and none may be lost. Turns go to both lines alternately,
 * so neither holds up the other.
 */
export class Turns {
  readonly #settings: TurnSettings;
  readonly #lines = new Map<string, Line>();

  constructor(settings: TurnSettings) {
    this.#settings = settings;
  }

  /** @param patient waits without end, in the other line */
  async take<T>(tenantId: string | undefined, work: () => Promise<T>, patient = false): Promise<T> {
    if (tenantId === undefined) return work();
    let line = this.#lines.get(tenantId);
    if (!line)
      this.#lines.set(tenantId, (line = { running: 0, waiting: new Set(), patient: new Set(), wasPatient: false }));
    if (line.running < this.#settings.atOnce) line.running += 1;
    else if (patient) await new Promise<void>((resolve) => line.patient.add(resolve));
    else await this.#wait(line);
    try {
      return await work();
    } finally {
      this.#leave(tenantId, line);
    }
  }

  /** Whoever leaves hands its turn over, so nobody slips in before those who wait. */
  #leave(tenantId: string, line: Line): void {
    const [hurried] = line.waiting;
    const [patient] = line.patient;
    const next = line.wasPatient ? (hurried ?? patient) : (patient ?? hurried);
    if (next) {
      line.wasPatient = next === patient;
      (line.wasPatient ? line.patient : line.waiting).delete(next);
      next();
      return;
    }
    line.running -= 1;
    if (line.running === 0) this.#lines.delete(tenantId);
  }

  #wait(line: Line): Promise<void> {
    if (line.waiting.size >= this.#settings.waiting) throw busy();
    return new Promise((resolve, reject) => {
      const next = (): void => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(() => {
        line.waiting.delete(next);
        reject(busy());
      }, this.#settings.longestWaitMs);
      line.waiting.add(next);
    });
  }
}

function busy(): CodedError {
  return rateLimited('Too much is being asked of this environment at once.', 1, 'Try again in a few seconds.');
}
