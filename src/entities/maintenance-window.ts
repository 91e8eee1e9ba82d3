import { Entity, Node, Plain } from './data.js';
import { WindowPurposeEnum, WindowStatusEnum } from './enums.js';
import { TenantRef } from './support-grant.js';

/** A tenant reads of the windows that were opened for it, and of no other tenant; administrators read of all. */
@Entity({ prefix: 'win', table: 'auth.visible_windows', tenantBound: false, newestFirst: true })
export class MaintenanceWindow extends Node {
  @Plain({ type: 'id', prefix: 'win', description: 'Opaque and stable.' })
  declare readonly id: string;

  @Plain({ type: 'enum', of: () => WindowStatusEnum, description: "Where it stands now, by the database's clock." })
  readonly status!: string;

  @Plain({
    type: 'enum',
    of: () => WindowPurposeEnum,
    description: 'What it is for. Under a BACKUP no data is seen, under the others all of it.',
  })
  readonly purpose!: string;

  @Plain({ description: 'Why, in free text.' })
  readonly reason!: string;

  @Plain({ type: 'boolean', description: 'For every tenant that there was when it was opened.' })
  readonly forAll!: boolean;

  @Plain({
    type: 'json',
    of: () => [TenantRef],
    description: 'To an administrator: those that were named. To a tenant: itself.',
  })
  readonly tenants!: readonly TenantRef[];

  @Plain({ description: 'The administrator who asked for it, and reads under it.' })
  readonly requestedBy!: string;

  @Plain({ nullable: true, description: 'The administrator who opened it.' })
  readonly approvedBy!: string | null;

  @Plain({
    type: 'boolean',
    description: 'It was opened by the one who asked, because there was no second administrator.',
  })
  readonly singleAdministrator!: boolean;

  @Plain({ type: 'datetime', description: 'When it was asked for.' })
  readonly requestedAt!: string;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was opened.' })
  readonly openedAt!: string | null;

  @Plain({ type: 'datetime', description: 'When it ends, or ended, by itself.' })
  readonly expiresAt!: string;

  @Plain({ type: 'datetime', nullable: true, description: 'When it was closed.' })
  readonly closedAt!: string | null;

  @Plain({ nullable: true, description: 'The administrator who closed it.' })
  readonly closedBy!: string | null;
}
