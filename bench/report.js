/** From rounds to a table: medians and ranges, and ratios within each round, because a round's contenders shared the machine's mood. */
import { QUESTIONS } from './queries.js';

export function median(values) {
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

/** @param rounds by question and contender: what `measured` made of each round. */
export function summarize(rounds, contenders) {
  return QUESTIONS.map((question) => ({
    question: question.name,
    title: question.title,
    bar: question.bar,
    contenders: contenders.map((contender) => {
      const own = rounds.get(question.name).get(contender.name);
      const against = (other) => {
        const theirs = rounds.get(question.name).get(other);
        return spread(own.map(({ perSecond }, index) => perSecond / theirs[index].perSecond));
      };
      return {
        name: contender.name,
        title: contender.title,
        perSecond: spread(own.map(({ perSecond }) => perSecond)),
        p50: median(own.map(({ p50 }) => p50)),
        p99: median(own.map(({ p99 }) => p99)),
        serverCpuMs: median(own.map(({ serverCpuMs }) => serverCpuMs)),
        databaseCpuMs: median(own.map(({ databaseCpuMs }) => databaseCpuMs)),
        cpuToPostgraphile: median(rounds.get(question.name).get('postgraphile').map(cpuOf)) / median(own.map(cpuOf)),
        toMember: against('member'),
        toPostgraphile: against('postgraphile'),
        toBare: against('bare'),
      };
    }),
  }));
}

/** The bars that a member's reads miss, as sentences. */
export function missedBars(summary) {
  return summary.flatMap(({ question, bar, contenders }) => {
    const { toPostgraphile } = contenders.find(({ name }) => name === 'member');
    if (toPostgraphile.median >= bar) return [];
    return [`${question}: ${times(toPostgraphile.median)} PostGraphile, and the bar is ${bar} ×.`];
  });
}

const times = (ratio) => `${ratio.toFixed(2)} ×`;
const ranged = ({ median: middle, least, most }) => `${times(middle)} (${least.toFixed(2)}–${most.toFixed(2)})`;
const milliseconds = (value) => (Number.isNaN(value) ? '–' : value.toFixed(2));

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

export function asMarkdown({ about, summary, memory, missed }) {
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
  ];
  const sections = summary.map(({ title, bar, contenders }) => {
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
    ]);
    return `## ${title}\n\nThe bar for a member: ${bar} × PostGraphile.\n\n${table([head, ...rows])}`;
  });
  const { date, commit, ...circumstances } = about;
  const facts = Object.entries(circumstances).map(([name, value]) => `- ${name}: ${value}`);
  const used = Object.entries(memory).map(([name, mebibytes]) => `- ${name}: ${mebibytes.toFixed(0)} MiB`);
  return [
    `# Measured ${date}, commit ${commit}`,
    facts.join('\n'),
    'Medians over the rounds, the least and the most in brackets. Ratios are taken within each round. The load generator and the database run on the same cores as the servers.',
    ...sections,
    `## Resident memory after the last round\n\n${used.join('\n')}`,
    missed.length === 0
      ? 'Every bar is met.'
      : `Bars missed:\n\n${missed.map((sentence) => `- ${sentence}`).join('\n')}`,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
