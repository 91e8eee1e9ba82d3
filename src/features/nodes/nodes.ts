import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { CompiledRead } from '../../entities/compiled-read.js';
import { Node } from '../../entities/data.js';
import { Tenant, TENANT_PREFIX } from '../../entities/tenant.js';
import { badInput } from '../../kernel/errors.js';
import { prefixOf } from '../../kernel/ids.js';

const MOST = 100;

/** Anything by its id. What is malformed, missing or another tenant's is null, and nobody can tell which. */
@Resolver()
export class NodesResolver {
  @Query(() => Node, { nullable: true, description: 'Anything by its id.' })
  @CompiledRead({ subject: null, as: 'node' })
  async node(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return isTenant(id) ? tenantWith(visit, id) : visit.read(info);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: `Up to ${MOST} things by their ids, in the order of the ids.`,
  })
  @CompiledRead({ subject: null, as: 'nodes' })
  async nodes(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    if (ids.length > MOST) throw badInput(`Ask for at most ${MOST} ids at once.`, ['ids']);
    const found = (await visit.read(info)) as readonly unknown[];
    return Promise.all(ids.map((id, place) => (isTenant(id) ? tenantWith(visit, id) : found[place])));
  }
}

function isTenant(id: string): boolean {
  return prefixOf(id) === TENANT_PREFIX;
}

/** A tenant has no row that is read: the addressed one is known, and any other is as good as missing. */
async function tenantWith(visit: Visit, id: string): Promise<Tenant | null> {
  const { tenant } = await visit.standing();
  if (!tenant) return null;
  const addressed = new Tenant(tenant.id, tenant.slug, tenant.name);
  return addressed.id === id ? addressed : null;
}
