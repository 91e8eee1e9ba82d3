import type { ActorName } from '../support/actors.js';
import type { WorldIds } from '../support/read-world.js';

/** One operation of the corpus: what is asked, with which variables, and by whom. */
export interface Operation {
  readonly name: string;
  readonly as: readonly ActorName[];
  readonly query: string;
  readonly variables: (ids: WorldIds) => object;
}

const NO_VARIABLES = (): object => ({});

/** Operations of one chapter, asked by the same actors unless one names its own. */
export function chapter(
  title: string,
  as: readonly ActorName[],
  operations: Readonly<Record<string, string | Partial<Operation>>>,
): readonly Operation[] {
  return Object.entries(operations).map(([name, given]) => {
    const { query = '', variables = NO_VARIABLES, as: own = as } = typeof given === 'string' ? { query: given } : given;
    return { name: `${title}: ${name}`, as: own, query, variables };
  });
}
