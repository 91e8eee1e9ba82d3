/** Whether all contenders answer the same values: whoever is fast because he answers something else has won nothing. */
import { deepStrictEqual } from 'node:assert';
import { bodiesFor, plain } from './workloads.js';

const COMPARED = 50;
/** `{"contacts":{"nodes":[]}}` is shorter. */
const LEAST_LENGTH = 40;

async function ask({ title, url, headers }, workload, body, more) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...more },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${title} does not answer ${workload.name}: ${text.slice(0, 2_000)}`);
  const { data, errors, extensions } = JSON.parse(text);
  if (errors || !data || extensions?.withheld) {
    throw new Error(`${title} does not answer ${workload.name}: ${JSON.stringify({ errors, extensions })}`);
  }
  return data;
}

async function differenceIn(workload, contenders, place) {
  const bodies = contenders.map(({ dialect }) => bodiesFor(workload, dialect, place));
  for (let at = 0; at < Math.min(bodies[0].length, COMPARED); at += 1) {
    const answers = [];
    // One after the other: those that write, write the same rows.
    for (const [index, contender] of contenders.entries()) {
      answers.push(await ask(contender, workload, bodies[index][at], workload.askedBy?.(place, at)));
    }
    const first = plain(answers[0]);
    if (JSON.stringify(first).length < LEAST_LENGTH)
      return `${workload.name}: the answer is empty, so nothing was compared.`;
    for (const [index, contender] of contenders.entries()) {
      try {
        deepStrictEqual(plain(answers[index]), first);
      } catch (error) {
        return `${workload.name}: ${contender.title} answers something else than ${contenders[0].title}.\n${error.message}`;
      }
    }
  }
  return null;
}

/** Null, or a sentence about the first difference. */
export async function findDifference(workloads, contendersOf, place) {
  for (const workload of workloads) {
    const difference = await differenceIn(workload, contendersOf(workload), place);
    if (difference !== null) return difference;
  }
  return null;
}
