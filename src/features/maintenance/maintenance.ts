import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Resolver, Root } from 'type-graphql';
import { demand } from '../../access/demand.js';
import { tearDown } from '../../access/teardown.js';
import { freeText, textList, uuidOfId } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { RECEIPT, RevocationReceipt, type Ended } from '../../entities/revocation-receipt.js';
import { badInput } from '../../kernel/errors.js';
import { newUuid } from '../../kernel/ids.js';
import { CloseMaintenanceWindowPayload, MaintenanceWindowPayload, RequestMaintenanceWindowInput } from './inputs.js';

/**
 * Maintenance windows: one administrator asks, a second one opens, and any closes. The law is asked first, for its sentence; the database
 * decides again.
 */
@Resolver(() => CloseMaintenanceWindowPayload)
export class MaintenanceResolver {
  @Mutation(() => MaintenanceWindowPayload, {
    description: 'A system administrator asks for a window. It opens nothing until a second one has opened it.',
  })
  async requestMaintenanceWindow(
    @Arg('input', () => RequestMaintenanceWindowInput) input: RequestMaintenanceWindowInput,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandFrom(visit, 'CREATE');
    const tenants = input.tenants ?? null;
    if ((tenants === null) !== input.forAll)
      throw badInput('Name the tenants, or say that the window is for all: one of the two.', ['input', 'tenants']);
    const id = newUuid();
    await visit.changeConsent('auth.request_maintenance_window', [
      id,
      input.purpose,
      freeText(input.reason, ['input', 'reason']),
      input.expiresAt,
      tenants && textList(tenants),
    ]);
    return visit.readBack(info, 'window', id);
  }

  @Mutation(() => MaintenanceWindowPayload, {
    description:
      'A second administrator opens the window, for the one who asked. Each tenant that it reaches is told at once.',
  })
  async approveMaintenanceWindow(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandFrom(visit, 'CREATE');
    const uuid = uuidOfId('MaintenanceWindow', id);
    await visit.changeConsent('auth.approve_maintenance_window', [uuid, String(visit.singleAdministrator)]);
    return visit.readBack(info, 'window', uuid);
  }

  @Mutation(() => MaintenanceWindowPayload, { description: 'An administrator says no, or whoever asked withdraws.' })
  async denyMaintenanceWindow(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    await demandFrom(visit, 'UPDATE');
    const uuid = uuidOfId('MaintenanceWindow', id);
    await visit.changeConsent('auth.deny_maintenance_window', [uuid]);
    return visit.readBack(info, 'window', uuid);
  }

  @Mutation(() => CloseMaintenanceWindowPayload, {
    description: 'An administrator closes the window. Answers only when it is dead everywhere.',
  })
  async closeMaintenanceWindow(
    @Arg('id', () => ID) id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object> {
    const ending = visit.toEndRights();
    await demandFrom(ending, 'UPDATE');
    const uuid = uuidOfId('MaintenanceWindow', id);
    const door = 'auth.close_maintenance_window';
    return tearDown(ending, info, { subject: 'MaintenanceWindow', uuid, door, field: 'window' });
  }

  @FieldResolver(() => RevocationReceipt)
  receipt(@Root() payload: Ended): RevocationReceipt {
    return payload[RECEIPT];
  }
}

async function demandFrom(visit: Visit, action: 'CREATE' | 'UPDATE'): Promise<void> {
  demand((await visit.standing()).law, action, 'MaintenanceWindow');
}
