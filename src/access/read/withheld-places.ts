import type { Law } from '../../policy/law.js';
import type { WithheldList } from '../withheld.js';
import type { BoundRead } from './bind.js';
import type { Plan, Shaped } from './plan.js';

/** Tells what an answer withheld: the plan knows where, the counters how often. */

type Path = readonly (string | number)[];

/** The first place that a path with `*` leads to, in the order of the answer. */
function firstPlace(value: unknown, pattern: readonly string[]): Path | null {
  const [key, ...rest] = pattern;
  if (key === undefined) return [];
  if (value === null || typeof value !== 'object') return null;
  if (key !== '*') {
    if (rest.length === 0) return [key];
    const found = firstPlace((value as Readonly<Record<string, unknown>>)[key], rest);
    return found && [key, ...found];
  }
  for (const [index, item] of (value as readonly unknown[]).entries()) {
    const found = item === null ? null : firstPlace(item, rest);
    if (found) return [index, ...found];
  }
  return null;
}

export function addWithheld(list: WithheldList, plan: Plan, read: BoundRead, shaped: Shaped, law: Law): void {
  const pathOf = (root: number, pattern: readonly string[]) => (): Path => [
    ...(read.roots[root]?.selection.path ?? []),
    ...(firstPlace(shaped.values[root], pattern) ?? []),
  ];
  for (const { root, field, counter, path } of plan.withheld)
    list.add(field, shaped.counts[counter] ?? 0, pathOf(root, path));
  for (const { root, subject, counter, path } of plan.customPlaces) {
    for (const { subject: owner, key } of law.actor.customFields) {
      if (owner !== subject) continue;
      const verdict = law.verdict(subject, `customFields.${key}`);
      if (verdict.allowed) continue;
      const { category, reason, remedy } = verdict;
      list.add(
        { type: subject, field: `customFields.${key}`, category, reason, remedy },
        shaped.counts[counter] ?? 0,
        pathOf(root, path),
      );
    }
  }
}
