/**
 * A function as an earlier migration has it, with what changed: so the change is what is read, and the rest is the same text. What is to be
 * changed must be there, or the migration stops.
 */
export function restated(
  statements: readonly string[],
  name: string,
  ...changes: readonly (readonly [was: string, becomes: string])[]
): string {
  const isIt = new RegExp(`^create (or replace )?function auth\\.${name}\\(`);
  const found = statements.find((statement) => isIt.test(statement));
  if (found === undefined) throw new Error(`There is no function ${name} to restate.`);
  const changed = changes.reduce((text, [was, becomes]) => {
    if (!text.includes(was)) throw new Error(`The function ${name} does not say: ${was}`);
    return text.replaceAll(was, () => becomes);
  }, found);
  return changed.replace(/^create function /, 'create or replace function ');
}
