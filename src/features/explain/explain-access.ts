import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { actorOfOther, type StandingOfOther } from '../../access/standing.js';
import { uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { findModel } from '../../entities/data.js';
import { ActionEnum } from '../../entities/enums.js';
import { notFound } from '../../kernel/errors.js';
import { compileLaw } from '../../policy/compile.js';
import { explain } from '../../policy/explain.js';
import type { Law } from '../../policy/law.js';
import type { Row } from '../../policy/ability.js';
import type { Action } from '../../vocabulary/actions.js';
import type { Subject } from '../../vocabulary/subjects.js';
import { demandReview, subjectNamed } from './asked.js';
import { explanationShown } from './shown.js';
import { AccessExplanation } from './types.js';

/** Why, or why not. What is said of others is said to whoever may look after them. */
@Resolver()
export class ExplainAccessResolver {
  @Query(() => AccessExplanation, {
    description:
      'Why a field is seen or not, by which line of the policy and which authority, and who could change that. An id is looked for only where the law allows what is asked; one that is missing is NOT_FOUND, whoseever it is.',
  })
  async explainAccess(
    @Arg('subject', () => String, { description: 'The name of a type, such as Contact.' }) name: string,
    @Arg('id', () => ID, { nullable: true, description: 'A record; left out: any.' }) id: string | null,
    @Arg('field', () => String, { nullable: true, description: 'Left out: the subject as a whole.' })
    field: string | null,
    @Arg('action', () => ActionEnum, { defaultValue: 'READ' }) action: Action,
    @Arg('user', () => ID, {
      nullable: true,
      description:
        'Somebody else, for owners and admins. A fresh code of their second factor is taken as shown. Left out: whoever asks.',
    })
    user: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AccessExplanation> {
    const subject = subjectNamed(name);
    const { law: mine } = await visit.standing();
    const law = typeof user === 'string' ? await lawOf(visit, user) : mine;
    const explanation = explain(law, action, subject, field ?? undefined);
    if (typeof id !== 'string' || !findModel(subject) || (law === mine && !explanation.allowed)) {
      return explanationShown(law, explanation);
    }
    const row = await visit.records.shown(info, mine, subject, id);
    if (!row) throw notFound(['id']);
    const read = law === mine ? row : inListOf(law, subject, row);
    return explanationShown(law, explain(law, action, subject, field ?? undefined, read));
  }
}

/** A row that stands in the list of whoever reads it, as it stands in that of somebody else, if it does: all administrators read of all windows. */
function inListOf({ actor }: Law, subject: Subject, row: Row): Row {
  const isListed =
    (subject === 'ExternalAccess' && row.userId === actor.userId) ||
    (subject === 'MaintenanceWindow' && actor.kind === 'ADMINISTRATOR');
  return isListed ? { ...row, logId: actor.userId } : row;
}

/** As it is now. Of whoever the tenant has nothing to do with there is nothing to be said. */
async function lawOf(visit: Visit, user: string): Promise<Law> {
  const { law } = await demandReview(visit);
  const [row] = await visit.call('auth.standing_of', [uuidOfId('User', user)]);
  const other = JSON.parse(row?.[0] ?? 'null') as StandingOfOther | null;
  if (!other) throw notFound(['user']);
  return compileLaw(actorOfOther(other, law.actor));
}
