export interface DebianServer {
  readonly port: number;
  /** Its folder. */
  readonly data: string;
  /** As a superuser, in a connection of its own: the first value of the first row. */
  readonly cell: <Value = string>(text: string, database?: string) => Promise<Value>;
  readonly stop: (mode?: 'fast' | 'immediate') => Promise<void>;
  readonly start: () => Promise<void>;
  readonly promote: () => Promise<void>;
}

export interface ServerOptions {
  /** Otherwise what was committed may be lost with the machine; true unless it is said. */
  readonly fsync?: boolean;
  /** Where `cell` asks. */
  readonly database?: string;
}

export const HAS_DEBIAN_POSTGRES: boolean;
export function asServer(program: string, ...words: readonly string[]): Promise<string>;
export function freePort(): Promise<number>;
export function newServer(data: string, options?: ServerOptions): Promise<DebianServer>;
export function replicaOf(port: number, data: string, options?: ServerOptions): Promise<DebianServer>;
