import { Entity, Many, Node, One, Plain } from './data.js';
import { InstructionKindEnum, InstructionSourceEnum, InstructionStatusEnum } from './enums.js';
import type { User } from './user.js';

@Entity({ prefix: 'ins', table: 'auth.visible_instructions', newestFirst: true })
export class Instruction extends Node {
  @Plain({ type: 'id', prefix: 'ins', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({
    type: 'enum',
    of: () => InstructionStatusEnum,
    description: "Where it stands now, by the database's clock.",
  })
  readonly status!: string;

  @Plain({ type: 'enum', of: () => InstructionKindEnum, description: 'What staff may do under it.' })
  readonly kind!: string;

  @Plain({ type: 'textList', description: 'The subjects that it covers, such as Contact.' })
  readonly subjects!: readonly string[];

  @Plain({ type: 'textList', description: 'The data categories that it covers.' })
  readonly categories!: readonly string[];

  @Plain({ description: 'What is to be done, in free text.' })
  readonly description!: string;

  @Plain({ type: 'enum', of: () => InstructionSourceEnum, description: 'How it came about.' })
  readonly source!: string;

  @Plain({ nullable: true, description: 'The Message-ID of the e-mail that it was recorded from.' })
  readonly messageId!: string | null;

  @Plain({ nullable: true, description: 'Who sent that e-mail.' })
  readonly sender!: string | null;

  @Plain({ nullable: true, description: 'SHA-256 of the text of that e-mail, in hexadecimal.' })
  readonly textHash!: string | null;

  @One('User', { column: 'created_by', description: 'Who issued or recorded it.' })
  readonly createdBy!: User | null;

  @Plain({ type: 'datetime', description: 'When it was issued or recorded.' })
  readonly createdAt!: string;

  @One('User', { column: 'decided_by', description: 'Who of the tenant issued, confirmed or rejected it.' })
  readonly decidedBy!: User | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was issued, confirmed or rejected.' })
  readonly decidedAt!: string | null;

  @Plain({ nullable: true, description: 'Why it was rejected, in free text.' })
  readonly rejectReason!: string | null;

  @Plain({ type: 'datetime', description: 'When it ends, or ended, by itself.' })
  readonly expiresAt!: string;

  @One('User', { column: 'withdrawn_by', description: 'Who took it back.' })
  readonly withdrawnBy!: User | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was taken back.' })
  readonly withdrawnAt!: string | null;

  @Many('ChangeEntry', { by: 'instruction', description: 'What was changed under it, newest first.' })
  changes(): never {
    throw new Error('Answered by the compiled read.');
  }
}
