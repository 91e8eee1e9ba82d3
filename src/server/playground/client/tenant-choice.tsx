import { useId, useState, type ReactNode } from 'react';
import type { TenantAccess } from './session.js';

interface TenantChoiceProps {
  readonly accesses: readonly TenantAccess[];
  readonly tenant: string;
  readonly onTenant: (slug: string) => void;
}

/** No slug looks like this, so it can't hide a tenant. */
const BY_SLUG = '?';

/**
 * Which tenant the `x-tenant` header names. The list has those that the viewer has access to now; support staff may name
 * any other by its slug, to read its tickets or to be told what consent is missing.
 */
export function TenantChoice({ accesses, tenant, onTenant }: TenantChoiceProps): ReactNode {
  const [bySlug, setBySlug] = useState(false);
  const listed = tenant === '' || accesses.some((access) => access.tenant.slug === tenant);
  const typing = bySlug || !listed;
  const id = useId();

  const choose = (value: string) => {
    setBySlug(value === BY_SLUG);
    if (value !== BY_SLUG) onTenant(value);
  };

  return (
    <div className="field tenant">
      <label htmlFor={id}>Tenant</label>
      <select
        id={id}
        value={typing ? BY_SLUG : tenant}
        onChange={(event) => {
          choose(event.target.value);
        }}
      >
        <option value="">not chosen</option>
        {accesses.map((access) => (
          <option key={access.tenant.slug} value={access.tenant.slug}>
            {access.tenant.name}
          </option>
        ))}
        <option value={BY_SLUG}>by its slug …</option>
      </select>
      {typing && (
        <input
          aria-label="Tenant slug"
          value={tenant}
          placeholder="slug"
          size={10}
          maxLength={100}
          spellCheck={false}
          autoCapitalize="none"
          autoFocus={bySlug}
          onChange={(event) => {
            // A header takes no other letters, and a slug has none.
            onTenant(event.target.value.toLowerCase().replace(/[^a-z0-9_-]/g, ''));
          }}
        />
      )}
    </div>
  );
}
