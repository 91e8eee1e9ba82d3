import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Answered } from '../../entities/compiled-read.js';
import { RevocationReceipt } from '../../entities/revocation-receipt.js';
import { Webhook } from '../../entities/webhook.js';
import { WebhookDelivery } from '../../entities/webhook-delivery.js';

const EVENTS =
  'contact, company or invoice with .created, .updated or .deleted, or ticket with .created or .updated; the integration has to have the scope.';

@InputType({ description: 'Where an integration is told of changes.' })
export class CreateWebhookInput {
  @Field(() => ID)
  readonly integrationId!: string;

  @Field(() => String, { description: 'Reached by HTTPS, at port 443 or 8443 of a public address.' })
  readonly url!: string;

  @Field(() => [String], { description: `What it is told of: ${EVENTS}` })
  readonly events!: readonly string[];
}

@InputType({ description: 'What is left out stays.' })
export class UpdateWebhookInput {
  @Field(() => String, { nullable: true, description: 'Reached by HTTPS, at port 443 or 8443 of a public address.' })
  readonly url?: string | null;

  @Field(() => [String], { nullable: true, description: `What it is told of from now on: ${EVENTS}` })
  readonly events?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether what happens is queued for it. What waits already is delivered in any case.',
  })
  readonly active?: boolean | null;
}

@InputType({ description: 'How a secret is replaced.' })
export class RotateWebhookSecretInput {
  @Field(() => Int, {
    defaultValue: 24,
    description: 'For how long the former secret signs along, 0 to 168.',
  })
  readonly overlapHours!: number;
}

@Answered()
@ObjectType({ description: 'The webhook, and its secret, which is shown this once.' })
export class WebhookSecretPayload {
  @Field(() => Webhook)
  readonly webhook!: Webhook;

  @Field(() => String, {
    description: 'Signs what is delivered, as Standard Webhooks says. It is stored encrypted, and never shown again.',
  })
  readonly secret!: string;
}

@Answered()
@ObjectType({ description: 'The webhook as it is now.' })
export class WebhookPayload {
  @Field(() => Webhook)
  readonly webhook!: Webhook;

  @Field(() => RevocationReceipt, { description: 'What was on its way on former terms when it was changed.' })
  readonly receipt!: RevocationReceipt;
}

@Answered()
@ObjectType({ description: 'What is gone, and what was on its way when it went.' })
export class DeleteWebhookPayload {
  @Field(() => ID)
  readonly deletedId!: string;

  @Field(() => RevocationReceipt)
  readonly receipt!: RevocationReceipt;
}

@Answered()
@ObjectType({ description: 'The test, as it was queued.' })
export class TestWebhookPayload {
  @Field(() => WebhookDelivery)
  readonly delivery!: WebhookDelivery;
}

@ObjectType({ description: 'What waits again.' })
export class RedeliverPayload {
  @Field(() => Int, { description: 'How many of them; those that waited anyway are not counted.' })
  readonly count!: number;
}
