import { setImmediate as othersTurn } from 'node:timers/promises';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { basisNamed, holdingsOf, type Person } from '../../access/holdings.js';
import type { StandingOfOther } from '../../access/standing.js';
import { categoryList, demandKnownCategories, uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { GrantSupportAccessInput } from '../../entities/grant-support-access-input.js';
import { notFound } from '../../kernel/errors.js';
import { actorOfHolder, AUTHORITY_SUBJECTS, type Holding, type Surroundings } from '../../policy/holding.js';
import { compareActors } from '../../policy/preview.js';
import type { Basis } from '../../vocabulary/actors.js';
import type { GrantAccess, Purpose } from '../../vocabulary/purposes.js';
import { audiencesOfEnd, audiencesOfGift, type Audience } from './audiences.js';
import { demandReview } from './asked.js';
import { workThatStops } from './running.js';
import { changeShown, personShown } from './shown.js';
import { AccessPreview, type AccessPreviewFor, type StoppedWork } from './types.js';

/** For each the law is compiled and every field compared; others have their turn in between. */
const MOST_AUDIENCES = 20;

/** What takes over when something ends, or ends with it. */
const ALSO_CONCERNED: Partial<Record<Basis, readonly Basis[]>> = {
  MEMBERSHIP: ['EXTERNAL_ACCESS', 'API_TOKEN', 'INTEGRATION'],
};

const NOTHING: StoppedWork = { reads: 0, subscriptions: 0 };

/** What a grant would open, and what the end of an authority would close: the law is compiled without and with it, and compared. */
@Resolver()
export class PreviewResolver {
  @Query(() => AccessPreview, {
    description:
      'What a grant would open, field by field, and to whom. Writing is told as it would be under an instruction that covers it. Nothing is granted, and the times are not looked at.',
  })
  async previewGrant(
    @Arg('input', () => GrantSupportAccessInput) input: GrantSupportAccessInput,
    @Ctx('visit') visit: Visit,
  ): Promise<AccessPreview> {
    const { law, around } = await demandReview(visit);
    demand(law, 'CREATE', 'SupportGrant');
    categoryList(input.categories);
    demandKnownCategories(law, input.categories);
    const staff = await staffNamed(visit, input.staffId);
    const living = await holdingsOf(visit, null, 'SUPPORT_GRANT');
    return preview(audiencesOfGift(living, grantOf(input, staff), personOf(staff)), around, NOTHING);
  }

  @Query(() => AccessPreview, {
    description:
      'What goes dark, field by field and for whom, when an authority ends: a grant, the access of an external user, a membership; what opens where something else takes over; and which work would stop.',
  })
  async previewRevoke(
    @Arg('id', () => ID, { description: 'The authority.' }) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AccessPreview> {
    const { law, around } = await demandReview(visit);
    const basis = basisNamed(id);
    if (!basis) throw notFound(['id']);
    const living = await holdingsOf(visit, null, ...(ALSO_CONCERNED[basis.kind] ?? []), basis.kind);
    const ending = living.find((one) => one.id === basis.id);
    if (ending) {
      const audiences = audiencesOfEnd(living, ending);
      const stops = await workThatStops(visit, audiences.slice(0, MOST_AUDIENCES), around);
      return preview(audiences, around, stops);
    }
    if (!(await visit.records.isShown(info, law, AUTHORITY_SUBJECTS[basis.kind], id))) throw notFound(['id']);
    return preview([], around, NOTHING);
  }
}

async function preview(all: readonly Audience[], around: Surroundings, stops: StoppedWork): Promise<AccessPreview> {
  const audiences: AccessPreviewFor[] = [];
  for (const { person, before, after } of all.slice(0, MOST_AUDIENCES)) {
    const changes = compareActors(actorOfHolder(before, around), actorOfHolder(after, around)).map(changeShown);
    if (changes.length > 0) audiences.push({ actor: before.actor, user: personShown(person), changes });
    await othersTurn();
  }
  return { audiences, complete: all.length <= MOST_AUDIENCES, stops };
}

async function staffNamed(visit: Visit, id: string | null | undefined): Promise<StandingOfOther | null> {
  if (id === null || id === undefined) return null;
  const [row] = await visit.call('auth.standing_of', [uuidOfId('User', id)]);
  const staff = JSON.parse(row?.[0] ?? 'null') as StandingOfOther | null;
  if (staff?.user.staff !== 'SUPPORT') throw notFound(['input', 'staffId']);
  return staff;
}

function personOf(staff: StandingOfOther | null): Person | null {
  if (!staff) return null;
  const { id, name, email, secondFactor } = staff.user;
  return { id, name, email, secondFactor };
}

function grantOf(input: GrantSupportAccessInput, staff: StandingOfOther | null): Holding {
  return {
    kind: 'SUPPORT_GRANT',
    id: '',
    actor: 'SUPPORT',
    role: null,
    userId: staff?.user.id ?? null,
    categories: input.categories,
    access: input.access as GrantAccess,
    purpose: input.purpose as Purpose,
    reason: null,
    since: null,
    until: null,
    confidential: staff?.user.confidential ?? true,
    factorMet: staff?.factorMet ?? true,
  };
}
