import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Resolver, Root } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { tearDown } from '../../access/teardown.js';
import { categoryList, demandKnownCategories, freeText, uuidOfId } from '../../access/terms.js';
import type { RequestContext } from '../../access/request-context.js';
import type { Visit } from '../../access/visit.js';
import { RECEIPT, RevocationReceipt, type Ended } from '../../entities/revocation-receipt.js';
import { newUuid } from '../../kernel/ids.js';
import type { Law } from '../../policy/law.js';
import {
  EndExternalAccessPayload,
  ExternalAccessPayload,
  ExternalAgreementInput,
  InviteExternalUserInput,
  NarrowExternalAccessInput,
} from './inputs.js';

/**
 * Outsiders whom a tenant lets in, under an agreement that both accept. Whoever may let somebody in may also narrow and end it; whoever was
 * let in may accept and hand back. The law is asked first, for its sentence; the database decides again under the tenant's lock.
 */
@Resolver(() => EndExternalAccessPayload)
export class ExternalsResolver {
  @Mutation(() => ExternalAccessPayload, {
    description:
      'The tenant invites an outsider, and a mail with a link goes to the address. It opens nothing until whoever has the address accepts the agreement. Whether there is an account with it is not told.',
  })
  async inviteExternalUser(
    @Arg('input', () => InviteExternalUserInput) input: InviteExternalUserInput,
    @Ctx() { visit, account }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demandKnownCategories(await demandFromTenant(visit), input.categories);
    const id = newUuid();
    const values = [
      id,
      freeText(input.email, ['input', 'email']),
      freeText(input.name, ['input', 'name']),
      categoryList(input.categories),
      input.access,
      input.expiresAt,
      freeText(input.agreement.version),
      freeText(input.agreement.text),
    ];
    await account.externalInvitations.send(input.email, (digest, lifetime) =>
      visit.changeConsent('auth.invite_external_by_mail', [...values, digest, lifetime]),
    );
    return visit.readBack(info, 'externalAccess', id);
  }

  @Mutation(() => ExternalAccessPayload, {
    description: 'Whoever was invited accepts the agreement as it stands, named by its hash; the access is in force.',
  })
  async acceptExternalAgreement(
    @Arg('id', () => ID) id: string,
    @Arg('hash', () => String, { description: 'The agreementHash of what was read.' }) hash: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandOwn(visit);
    const uuid = uuidOfId('ExternalAccess', id);
    await visit.changeConsent('auth.accept_external_agreement', [uuid, freeText(hash)]);
    return visit.readBack(info, 'externalAccess', uuid);
  }

  @Mutation(() => EndExternalAccessPayload, {
    description:
      'The tenant offers a new version of the agreement. The access is suspended until it is accepted; answers only when it is so everywhere.',
  })
  async renewExternalAgreement(
    @Arg('id', () => ID) id: string,
    @Arg('agreement', () => ExternalAgreementInput) agreement: ExternalAgreementInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFromTenant(ending);
    const values = [freeText(agreement.version), freeText(agreement.text)];
    return end(ending, info, 'auth.renew_external_agreement', id, values);
  }

  @Mutation(() => EndExternalAccessPayload, {
    description: 'The tenant takes a part back. Answers only when that part is dead everywhere.',
  })
  async narrowExternalAccess(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => NarrowExternalAccessInput) input: NarrowExternalAccessInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFromTenant(ending);
    const categories = input.categories ? categoryList(input.categories) : null;
    const values = [categories, input.access ?? null, input.expiresAt ?? null];
    return end(ending, info, 'auth.narrow_external_access', id, values);
  }

  @Mutation(() => EndExternalAccessPayload, {
    description: 'The tenant ends it. Answers only when the access is dead everywhere.',
  })
  async endExternalAccess(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFromTenant(ending);
    return end(ending, info, 'auth.end_external_access', id);
  }

  @Mutation(() => EndExternalAccessPayload, {
    description: 'An external user hands the access back, or declines the invitation.',
  })
  async returnExternalAccess(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandOwn(ending);
    return end(ending, info, 'auth.return_external_access', id);
  }

  @FieldResolver(() => RevocationReceipt)
  receipt(@Root() payload: Ended): RevocationReceipt {
    return payload[RECEIPT];
  }
}

async function demandFromTenant(visit: Visit): Promise<Law> {
  const { law } = await visit.standing();
  demand(law, 'CREATE', 'ExternalAccess');
  return law;
}

async function demandOwn(visit: Visit): Promise<void> {
  demand((await visit.standing()).law, 'UPDATE', 'ExternalAccess');
}

function end(
  visit: Visit,
  info: GraphQLResolveInfo,
  door: string,
  id: string,
  values: readonly (string | null)[] = [],
): Promise<object> {
  const uuid = uuidOfId('ExternalAccess', id);
  return tearDown(visit, info, { subject: 'ExternalAccess', uuid, door, values, field: 'externalAccess' });
}
