/** Why a try came to nothing, as the tenant reads it. Nothing that a target answered is in it but a number. */
export const FAILURES = {
  NAME: 'The name of the target could not be looked up.',
  ADDRESS: 'The name leads to an address that is not public.',
  CONNECTION: 'The target could not be reached, or broke the connection.',
  CERTIFICATE: 'The target showed no certificate that holds for its name.',
  TIMEOUT: 'The target did not answer in time.',
  REDIRECT: 'The target answered with a redirect, and none is followed.',
  STATUS: 'The target answered with another status than 2xx.',
  TOO_LATE: 'The data was read too late to be released: consent was changing.',
  TOO_LARGE: 'The record is larger than a delivery may be.',
  ERROR: 'The delivery could not be made for a reason of ours.',
} as const;

export type FailureKind = keyof typeof FAILURES;

export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';

  constructor(
    readonly kind: FailureKind,
    /** What the target answered with. */
    readonly status: number | null = null,
  ) {
    super(FAILURES[kind]);
  }
}
