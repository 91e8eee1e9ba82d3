/**
 * One round trip: the settings that the row level security reads, then the statement, as a single pipelined message. Several
 * Parse/Bind/Execute before one Sync are one implicit transaction, so the settings are local to it and nothing of them stays on the
 * connection. `pg` takes any object with these handlers as a query.
 */
const SETTINGS = {
  name: 'settings',
  text: "select set_config('sluice.credential', $1, true), set_config('sluice.tenant', $2, true)",
};

/** Named statements that a connection may hold at once; the oldest is closed for a new one. */
const MAX_STATEMENTS = 200;

/** Every cell in text form, as the server prints it. */
export type Row = readonly (string | null)[];

export interface Presented {
  /** Digest (sha256, hex) of the presented secret; empty: none. */
  readonly credential: string;
  /** Slug of the requested tenant; empty: none. */
  readonly tenant: string;
}

export interface Statement {
  readonly text: string;
  /** In the server's text form; arrays as `{...}`. */
  readonly values: readonly (string | null)[];
  /** Given: prepared under this name once per connection. The same name always means the same text. */
  readonly name?: string;
}

interface PreparedNames {
  settled: boolean;
  readonly names: Map<string, true>;
}

const prepared = new WeakMap<object, PreparedNames>();

function preparedOn(connection: object): PreparedNames {
  let known = prepared.get(connection);
  if (!known) prepared.set(connection, (known = { settled: false, names: new Map() }));
  return known;
}

interface WireConnection {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string; types: readonly number[] }): void;
  bind(message: { portal: string; statement: string; values: readonly (string | null)[]; binary: boolean }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

export class PipelinedStatement {
  readonly #presented: Presented;
  readonly #statement: Statement;
  readonly #rows: Row[] = [];
  #completed = 0;
  callback: (error: Error | null, rows: Row[]) => void = () => undefined;

  constructor(presented: Presented, statement: Statement) {
    this.#presented = presented;
    this.#statement = statement;
  }

  submit(connection: WireConnection): null {
    const known = preparedOn(connection);
    const { name = '', text, values } = this.#statement;
    connection.stream.cork();
    try {
      if (!known.settled) {
        connection.parse({ ...SETTINGS, types: [] });
        known.settled = true;
      }
      this.#execute(connection, SETTINGS.name, [this.#presented.credential, this.#presented.tenant]);
      if (name === '' || !known.names.has(name)) {
        if (name !== '') this.#remember(connection, known, name);
        connection.parse({ name, text, types: [] });
      }
      this.#execute(connection, name, values);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
    return null;
  }

  #remember(connection: WireConnection, known: PreparedNames, name: string): void {
    const oldest = known.names.size >= MAX_STATEMENTS ? known.names.keys().next().value : undefined;
    if (oldest !== undefined) {
      known.names.delete(oldest);
      connection.close({ type: 'S', name: oldest });
    }
    known.names.set(name, true);
  }

  #execute(connection: WireConnection, statement: string, values: readonly (string | null)[]): void {
    connection.bind({ portal: '', statement, values, binary: false });
    connection.execute({ portal: '', rows: 0 });
  }

  handleRowDescription(): void {
    // Nothing is described: the statement's columns are known, and all of them are text.
  }

  handleDataRow(message: { readonly fields: Row }): void {
    if (this.#completed === 1) this.#rows.push(message.fields);
  }

  handleCommandComplete(): void {
    this.#completed += 1;
  }

  handleEmptyQuery(): void {
    this.#completed += 1;
  }

  handlePortalSuspended(): void {
    throw new Error('A statement was suspended although no row limit was sent.');
  }

  handleError(error: Error): void {
    this.#settle(error, []);
  }

  /** Rows arrive before the commit does: only this message, free of errors, lets anything out. */
  handleReadyForQuery(): void {
    this.#settle(null, this.#rows);
  }

  /** Once only: a connection may break after its error was told. */
  #settle(error: Error | null, rows: Row[]): void {
    const { callback } = this;
    this.callback = () => undefined;
    callback(error, rows);
  }
}
