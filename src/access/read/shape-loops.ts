/**
 * The loops in which a generated function (shape.ts) goes through the rows of a list. In each, `r` is a row, `at` its place in its list, and
 * `h` what is held of that list.
 */
export interface ListLoop {
  /** What makes the list; `<name>Of` holds all of its kind. */
  readonly name: string;
  /** The most rows that are shown; one more tells that there are more. */
  readonly size: number;
  /** What is done with a row that is shown. */
  readonly show: string;
}

const take = (show: string): string => `if (at === 0) h.first = r; h.last = r; ${show}`;

/** Rows of one level, which say their place: what is joined to them may give them in any order. */
export function numberedLoop(level: number, { name, size, show }: ListLoop): string {
  return (
    `for (const r of b[${String(level)}]) { const h = ${name}Of.get(+r[2]); if (h === undefined) continue; ` +
    `const at = +r[1] - 1; if (at >= ${String(size)}) { h.more = true; continue; } ` +
    `if (at === 0) h.first = r; if (h.last === null || at >= +h.last[1]) h.last = r; ${show} }`
  );
}

/** Rows of the only level, in their order. */
export function orderedLoop({ name, size, show }: ListLoop): string {
  return (
    `{ const h = ${name}Of.get(0); for (let at = 0; at < rows.length - 1; at++) { const r = rows[at + 1]; ` +
    `if (at === ${String(size)}) { h.more = true; break; } ${take(show)} } }`
  );
}

/** The list in each row of the form `nested`: what makes it, and what is done with a row of it. */
export interface InnerList {
  readonly name: string;
  readonly take: string;
}

/** @param id the expression of the row's uuid */
export function innerList(id: string, { name, size, show }: ListLoop): InnerList {
  const place = `const h = inner; const at = h.count++; if (at >= ${String(size)}) h.more = true; else { ${take(show)} }`;
  return { name, take: `if (inner !== undefined && ${id} !== null) { ${place} }` };
}

/** Rows of the form `nested`: those that begin another outer row, and all for the inner list. */
export function outerLoop(id: string, show: string, inner: InnerList | null): string {
  const made = inner ? `inner = ${inner.name}Of.get(at);` : '';
  return (
    '{ let inner, last = null, at = -1; for (let n = 1; n < rows.length; n++) { const r = rows[n]; ' +
    `if (${id} !== last) { last = ${id}; at++; ${show} ${made} } ${inner?.take ?? ''} } }`
  );
}

/** The same, for rows of a list. */
export function outerListLoop(id: string, { name, size, show }: ListLoop, inner: InnerList | null): string {
  const full = `if (at === ${String(size)}) { h.more = true; break; }`;
  return `{ const h = ${name}Of.get(0); ${outerLoop(id, `${full} ${take(show)}`, inner)} }`;
}
