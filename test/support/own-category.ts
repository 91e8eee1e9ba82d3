/** A category that a tenant made, put into the database as its owner would have it there. */
export function ownCategorySql(key: string, sensitive = false, where = 'true'): string {
  return `insert into auth.data_category (tenant_id, key, sensitive, description, purpose, legal_basis, retention, created_at)
    select t.id, '${key}', ${String(sensitive)}, 'What it holds.', 'Why.', 'By what right.', 'How long.', now()
      from public.tenant t where ${where} on conflict do nothing`;
}
