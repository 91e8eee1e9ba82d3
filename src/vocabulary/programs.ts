/** Where the key of a program stands. */
export const TOKEN_STATUSES = {
  PENDING: 'Made by one owner or admin; opens nothing until a second one approves it.',
  ACTIVE: 'In force.',
  EXPIRED: 'Its time is over, as it was made or as the tenant allows now.',
  REVOKED: 'Ended: by an owner or admin, with its integration, or because whoever made it is gone.',
} as const;

export const TOKEN_ENDS = {
  REVOKED: 'An owner or admin ended it.',
  MAKER_GONE: 'Whoever made it belongs to the tenant no more.',
  INTEGRATION_ENDED: 'Its integration was deactivated.',
} as const;

export const INTEGRATION_STATUSES = {
  PROPOSED: 'Off: nobody has activated it.',
  ACTIVE: 'On: its tokens open what it was given.',
  DEACTIVATED: 'Off again. Its tokens have ended, and activating it anew brings none of them back.',
} as const;

export const INTEGRATION_ENDS = {
  DEACTIVATED: 'An owner or admin turned it off.',
  ACTIVATOR_GONE: 'Whoever activated it belongs to the tenant no more.',
  APP_REMOVED: 'Its app was removed.',
  APP_NARROWED: 'Its app asks for nothing any more of what it was let in for.',
} as const;

export const DISCLOSURE_FORMATS = {
  CSV: 'A table, which spreadsheets read; no cell of it is taken for a formula.',
  JSON: 'A list of objects.',
} as const;

export const DISCLOSURE_SOURCES = {
  LOG: 'A program read it, as the access log tells.',
  RECORDED: 'An owner or admin recorded it.',
} as const;

/** Why data may be given to a third party. */
export const DISCLOSURE_GROUNDS = {
  INSTRUCTION: 'The tenant said so: it activated the integration, or made the token.',
  CONSENT: 'Those whom it is about agreed.',
  LEGAL_DUTY: 'A law demands it.',
  NECESSITY: 'What was agreed with those whom it is about needs it.',
} as const;
