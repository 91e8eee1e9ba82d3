import type { Category } from '../../vocabulary/categories.js';
import type { Role } from '../../vocabulary/roles.js';
import { TODAY, YEAR } from './calendar.js';
import { idFor } from './fixed-ids.js';

/** Known to everybody, as the accounts are: the demo world is for trying things out. */
export const DEMO_PASSWORD = 'correct-horse-battery-staple';

/** Of the second factor that staff have; known to everybody as well. */
export const DEMO_TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

export interface DemoAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** What it is, in the words that are printed beside it. */
  readonly is: string;
  readonly member?: { readonly tenant: string; readonly role: Role };
  readonly external?: { readonly tenant: string; readonly categories: readonly Category[] };
  readonly staff?: 'SUPPORT' | 'ADMINISTRATOR';
}

export const ACCOUNTS_MADE_AT = TODAY - 3 * YEAR;

function account(email: string, name: string, is: string, access: Pick<DemoAccount, 'member' | 'external' | 'staff'>) {
  return { id: idFor(`account/${email}`, ACCOUNTS_MADE_AT), email, name, is, ...access } satisfies DemoAccount;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  account('owner@acme.test', 'Olivia Claes', 'owner of acme', { member: { tenant: 'acme', role: 'OWNER' } }),
  account('admin@acme.test', 'Adam Wouters', 'administrator of acme', { member: { tenant: 'acme', role: 'ADMIN' } }),
  account('editor@acme.test', 'Emma Janssens', 'editor of acme', { member: { tenant: 'acme', role: 'EDITOR' } }),
  account('viewer@acme.test', 'Victor Lefèvre', 'viewer of acme', { member: { tenant: 'acme', role: 'VIEWER' } }),
  account('accountant@books.test', 'Anouk de Boer', 'external user of acme: identity, financial, commercial', {
    external: { tenant: 'acme', categories: ['IDENTITY', 'FINANCIAL', 'COMMERCIAL'] },
  }),
  account('owner@globex.test', 'Guus van Dijk', 'owner of globex', { member: { tenant: 'globex', role: 'OWNER' } }),
  account('support@vendor.test', 'Sofie Maes', 'support staff, no consent yet', { staff: 'SUPPORT' }),
  account('support2@vendor.test', 'Samir El Amrani', 'support staff, no consent yet', { staff: 'SUPPORT' }),
  account('sysadmin@vendor.test', 'Yara Peeters', 'system administrator', { staff: 'ADMINISTRATOR' }),
  account('sysadmin2@vendor.test', 'Yannick Dupont', 'system administrator', { staff: 'ADMINISTRATOR' }),
];

export function accountOf(email: string): DemoAccount {
  const found = DEMO_ACCOUNTS.find((candidate) => candidate.email === email);
  if (found === undefined) throw new Error(`The demo world has no account ${email}.`);
  return found;
}
