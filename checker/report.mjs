/** A run in one sentence, and what it is worth. */

/** Below these, per second, a clean run proves nothing: too little was on its way when consent ended. */
const LEAST = {
  inFlight: 0.5,
  revocations: 0.3,
  canaries: 10,
  programReads: 0.5,
  integrationsEnded: 0.05,
  events: 0.1,
  deliveries: 0.05,
};

export function exitCode(result, seconds) {
  if (violationsOf(result) > 0) return 1;
  if (result.internalErrors > 0) return 4;
  return Object.entries(LEAST).every(([name, perSecond]) => result[name] >= perSecond * seconds) ? 0 : 2;
}

export function violationsOf({ violations }) {
  return violations.V0 + violations.V1 + violations.V2;
}

export function summary(result, code) {
  const faults = Object.values(result.faults).reduce((sum, count) => sum + count, 0);
  const verdict = {
    0: 'clean',
    1: 'VIOLATED',
    2: 'VOID: too little was in flight',
    4: 'BROKEN: a fault was answered as an internal error',
  }[code];
  return (
    `${verdict}: seed ${result.seed}, ${result.requests + result.mutations} operations, ${result.reads} reads with ` +
    `${result.canaries} canaries, ${result.revocations} revocations and ${result.expiries} expiries with ` +
    `${result.inFlight} reads in flight; of these ${result.programReads} reads by ${result.tokens} tokens, of which ` +
    `${result.tokensRevoked} were revoked, while ${result.integrationsEnded} integrations ended and ` +
    `${result.integrationsChanged} got other terms; ${result.events} events of ${result.followed} subscriptions and ${result.deliveries} deliveries of webhooks; ${faults} faults, ${violationsOf(result)} violations ` +
    `(V0 ${result.violations.V0}, V1 ${result.violations.V1}, V2 ${result.violations.V2}), ` +
    `${result.outsideTheProviso} canaries outside the proviso, ` +
    `${result.internalErrors} internal errors.`
  );
}
