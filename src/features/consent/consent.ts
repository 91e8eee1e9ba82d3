import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { tearDown } from '../../access/teardown.js';
import {
  categoryList,
  demandKnownCategories,
  freeText,
  grantTerms,
  optionalUuid,
  uuidOfId,
} from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { GrantSupportAccessInput } from '../../entities/grant-support-access-input.js';
import { RECEIPT, RevocationReceipt, type Ended } from '../../entities/revocation-receipt.js';
import { newUuid } from '../../kernel/ids.js';
import { demandFromSupport, demandFromTenant } from './demands.js';
import {
  ApproveSupportAccessInput,
  RequestSupportAccessInput,
  ReceiptKey,
  RevokeSupportAccessPayload,
  SupportGrantPayload,
} from './inputs.js';

/**
 * A tenant's consent to support access. The law is asked first, for its sentence; the function of the database decides again under the
 * tenant's lock, because rights may have ended in between.
 */
@Resolver(() => RevokeSupportAccessPayload)
export class ConsentResolver {
  @Mutation(() => SupportGrantPayload, {
    description: 'The tenant lets support staff see some categories for some time.',
  })
  async grantSupportAccess(
    @Arg('input', () => GrantSupportAccessInput) input: GrantSupportAccessInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const law = await demandFromTenant(visit, 'CREATE');
    const id = newUuid();
    await visit.changeConsent('auth.grant_support_access', [id, ...grantTerms(law, input)]);
    return visit.readBack(info, 'grant', id);
  }

  @Mutation(() => SupportGrantPayload, { description: 'Support staff ask a tenant for access.' })
  async requestSupportAccess(
    @Arg('input', () => RequestSupportAccessInput) input: RequestSupportAccessInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandFromSupport(visit, 'CREATE');
    const id = newUuid();
    await visit.changeConsent('auth.request_support_access', [
      id,
      freeText(input.tenant, ['input', 'tenant']),
      categoryList(input.categories),
      input.access,
      input.purpose,
      input.expiresAt ?? null,
      freeText(input.reason, ['input', 'reason']),
      optionalUuid('Ticket', input.ticketId),
    ]);
    return visit.readBack(info, 'grant', id);
  }

  @Mutation(() => SupportGrantPayload, { description: 'The tenant says yes, to all or to a part of what was asked.' })
  async approveSupportAccess(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => ApproveSupportAccessInput, { nullable: true }) input: ApproveSupportAccessInput | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const law = await demandFromTenant(visit, 'UPDATE');
    const grantId = uuidOfId('SupportGrant', id);
    const named = input?.categories ?? (await categoriesAskedFor(visit, grantId));
    demandKnownCategories(law, named);
    await visit.changeConsent('auth.approve_support_access', [
      grantId,
      input?.categories ? categoryList(input.categories) : null,
      input?.access ?? null,
      input?.expiresAt ?? null,
    ]);
    return visit.readBack(info, 'grant', grantId);
  }

  @Mutation(() => SupportGrantPayload, { description: 'The tenant says no.' })
  async denySupportAccess(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandFromTenant(visit, 'UPDATE');
    const grantId = uuidOfId('SupportGrant', id);
    await visit.changeConsent('auth.deny_support_access', [grantId, freeText(reason, ['reason'])]);
    return visit.readBack(info, 'grant', grantId);
  }

  @Mutation(() => RevokeSupportAccessPayload, {
    description: 'The tenant takes its consent back. Answers only when the grant is dead everywhere.',
  })
  async revokeSupportAccess(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFromTenant(ending, 'UPDATE');
    return endAccess(ending, info, 'auth.revoke_support_access', uuidOfId('SupportGrant', id));
  }

  @Mutation(() => RevokeSupportAccessPayload, { description: 'Staff hand a grant back.' })
  async returnSupportAccess(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFromSupport(ending, 'UPDATE');
    return endAccess(ending, info, 'auth.return_support_access', uuidOfId('SupportGrant', id));
  }

  @Query(() => ReceiptKey, { description: 'The public key that receipts are verified with, also offline.' })
  receiptKey(@Ctx('visit') visit: Visit): ReceiptKey {
    const { keyId, publicKey } = visit.receipts;
    return { id: keyId, publicKey };
  }

  /** Not by its name: the payload's other keys are chosen by the client. */
  @FieldResolver(() => RevocationReceipt)
  receipt(@Root() payload: Ended): RevocationReceipt {
    return payload[RECEIPT];
  }
}

function endAccess(visit: Visit, info: GraphQLResolveInfo, door: string, grantId: string): Promise<object> {
  return tearDown(visit, info, { subject: 'SupportGrant', uuid: grantId, door, field: 'grant' });
}

/** Whoever asks does not know what categories a tenant made for itself: whoever answers does. */
async function categoriesAskedFor(visit: Visit, grantId: string): Promise<readonly string[]> {
  const grants = await visit.call('auth.visible_grants', []);
  const categories = grants.find(([id]) => id === grantId)?.[6];
  return categories?.slice(1, -1).split(',') ?? [];
}
