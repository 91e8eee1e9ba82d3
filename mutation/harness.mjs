/**
 * What the policy's tests use of jest, in the process that is already there. Each mutant then costs milliseconds, and the law is made
 * anew for each: half of it is made while its modules are read.
 */
import { expect } from 'expect';

export { expect };

let tests = [];
let path = [];

export function describe(name, body) {
  path.push(name);
  body();
  path.pop();
}

export function test(name, body) {
  tests.push({ name: [...path, name].join(' > '), body });
}

test.each = each(test);
describe.each = each(describe);

function each(register) {
  return (table) => (name, body) => {
    for (const [at, row] of [...table].entries()) {
      const values = Array.isArray(row) ? row : [row];
      // The place keeps rows apart whose words are alike.
      register(`${named(name, values)} #${at}`, () => body(...values));
    }
  };
}

function named(name, values) {
  const left = [...values];
  return name.replace(/%[sji]/g, () => String(left.shift()));
}

/** @returns the tests that the modules register while they are read */
export async function collect(read) {
  tests = [];
  path = [];
  await read();
  return tests;
}
