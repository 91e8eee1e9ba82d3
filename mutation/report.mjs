/** What survived, with its reason; found by file, mutator, snippet and replacement, so that lines may move. */
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';

export const NOTICED = new Set(['Killed', 'Timeout', 'RuntimeError']);

export async function judge(root, results, reasons) {
  const texts = new Map();
  const survivors = [];
  for (const result of results.filter(({ status }) => !NOTICED.has(status))) {
    const file = relative(root, result.fileName).split(sep).join('/');
    if (!texts.has(file)) texts.set(file, (await readFile(`${root}/${file}`, 'utf8')).split('\n'));
    const { start, end } = result.location;
    survivors.push({
      file,
      line: start.line,
      mutator: result.mutatorName,
      snippet: oneLine(cut(texts.get(file), start, end)),
      replacement: oneLine(result.replacement ?? ''),
    });
  }
  const used = new Set();
  for (const survivor of survivors) {
    const found = reasons.find((reason) =>
      ['file', 'mutator', 'snippet', 'replacement'].every((key) => reason[key] === survivor[key]),
    );
    if (!found) continue;
    used.add(found);
    survivor.reason = found.reason;
  }
  return {
    all: results.length,
    noticed: results.length - survivors.length,
    explained: survivors.filter(({ reason }) => reason),
    unexplained: survivors.filter(({ reason }) => !reason),
    unused: reasons.filter((reason) => !used.has(reason)),
  };
}

/** Stryker's lines and columns begin with 1. */
function cut(lines, start, end) {
  if (start.line === end.line) return lines[start.line - 1].slice(start.column - 1, end.column - 1);
  const between = lines.slice(start.line, end.line - 1);
  return [lines[start.line - 1].slice(start.column - 1), ...between, lines[end.line - 1].slice(0, end.column - 1)].join(
    '\n',
  );
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim();
}

export function printReport({ all, noticed, explained, unexplained }, how) {
  const cell = (text) => (text.length > 90 ? `${text.slice(0, 90)}…` : text).replaceAll('|', '\\|');
  const row = ({ file, mutator, snippet, replacement, reason }) =>
    `| \`${file.replace('src/policy/', '')}\` | ${mutator} | \`${cell(snippet)}\` | \`${cell(replacement)}\` | ${reason ?? '**none**'} |`;
  return [
    '<!-- Written by npm run mutate:policy. -->',
    '',
    '# Mutations of the law',
    '',
    'Every small change that Stryker can make to `src/policy`, each asked of the tests in `test/policy`, without a database. A change that no',
    'test notices needs a reason in `mutation/reasons.json`, or the command fails.',
    '',
    `${noticed} of ${all} changes are noticed, ${explained.length} are not and have a reason, ${unexplained.length} have none. ${new Date().toISOString().slice(0, 10)}, ${how}.`,
    '',
    '| File | Mutator | Code | Becomes | Why no test can notice |',
    '| --- | --- | --- | --- | --- |',
    ...[...explained, ...unexplained].map(row),
    '',
  ].join('\n');
}
