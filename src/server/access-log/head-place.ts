/** A place of the operator's choice, out of reach of whoever can rewrite the database. */
export interface HeadPlace {
  /** For the log: never an address, which may be a secret. */
  readonly name: string;
  /** Refuses, in one sentence, what could never work. */
  prepare(): Promise<void>;
  /** Returns when the lines are kept there. @param signal ends it early */
  put(lines: readonly string[], signal: AbortSignal): Promise<void>;
}
