/** Whether all contenders answer the same values: whoever is fast because he answers something else has won nothing. */
import { deepStrictEqual } from 'node:assert';
import { bodyFor, plain, QUESTIONS } from './queries.js';

async function ask(contender, question, place) {
  const response = await fetch(contender.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...contender.headers },
    body: bodyFor(question, contender.dialect, place),
  });
  const { data, errors, extensions } = await response.json();
  if (errors || !data || extensions?.withheld) {
    throw new Error(`${contender.title} does not answer ${question.name}: ${JSON.stringify({ errors, extensions })}`);
  }
  return data;
}

/** Null, or a sentence about the first difference. */
export async function findDifference(contenders, tenantId, ids) {
  for (const question of QUESTIONS) {
    for (const id of question.name === 'Point' ? ids.slice(0, 50) : [ids[0]]) {
      const answers = await Promise.all(contenders.map((contender) => ask(contender, question, { tenantId, id })));
      const first = plain(answers[0]);
      if (JSON.stringify(first).length < 100) return `${question.name}: the answer is empty, so nothing was compared.`;
      for (const [index, contender] of contenders.entries()) {
        try {
          deepStrictEqual(plain(answers[index]), first);
        } catch (error) {
          return `${question.name}: ${contender.title} answers something else than ${contenders[0].title}.\n${error.message}`;
        }
      }
    }
  }
  return null;
}
