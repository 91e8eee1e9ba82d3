import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Resolver, Root } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { credentialOf } from '../../access/identity/secrets.js';
import { newTokenSecret } from '../../access/identity/token-secrets.js';
import { tearDown } from '../../access/teardown.js';
import { categoryList, demandKnownCategories, freeText, optionalUuid, textList, uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { RECEIPT, RevocationReceipt, type Ended } from '../../entities/revocation-receipt.js';
import { newUuid } from '../../kernel/ids.js';
import { ApiTokenPayload, CreateApiTokenInput, CreateApiTokenPayload } from './inputs.js';

/** Not under its name: the payload's other keys are chosen by the client. */
const SECRET: unique symbol = Symbol('secret');

interface WithSecret {
  readonly [SECRET]: string;
}

/**
 * Keys of programs. An owner or admin makes and ends them, in a session: no token makes another. The law is asked first, for its sentence; the
 * database decides again under the tenant's lock.
 */
@Resolver(() => CreateApiTokenPayload)
export class NewTokensResolver {
  @Mutation(() => CreateApiTokenPayload, {
    description: 'The secret is in the answer, once; only its digest is stored.',
  })
  async createApiToken(
    @Arg('input', () => CreateApiTokenInput) input: CreateApiTokenInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const { law } = await visit.standing();
    demand(law, 'CREATE', 'ApiToken');
    demandKnownCategories(law, input.categories);
    const secret = newTokenSecret();
    const id = newUuid();
    await visit.changeConsent('auth.create_api_token', [
      id,
      `\\x${credentialOf(secret)}`,
      freeText(input.name, ['input', 'name']),
      textList(input.scopes, ['input', 'scopes']),
      categoryList(input.categories),
      input.expiresAt ?? null,
      input.addressRanges ? textList(input.addressRanges, ['input', 'addressRanges']) : null,
      optionalUuid('Integration', input.integrationId),
    ]);
    const answer: WithSecret = { ...(await visit.readBack(info, 'token', id)), [SECRET]: secret };
    return answer;
  }

  @FieldResolver(() => String, { description: 'Sent as Authorization: Bearer. It is stored nowhere.' })
  secret(@Root() payload: WithSecret): string {
    return payload[SECRET];
  }
}

@Resolver(() => ApiTokenPayload)
export class TokensResolver {
  @Mutation(() => ApiTokenPayload, {
    description: 'For a second owner or admin, where the tenant asks for one: the token may be used.',
  })
  async approveApiToken(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demand((await visit.standing()).law, 'UPDATE', 'ApiToken');
    const uuid = uuidOfId('ApiToken', id);
    await visit.changeConsent('auth.approve_api_token', [uuid]);
    return visit.readBack(info, 'token', uuid);
  }

  @Mutation(() => ApiTokenPayload, { description: 'Ends a token. Answers only when it is dead everywhere.' })
  async revokeApiToken(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') asked: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'UPDATE', 'ApiToken');
    const uuid = uuidOfId('ApiToken', id);
    return tearDown(visit, info, { subject: 'ApiToken', uuid, door: 'auth.revoke_api_token', field: 'token' });
  }

  @FieldResolver(() => RevocationReceipt, {
    nullable: true,
    description: 'What its end did before it was answered.',
  })
  receipt(@Root() payload: Partial<Ended>): RevocationReceipt | null {
    return payload[RECEIPT] ?? null;
  }
}
