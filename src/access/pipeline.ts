import { serialize } from 'pg-protocol';

/** Named statements that a connection may hold at once; the oldest is closed for a new one. */
const MAX_STATEMENTS = 200;

/** Every cell in text form, as the server prints it. */
export type Row = readonly (string | null)[];

export interface Presented {
  /** Digest (sha256, hex) of the presented secret; empty: none. */
  readonly credential: string;
  /** Slug of the requested tenant, or `#` and its id; empty: none. */
  readonly tenant: string;
  /** Where a request comes from that may leave a security event. */
  readonly origin?: Origin;
  /** When the request is over, by this process's monotonic clock; absent: never. */
  readonly deadline?: number;
}

/** Without a credential: for functions of the database that ask for another proof, or for none. */
export const NOBODY: Presented = { credential: '', tenant: '' };

/** As security events and lists of sessions show it. */
export interface Origin {
  /** The network address. */
  readonly address: string;
  /** The kind of program, such as Firefox on Linux. */
  readonly client: string;
}

interface Sent {
  readonly text: string;
  /** In the server's text form; arrays as `{...}`. */
  readonly values: readonly (string | null)[];
  /** Given: prepared under this name once per connection. The same name always means the same text. */
  readonly name?: string;
}

/** One that may run in anybody's transaction, and so brings nothing that is to hold for a whole one. */
export interface Statement extends Sent {
  readonly expects?: never;
  readonly before?: never;
  readonly brief?: never;
}

/** One that has a transaction of its own. */
export interface OwnStatement extends Sent {
  /** The fingerprint of the standing that it was made for: the policies that ask `auth.tenant_id()` then open nothing where it is another. */
  readonly expects?: string;
  /** What runs before it in the same transaction, each as a statement and so with a snapshot of its own; where it fails, nothing follows. */
  readonly before?: readonly Statement[];
  /** Done in an instant, whatever the data: it may share a connection with others that are. */
  readonly brief?: boolean;
}

/** Each is local to the transaction. Their texts are few: which of them are given is all that differs. */
type Setting = readonly [name: string, value: string];

const settingTexts = new Map<string, string>();

function settingsText(name: string, settings: readonly Setting[]): string {
  let text = settingTexts.get(name);
  if (text === undefined) {
    const calls = settings.map(([setting], at) => `set_config('${setting}', $${String(at + 1)}, true)`);
    settingTexts.set(name, (text = `select ${calls.join(', ')}`));
  }
  return text;
}

interface Within {
  /** How long the statement may take, where that is less than usual. */
  readonly remainingMs?: number | null;
  /** See `Statement.expects`. */
  readonly expects?: string | undefined;
}

/** The settings that row level security reads, local to the transaction. */
export function settingsOf(
  { credential, tenant, origin }: Presented,
  { remainingMs = null, expects }: Within = {},
): Statement {
  const settings: Setting[] = [
    ['sluice.credential', credential],
    ['sluice.tenant', tenant],
  ];
  let name = 'settings';
  if (origin) {
    name += ' with origin';
    settings.push(['sluice.address', origin.address], ['sluice.client', origin.client]);
  }
  if (expects !== undefined) {
    name += ' expecting';
    settings.push(['sluice.print', expects]);
  }
  if (remainingMs !== null) {
    name += ' until';
    settings.push(['statement_timeout', String(remainingMs)]);
  }
  return { name, text: settingsText(name, settings), values: settings.map(([, value]) => value) };
}

/**
 * What a connection has prepared, the latest used last. Until it is answered, and after an error, nobody knows whether a statement that was
 * sent was still parsed, or closed: it is closed before it is prepared again.
 */
type PreparedNames = Map<string, 'prepared' | 'uncertain'>;

const prepared = new WeakMap<object, PreparedNames>();

function preparedOn(connection: object): PreparedNames {
  let known = prepared.get(connection);
  if (!known) prepared.set(connection, (known = new Map<string, 'prepared' | 'uncertain'>()));
  return known;
}

