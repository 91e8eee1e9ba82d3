import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, Mutation, ObjectType, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { Answered } from '../../entities/compiled-read.js';
import { RoleEnum } from '../../entities/enums.js';
import { Member } from '../../entities/member.js';
import { NO_UUID } from '../../kernel/ids.js';

@Answered()
@ObjectType({ description: 'The member as they are now.' })
export class MemberPayload {
  @Field(() => Member)
  readonly member!: Member;
}

@ObjectType({ description: 'Somebody is no member any more.' })
export class RemoveMemberPayload {
  @Field(() => ID)
  readonly removedId!: string;
}

/**
 * Who belongs to a tenant, and as what. The law is asked first, for its sentence; the function of the database decides again under the tenant's
 * lock, because rights may have ended in between. What is taken away is gone with the next request, on every node; of what their tokens read
 * nothing is on its way any more when it is answered.
 */
@Resolver()
export class MembersResolver {
  @Mutation(() => MemberPayload, {
    description: 'Gives another member another role, never one above your own. To make an owner takes a fresh code.',
  })
  async changeMemberRole(
    @Arg('id', () => ID) id: string,
    @Arg('role', () => RoleEnum) role: string,
    @Ctx('visit') asked: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const visit = asked.toEndRights();
    const { law } = await visit.standing();
    demand(law, 'UPDATE', 'Member');
    if (role === 'OWNER') demand(law, 'UPDATE', 'Ownership');
    return changed(visit, info, 'auth.change_member_role', [uuidOfId('Member', id), role]);
  }

  @Mutation(() => MemberPayload, { description: 'A member reaches nothing of the tenant until they are reactivated.' })
  async deactivateMember(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return setActive(visit.toEndRights(), info, id, false);
  }

  @Mutation(() => MemberPayload, { description: 'A member who was deactivated has the role again.' })
  async reactivateMember(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    return setActive(visit, info, id, true);
  }

  @Mutation(() => RemoveMemberPayload, { description: 'Another member belongs to the tenant no more.' })
  async removeMember(@Arg('id', () => ID) id: string, @Ctx('visit') asked: Visit): Promise<RemoveMemberPayload> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'UPDATE', 'Member');
    await changeRights(visit, 'auth.remove_member', [uuidOfId('Member', id)]);
    return { removedId: id };
  }

  @Mutation(() => Boolean, { description: 'You belong to the tenant no more. The last owner stays.' })
  async leaveTenant(@Ctx('visit') asked: Visit): Promise<boolean> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'DELETE', 'Member');
    await visit.changeRightsOf((await visit.standing()).user?.id ?? NO_UUID, 'auth.leave_tenant', []);
    return true;
  }

  @Mutation(() => MemberPayload, {
    description:
      'For owners who have just shown a code of their second factor: another member owns the tenant, and you stay as an admin.',
  })
  async transferOwnership(
    @Arg('memberId', () => ID) memberId: string,
    @Ctx('visit') asked: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'UPDATE', 'Ownership');
    return changed(visit, info, 'auth.transfer_ownership', [uuidOfId('Member', memberId)]);
  }
}

async function setActive(visit: Visit, info: GraphQLResolveInfo, id: string, active: boolean): Promise<object> {
  demand((await visit.standing()).law, 'UPDATE', 'Member');
  return changed(visit, info, 'auth.set_member_active', [uuidOfId('Member', id), String(active)]);
}

/** @param values the member's uuid first */
async function changed(
  visit: Visit,
  info: GraphQLResolveInfo,
  door: string,
  values: readonly [string, ...string[]],
): Promise<object> {
  await changeRights(visit, door, values);
  return visit.readBack(info, 'member', values[0]);
}

/** Tokens do at most what their makers may do: so whose rights change is waited for, until nothing read by their tokens before is on its way. */
async function changeRights(visit: Visit, door: string, values: readonly [string, ...string[]]): Promise<void> {
  const [member] = await visit.call('auth.user_of_member', [values[0]]);
  await visit.changeRightsOf(member?.[0] ?? NO_UUID, door, values);
}
