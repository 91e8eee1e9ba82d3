/** A field that exists and that the actor may not see now: one entry of `extensions.withheld`. */
export interface WithheldField {
  /** The API type. */
  readonly type: string;
  readonly field: string;
  /** Null where the whole related subject is withheld. */
  readonly category: string | null;
  readonly reason: string;
  readonly remedy: string;
}

export interface WithheldEntry extends WithheldField {
  /** How often it was withheld in this answer. */
  readonly count: number;
  /** Where it was first, as response keys and list positions. */
  readonly path: readonly (string | number)[];
}

/** What one answer withheld: once per distinct type, field and reason, in the order of the answer. */
export class WithheldList {
  readonly #entries = new Map<string, WithheldEntry>();

  add(field: WithheldField, count: number, path: () => readonly (string | number)[]): void {
    if (count === 0) return;
    const key = `${field.type}.${field.field} ${field.reason}`;
    const known = this.#entries.get(key);
    this.#entries.set(key, known ? { ...known, count: known.count + count } : { ...field, count, path: path() });
  }

  get entries(): readonly WithheldEntry[] {
    return [...this.#entries.values()];
  }
}
