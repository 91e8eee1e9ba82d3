import { useState, type ReactNode } from 'react';
import type { Viewer } from './session.js';

interface AccountProps {
  readonly viewer: Viewer;
  readonly tenant: string;
  readonly onSignOut: () => Promise<void>;
}

/** Who is signed in, and as what: the role in the chosen tenant, or the kind of actor where there is none. */
export function Account({ viewer, tenant, onSignOut }: AccountProps): ReactNode {
  const [leaving, setLeaving] = useState(false);
  const here = viewer.tenants.find((access) => access.tenant.slug === tenant);
  const leave = () => {
    setLeaving(true);
    void onSignOut().finally(() => {
      setLeaving(false);
    });
  };
  return (
    <div className="account" role="status">
      <span className="account-name">{viewer.user?.name ?? 'Signed in'}</span>
      <span className="account-role">{(here?.role ?? here?.actor ?? viewer.actor).toLowerCase()}</span>
      <button type="button" className="button" onClick={leave} disabled={leaving}>
        Sign out
      </button>
    </div>
  );
}
