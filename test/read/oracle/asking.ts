import type { ReadWorld } from '../support/read-world.js';
import type { Input, OrderInput } from './oracle.js';
import type { ListName } from './rows.js';

export const TYPES = { contacts: 'Contact', companies: 'Company', invoices: 'Invoice' } as const;

export interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export interface Asker {
  /** As the owner; throws where there is an error. */
  readonly ask: <Data>(query: string, variables: object) => Promise<Data>;
  /** The ids of the whole list, page after page, in its order whichever way it is walked. */
  readonly walk: (
    list: ListName,
    where: Input,
    orderBy: readonly OrderInput[],
    size: number,
    way: 'forward' | 'backward',
  ) => Promise<string[]>;
}

export const idsOf = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

const MOST_PAGES = 500;

export function askerOf(world: ReadWorld): Asker {
  const ask = async <Data>(query: string, variables: object): Promise<Data> => {
    const { data, errors } = await world.ask('owner', query, variables);
    if (errors.length > 0) throw new Error(`${JSON.stringify(errors)} for ${JSON.stringify(variables)}`);
    return data as unknown as Data;
  };

  const walk: Asker['walk'] = async (list, where, orderBy, size, way) => {
    const [count, from, more, next] =
      way === 'forward'
        ? (['first', 'after', 'hasNextPage', 'endCursor'] as const)
        : (['last', 'before', 'hasPreviousPage', 'startCursor'] as const);
    const query = `query ($where: ${TYPES[list]}Filter, $orderBy: [${TYPES[list]}Order!], $size: Int, $cursor: String) {
    ${list}(${count}: $size, ${from}: $cursor, where: $where, orderBy: $orderBy) { nodes { id } pageInfo { ${more} ${next} } } }`;
    const pages: string[][] = [];
    let cursor: string | null = null;
    for (;;) {
      const data: Record<string, Page> = await ask(query, { where, orderBy, size, cursor });
      const page = data[list];
      if (!page) throw new Error('A list was asked for.');
      pages.push(idsOf(page.nodes));
      if (!page.pageInfo[more]) break;
      if (pages.length > MOST_PAGES) throw new Error('The list does not end.');
      cursor = page.pageInfo[next];
    }
    return (way === 'forward' ? pages : pages.reverse()).flat();
  };
  return { ask, walk };
}
