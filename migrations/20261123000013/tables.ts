/** What tenants told the vendor to do, and what the log of changes says besides of what was done. */
export const instructionTables: readonly string[] = [
  // LAPSED and EXPIRED are not stored: the clock says so. Of an e-mail only what proves it is kept, never its text.
  `create table auth.instruction (
    tenant_id uuid not null references public.tenant (id),
    id uuid not null unique,
    status text not null check (status in ('RECORDED', 'CONFIRMED', 'REJECTED', 'WITHDRAWN')),
    kind text not null check (kind in ('CORRECTION', 'ADDITION', 'IMPORT', 'ERASURE', 'EXPORT')),
    subjects text[] not null check (cardinality(subjects) between 1 and 3 and subjects <@ array['Contact', 'Company', 'Invoice']),
    categories text[] not null check (cardinality(categories) between 1 and 100),
    description text not null check (length(description) between 1 and 1000),
    message_id text null check (length(message_id) between 1 and 500),
    sender text null check (length(sender) between 3 and 320),
    text_hash text null check (text_hash ~ '^[0-9a-f]{64}$'),
    created_by uuid not null references auth.user_account (id),
    created_at timestamptz(3) not null,
    expires_at timestamptz(3) not null,
    decided_by uuid null references auth.user_account (id),
    decided_at timestamptz(3) null,
    reject_reason text null check (length(reject_reason) <= 1000),
    withdrawn_by uuid null references auth.user_account (id),
    withdrawn_at timestamptz(3) null,
    primary key (tenant_id, id),
    check (num_nonnulls(message_id, sender, text_hash) in (0, 3)),
    check (num_nonnulls(decided_by, decided_at) = case when status = 'RECORDED' then 0 else 2 end),
    check (num_nonnulls(withdrawn_by, withdrawn_at) = case when status = 'WITHDRAWN' then 2 else 0 end),
    check (reject_reason is null or status = 'REJECTED')
  )`,
  `create index instruction_created_by_index on auth.instruction (created_by)`,
  `alter table auth.instruction enable row level security`,
  `alter table auth.instruction force row level security`,
  `create policy functions_only on auth.instruction to sluice_auth using (true) with check (true)`,
];

/** Names only: of who changed it, of what the change rested on, and of the fields that held something before and since. */
export const changeColumns: readonly string[] = [
  `alter table public.change_entry
     add column actor_name text null,
     add column authority_kind text null,
     add column filled_before text[] null,
     add column filled_after text[] null`,
  // Where there was more than membership until now, the actor says what it was.
  `update public.change_entry
      set authority_kind = case actor when 'SUPPORT' then 'SUPPORT_GRANT' else 'EXTERNAL_ACCESS' end
    where authority is not null`,
  `create index change_entry_tenant_id_instruction_index on public.change_entry (tenant_id, instruction, id)
    where instruction is not null`,
];
