/** Where a membership stands. One that was removed is in no list. */
export const MEMBER_STATUSES = {
  ACTIVE: 'Reaches what the role includes.',
  DEACTIVATED: 'Reaches nothing, until it is reactivated.',
} as const;

export const INVITATION_STATUSES = {
  PENDING: 'Sent, and not answered.',
  ACCEPTED: 'Whoever was invited is a member, or was.',
  EXPIRED: 'Nobody answered in time.',
  WITHDRAWN: 'Withdrawn, replaced by a newer one, or sent by somebody who could not send it any more.',
} as const;
