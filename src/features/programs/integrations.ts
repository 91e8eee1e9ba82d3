import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Resolver, Root } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { tearDown } from '../../access/teardown.js';
import { categoryList, demandKnownCategories, freeText, textList, uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { RECEIPT, RevocationReceipt, type Ended } from '../../entities/revocation-receipt.js';
import { newUuid } from '../../kernel/ids.js';
import type { Law } from '../../policy/law.js';
import { ActivateIntegrationInput, IntegrationPayload, ProposeIntegrationInput } from './inputs.js';

/**
 * Programs of third parties. Each is off until an owner or admin activates it on stated terms; whoever does answers for it, and it does at
 * most what that member may do. Its end takes along every token of it.
 */
@Resolver(() => IntegrationPayload)
export class IntegrationsResolver {
  @Mutation(() => IntegrationPayload, {
    description: 'Puts an integration on the list. It is off until it is activated.',
  })
  async proposeIntegration(
    @Arg('input', () => ProposeIntegrationInput) input: ProposeIntegrationInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demandKnownCategories(await demandManager(visit), input.categories);
    const id = newUuid();
    await visit.changeConsent('auth.propose_integration', [
      id,
      freeText(input.name, ['input', 'name']),
      freeText(input.thirdParty, ['input', 'thirdParty']),
      textList(input.scopes, ['input', 'scopes']),
      categoryList(input.categories),
      input.ground,
      null,
    ]);
    return visit.readBack(info, 'integration', id);
  }

  @Mutation(() => IntegrationPayload, {
    description:
      'Turns an integration on, or gives it other terms, under a recorded agreement. Answers only when nothing is read on former terms any more. Under four eyes what nobody else has proposed is only proposed by it.',
  })
  async activateIntegration(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => ActivateIntegrationInput) input: ActivateIntegrationInput,
    @Ctx('visit') asked: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const visit = asked.toEndRights();
    demandKnownCategories(await demandManager(visit), input.categories ?? []);
    const { title, version, hash } = input.agreement;
    return teardown(visit, info, id, 'auth.activate_integration', [
      input.scopes ? textList(input.scopes, ['input', 'scopes']) : null,
      input.categories ? categoryList(input.categories) : null,
      freeText(title),
      freeText(version),
      freeText(hash),
    ]);
  }

  @Mutation(() => IntegrationPayload, {
    description: 'Turns an integration off. Answers only when it and all its tokens are dead everywhere.',
  })
  async deactivateIntegration(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') asked: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const visit = asked.toEndRights();
    await demandManager(visit);
    return teardown(visit, info, id, 'auth.deactivate_integration');
  }

  @FieldResolver(() => RevocationReceipt, {
    nullable: true,
    description:
      'What the end of it, or of its former terms, did before it was answered; null: they stay, and what was asked for waits.',
  })
  receipt(@Root() payload: Partial<Ended>): RevocationReceipt | null {
    return payload[RECEIPT] ?? null;
  }
}

async function demandManager(visit: Visit): Promise<Law> {
  const { law } = await visit.standing();
  demand(law, 'UPDATE', 'Integration');
  return law;
}

function teardown(
  visit: Visit,
  info: GraphQLResolveInfo,
  id: string,
  door: string,
  values: readonly (string | null)[] = [],
): Promise<object> {
  const uuid = uuidOfId('Integration', id);
  return tearDown(visit, info, { subject: 'Integration', uuid, door, values, field: 'integration' });
}
