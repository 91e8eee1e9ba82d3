/** Where an authority stands that is neither membership nor a grant. */
export const EXTERNAL_STATUSES = {
  INVITED: 'Whoever was invited has not accepted the agreement yet.',
  LAPSED: 'Nobody accepted the agreement in time.',
  ACTIVE: 'In force.',
  SUSPENDED: 'Not in force until the new version of the agreement is accepted.',
  EXPIRED: 'Its time is over.',
  REVOKED: 'The tenant ended it.',
  RETURNED: 'The external user handed it back.',
} as const;

export const WINDOW_STATUSES = {
  REQUESTED: 'An administrator asked; no second one has answered.',
  LAPSED: 'Nobody answered in time.',
  DENIED: 'An administrator said no.',
  OPEN: 'In force.',
  EXPIRED: 'Its time is over.',
  CLOSED: 'An administrator closed it.',
} as const;
