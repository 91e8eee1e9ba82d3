export class Way {
  constructor(host: string, databasePort: number);
  /** The port at 127.0.0.1 that it begins at, which stays. */
  open(): Promise<number>;
  cut(): Promise<void>;
  /** Cut, and open again to another server. */
  leadTo(databasePort: number): Promise<void>;
  /** What is sent from now on arrives when it goes on, and neither end is told. */
  stall(): void;
  goOn(): void;
}
