import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { CompiledRead, whole } from '../../entities/compiled-read.js';
import {
  ActionEnum,
  ActorKindEnum,
  ExternalStatusEnum,
  GrantStatusEnum,
  RoleEnum,
  SecurityEventKindEnum,
  WindowStatusEnum,
} from '../../entities/enums.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { findModel } from '../../entities/data.js';
import { InstructionArgument } from '../../entities/instruction-argument.js';
import { SupportGrant } from '../../entities/support-grant.js';
import { Tenant } from '../../entities/tenant.js';
import { User } from '../../entities/user.js';
import { Decision, FieldVisibility, TenantAccess, Viewer } from '../../entities/viewer.js';
import { ViewerToken } from '../../entities/viewer-token.js';
import { badInput } from '../../kernel/errors.js';
import { formatId } from '../../kernel/ids.js';
import { isoTime } from '../../kernel/time.js';
import { holdsFor } from '../../policy/conditions.js';
import { explain, type Explanation } from '../../policy/explain.js';
import type { Verdict } from '../../policy/law.js';
import type { Action } from '../../vocabulary/actions.js';
import { isSubject, type Subject } from '../../vocabulary/subjects.js';
import { fieldsOf } from './fields.js';
import { viewerToken } from './viewer-token.js';

/** Who asks, and what the law says of them: answered from the same law that reads and writes obey. */
@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is asking.' })
  viewer(): Viewer {
    return new Viewer();
  }

  @FieldResolver(() => ActorKindEnum)
  async actor(@Ctx('visit') visit: Visit): Promise<string> {
    return (await visit.standing()).law.actor.kind;
  }

  @FieldResolver(() => User, { nullable: true })
  async user(@Ctx('visit') visit: Visit): Promise<object | null> {
    const { user } = await visit.standing();
    return (
      user &&
      whole({ id: formatId('usr', user.id), name: user.name, email: user.email, secondFactor: user.secondFactor })
    );
  }

  @FieldResolver(() => RoleEnum, { nullable: true, description: 'Of a member, in the addressed tenant.' })
  async role(@Ctx('visit') visit: Visit): Promise<string | null> {
    return (await visit.standing()).law.actor.role;
  }

  @FieldResolver(() => ViewerToken, {
    nullable: true,
    description: 'Of a program: what it presents, and what that opens now.',
  })
  async token(@Ctx('visit') visit: Visit): Promise<ViewerToken | null> {
    const { token, law } = await visit.standing();
    return token && viewerToken(token, law);
  }

  @FieldResolver(() => [TenantAccess], {
    description: 'The environments that this viewer can address now, and as what.',
  })
  async tenants(@Ctx('visit') visit: Visit): Promise<TenantAccess[]> {
    const { token, tenant } = await visit.standing();
    if (token) {
      const { expiresAt: until } = token;
      return tenant
        ? [{ tenant: new Tenant(tenant.id, tenant.slug, tenant.name), actor: 'INTEGRATION', role: null, until }]
        : [];
    }
    const rows = await visit.call('auth.addressable_tenants', []);
    return rows.map(([id, slug, name, actor, role, until]) => ({
      tenant: new Tenant(id ?? '', slug ?? '', name ?? ''),
      actor: actor ?? '',
      role: role ?? null,
      until: until ? isoTime(until) : null,
    }));
  }

  @FieldResolver(() => [SupportGrant], {
    description: 'For support staff: the grants that are for them, over all tenants.',
  })
  @CompiledRead({ subject: 'SupportGrant', as: 'array', filters: { status: 'status' } })
  supportGrants(
    @Arg('status', () => GrantStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('ExternalAccess'), {
    nullable: true,
    description: 'Where whoever is signed in was invited or let in as an external user, newest first.',
  })
  @CompiledRead({ subject: 'ExternalAccess', as: 'connection', log: 'USER', filters: { status: 'status' } })
  externalAccesses(
    @Args(() => listArgumentsOf('ExternalAccess')) _list: object,
    @Arg('status', () => ExternalStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('MaintenanceWindow'), {
    nullable: true,
    description: 'For system administrators: all maintenance windows and requests for one, newest first.',
  })
  @CompiledRead({ subject: 'MaintenanceWindow', as: 'connection', log: 'USER', filters: { status: 'status' } })
  maintenanceWindows(
    @Args(() => listArgumentsOf('MaintenanceWindow')) _list: object,
    @Arg('status', () => WindowStatusEnum, { nullable: true }) _status: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => connectionOf('SecurityEvent'), {
    nullable: true,
    description: 'What happened to the account of whoever is signed in, newest first.',
  })
  @CompiledRead({ subject: 'SecurityEvent', as: 'connection', log: 'USER', filters: { kind: 'kind' } })
  securityEvents(
    @Args(() => listArgumentsOf('SecurityEvent')) _list: object,
    @Arg('kind', () => SecurityEventKindEnum, { nullable: true }) _kind: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @FieldResolver(() => Decision, {
    description: 'Whether this viewer may do something now, and what would have to change if not.',
  })
  async can(
    @Arg('action', () => ActionEnum) action: Action,
    @Arg('subject', () => String) name: string,
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('field', () => String, { nullable: true }) field: string | null,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Decision> {
    const subject = subjectNamed(name);
    const { law } = await visit.standingUnder(instruction ?? null);
    const verdict = law.may(action, subject, field ?? undefined);
    if (typeof id !== 'string' || !verdict.allowed || !findModel(subject)) return decision(verdict, action);
    const row = await visit.records.shown(info, law, subject, id);
    if (!row) return MISSING;
    const isOpen = holdsFor(law.conditions(subject, action), row);
    return decision(isOpen ? verdict : explain(law, action, subject, field ?? undefined, row), action);
  }

  @FieldResolver(() => [FieldVisibility], {
    description: 'Every field of a subject with its category and whether this viewer sees it now.',
  })
  async visibility(@Arg('subject', () => String) name: string, @Ctx('visit') visit: Visit): Promise<FieldVisibility[]> {
    const subject = subjectNamed(name);
    const { law } = await visit.standing();
    return fieldsOf(subject, law.actor.customFields).map(({ field, category }) => {
      const verdict = law.verdict(subject, field);
      return { field, category, visible: verdict.allowed, reason: verdict.allowed ? 'ALLOWED' : verdict.reason };
    });
  }
}

const MISSING: Decision = { allowed: false, reason: 'NOT_FOUND', message: 'There is no such record.' };

/** On the page, and in no schema yet. */
const WITHOUT_OPERATION: ReadonlySet<Action> = new Set(['EXPORT', 'ERASE']);

function decision(verdict: Verdict | Explanation, action: Action): Decision {
  if (verdict.allowed) {
    const message = WITHOUT_OPERATION.has(action)
      ? 'This is allowed now; there is no operation for it yet.'
      : 'This is allowed now.';
    return { allowed: true, reason: 'ALLOWED', message };
  }
  return { allowed: false, reason: verdict.reason, message: verdict.message };
}

function subjectNamed(name: string): Subject {
  if (isSubject(name)) return name;
  throw badInput('There is no such subject; take the name of a type, such as Contact.', ['subject']);
}
