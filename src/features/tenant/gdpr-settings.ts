import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, ObjectType, Resolver } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { ApiToken } from '../../entities/api-token.js';
import { CompiledRead, whole } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import {
  AgreementKindEnum,
  ExternalStatusEnum,
  GrantStatusEnum,
  InstructionStatusEnum,
  IntegrationStatusEnum,
  InvitationStatusEnum,
  MemberStatusEnum,
  TokenStatusEnum,
  WindowStatusEnum,
} from '../../entities/enums.js';
import { User } from '../../entities/user.js';
import { formatId } from '../../kernel/ids.js';
import { TenantSecurity } from './tenant-security.js';

@ObjectType({ description: 'The GDPR tab under Company Settings.' })
export class GdprSettings {}

@Resolver(() => GdprSettings)
export class GdprSettingsResolver {
  @FieldResolver(() => connectionOf('SupportGrant'), {
    description: 'Consents to support access, asked for or given, newest first.',
  })
  @CompiledRead({ subject: 'SupportGrant', as: 'connection', filters: { status: 'status' } })
  grants(
    @Args(() => listArgumentsOf('SupportGrant')) _list: object,
    @Arg('status', () => GrantStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('SupportGrant'), {
    description: 'What staff asked for, whatever became of it, newest first, each with what was asked and answered.',
  })
  @CompiledRead({
    subject: 'SupportGrant',
    as: 'connection',
    filters: { status: 'status' },
    always: [{ field: 'requestedAt', operator: 'isNull', value: false }],
  })
  requests(
    @Args(() => listArgumentsOf('SupportGrant')) _list: object,
    @Arg('status', () => GrantStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('Instruction'), {
    description: 'What the tenant told the vendor to do, newest first, each with what was changed under it.',
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

  @FieldResolver(() => connectionOf('ExternalAccess'), {
    description: 'Outsiders whom the tenant invited or let in, newest first.',
  })
  @CompiledRead({ subject: 'ExternalAccess', as: 'connection', log: 'TENANT', filters: { status: 'status' } })
  externalUsers(
    @Args(() => listArgumentsOf('ExternalAccess')) _list: object,
    @Arg('status', () => ExternalStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('MaintenanceWindow'), {
    description: 'Maintenance windows that were opened for this tenant, newest first.',
  })
  @CompiledRead({ subject: 'MaintenanceWindow', as: 'connection', log: 'TENANT', filters: { status: 'status' } })
  maintenanceWindows(
    @Args(() => listArgumentsOf('MaintenanceWindow')) _list: object,
    @Arg('status', () => WindowStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => [User], { description: "The vendor's support staff, to name one in a grant." })
  async supportStaff(@Ctx('visit') visit: Visit): Promise<object[]> {
    const rows = await visit.call('auth.support_staff', []);
    return rows.map(([id, name, email, secondFactor]) =>
      whole({
        id: formatId('usr', id ?? ''),
        name: name ?? null,
        email: email ?? null,
        secondFactor: secondFactor === 't',
      }),
    );
  }

  @FieldResolver(() => TenantSecurity, { description: 'How the people of the tenant sign in.' })
  async security(@Ctx('visit') visit: Visit): Promise<TenantSecurity> {
    const { tenant } = await visit.standing();
    return { requireSecondFactor: tenant?.secondFactorRequired ?? false };
  }

  @FieldResolver(() => [ApiToken], {
    description: 'Keys of programs, the newest 100. Those that come and go by themselves are not among them.',
  })
  @CompiledRead({ subject: 'ApiToken', as: 'array', filters: { status: 'status' } })
  apiTokens(
    @Arg('status', () => TokenStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('Integration'), {
    description: 'Programs of third parties, newest first.',
  })
  @CompiledRead({ subject: 'Integration', as: 'connection', filters: { status: 'status' } })
  integrations(
    @Args(() => listArgumentsOf('Integration')) _list: object,
    @Arg('status', () => IntegrationStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('Member'), {
    description: 'Who belongs to the tenant, those who were deactivated too.',
  })
  @CompiledRead({ subject: 'Member', as: 'connection', filters: { status: 'status' } })
  members(
    @Args(() => listArgumentsOf('Member')) _list: object,
    @Arg('status', () => MemberStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('Invitation'), { description: 'Invitations to become a member, newest first.' })
  @CompiledRead({ subject: 'Invitation', as: 'connection', filters: { status: 'status' } })
  invitations(
    @Args(() => listArgumentsOf('Invitation')) _list: object,
    @Arg('status', () => InvitationStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('Agreement'), {
    description: 'Versions of agreements for the tenant, newest first.',
  })
  @CompiledRead({ subject: 'Agreement', as: 'connection', filters: { kind: 'kind' } })
  agreements(
    @Args(() => listArgumentsOf('Agreement')) _list: object,
    @Arg('kind', () => AgreementKindEnum, { nullable: true }) _kind: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('AgreementAcceptance'), {
    description: 'What was accepted for the tenant, by whom and when, newest first.',
  })
  @CompiledRead({ subject: 'AgreementAcceptance', as: 'connection', filters: { kind: 'kind' } })
  acceptances(
    @Args(() => listArgumentsOf('AgreementAcceptance')) _list: object,
    @Arg('kind', () => AgreementKindEnum, { nullable: true }) _kind: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }
}
