import { restated } from '../20261123000011/restated.js';
import { provenReach } from '../20261128000040/proof-of-membership.js';

/** A setting that a connection has never had is null, and with null the guard was asked each time, about nothing. */
export const unsetExpectation: readonly string[] = [
  restated(provenReach, 'tenant_id', [
    `if expected <> '' and not exists`,
    `if coalesce(expected, '') <> '' and not exists`,
  ]),
];
