import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { arrayText } from '../../access/database.js';
import { receiptOf } from '../../access/receipt.js';
import type { Visit } from '../../access/visit.js';
import { modelOf } from '../../entities/data.js';
import { GrantSupportAccessInput } from '../../entities/grant-support-access-input.js';
import { RevocationReceipt } from '../../entities/revocation-receipt.js';
import { badInput } from '../../kernel/errors.js';
import { formatId, newUuid } from '../../kernel/ids.js';
import type { Law } from '../../policy/law.js';
import { isCategory } from '../../vocabulary/categories.js';
import type { Subject } from '../../vocabulary/subjects.js';
import { demandFromSupport, demandFromTenant, freeText, idOf } from './demands.js';
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
    input.categories.forEach((category, place) => demandKnown(law, category, ['input', 'categories', place]));
    const id = newUuid();
    await visit.changeConsent('auth.grant_support_access', [
      id,
      categoryList(input.categories),
      input.access,
      input.purpose,
      input.expiresAt ?? null,
      freeText(input.reason),
      optionalId('Ticket', input.ticketId),
      optionalId('User', input.staffId),
    ]);
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
      freeText(input.tenant),
      categoryList(input.categories),
      input.access,
      input.purpose,
      input.expiresAt ?? null,
      freeText(input.reason),
      optionalId('Ticket', input.ticketId),
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
    const grantId = idOf('SupportGrant', id);
    const named = input?.categories ?? (await categoriesAskedFor(visit, grantId));
    named.forEach((category, place) => demandKnown(law, category, ['input', 'categories', place]));
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
    const grantId = idOf('SupportGrant', id);
    await visit.changeConsent('auth.deny_support_access', [grantId, freeText(reason)]);
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
    return endAccess(ending, info, 'auth.revoke_support_access', idOf('SupportGrant', id));
  }

  @Mutation(() => RevokeSupportAccessPayload, { description: 'Staff hand a grant back.' })
  async returnSupportAccess(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFromSupport(ending, 'UPDATE');
    return endAccess(ending, info, 'auth.return_support_access', idOf('SupportGrant', id));
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

const RECEIPT: unique symbol = Symbol('receipt');

interface Ended {
  readonly [RECEIPT]: RevocationReceipt;
}

async function endAccess(visit: Visit, info: GraphQLResolveInfo, door: string, grantId: string): Promise<object> {
  const ending = await visit.endAuthority(door, grantId);
  const receipt = receiptOf(visit.receipts, formatId(modelOf('SupportGrant').prefix, grantId), ending);
  return { ...(await visit.readBack(info, 'grant', grantId)), [RECEIPT]: receipt };
}

/** A consent to a category that nothing bears would be one to whatever may bear it later. */
function demandKnown(law: Law, category: string, argument: readonly (string | number)[]): void {
  if (isCategory(category) || law.actor.customFields.some((field) => field.category === category)) return;
  throw badInput('There is no such data category in this environment.', argument);
}

/** Whoever asks does not know what categories a tenant made for itself: whoever answers does. */
async function categoriesAskedFor(visit: Visit, grantId: string): Promise<readonly string[]> {
  const grants = await visit.call('auth.visible_grants', []);
  const categories = grants.find(([id]) => id === grantId)?.[6];
  return categories?.slice(1, -1).split(',') ?? [];
}

function optionalId(subject: Subject, id: string | null | undefined): string | null {
  return id === null || id === undefined ? null : idOf(subject, id);
}

const MOST_CATEGORIES = 100;

function categoryList(categories: readonly string[]): string {
  if (categories.length > MOST_CATEGORIES)
    throw badInput(`Name at most ${MOST_CATEGORIES} categories.`, ['input', 'categories']);
  for (const category of categories) freeText(category);
  return arrayText(categories);
}
