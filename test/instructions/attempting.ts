/** Changes that name an instruction, by the API and by a statement that nobody asked the law about. */
import { uuidOf, type Stage } from '../consent/stage.js';
import type { Client } from '../support/client.js';
import { made, TABLES } from '../write/desk.js';
import type { Attempt } from './oracle.js';

export class Attempts {
  readonly #ids = new Map<Attempt['subject'], string>();
  readonly #stage: Stage;
  readonly #owner: Client;
  readonly #client: Client;
  readonly #email: string;

  /** @param email of whoever tries, as the client */
  constructor(stage: Stage, owner: Client, client: Client, email: string) {
    this.#stage = stage;
    this.#owner = owner;
    this.#client = client;
    this.#email = email;
  }

  /** The record that is changed; a new one where it was deleted. */
  async target(subject: Attempt['subject']): Promise<string> {
    const input =
      subject === 'Invoice' ? { number: 'N', issuedOn: '2026-01-31', currency: 'EUR', total: '1' } : { name: 'Old' };
    const id = this.#ids.get(subject) ?? (await made(this.#owner, subject, input));
    this.#ids.set(subject, id);
    return id;
  }

  /** The code that it is refused with. */
  async attempt(instruction: string | null, { action, subject, input }: Attempt): Promise<string | undefined> {
    const query = (text: string, variables: object) => this.#client.query(text, { ...variables, instruction });
    if (action === 'CREATE') {
      const { code } = await query(
        `mutation ($input: Create${subject}Input!, $instruction: ID) {
           create${subject}(input: $input, instruction: $instruction) { ${subject.toLowerCase()} { id } } }`,
        { input },
      );
      return code;
    }
    const id = await this.target(subject);
    const { code } =
      action === 'UPDATE'
        ? await query(
            `mutation ($id: ID!, $input: Update${subject}Input!, $instruction: ID) {
               update${subject}(id: $id, input: $input, instruction: $instruction) { ${subject.toLowerCase()} { id } } }`,
            { id, input },
          )
        : await query(
            `mutation ($id: ID!, $instruction: ID) { delete${subject}(id: $id, instruction: $instruction) { deletedId } }`,
            { id },
          );
    if (action === 'DELETE' && code === undefined) this.#ids.delete(subject);
    return code;
  }

  /** Whether it passes under the same credential and instruction, where nobody asks the law. Nothing of it stays. */
  async byStatement(instruction: string | null, { action, subject }: Attempt): Promise<boolean> {
    const id = uuidOf(await this.target(subject));
    const table = TABLES[subject];
    const client = await this.#stage.nodes[0].database.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `select set_config('sluice.credential', $1, true), set_config('sluice.tenant', 'acme', true), set_config('sluice.instruction', $2, true)`,
        [await this.credential(), instruction === null ? '' : uuidOf(instruction)],
      );
      const columns = subject === 'Invoice' ? 'number, issued_on, currency, total' : 'name';
      const values = subject === 'Invoice' ? `'N', '2026-01-31', 'EUR', 1` : `'New'`;
      const { rowCount } =
        action === 'CREATE'
          ? await client.query(
              `insert into ${table} (tenant_id, id, created_at, updated_at, ${columns})
               select id, gen_random_uuid(), now(), now(), ${values} from tenant where slug = 'acme'`,
            )
          : action === 'UPDATE'
            ? await client.query(`update ${table} set updated_at = now() where id = $1`, [id])
            : await client.query(`delete from ${table} where id = $1`, [id]);
      return rowCount === 1;
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error;
      return false;
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  #credential: Promise<string> | undefined;

  /** The digest of the session. */
  credential(): Promise<string> {
    return (this.#credential ??= this.#stage.cell(
      `select encode(s.digest, 'hex') from auth.session s join auth.user_account u on u.id = s.user_id where u.email = $1 limit 1`,
      [this.#email],
    ));
  }
}
