export interface Fault {
  readonly name: string;
  readonly file: string;
  readonly search: string;
  readonly replace: string;
  readonly tests: readonly string[];
  readonly only?: string;
}

export declare const FAULTS: readonly Fault[];
