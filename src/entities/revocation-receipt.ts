import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.js';

@ObjectType({ description: 'What the end of an authority did before it was answered.' })
export class RevocationReceipt {
  @Field(() => DateTime, { description: 'From when on nothing is read under it.' })
  readonly effectiveAt!: string;

  @Field(() => Int, { description: 'Running requests that were let finish before the answer.' })
  readonly drained!: number;

  @Field(() => Int, { description: 'Running requests that did not finish in time and were cut off.' })
  readonly fenced!: number;

  @Field(() => Float)
  readonly tookMs!: number;

  @Field(() => String, { description: 'What was signed: JSON of the authority and of the fields above.' })
  readonly statement!: string;

  @Field(() => String, {
    description: 'Ed25519 over the bytes of the statement, base64url; verifiable with `receiptKey`.',
  })
  readonly signature!: string;

  @Field(() => String, { description: 'Which key signed.' })
  readonly keyId!: string;
}

/** Where a payload keeps it: not under its name, because the payload's other keys are chosen by the client. */
export const RECEIPT: unique symbol = Symbol('receipt');

export interface Ended {
  readonly [RECEIPT]: RevocationReceipt;
}
