import { AUTHORITY_PREFIXES } from '../vocabulary/actors.js';
import { Entity, Node, One, Plain } from './data.js';
import { ActionEnum, ActorKindEnum } from './enums.js';
import type { Instruction } from './instruction.js';
import type { MaintenanceWindow } from './maintenance-window.js';
import type { SupportGrant } from './support-grant.js';

/** As the entities have them, which can't be asked while one of them is being made; a test compares the two. */
export const RECORD_PREFIXES = { Contact: 'con', Company: 'com', Invoice: 'inv' } as const;

@Entity({ prefix: 'chg', table: 'change_entry', newestFirst: true })
export class ChangeEntry extends Node {
  @Plain({ type: 'id', prefix: 'chg', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'datetime', description: 'When.' })
  readonly at!: string;

  @Plain({ type: 'enum', of: () => ActorKindEnum, description: 'What kind of actor changed it.' })
  readonly actor!: string;

  @Plain({ nullable: true, description: 'Who changed it, by the name of that moment.' })
  readonly actorName!: string | null;

  @Plain({
    type: 'id',
    nullable: true,
    prefix: { column: 'authority_kind', prefixes: AUTHORITY_PREFIXES },
    description: 'The grant, window, external access or token that the change rested on; null: membership.',
  })
  readonly authority!: string | null;

  @One('SupportGrant', { column: 'authority', description: 'The grant, if it was one.' })
  readonly grant!: SupportGrant | null;

  @One('MaintenanceWindow', { column: 'authority', description: 'The maintenance window, if it was one.' })
  readonly window!: MaintenanceWindow | null;

  @One('Instruction', {
    column: 'instruction',
    description: 'The instruction of the tenant that it was changed under.',
  })
  readonly instruction!: Instruction | null;

  @Plain({ type: 'enum', of: () => ActionEnum, description: 'What was done.' })
  readonly action!: string;

  @Plain({ description: 'The kind of record.' })
  readonly subject!: string;

  @Plain({
    type: 'id',
    prefix: { column: 'subject', prefixes: RECORD_PREFIXES },
    description: 'Which record.',
  })
  readonly recordId!: string;

  @Plain({ type: 'textList', description: 'The names of the fields that were given a value or emptied.' })
  readonly fields!: readonly string[];

  @Plain({ type: 'textList', nullable: true, description: 'Those of them that held something before. Never what.' })
  readonly filledBefore!: readonly string[] | null;

  @Plain({ type: 'textList', nullable: true, description: 'Those of them that hold something since. Never what.' })
  readonly filledAfter!: readonly string[] | null;
}
