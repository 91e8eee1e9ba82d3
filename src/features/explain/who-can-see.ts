import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { END, holdingsAt, holdingsOf } from '../../access/holdings.js';
import type { CursorCodec } from '../../access/read/cursor.js';
import { pageSize } from '../../access/read/arguments.js';
import type { RequestContext } from '../../access/request-context.js';
import { whole } from '../../entities/compiled-read.js';
import { DateTime } from '../../entities/scalars.js';
import { badInput, notFound } from '../../kernel/errors.js';
import { isoTime } from '../../kernel/time.js';
import { explain } from '../../policy/explain.js';
import { isClassified } from '../../policy/fields.js';
import { demandField, demandReview, subjectOfId } from './asked.js';
import { justBefore, Sight, type Seeing } from './seeing.js';
import { authorityShown, personShown } from './shown.js';
import { AccessHolderArguments, AccessHolderConnection, type AccessHolderEdge } from './types.js';

/** Who can see a field, each by every authority that lets them: asked of the law, as people hold them. */
@Resolver()
export class WhoCanSeeResolver {
  @Query(() => AccessHolderConnection, {
    description:
      'Everybody who can see a field of a record, now or at a moment of the past, and by which authority; somebody with several is there with each that lets them, by itself or together with another. The past is judged by the policy and by the categories of fields as they are today, and for a record that came later as well.',
  })
  async whoCanSee(
    @Arg('id', () => ID, { description: 'The record.' }) id: string,
    @Arg('field', () => String) field: string,
    @Arg('at', () => DateTime, { nullable: true, description: 'Left out: now.' }) at: string | null,
    @Args(() => AccessHolderArguments) page: AccessHolderArguments,
    @Ctx() { visit, cursors: codec }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AccessHolderConnection> {
    const { law, around } = await demandReview(visit);
    const subject = subjectOfId(id);
    if (!isClassified(subject))
      throw badInput('Ask about a record that holds classified data, such as a contact.', ['id']);
    if (!(await visit.records.isShown(info, law, subject, id))) throw notFound(['id']);
    demandField(law, subject, field);
    const { size, backward } = pageSize(page);
    const cursors = new Places(codec, `holders ${around.tenantId} ${id} ${field} ${at ?? 'now'}`);
    const [after, before] = [cursors.open(page.after, 'after'), cursors.open(page.before, 'before')];
    const [from, to] = backward ? [before ?? END, after] : [after ?? '', before];

    const sight = new Sight(around, subject, field, (kind) => holdingsOf(visit, at, kind));
    const isBeyond = (place: string): boolean => to !== null && (backward ? place <= to : place >= to);
    const isAsked = ({ place }: Seeing): boolean => (backward ? place < from : place > from) && !isBeyond(place);
    const found: AccessHolderEdge[] = [];
    for await (const holding of holdingsAt(visit, at, backward ? from : justBefore(from), backward)) {
      if (isBeyond(backward ? `${holding.place}${END}` : holding.place)) break;
      const seen = (await sight.of(holding)).filter(isAsked);
      for (const one of backward ? [...seen].reverse() : seen)
        found.push({ cursor: cursors.seal(one), node: nodeOf(one) });
      if (found.length > size) break;
    }
    const more = found.length > size;
    const edges = backward ? found.slice(0, size).reverse() : found.slice(0, size);
    const [since] = await visit.call('auth.roles_known_since', []);
    return {
      edges,
      nodes: edges.map(({ node }) => node),
      pageInfo: whole({
        hasNextPage: backward ? before !== null : more || before !== null,
        hasPreviousPage: backward ? more || after !== null : after !== null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      }),
      category: explain(law, 'READ', subject, field).category,
      knownSince: isoTime(since?.[0] ?? ''),
    };
  }
}

function nodeOf({ holding, person, line }: Seeing): AccessHolderEdge['node'] {
  return { actor: holding.actor, user: personShown(person), authority: authorityShown(holding), rule: line };
}

/** Places in one list; a cursor of another one opens nothing. */
class Places {
  readonly #codec: CursorCodec;
  readonly #context: string;

  constructor(codec: CursorCodec, context: string) {
    this.#codec = codec;
    this.#context = context;
  }

  seal({ place }: Seeing): string {
    return this.#codec.seal(this.#context, [place]);
  }

  open(cursor: string | null | undefined, argument: string): string | null {
    if (cursor === null || cursor === undefined) return null;
    const place = this.#codec.open(this.#context, cursor)?.[0];
    if (place === undefined) throw badInput('This is no cursor of this list.', [argument]);
    return place;
  }
}
