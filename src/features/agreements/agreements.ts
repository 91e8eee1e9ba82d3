import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Field, ID, Info, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { assertStorableText } from '../../access/read/filter-form.js';
import { receiptOf } from '../../access/receipt.js';
import { uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { AgreementAcceptance } from '../../entities/agreement-acceptance.js';
import { Agreement } from '../../entities/agreement.js';
import { Answered, CompiledRead } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { modelOf } from '../../entities/data.js';
import { AgreementKindEnum } from '../../entities/enums.js';
import { RevocationReceipt } from '../../entities/revocation-receipt.js';
import { DateTime } from '../../entities/scalars.js';
import { unauthenticated } from '../../kernel/errors.js';
import { formatId, newUuid } from '../../kernel/ids.js';

@InputType({ description: 'A version of an agreement. It is never changed: what is wrong in it, a newer one mends.' })
export class PublishAgreementInput {
  @Field(() => AgreementKindEnum)
  readonly kind!: string;

  @Field(() => String, { description: 'Its name among the versions of its kind, such as 2026-1.' })
  readonly version!: string;

  @Field(() => String, { description: 'All of it, at most 100,000 characters.' })
  readonly text!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when it is enough to have accepted an older version, at most a year ahead; only the first has none.',
  })
  readonly deadline?: string | null;
}

@Answered()
@ObjectType({ description: 'The version that was published.' })
export class AgreementPayload {
  @Field(() => Agreement)
  readonly agreement!: Agreement;
}

@Answered()
@ObjectType({ description: 'What was accepted, by whom and when.' })
export class AgreementAcceptancePayload {
  @Field(() => AgreementAcceptance)
  readonly acceptance!: AgreementAcceptance;
}

@ObjectType({ description: 'A commitment to confidentiality is over, and nothing is read by whoever had made it.' })
export class WithdrawConfidentialityPayload {
  @Field(() => RevocationReceipt)
  readonly receipt!: RevocationReceipt;
}

/** What vendor and tenants agree on, and what staff commit themselves to, in versions. */
@Resolver()
export class AgreementsResolver {
  @Query(() => connectionOf('Agreement'), {
    nullable: true,
    description: 'Versions of agreements, newest first: to a tenant those for tenants, to staff all of the vendor.',
  })
  @CompiledRead({ subject: 'Agreement', as: 'connection', filters: { kind: 'kind' } })
  agreements(
    @Args(() => listArgumentsOf('Agreement')) _list: object,
    @Arg('kind', () => AgreementKindEnum, { nullable: true }) _kind: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Query(() => connectionOf('AgreementAcceptance'), {
    nullable: true,
    description:
      "Who accepted what, newest first: to a tenant its own, to staff their own, to administrators all of the vendor's agreements.",
  })
  @CompiledRead({ subject: 'AgreementAcceptance', as: 'connection', filters: { kind: 'kind' } })
  agreementAcceptances(
    @Args(() => listArgumentsOf('AgreementAcceptance')) _list: object,
    @Arg('kind', () => AgreementKindEnum, { nullable: true }) _kind: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Mutation(() => AgreementPayload, {
    description:
      'For administrators of the vendor who have just shown a code. Whoever accepted an older version is asked again, and has until the deadline.',
  })
  async publishAgreement(
    @Arg('input', () => PublishAgreementInput) { kind, version, text, deadline }: PublishAgreementInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demand((await visit.standing()).law, 'CREATE', 'Agreement');
    assertStorableText(version, ['input', 'version']);
    assertStorableText(text, ['input', 'text']);
    const id = newUuid();
    await visit.changeConsent('auth.publish_agreement', [id, kind, version, text, deadline ?? null]);
    return visit.readBack(info, 'agreement', id);
  }

  @Mutation(() => AgreementAcceptancePayload, {
    description:
      'An owner accepts for the tenant; staff commit themselves. Only the newest version can be accepted; whoever has accepted it is told when.',
  })
  async acceptAgreement(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demand((await visit.standing()).law, 'CREATE', 'AgreementAcceptance');
    const acceptance = newUuid();
    // Whoever has accepted this version already is told of that.
    const [row] = await visit.changeConsent('auth.accept_agreement_once', [acceptance, uuidOfId('Agreement', id)]);
    return visit.readBack(info, 'acceptance', row?.[0] ?? acceptance);
  }

  @Mutation(() => WithdrawConfidentialityPayload, {
    description:
      'Staff withdraw their commitment; administrators that of others, after a fresh code. Answers only when nothing is read any more that rested on it.',
  })
  async withdrawConfidentiality(
    @Arg('staffId', () => ID, { nullable: true, description: 'Left out: your own.' })
    staffId: string | null | undefined,
    @Ctx('visit') asked: Visit,
  ): Promise<WithdrawConfidentialityPayload> {
    const visit = asked.toEndRights();
    const { law, user } = await visit.standing();
    if (!user) throw unauthenticated();
    demand(law, 'UPDATE', 'AgreementAcceptance');
    const person = typeof staffId === 'string' ? uuidOfId('User', staffId) : user.id;
    const ending = await visit.endAuthority('auth.withdraw_confidentiality', person, {
      settling: 'auth.settle_withdrawal',
    });
    return { receipt: receiptOf(visit.receipts, formatId(modelOf('User').prefix, person), ending) };
  }
}
