import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { tearDown } from '../../access/teardown.js';
import { categoryList, demandKnownCategories, freeText, textList, uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { CompiledRead } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { InstructionStatusEnum } from '../../entities/enums.js';
import { RECEIPT, RevocationReceipt, type Ended } from '../../entities/revocation-receipt.js';
import { badInput, CodedError } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import type { Law } from '../../policy/law.js';
import {
  InstructionPayload,
  IssueInstructionInput,
  RecordInstructionInput,
  WithdrawInstructionPayload,
} from './inputs.js';

/**
 * What a tenant told the vendor to do. The law is asked first, for its sentence; the function of the database decides again under the
 * tenant's lock, because rights may have ended in between.
 */
@Resolver(() => WithdrawInstructionPayload)
export class InstructionsResolver {
  @Query(() => connectionOf('Instruction'), {
    nullable: true,
    description:
      'The instructions of the tenant, newest first: for those who give them and for those who follow them. In a window for an import, those to import.',
  })
  @CompiledRead({ subject: 'Instruction', as: 'connection', filters: { status: 'status' } })
  instructions(
    @Args(() => listArgumentsOf('Instruction')) _list: object,
    @Arg('status', () => InstructionStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Mutation(() => InstructionPayload, { description: 'The tenant tells the vendor what to do with its data.' })
  async issueInstruction(
    @Arg('input', () => IssueInstructionInput) input: IssueInstructionInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const law = await demandFromTenant(visit, 'CREATE');
    demandKnownCategories(law, input.categories);
    const id = newUuid();
    await visit.call('auth.issue_instruction', [id, ...scopeOf(input)]);
    return visit.readBack(info, 'instruction', id);
  }

  @Mutation(() => InstructionPayload, {
    description:
      'Staff record what the tenant told them by e-mail. Nothing is done under it before the tenant confirms it.',
  })
  async recordInstruction(
    @Arg('input', () => RecordInstructionInput) input: RecordInstructionInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const { law } = await visit.standing();
    demand(law, 'CREATE', 'Instruction');
    if (law.actor.kind !== 'SUPPORT') {
      throw new CodedError('FORBIDDEN', 'Only support staff record instructions.', {
        reason: 'FORBIDDEN',
        remedy: 'Owners and admins of a tenant use issueInstruction.',
      });
    }
    const id = newUuid();
    const evidence = [input.messageId, input.sender, input.textHash.toLowerCase()].map((text) => freeText(text));
    await visit.call('auth.record_instruction', [id, ...scopeOf(input), ...evidence]);
    return visit.readBack(info, 'instruction', id);
  }

  @Mutation(() => InstructionPayload, { description: 'The tenant says that it gave this instruction.' })
  async confirmInstruction(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const law = await demandFromTenant(visit, 'UPDATE');
    const uuid = uuidOfId('Instruction', id);
    demandKnownCategories(law, await categoriesRecorded(visit, uuid), 'id');
    await visit.call('auth.confirm_instruction', [uuid]);
    return visit.readBack(info, 'instruction', uuid);
  }

  @Mutation(() => InstructionPayload, { description: 'The tenant says that it gave no such instruction.' })
  async rejectInstruction(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String, { nullable: true }) reason: string | null | undefined,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandFromTenant(visit, 'UPDATE');
    const uuid = uuidOfId('Instruction', id);
    await visit.call('auth.reject_instruction', [uuid, freeText(reason, ['reason'])]);
    return visit.readBack(info, 'instruction', uuid);
  }

  @Mutation(() => WithdrawInstructionPayload, {
    description:
      'The tenant takes an instruction back. Once it has answered, nothing is changed or imported under it any more.',
  })
  async withdrawInstruction(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFromTenant(ending, 'UPDATE');
    const uuid = uuidOfId('Instruction', id);
    const door = 'auth.withdraw_instruction';
    return tearDown(ending, info, { subject: 'Instruction', uuid, door, field: 'instruction' });
  }

  @FieldResolver(() => RevocationReceipt)
  receipt(@Root() payload: Ended): RevocationReceipt {
    return payload[RECEIPT];
  }
}

async function demandFromTenant(visit: Visit, action: 'CREATE' | 'UPDATE'): Promise<Law> {
  const { law } = await visit.standing();
  demand(law, action, 'Instruction');
  if (law.actor.kind === 'MEMBER') return law;
  throw new CodedError('FORBIDDEN', 'Only an owner or admin of the tenant gives instructions.', {
    reason: 'FORBIDDEN',
    remedy: 'Record what the tenant told you with recordInstruction; an owner or admin confirms it.',
  });
}

/** Whoever recorded it does not know what categories a tenant made for itself: whoever confirms does. */
async function categoriesRecorded(visit: Visit, uuid: string): Promise<readonly string[]> {
  const rows = await visit.call('auth.visible_instructions', []);
  return (
    rows
      .find(([id]) => id === uuid)?.[5]
      ?.slice(1, -1)
      .split(',') ?? []
  );
}

const MOST_SUBJECTS = 100;

function scopeOf(input: IssueInstructionInput): readonly (string | null)[] {
  const { kind, subjects, categories, description, expiresAt = null } = input;
  if (subjects.length > MOST_SUBJECTS) throw badInput(`Name at most ${MOST_SUBJECTS} subjects.`, ['input', 'subjects']);
  return [kind, textList(subjects), categoryList(categories), freeText(description), expiresAt];
}
