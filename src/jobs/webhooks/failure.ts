import { DELIVERY_FAILURES, type DeliveryFailureKind } from '../../vocabulary/webhooks.js';

export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';

  constructor(
    readonly kind: DeliveryFailureKind,
    /** What the target answered with. */
    readonly status: number | null = null,
    /** How long it asks to be left alone. */
    readonly askedMs = 0,
  ) {
    super(DELIVERY_FAILURES[kind]);
  }
}
