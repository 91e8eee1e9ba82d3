export interface Counted {
  readonly violations: { readonly V0: number; readonly V1: number; readonly V2: number };
  readonly internalErrors: number;
  readonly inFlight: number;
  readonly revocations: number;
  readonly canaries: number;
}

/** Of the program; 0: clean. */
export function exitCode(result: Counted, seconds: number): number;
