import { GraphQLError } from 'graphql';
import { badInput, type CodedError } from '../../kernel/errors.js';
import type { Actor } from '../../policy/actor.js';
import { isCategory, UNCLASSIFIED } from '../../vocabulary/categories.js';
import { callOf } from '../database.js';
import type { Run } from './finder.js';
import type { RootSelection } from './selection.js';

/**
 * Categories that a log is searched by. One that there never was is refused: that nobody saw any of it would be no answer. The law knows
 * those in force; of the others the tenant is asked which it retired.
 */
export interface CategoryInDoubt {
  readonly key: string;
  readonly argument: string;
  readonly root: RootSelection;
}

export function categoriesInDoubt(
  root: RootSelection,
  values: Readonly<Record<string, unknown>>,
  { ownCategories }: Pick<Actor, 'ownCategories'>,
): readonly CategoryInDoubt[] {
  return Object.entries(root.spec.filters ?? {}).flatMap(([argument, by]) => {
    const key = values[argument];
    if (typeof by === 'string' || !('known' in by) || by.known !== 'CATEGORY' || typeof key !== 'string') return [];
    const inForce = isCategory(key) || key === UNCLASSIFIED || ownCategories.some((own) => own.key === key);
    return inForce ? [] : [{ key, argument, root }];
  });
}

/** Throws where one of these is none that was retired. */
export async function assertRetired(inDoubt: readonly CategoryInDoubt[], run: Run): Promise<void> {
  if (inDoubt.length === 0) return;
  const own = new Set((await run(callOf('auth.labelled_categories', []))).map(([key]) => key));
  const unknown = inDoubt.find(({ key }) => !own.has(key));
  if (!unknown) return;
  throw refusedAt(unknown.root, badInput('There is no such data category in this environment.', [unknown.argument]));
}

/** Whatever is wrong with a root is said at its place. */
export function refusedAt({ nodes, path }: RootSelection, error: CodedError): GraphQLError {
  return new GraphQLError(error.message, { nodes, path, originalError: error });
}
