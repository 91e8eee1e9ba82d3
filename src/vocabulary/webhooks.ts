/** What a webhook can be told of: that a record was created, updated or deleted. The database knows the same words. */
const TOLD = {
  contact: ['created', 'updated', 'deleted'],
  company: ['created', 'updated', 'deleted'],
  invoice: ['created', 'updated', 'deleted'],
  // Updated by an answer, and by being closed.
  ticket: ['created', 'updated'],
} as const;

export const WEBHOOK_EVENTS: readonly string[] = Object.entries(TOLD).flatMap(([word, kinds]) =>
  kinds.map((kind) => `${word}.${kind}`),
);

/** What a delivery says that is made to see whether one arrives. */
export const TEST_EVENT = 'webhook.test';

export const DELIVERY_STATUSES = {
  WAITING: 'It is to be tried, for the first time or again.',
  DELIVERED: 'The target answered with a 2xx status.',
  WITHHELD: 'The integration may not read it any more, so nothing was sent.',
  DEAD: 'The last try came to nothing too. It can be delivered anew.',
} as const;

export const WEBHOOK_PAUSES = {
  BY_HAND: 'An owner or admin paused it.',
  BACKLOG: 'More waited for it than may wait. What happened since was not queued.',
  GONE: 'The target answered that it is gone for good (410).',
} as const;

/** Why a try came to nothing. Nothing that a target answered is in it but its status. */
export const DELIVERY_FAILURES = {
  NAME: 'The name of the target could not be looked up.',
  ADDRESS: 'The address is not one that a webhook may lead to, or its name leads to one that is not public.',
  CONNECTION: 'The target could not be reached, or broke the connection.',
  CERTIFICATE: 'The target showed no certificate that holds for its name.',
  TIMEOUT: 'The target did not answer in time.',
  REDIRECT: 'The target answered with a redirect, and none is followed.',
  STATUS: 'The target answered with another status than 2xx.',
  TOO_LATE: 'The data was read too late to be released: rights were changing.',
  TOO_LARGE: 'The record is larger than a delivery may be.',
  ERROR: 'The data could not be read, for a reason that passes.',
  RIGHTS: 'The integration may not read it any more.',
  INTEGRATION_OFF: 'The integration was turned off.',
} as const;

export type DeliveryFailureKind = keyof typeof DELIVERY_FAILURES;
