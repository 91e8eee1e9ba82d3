import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import type { Visit } from '../../access/visit.js';

@InputType({ description: 'How the people of a tenant sign in.' })
export class TenantSecurityInput {
  @Field(() => Boolean, { description: 'Whether everybody whom the tenant lets in needs a second factor.' })
  readonly requireSecondFactor!: boolean;
}

@ObjectType({ description: 'How the people of a tenant sign in.' })
export class TenantSecurity {
  @Field(() => Boolean, { description: 'Whether everybody whom the tenant lets in needs a second factor.' })
  readonly requireSecondFactor!: boolean;
}

@Resolver()
export class TenantSecurityResolver {
  @Mutation(() => TenantSecurity, {
    description:
      'For owners who have just shown a code of their own second factor. At once, members and external users without one reach nothing of the tenant until they enrol one.',
  })
  async setTenantSecurity(
    @Arg('input', () => TenantSecurityInput) input: TenantSecurityInput,
    @Ctx('visit') asked: Visit,
  ): Promise<TenantSecurity> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'UPDATE', 'TenantSecurity');
    await visit.changeRightsOfAll('auth.demand_second_factor', [String(input.requireSecondFactor)]);
    return { requireSecondFactor: input.requireSecondFactor };
  }
}
