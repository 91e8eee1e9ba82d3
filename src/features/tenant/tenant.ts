import { responsePathAsArray, type GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { isNobody } from '../../access/standing.js';
import type { Visit } from '../../access/visit.js';
import { Tenant } from '../../entities/tenant.js';
import { demandFactor } from '../../access/demand.js';
import { unauthenticated } from '../../kernel/errors.js';
import { GdprSettings } from './gdpr-settings.js';

@Resolver(() => Tenant)
export class TenantResolver {
  /** A tenant that does not exist and one that the actor may not address are both null. */
  @Query(() => Tenant, {
    nullable: true,
    description:
      "The environment that the request is addressed to: the token's, or the one named by the x-tenant header, or the only one the user belongs to.",
  })
  async tenant(@Ctx('visit') visit: Visit): Promise<Tenant | null> {
    const standing = await visit.standing();
    const { tenant, law } = standing;
    if (isNobody(standing)) throw unauthenticated();
    demandFactor(law);
    return tenant && new Tenant(tenant.id, tenant.slug, tenant.name);
  }

  @FieldResolver(() => GdprSettings, {
    nullable: true,
    description: 'The GDPR tab under Company Settings, for those who may see it.',
  })
  async gdpr(
    @Root() asked: Tenant,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<GdprSettings | null> {
    const path = responsePathAsArray(info.path);
    const { tenant, law } = await visit.standing();
    if (!tenant || new Tenant(tenant.id, tenant.slug, tenant.name).id !== asked.id) {
      visit.withhold(
        { ...GDPR, reason: 'FORBIDDEN', remedy: 'Address the tenant: send its slug in the header x-tenant.' },
        path,
      );
      return null;
    }
    const verdict = law.may('READ', 'GdprSettings');
    if (verdict.allowed) return new GdprSettings();
    visit.withhold({ ...GDPR, reason: verdict.reason, remedy: verdict.remedy }, path);
    return null;
  }
}

const GDPR = { type: 'Tenant', field: 'gdpr', category: null } as const;
