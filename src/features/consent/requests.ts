import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { freeText, uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { notFound } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import { demandFromSupport, demandFromTenant } from './demands.js';
import { RequestSupportExtensionInput, SupportGrantPayload } from './inputs.js';

/** What is said between a request of support and its answer, and the request for more time. */
@Resolver()
export class RequestsResolver {
  @Mutation(() => SupportGrantPayload, {
    description: 'The tenant asks whoever made a request something before it decides. At most 20 questions.',
  })
  async askAboutSupportRequest(
    @Arg('id', () => ID, { description: 'The request.' }) id: string,
    @Arg('question', () => String) question: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const law = await demandFromTenant(visit, 'UPDATE');
    demand(law, 'CREATE', 'SupportQuestion');
    const grantId = uuidOfId('SupportGrant', id);
    await visit.changeConsent('auth.ask_about_support_request', [newUuid(), grantId, freeText(question)]);
    return visit.readBack(info, 'grant', grantId);
  }

  @Mutation(() => SupportGrantPayload, { description: 'Whoever made the request answers, once.' })
  async answerSupportQuestion(
    @Arg('id', () => ID, { description: 'The question.' }) id: string,
    @Arg('answer', () => String) answer: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const law = await demandFromSupport(visit, 'UPDATE');
    demand(law, 'UPDATE', 'SupportQuestion');
    const values = [uuidOfId('SupportQuestion', id), freeText(answer)];
    const [row] = await visit.changeConsent('auth.answer_support_question', values);
    const grantId = row?.[0];
    if (typeof grantId !== 'string') throw notFound();
    return visit.readBack(info, 'grant', grantId);
  }

  @Mutation(() => SupportGrantPayload, {
    description:
      'Support staff ask for more time. What they have ends when it would have ended, whatever the answer is.',
  })
  async requestSupportExtension(
    @Arg('id', () => ID, { description: 'The living grant that is to be extended.' }) id: string,
    @Arg('input', () => RequestSupportExtensionInput) input: RequestSupportExtensionInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandFromSupport(visit, 'CREATE');
    const requestId = newUuid();
    const extended = uuidOfId('SupportGrant', id);
    await visit.changeConsent('auth.request_support_extension', [
      requestId,
      extended,
      input.expiresAt,
      freeText(input.reason, ['input', 'reason']),
    ]);
    return visit.readBack(info, 'grant', requestId);
  }
}
