/**
 * Who may do what in graphile-worker's schema, which belongs to whoever migrates. Jobs bear ids and nothing else: what they are about is
 * read under row level security when they run. A job is only ever added by a function of schema auth, in the transaction of what it follows
 * from; the API's role takes jobs, gives them back and removes them, which is all that the library does from a node.
 */
const SCHEMA = 'graphile_worker';

const TABLES = ['migrations', '_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs'];

const walled = TABLES.flatMap((table) => [
  `alter table ${SCHEMA}.${table} enable row level security`,
  `alter table ${SCHEMA}.${table} force row level security`,
  `create policy functions_only on ${SCHEMA}.${table} to sluice_auth using (true) with check (true)`,
]);

const opened = ['_private_jobs', '_private_job_queues', '_private_tasks'].map(
  (table) => `create policy nodes_work on ${SCHEMA}.${table} to sluice_api using (true) with check (true)`,
);

export const jobQueue: readonly string[] = [
  `revoke all on all functions in schema ${SCHEMA} from public`,
  `grant usage on schema ${SCHEMA} to sluice_auth, sluice_api`,
  ...walled,
  ...opened,
  // A view of the library's that would tell under its owner's rights.
  `alter view ${SCHEMA}.jobs set (security_invoker = on)`,

  `grant select, insert, update, delete on ${SCHEMA}._private_jobs to sluice_auth`,
  `grant select, insert, update on ${SCHEMA}._private_job_queues, ${SCHEMA}._private_tasks to sluice_auth`,
  `grant execute on function ${SCHEMA}.add_job(text, json, text, timestamptz, int, text, int, text[], text) to sluice_auth`,
  `grant execute on function ${SCHEMA}.add_jobs(${SCHEMA}.job_spec[], boolean) to sluice_auth`,

  `grant select, update, delete on ${SCHEMA}._private_jobs to sluice_api`,
  `grant select, update on ${SCHEMA}._private_job_queues to sluice_api`,
  `grant select, insert on ${SCHEMA}._private_tasks to sluice_api`,
];
