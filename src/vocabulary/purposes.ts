/** Why, typed: on grants and windows, and in the log. */
export const PURPOSES = {
  SUPPORT_TICKET: 'To follow up a support request of the tenant.',
  INCIDENT: 'To find and mend an incident.',
  LEGAL: 'Because a law demands it.',
  DEPLOY: 'To bring out a new version.',
  PATCH: 'To apply a patch or hotfix.',
  BACKUP: 'To make a backup.',
  IMPORT: "To import data on the tenant's explicit request.",
} as const;

export type Purpose = keyof typeof PURPOSES;

/** The purposes that a support grant may have; the others belong to maintenance windows. */
export const GRANT_PURPOSES: readonly Purpose[] = ['SUPPORT_TICKET', 'INCIDENT', 'LEGAL'];

/** The purposes of windows under which data is seen; a backup is made without looking into it. */
export const SEEING_PURPOSES: ReadonlySet<Purpose> = new Set<Purpose>(['DEPLOY', 'PATCH', 'IMPORT']);

export const WINDOW_PURPOSES = {
  DEPLOY: PURPOSES.DEPLOY,
  PATCH: PURPOSES.PATCH,
  BACKUP: PURPOSES.BACKUP,
  IMPORT: PURPOSES.IMPORT,
} as const satisfies Partial<Record<Purpose, string>>;

export const GRANT_ACCESS = {
  READ: 'See the data.',
  READ_WRITE: 'See it, and change it under a confirmed instruction.',
} as const;

export type GrantAccess = keyof typeof GRANT_ACCESS;

export const GRANT_STATUSES = {
  REQUESTED: 'Staff asked; the tenant has not answered.',
  LAPSED: 'Staff asked, and nobody answered in time.',
  DENIED: 'The tenant said no.',
  ACTIVE: 'In force.',
  SUSPENDED: 'Not in force while something that it rests on is missing.',
  EXPIRED: 'Its time is over.',
  REVOKED: 'The tenant took it back.',
  RETURNED: 'Staff handed it back.',
} as const;

export type GrantStatus = keyof typeof GRANT_STATUSES;
