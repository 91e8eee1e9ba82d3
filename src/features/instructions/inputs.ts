import { Field, InputType, ObjectType } from 'type-graphql';
import { Answered } from '../../entities/compiled-read.js';
import { InstructionKindEnum } from '../../entities/enums.js';
import { Instruction } from '../../entities/instruction.js';
import { DateTime, EmailAddress } from '../../entities/scalars.js';

@InputType({ description: 'What the vendor is told to do with data of the tenant.' })
export class IssueInstructionInput {
  @Field(() => InstructionKindEnum)
  readonly kind!: string;

  @Field(() => [String], { description: 'The subjects that it covers: Contact, Company, Invoice.' })
  readonly subjects!: readonly string[];

  @Field(() => [String], {
    description: 'The data categories that it covers; sensitive ones are named like any other.',
  })
  readonly categories!: readonly string[];

  @Field(() => String, { description: 'What is to be done.' })
  readonly description!: string;

  @Field(() => DateTime, { nullable: true, description: 'At most 90 days ahead; left out: 7 days.' })
  readonly expiresAt?: string | null;
}

@InputType({
  description: 'What an e-mail of the tenant told the vendor to do. It counts once the tenant has confirmed it.',
})
export class RecordInstructionInput extends IssueInstructionInput {
  @Field(() => String, { description: 'The Message-ID of the e-mail.' })
  readonly messageId!: string;

  @Field(() => EmailAddress, { description: 'Who sent it.' })
  readonly sender!: string;

  @Field(() => String, { description: 'SHA-256 of its text in hexadecimal: the text itself is not kept.' })
  readonly textHash!: string;
}

@Answered()
@ObjectType({ description: 'The instruction as it was left, and what its end did.' })
export class WithdrawInstructionPayload {
  @Field(() => Instruction)
  readonly instruction!: Instruction;
}

@Answered()
@ObjectType({ description: 'The instruction as it is now.' })
export class InstructionPayload {
  @Field(() => Instruction)
  readonly instruction!: Instruction;
}