/**
 * @param answers the rows of each that was asked, as far as they came: all of them where there is no error, and else those before the one
 * that failed
 */
type Settle = (error: Error | null, answers: readonly Row[][]) => void;

const SETTLED: Settle = () => undefined;

interface WireConnection {
  readonly stream: { write(bytes: Buffer): void };
}

/**
 * One transaction in one round trip: the settings that the row level security reads, and what is asked under them, one after the other, as a
 * single pipelined message. Several Parse/Bind/Execute before one Sync are one implicit transaction, so the settings are local to it and nothing
 * of them stays on the connection. `pg` takes any object with these handlers as a query.
 */
export class PipelinedStatements {
  readonly #statements: readonly Sent[];
  readonly #answers: Row[][] = [];
  /** Where in the message the last statement of each that is asked is. */
  readonly #lasts: readonly number[];
  /** Prepared or closed by this very message: not to be relied on where it fails. */
  readonly #touched: string[] = [];
  #rows: Row[] = [];
  #known: PreparedNames = new Map();
  #completed = 0;
  callback: Settle;

  /** @param settle is called once */
  constructor(settings: Statement, asked: readonly OwnStatement[], settle: Settle) {
    this.callback = settle;
    const statements: Sent[] = [settings];
    this.#lasts = asked.map((statement) => statements.push(...(statement.before ?? []), statement) - 1);
    this.#statements = statements;
  }

  submit(connection: WireConnection): null {
    this.#known = preparedOn(connection);
    const messages: Buffer[] = [];
    for (const statement of this.#statements) this.#send(messages, statement);
    messages.push(serialize.sync());
    connection.stream.write(Buffer.concat(messages));
    return null;
  }

  #send(messages: Buffer[], { name = '', text, values }: Sent): void {
    const state = this.#known.get(name);
    if (state !== 'prepared') {
      if (state === 'uncertain') messages.push(serialize.close({ type: 'S', name }));
      messages.push(serialize.parse({ name, text }));
    }
    if (name !== '') this.#remember(messages, name, state !== 'prepared');
    messages.push(serialize.bind({ statement: name, values: [...values] }), serialize.execute());
  }

  #remember(messages: Buffer[], name: string, fresh: boolean): void {
    if (fresh) this.#touched.push(name);
    this.#known.delete(name);
    this.#known.set(name, fresh ? 'uncertain' : 'prepared');
    if (this.#known.size <= MAX_STATEMENTS) return;
    const oldest = this.#known.keys().next();
    if (oldest.done) return;
    this.#known.delete(oldest.value);
    this.#touched.push(oldest.value);
    messages.push(serialize.close({ type: 'S', name: oldest.value }));
  }

  handleRowDescription(): void {
    // Nothing is described: the statement's columns are known, and all of them are text.
  }

  handleDataRow(message: { readonly fields: Row }): void {
    if (this.#completed === this.#lasts[this.#answers.length]) this.#rows.push(message.fields);
  }

  handleCommandComplete(): void {
    if (this.#completed === this.#lasts[this.#answers.length]) {
      this.#answers.push(this.#rows);
      this.#rows = [];
    }
    this.#completed += 1;
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handlePortalSuspended(): void {
    throw new Error('A statement was suspended although no row limit was sent.');
  }

  handleError(error: Error): void {
    for (const name of this.#touched) this.#known.set(name, 'uncertain');
    this.#settle(error);
  }

  /** Rows arrive before the commit does: only this message, free of errors, lets anything out. */
  handleReadyForQuery(): void {
    for (const name of this.#touched) if (this.#known.has(name)) this.#known.set(name, 'prepared');
    this.#settle(null);
  }

  /** Once only: a connection may break after its error was told. */
  #settle(error: Error | null): void {
    const { callback } = this;
    this.callback = SETTLED;
    callback(error, this.#answers);
  }
}
