import { Field, InputType, ObjectType } from 'type-graphql';
import { Answered } from '../../entities/compiled-read.js';
import { WindowPurposeEnum } from '../../entities/enums.js';
import { MaintenanceWindow } from '../../entities/maintenance-window.js';
import { DateTime } from '../../entities/scalars.js';

@InputType({ description: 'What an administrator asks a second one to open.' })
export class RequestMaintenanceWindowInput {
  @Field(() => WindowPurposeEnum)
  readonly purpose!: string;

  @Field(() => String, { description: 'Every tenant that the window reaches reads it.' })
  readonly reason!: string;

  @Field(() => DateTime, { description: 'At most 8 hours ahead.' })
  readonly expiresAt!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Slugs of the tenants that it is for, at most 100. Left out: `forAll` says so.',
  })
  readonly tenants?: readonly string[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'For every tenant that there is when it is opened. Never for an IMPORT.',
  })
  readonly forAll!: boolean;
}

@Answered()
@ObjectType({ description: 'The window as it is now.' })
export class MaintenanceWindowPayload {
  @Field(() => MaintenanceWindow)
  readonly window!: MaintenanceWindow;
}

@Answered()
@ObjectType({ description: 'The window that has ended, and a receipt.' })
export class CloseMaintenanceWindowPayload {
  @Field(() => MaintenanceWindow)
  readonly window!: MaintenanceWindow;
}
