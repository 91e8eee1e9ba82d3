import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from 'pg';
import { migrations } from '../../migrations/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connected } from './world.js';

/** What the database's own catalogue says of the wall: it fails for a table, view or function that somebody adds and forgets. */
describe('The catalogue', () => {
  let database: TestDatabase;
  let superuser: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    superuser = await connected(database.superuserUrl);
  });

  afterAll(async () => {
    await superuser.end();
    await database.drop();
  });

  const list = async (text: string): Promise<unknown[]> =>
    (await superuser.query<{ name: string }>(text)).rows.map(({ name }) => name);

  const OURS = `(select oid from pg_namespace where nspname in ('public', 'auth', 'graphile_worker'))`;
  const UNWALLED = `
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%' and c.relkind in ('r', 'p', 'f', 'm')
       and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`;
  /** It is to read with them; what it tells stands in a test of its own. */
  const LEAKY_VIEWS = `
    select c.relname as name from pg_class c where c.relnamespace in ${OURS} and c.relkind = 'v' and c.relname <> 'proven_membership'
       and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)`;
  const LOOSE_DEFINERS = `
    select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace in ${OURS} and p.prosecdef
       and (not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)
            or has_function_privilege('public', p.oid, 'execute') or pg_get_userbyid(p.proowner) <> 'sluice_auth')`;
  const PUBLIC_FUNCTIONS = `
    select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace in ${OURS} and has_function_privilege('public', p.oid, 'execute')`;

  test('the one view that does is a barrier, tells of nothing but a tenant and who asks, and is not to be written', async () => {
    const { rows } = await superuser.query(`
      select c.reloptions as options, pg_get_userbyid(c.relowner) as owner,
             (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as columns,
             has_table_privilege('sluice_api', c.oid, 'select') as read, has_table_privilege('public', c.oid, 'select') as anyone,
             has_table_privilege('sluice_api', c.oid, 'insert, update, delete, truncate, references, trigger') as written
        from pg_class c where c.oid = 'auth.proven_membership'::regclass`);
    expect(rows).toEqual([
      {
        options: ['security_barrier=true'],
        owner: 'sluice_auth',
        columns: ['tenant_id', 'user_id'],
        read: true,
        anyone: false,
        written: false,
      },
    ]);
  });

  test.each([
    ['every table has row level security, forced, and a policy', UNWALLED, 'create table public.forgotten (id int)'],
    [
      'forced, not only enabled',
      UNWALLED,
      'create table public.forgotten (id int); alter table public.forgotten enable row level security; create policy p on public.forgotten using (true)',
    ],
    [
      'a table in a schema of its own is seen too',
      UNWALLED,
      'create schema elsewhere; create table elsewhere.forgotten (id int)',
    ],
    [
      'no view reads with the rights of whoever made it',
      LEAKY_VIEWS,
      'create view public.forgotten as select * from public.contact',
    ],
    [
      'functions that act as their owner fix their search path',
      LOOSE_DEFINERS,
      `create function auth.forgotten() returns int language sql security definer as 'select 1'; revoke all on function auth.forgotten() from public`,
    ],
    [
      'nobody else may call a function unless he was let',
      PUBLIC_FUNCTIONS,
      `create function auth.forgotten() returns int language sql as 'select 1'`,
    ],
  ])('%s', async (_sentence, question, mistake) => {
    expect(await list(question)).toEqual([]);
    await superuser.query('begin');
    try {
      await superuser.query(mistake);
      expect(await list(question)).toHaveLength(1);
    } finally {
      await superuser.query('rollback');
    }
  });

  test('the API may do exactly this to tables, and in schema auth read that one view', async () => {
    const rights = await list(`
      select format('%s.%s: %s', n.nspname, c.relname, string_agg(privilege, ' ' order by privilege)) as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace,
             unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) privilege
       where n.nspname in ('public', 'auth', 'graphile_worker') and c.relkind in ('r', 'p', 'v') and has_table_privilege('sluice_api', c.oid, privilege)
       group by n.nspname, c.relname order by 1`);
    const all = 'delete insert select update';
    expect(rights).toEqual([
      'auth.proven_membership: select',
      // Jobs are taken, given back and removed; nobody but a function of schema auth adds one.
      'graphile_worker._private_job_queues: select update',
      'graphile_worker._private_jobs: delete select update',
      'graphile_worker._private_tasks: insert select',
      'public.access_entry: insert select',
      'public.access_entry_facet: select',
      'public.change_entry: insert select',
      `public.company: ${all}`,
      `public.contact: ${all}`,
      'public.custom_field: select',
      `public.custom_value: ${all}`,
      `public.invoice: ${all}`,
      'public.seal: insert',
      'public.security_event: select',
      'public.tenant: select',
      'public.ticket: insert select',
      'public.ticket_message: insert select',
      'public.webhook: select',
      'public.webhook_delivery: select',
    ]);
    const columns = await list(`
      select format('%s.%s', a.attrelid::regclass, a.attname) as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace in ${OURS} and a.attnum > 0 and a.attacl is not null order by a.attnum`);
    // Those of the log are the chainer's functions', not the API's.
    expect(columns).toEqual(['ticket.updated_at', 'ticket.status', 'access_entry.hash', 'access_entry.place']);
  });

  test('no column of schema auth is open to the API but those of the view', async () => {
    expect(
      await list(`
        select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'auth' and c.relkind in ('r', 'p', 'v', 'm')
           and has_any_column_privilege('sluice_node', c.oid, 'select, insert, update, references')`),
    ).toEqual(['proven_membership']);
  });

  test('the API may call these functions and no others', async () => {
    expect(
      await list(`
        select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('public', 'auth', 'graphile_worker') and has_function_privilege('sluice_api', p.oid, 'execute') order by 1`),
    ).toEqual([
      'accept_agreement',
      'accept_agreement_once',
      'accept_external_agreement',
      'accept_external_as_new',
      'accept_invitation',
      'accept_invitation_as_new',
      'access_log_lines',
      'access_token_id',
      'activate_integration',
      'activated_app',
      'add_up_disclosures',
      'addressable_tenants',
      'answer_support_question',
      'app_artifact_of',
      'app_of',
      'app_secret_matches',
      'approve_api_token',
      'approve_maintenance_window',
      'approve_support_access',
      'ask_about_support_request',
      'attend_app_artifact',
      'authorities_at',
      'begin_enrolment',
      'begin_session',
      'chain_access_log',
      'chain_heads',
      'change_member_role',
      'change_password',
      'claim_key',
      'claimed_key',
      'close_maintenance_window',
      'confirm',
      'confirm_email_change',
      'confirm_enrolment',
      'confirm_instruction',
      'confirm_reach',
      'count_try',
      'create_api_token',
      'create_category',
      'create_custom_field',
      'create_webhook',
      'deactivate_integration',
      'delete_webhook',
      'demand_second_factor',
      'deny_maintenance_window',
      'deny_support_access',
      'development_secret',
      'disable_factor',
      'discard_app_artifact',
      'disclosure_lines',
      'end_access_token',
      'end_external_access',
      'end_my_other_sessions',
      'end_my_session',
      'end_own_token',
      'end_session',
      'end_token_family',
      'external_invitation_of',
      'factor_failed',
      'factor_of',
      'fail_delivery',
      'family_terms',
      'family_token_ids',
      'fence_seals',
      'finish_delivery',
      'follow_stream',
      'forget_tries',
      'gdpr_tenant_id',
      'grant_support_access',
      'hold_import',
      'hold_tenant',
      'hold_windows',
      'import_windows',
      'instructed_tenant_id',
      'instruction_in_force',
      'invitation_of',
      'invite_external_by_mail',
      'invite_external_user',
      'invite_member',
      'is_email_verified',
      'is_known_address',
      'issue_activated_token',
      'issue_family_token',
      'issue_instruction',
      'keep_app_artifact',
      'keep_streams',
      'keep_windows',
      'know_address',
      'known_apps',
      'labelled_categories',
      'leave_tenant',
      'let_app_in',
      'lift_seals',
      'live_streams',
      'my_password',
      'my_sessions',
      'narrow_external_access',
      'old_seals',
      'own_categories',
      'own_chain_head',
      'own_factor',
      'password_of',
      'pending_seals',
      'pending_seals_within',
      'presented_session',
      'program_tenant_id',
      'propose_integration',
      'prove_membership',
      'prove_reach',
      'publish_agreement',
      'record_disclosure',
      'record_instruction',
      'redeliver',
      'register_app',
      'rehash_password',
      'reject_instruction',
      'remove_app',
      'remove_member',
      'renew_app_secret',
      'renew_external_agreement',
      'request_email_change',
      'request_email_verification',
      'request_maintenance_window',
      'request_password_reset',
      'request_support_access',
      'request_support_extension',
      'reseal_factor',
      'reset_of',
      'reset_password',
      'retire_category',
      'retire_custom_field',
      'return_delivery',
      'return_external_access',
      'return_support_access',
      'revoke_api_token',
      'revoke_support_access',
      'roles_known_since',
      'rotate_session',
      'rotate_webhook_secret',
      'schema_version',
      'set_member_active',
      'set_token_policy',
      'settle_factor',
      'settle_withdrawal',
      'sign_in_failed',
      'standing',
      'standing_of',
      'step_up',
      'stream_events',
      'support_staff',
      'support_tenant_id',
      'sweep_seals',
      'sweep_webhooks',
      'take_delivery',
      'tenant_id',
      'tenant_lock_key',
      'terms_now',
      'test_webhook',
      'ticket_author',
      'token_id',
      'token_maker_id',
      'token_policy',
      'touch_session',
      'transfer_ownership',
      'tries_of',
      'update_app',
      'update_category',
      'update_custom_field',
      'update_webhook',
      'use_app_artifact',
      'user_id',
      'user_of_member',
      'verify_email',
      'visible_acceptances',
      'visible_agreements',
      'visible_api_tokens',
      'visible_disclosures',
      'visible_external_accesses',
      'visible_grants',
      'visible_instructions',
      'visible_integrations',
      'visible_invitations',
      'visible_members',
      'visible_questions',
      'visible_users',
      'visible_windows',
      'wake_webhook_later',
      'wake_webhooks',
      'webhook_backlog',
      'weigh_grant',
      'withdraw_confidentiality',
      'withdraw_instruction',
      'withdraw_invitation',
      'writable_tenant_id',
    ]);
  });

  test('what policies call is stable, and so sees the snapshot of the statement', async () => {
    expect(
      await list(`
        select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = 'auth' and p.provolatile = 'v' and has_function_privilege('sluice_api', p.oid, 'execute')
           and (p.proname like '%\\_id' or p.proname in ('confirm', 'standing'))`),
    ).toEqual([]);
  });

  test('objects made later are open to nobody', async () => {
    const defaults = await list(`
      select a.grantee::regrole::text || ' ' || a.privilege_type as name from pg_default_acl d, aclexplode(d.defaclacl) a
       where a.grantee <> d.defaclrole`);
    expect(defaults).toEqual([]);
    await superuser.query('begin');
    try {
      await superuser.query(
        `set local role sluice_auth; create function auth.later() returns int language sql as 'select 1'; create table auth.later (id int)`,
      );
      await superuser.query(`reset role`);
      const { rows } = await superuser.query(
        `select has_function_privilege('sluice_node', 'auth.later()', 'execute') as call, has_table_privilege('sluice_node', 'auth.later', 'select') as read`,
      );
      expect(rows).toEqual([{ call: false, read: false }]);
    } finally {
      await superuser.query('rollback');
    }
  });

  test('nobody signs in as the roles behind the wall, and neither passes it', async () => {
    const { rows } = await superuser.query(
      `select rolname from pg_roles where rolname in ('sluice_auth', 'sluice_api')
          and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
    );
    expect(rows).toEqual([]);
    const { rows: member } = await superuser.query(
      `select pg_has_role('sluice_node', 'sluice_auth', 'member') as member`,
    );
    expect(member).toEqual([{ member: false }]);
  });

  // Security events are no tenant's data: their key leads with whose log it is.
  test('the keys and indexes of tenants’ data lead with the tenant', async () => {
    expect(
      await list(`
        select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
          join pg_namespace n on n.oid = c.relnamespace
          left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
         where n.nspname = 'public' and c.relname not in ('tenant', 'security_event') and a.attname is distinct from 'tenant_id'`),
    ).toEqual([]);
    expect(
      await list(`
        select k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
         where n.nspname = 'public' and k.contype = 'f' and a.attname <> 'tenant_id'`),
    ).toEqual([]);
  });

  test('the book says that every migration has run', async () => {
    expect(await list('select name from auth.migration order by id')).toEqual(migrations.map(({ name }) => name));
  });
});
