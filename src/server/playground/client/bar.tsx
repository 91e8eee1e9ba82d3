import type { ReactNode } from 'react';
import { Account } from './account.js';
import { ReadyQueryMenu } from './ready-query-menu.js';
import type { Session } from './session.js';
import { SignInForm } from './sign-in-form.js';
import { TenantChoice } from './tenant-choice.js';

interface BarProps {
  readonly session: Session;
  readonly tenant: string;
  readonly onTenant: (slug: string) => void;
}

export function Bar({ session, tenant, onTenant }: BarProps): ReactNode {
  const { viewer } = session;
  return (
    <header className="bar">
      <h1 className="bar-brand">
        <SluiceIcon />
        Sluice
      </h1>
      <ReadyQueryMenu />
      <span className="bar-gap" />
      {viewer && <TenantChoice accesses={viewer.tenants} tenant={tenant} onTenant={onTenant} />}
      {viewer && <Account viewer={viewer} tenant={tenant} onSignOut={session.signOut} />}
      {viewer === null && <SignInForm onSignIn={session.signIn} />}
    </header>
  );
}

function SluiceIcon(): ReactNode {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className="bar-icon">
      <path d="M4 3v18M20 3v18M4 6h16" />
      <path d="M8.5 6v6.5h7V6" className="bar-icon-gate" />
      <path d="M7.5 18c1.5-1.6 3-1.6 4.5 0s3 1.6 4.5 0" />
    </svg>
  );
}
