export interface Entry {
  readonly authority: string;
  readonly disclosed: readonly { readonly fields: readonly string[]; readonly ids: readonly string[] }[];
}

export interface EndedGrant {
  readonly id: string | undefined;
  /** Null where it ended by its time. */
  readonly receipt: { readonly fenced: number } | null;
}

export function entriesOfEvent<One extends Omit<Entry, 'authority'> & { readonly at: Date }>(asked: {
  readonly entries: readonly One[];
  readonly place: { readonly id: string; readonly field: string };
  readonly checkedMs: number;
}): One[];

export function restedOnGivenUp(asked: {
  readonly entries: readonly Entry[];
  readonly place: { readonly id: string; readonly field: string };
  readonly during: readonly EndedGrant[];
  readonly known: readonly string[];
}): boolean;
