import { Entity, Many, Node, One, Plain } from './data.js';
import { DisclosureGroundEnum, IntegrationEndEnum, IntegrationStatusEnum } from './enums.js';
import type { User } from './user.js';

@Entity({ prefix: 'int', table: 'auth.visible_integrations', newestFirst: true })
export class Integration extends Node {
  @Plain({ type: 'id', prefix: 'int', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ description: 'What the program is called.' })
  readonly name!: string;

  @Plain({ description: 'Who receives the data.' })
  readonly thirdParty!: string;

  @Plain({ nullable: true, description: 'The OAuth client; null: it has none, and uses keys that the tenant makes.' })
  readonly clientId!: string | null;

  @Plain({ type: 'enum', of: () => IntegrationStatusEnum, description: 'Where it stands.' })
  readonly status!: string;

  @Plain({ type: 'enum', of: () => DisclosureGroundEnum, description: 'On which ground the data is given.' })
  readonly ground!: string;

  @Plain({ type: 'textList', description: 'What its tokens may at most do.' })
  readonly scopes!: readonly string[];

  @Plain({ type: 'textList', description: 'The data categories that its tokens may at most see.' })
  readonly categories!: readonly string[];

  @Plain({ nullable: true, description: 'The agreement with the third party, as it was recorded.' })
  readonly agreementTitle!: string | null;

  @Plain({ nullable: true, description: 'Its version.' })
  readonly agreementVersion!: string | null;

  @Plain({ nullable: true, description: 'SHA-256 of its text in UTF-8, hexadecimal.' })
  readonly agreementHash!: string | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was recorded.' })
  readonly agreementRecordedAt!: string | null;

  @One('User', { column: 'created_by', description: 'Who proposed it at first.' })
  readonly createdBy!: User | null;

  @Plain({ type: 'datetime', description: 'When.' })
  readonly createdAt!: string;

  @One('User', {
    column: 'activated_by',
    description: 'Who answers for it: it does at most what this member may do now.',
  })
  readonly activatedBy!: User | null;

  @Plain({ type: 'datetime', nullable: true, description: 'Since when it is on, with these terms.' })
  readonly activatedAt!: string | null;

  @One('User', { column: 'deactivated_by', description: 'Who turned it off.' })
  readonly deactivatedBy!: User | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When.' })
  readonly deactivatedAt!: string | null;

  @Plain({ type: 'enum', of: () => IntegrationEndEnum, nullable: true, description: 'How.' })
  readonly deactivatedHow!: string | null;

  @One('User', {
    column: 'proposed_by',
    description:
      'Who proposed terms that are not in force. Under four eyes another owner or admin confirms them; null: none wait.',
  })
  readonly proposedBy!: User | null;

  @Plain({ type: 'datetime', nullable: true, description: 'When.' })
  readonly proposedAt!: string | null;

  @Plain({ type: 'textList', nullable: true, description: 'What its tokens may at most do by them.' })
  readonly proposedScopes!: readonly string[] | null;

  @Plain({
    type: 'textList',
    nullable: true,
    description: 'The data categories that its tokens may at most see by them.',
  })
  readonly proposedCategories!: readonly string[] | null;

  @Many('Webhook', { by: 'integration_id', nullable: false, description: 'Where it is told of changes, newest first.' })
  webhooks(): never {
    throw new Error('Answered by the compiled read.');
  }
}
