/** What PostgreSQL does for a statement of the API: under the API's role, and planned as the API has it planned. */
import { jest } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { settingsOf, type Presented, type OwnStatement } from '../../src/access/database.js';
import type { Stage } from '../consent/stage.js';

export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];

/** How many rows a node looked at. */
export function rowsRead(node: PlanNode): number {
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}

export class Plans {
  readonly #sent: [Presented, OwnStatement][] = [];
  readonly #api: PostgresClient;

  private constructor(api: PostgresClient) {
    this.#api = api;
  }

  static async of({ nodes, databases }: Stage): Promise<Plans> {
    const api = new PostgresClient({ connectionString: databases.apiUrl });
    await api.connect();
    const plans = new Plans(api);
    const { database } = nodes[0];
    const run = database.run.bind(database);
    jest.spyOn(database, 'run').mockImplementation((presented, statement, ...more) => {
      plans.#sent.push([presented, statement]);
      return run(presented, statement, ...more);
    });
    return plans;
  }

  /** The nodes of the plan of the last statement about this table that is sent while something is asked. */
  async planOf(table: string, ask: () => Promise<void>): Promise<PlanNode[]> {
    this.#sent.length = 0;
    await ask();
    const found = this.#sent.findLast(([, statement]) => statement.text.includes(table));
    if (!found) throw new Error('No statement was seen.');
    const [presented, { text, values }] = found;
    const literal = (value: string | null): string => (value === null ? 'null' : this.#api.escapeLiteral(value));
    await this.#api.query('begin');
    try {
      await this.#api.query('set local plan_cache_mode = force_generic_plan');
      await this.#api.query('set local jit = off');
      const settings = settingsOf(presented);
      await this.#api.query({ text: settings.text, values: [...settings.values] });
      await this.#api.query(`prepare asked as ${text}`);
      const { rows } = await this.#api.query<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
        `explain (analyze, format json) execute asked(${values.map(literal).join(', ')})`,
      );
      return rows[0]?.['QUERY PLAN'].flatMap(({ Plan }) => flat(Plan)) ?? [];
    } finally {
      await this.#api.query('rollback');
      await this.#api.query('deallocate all');
    }
  }

  async close(): Promise<void> {
    jest.restoreAllMocks();
    await this.#api.end();
  }
}
