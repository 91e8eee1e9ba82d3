/** Which workloads are asked of whom, by the mode of the run and what it was told. */
import { contenderNames } from './contenders.js';
import { PROCEDURES } from './procedures.js';
import { WORKLOADS } from './workloads.js';

/** A quick run is about the product, who compares best with it, and the limit. */
const QUICK_CONTENDERS = ['sluice', 'sluice-support', 'sluice-beside', 'postgraphile', 'bare'];
const QUICK_WORKLOADS = ['point', 'list', 'wide'];
/** The guard compares with the limit, and with nobody else. */
const CHECK_CONTENDERS = ['sluice', 'sluice-support', 'bare'];

export function planOf(options) {
  const everybody = contenderNames(options);
  const all = [...WORKLOADS, ...PROCEDURES].map(({ name }) => name);
  const asked = chosen('--workloads', options.workloads, all) ?? usualWorkloads(options);
  return {
    contenders: chosen('--contenders', options.contenders, everybody) ?? usualContenders(options, everybody),
    workloads: WORKLOADS.filter(({ name }) => asked.includes(name)),
    procedures: PROCEDURES.filter(({ name }) => asked.includes(name)),
  };
}

function usualContenders({ quick, check }, everybody) {
  const usual = check ? CHECK_CONTENDERS : quick ? QUICK_CONTENDERS : everybody;
  return usual.filter((name) => everybody.includes(name));
}

function usualWorkloads({ quick, check }) {
  if (quick) return QUICK_WORKLOADS;
  if (check) return WORKLOADS.filter(({ contenders }) => contenders.includes('bare')).map(({ name }) => name);
  return [...WORKLOADS, ...PROCEDURES].map(({ name }) => name);
}

function chosen(argument, wanted, known) {
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${argument} takes some of ${known.join(', ')}.`);
  return wanted;
}
