/** What a member is in a tenant, from most to least. */
export const ROLES = {
  OWNER: 'Answers for the tenant: everything, and alone ends the contract, transfers ownership and accepts agreements.',
  ADMIN: 'Runs the tenant: all data, the GDPR tab, members and integrations.',
  EDITOR: 'Works with the data: reads and writes all categories but sensitive ones.',
  VIEWER: 'Looks things up: reads identity, contact details and commercial data, and opens tickets.',
} as const;

export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];

export function isRole(word: string | null): word is Role {
  return word !== null && Object.hasOwn(ROLES, word);
}
