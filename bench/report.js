/** From rounds to a table: medians and ranges, and ratios within each round, because a round's contenders shared the machine's mood. */
export function median(values) {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function spread(values) {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** Of both processes together: what a busy machine disturbs least. */
const cpuOf = ({ serverCpuMs, databaseCpuMs }) => serverCpuMs + databaseCpuMs;

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** What is kept of one contender in one round. */
export function measured({ count, seconds, latencies }, before, after) {
  return {
    perSecond: count / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    serverCpuMs: ((after.server - before.server) * 1_000) / count,
    databaseCpuMs: ((after.database - before.database) * 1_000) / count,
  };
}

/** @param rounds by workload and contender: what `measured` made of each round. */
export function summarize(rounds, workloads, contendersOf) {
  return workloads.map((workload) => {
    const roundsOf = (name) => rounds.get(workload.name).get(name);
    return {
      workload: workload.name,
      title: workload.title,
      targets: workload.targets,
      contenders: contendersOf(workload).map((contender) => ({
        ...summarizeOne(contender, roundsOf),
        toAgainst: againstWorkload(contender, workload, rounds),
      })),
      against: workload.against ?? null,
    };
  });
}

/** The same contender's rate of another workload, in the same round; null where there is none. */
function againstWorkload({ name }, { name: workload, against }, rounds) {
  const theirs = rounds.get(against)?.get(name);
  if (theirs === undefined) return null;
  return spread(
    rounds
      .get(workload)
      .get(name)
      .map(({ perSecond }, round) => perSecond / theirs[round].perSecond),
  );
}

function summarizeOne({ name, title }, roundsOf) {
  const own = roundsOf(name);
  const middle = (of) => median(own.map(of));
  /** Null: the other one is not in this run. */
  const against = (other) => {
    const theirs = roundsOf(other);
    return theirs === undefined ? null : spread(own.map(({ perSecond }, index) => perSecond / theirs[index].perSecond));
  };
  return {
    name,
    title,
    perSecond: spread(own.map(({ perSecond }) => perSecond)),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    serverCpuMs: middle(({ serverCpuMs }) => serverCpuMs),
    databaseCpuMs: middle(({ databaseCpuMs }) => databaseCpuMs),
    cpuToPostgraphile: median((roundsOf('postgraphile') ?? []).map(cpuOf)) / middle(cpuOf),
    toSluice: against('sluice'),
    toPostgraphile: against('postgraphile'),
    toBare: against('bare'),
  };
}

/** Requests per second, for programs. */
export function asJson(summary) {
  const rate = ({ name, perSecond }) => [name, Number(perSecond.median.toFixed(1))];
  return {
    workloads: Object.fromEntries(
      summary.map(({ workload, contenders }) => [workload, Object.fromEntries(contenders.map(rate))]),
    ),
  };
}

/** The targets that a member's reads miss, as sentences. */
export function missedTargets(summary) {
  return summary.flatMap(({ workload, targets, against, contenders }) => {
    const member = contenders.find(({ name }) => name === 'sluice');
    const support = contenders.find(({ name }) => name === 'sluice-support');
    return [
      ['PostGraphile', member?.toPostgraphile, targets.postgraphile],
      ['the bare handler', member?.toBare, targets.bare],
      [against, member?.toAgainst, targets[against]],
      ['a member, for support', support?.toSluice, targets.support],
    ]
      .filter(([, seen, target]) => seen && target && seen.median < target)
      .map(([whom, seen, target]) => `${workload}: ${times(seen.median)} ${whom}, and the target is ${target} ×.`);
  });
}

const times = (ratio) => `${ratio.toFixed(2)} ×`;
const ranged = (ratio) =>
  ratio === null ? '–' : `${times(ratio.median)} (${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)})`;
const milliseconds = (value) => (Number.isNaN(value) ? '–' : value.toFixed(2));

/** What nobody in a table has is not in it. */
function withoutEmptyColumns(rows) {
  const isKept = (column) => rows.slice(1).some((row) => row[column] !== '–');
  return rows.map((row) => row.filter((_, column) => isKept(column)));
}

export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

function inWords(targets) {
  const parts = Object.entries(targets).map(([name, least]) => `${least} × ${TARGETS[name] ?? name}`);
  return parts.length === 0 ? '' : `Targets: ${parts.join(', ')}.\n\n`;
}

const TARGETS = { postgraphile: 'PostGraphile', bare: 'the bare handler', support: 'a member, under a grant' };

/** @param procedures what each of them found */
export function asMarkdown({ about, summary, memory, procedures, missed }) {
  const head = [
    '',
    'requests/s',
    'to PostGraphile',
    'to the bare handler',
    'p50 ms',
    'p99 ms',
    'CPU ms server',
    'CPU ms database',
    'per CPU second, to PostGraphile',
    'to a member',
  ];
  const sections = summary.map(({ title, targets, against, contenders }) => {
    const rows = contenders.map((one) => [
      one.title,
      `${one.perSecond.median.toFixed(0)} (${one.perSecond.least.toFixed(0)}–${one.perSecond.most.toFixed(0)})`,
      ranged(one.toPostgraphile),
      ranged(one.toBare),
      milliseconds(one.p50),
      milliseconds(one.p99),
      milliseconds(one.serverCpuMs),
      milliseconds(one.databaseCpuMs),
      Number.isNaN(one.cpuToPostgraphile) ? '–' : times(one.cpuToPostgraphile),
      one.name === 'sluice-support' ? ranged(one.toSluice) : '–',
      ranged(one.toAgainst),
    ]);
    return `## ${title}\n\n${inWords(targets)}${table(withoutEmptyColumns([[...head, `to ${against}`], ...rows]))}`;
  });
  const { date, commit, ...circumstances } = about;
  const facts = Object.entries(circumstances).map(([name, value]) => `- ${name}: ${value}`);
  const used = Object.entries(memory).map(([name, mebibytes]) => `- ${name}: ${mebibytes.toFixed(0)} MiB`);
  return [
    `# Measured ${date}, commit ${commit}`,
    facts.join('\n'),
    'Medians over the rounds, the least and the most in brackets. Ratios are taken within each round. The load generator and the database run on the same cores as the servers.',
    ...sections,
    ...(used.length === 0 ? [] : [`## Resident memory after the last round\n\n${used.join('\n')}`]),
    ...procedures.map(({ title, tables }) => [`## ${title}`, ...tables.map(table)].join('\n\n')),
    missed.length === 0
      ? 'Every target is met.'
      : `Targets missed:\n\n${missed.map((sentence) => `- ${sentence}`).join('\n')}`,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
