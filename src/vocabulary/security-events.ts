/** What can happen to an account. The words stand in the log as they are, so none is ever renamed. */
export const SECURITY_EVENTS = {
  SIGNED_IN: 'A session began.',
  SIGN_IN_FAILED: 'Somebody gave a wrong password.',
  SIGNED_OUT: 'A session was ended by whoever was in it.',
  SESSION_ENDED: 'A session was ended from the list of sessions.',
  PASSWORD_CHANGED: 'The password was changed by somebody who knew it. All other sessions ended.',
  PASSWORD_RESET_REQUESTED: 'A link to set a new password was asked for.',
  PASSWORD_RESET: 'A new password was set by such a link. All sessions ended.',
  EMAIL_VERIFIED: 'The e-mail address was proven by a link.',
  EMAIL_CHANGE_REQUESTED: 'Another e-mail address was asked for.',
  EMAIL_CHANGED: 'The e-mail address was changed.',
  SECOND_FACTOR_ENROLLED: 'A second factor was set up. All other sessions ended.',
  SECOND_FACTOR_DISABLED: 'The second factor was taken away. All other sessions ended.',
  SECOND_FACTOR_FAILED: 'Somebody gave a wrong code.',
  RECOVERY_CODE_USED: 'A recovery code was used up.',
  STEPPED_UP: 'A fresh code was given within a session.',
  ROLE_CHANGED: 'The role in an environment was given, changed or taken away.',
  DEACTIVATED: 'The account was closed. All sessions ended.',
  MEMBER_INVITED: 'Somebody was invited to the environment.',
  INVITATION_WITHDRAWN: 'An invitation to the environment was withdrawn.',
  AGREEMENT_ACCEPTED: 'A version of an agreement was accepted.',
  AGREEMENT_WITHDRAWN: 'The acceptance of an agreement was withdrawn.',
} as const;

export type SecurityEventKind = keyof typeof SECURITY_EVENTS;
