import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Resolver, Root } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { receiptOf } from '../../access/receipt.js';
import { tearDown } from '../../access/teardown.js';
import { freeText, textList, uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { targetFault } from '../../access/webhooks/target.js';
import { newWebhookSecret, sealWebhookSecret } from '../../access/webhooks/webhook-keys.js';
import { whole } from '../../entities/compiled-read.js';
import { RECEIPT, RevocationReceipt, type Ended } from '../../entities/revocation-receipt.js';
import { badInput } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import {
  CreateWebhookInput,
  DeleteWebhookPayload,
  RedeliverPayload,
  RotateWebhookSecretInput,
  TestWebhookPayload,
  UpdateWebhookInput,
  WebhookPayload,
  WebhookSecretPayload,
} from './inputs.js';

/** Not under its name: the payload's other keys are chosen by the client. */
const SECRET: unique symbol = Symbol('secret');

interface WithSecret {
  readonly [SECRET]: string;
}

/** What signs is made here, sealed, and shown once. */
@Resolver(() => WebhookSecretPayload)
export class WebhookSecretsResolver {
  @Mutation(() => WebhookSecretPayload, {
    description: 'Has an integration told of changes. The secret is in the answer, once.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInput) input: CreateWebhookInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demand((await visit.standing()).law, 'CREATE', 'Webhook');
    const integration = uuidOfId('Integration', input.integrationId);
    const url = properTarget(visit, input.url);
    const id = newUuid();
    const { secret, sealed } = await sealedSecret(visit, id);
    const proof = visit.webhooks.proofs.digestOf(id);
    const values = [id, integration, url, textList(input.events), sealed, `\\x${proof.toString('hex')}`];
    await visit.call('auth.create_webhook', values);
    return withSecret(await visit.readBack(info, 'webhook', id), secret);
  }

  @Mutation(() => WebhookSecretPayload, {
    description:
      'Gives a webhook another secret. For a while the former one signs along, so that a receiver may know either.',
  })
  async rotateWebhookSecret(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => RotateWebhookSecretInput, { defaultValue: { overlapHours: 24 } })
    input: RotateWebhookSecretInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demand((await visit.standing()).law, 'UPDATE', 'Webhook');
    const uuid = uuidOfId('Webhook', id);
    const { secret, sealed } = await sealedSecret(visit, uuid);
    await visit.call('auth.rotate_webhook_secret', [uuid, sealed, `${input.overlapHours} hours`]);
    return withSecret(await visit.readBack(info, 'webhook', uuid), secret);
  }

  @FieldResolver(() => String, {
    description: 'Signs what is delivered, as Standard Webhooks says. It is stored encrypted, and never shown again.',
  })
  secret(@Root() payload: WithSecret): string {
    return payload[SECRET];
  }
}

/**
 * Where integrations are told of changes. Owners and admins look after it; the law is asked first, for its sentence, and the database decides
 * again under the tenant's lock. What was on its way when a webhook is changed or deleted is waited for, as at the end of any authority.
 */
@Resolver(() => WebhookPayload)
export class WebhooksResolver {
  @Mutation(() => WebhookPayload, {
    description:
      'Changes where a webhook leads, what it is told of, or whether. Answers when nothing is on its way on former terms.',
  })
  async updateWebhook(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateWebhookInput) input: UpdateWebhookInput,
    @Ctx('visit') asked: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'UPDATE', 'Webhook');
    const { url = null, events, active = null } = input;
    const values = [
      url === null ? null : properTarget(visit, url),
      events ? textList(events) : null,
      active === null ? null : String(active),
    ];
    const uuid = uuidOfId('Webhook', id);
    return tearDown(visit, info, { subject: 'Webhook', uuid, door: 'auth.update_webhook', values, field: 'webhook' });
  }

  @Mutation(() => TestWebhookPayload, {
    description: 'Queues a delivery that tells of nothing, to see whether one arrives: look for it in the deliveries.',
  })
  async testWebhook(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    demand((await visit.standing()).law, 'UPDATE', 'Webhook');
    const [row] = await visit.call('auth.test_webhook', [uuidOfId('Webhook', id)]);
    return visit.readBack(info, 'delivery', row?.[0] ?? '');
  }

  @Mutation(() => RedeliverPayload, {
    description:
      'Has deliveries tried anew, whatever became of them, 1 to 100 at once: under the same ids, and with what the records are by then.',
  })
  async redeliver(
    @Arg('deliveries', () => [ID]) deliveries: readonly string[],
    @Ctx('visit') visit: Visit,
  ): Promise<RedeliverPayload> {
    demand((await visit.standing()).law, 'UPDATE', 'WebhookDelivery');
    if (deliveries.length > 100) throw badInput('Name 1 to 100 deliveries.', ['deliveries']);
    const uuids = deliveries.map((id) => uuidOfId('WebhookDelivery', id));
    const [row] = await visit.call('auth.redeliver', [textList(uuids)]);
    return { count: Number(row?.[0]) };
  }

  @FieldResolver(() => RevocationReceipt, { description: 'What was on its way on former terms when it was changed.' })
  receipt(@Root() payload: Ended): RevocationReceipt {
    return payload[RECEIPT];
  }
}

@Resolver()
export class WebhookEndsResolver {
  @Mutation(() => DeleteWebhookPayload, {
    description: 'Deletes a webhook and what waits for it. Answers when nothing is on its way to it any more.',
  })
  async deleteWebhook(@Arg('id', () => ID) id: string, @Ctx('visit') asked: Visit): Promise<object> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'DELETE', 'Webhook');
    const uuid = uuidOfId('Webhook', id);
    const ending = await visit.endAuthority('auth.delete_webhook', uuid);
    return whole({ deletedId: id, receipt: receiptOf(visit.receipts, id, ending) });
  }
}

/** In the one form that it is reached by, however it was typed. */
function properTarget(visit: Visit, url: string): string {
  const fault = targetFault(url, visit.webhooks.targets, ['input', 'url']);
  if (fault) throw fault;
  freeText(url);
  return new URL(url).href;
}

async function sealedSecret(visit: Visit, id: string): Promise<{ readonly secret: string; readonly sealed: string }> {
  const { tenantKey } = await visit.standing();
  if (!tenantKey) throw new Error('Whoever looks after webhooks reaches the data of the tenant.');
  const secret = newWebhookSecret();
  return { secret, sealed: sealWebhookSecret(tenantKey, id, secret) };
}

function withSecret(payload: Record<string, unknown>, secret: string): object {
  const answer: WithSecret = { ...payload, [SECRET]: secret };
  return answer;
}
