import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Field, ID, Info, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Visit } from '../../access/visit.js';
import { Keyed } from '../../entities/keyed.js';
import { Answered, CompiledRead } from '../../entities/compiled-read.js';
import { connectionOf, listArgumentsOf } from '../../entities/connection.js';
import { Company } from '../../entities/company.js';
import { DeletePayload } from '../../entities/delete-payload.js';
import { inputsOf } from '../../entities/input.js';
import { InstructionArgument } from '../../entities/instruction-argument.js';
import { DateTime } from '../../entities/scalars.js';

@Answered()
@ObjectType({ description: 'The company as it is now, as far as the viewer may see it.' })
export class CompanyPayload {
  @Field(() => Company)
  readonly company!: Company;
}

/** The organisations that a tenant deals with. */
@Resolver()
export class CompaniesResolver {
  @Query(() => Company, { nullable: true, description: 'One company.' })
  @CompiledRead({ subject: 'Company', as: 'one' })
  company(
    @Arg('id', () => ID) _id: string,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Query(() => connectionOf('Company'), { nullable: true, description: 'The companies that the tenant deals with.' })
  @CompiledRead({ subject: 'Company', as: 'connection' })
  companies(
    @Args(() => listArgumentsOf('Company')) _list: object,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.read(info);
  }

  @Mutation(() => CompanyPayload, { description: 'Adds a company.' })
  @Keyed()
  createCompany(
    @Arg('input', () => inputsOf('Company').create) input: object,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.create(info, 'Company', input, instruction ?? null);
  }

  @Mutation(() => CompanyPayload, {
    description: 'Changes what the input names; with ifUpdatedAt: CONFLICT if the record has changed since.',
  })
  @Keyed()
  updateCompany(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => inputsOf('Company').update) input: object,
    @Arg('ifUpdatedAt', () => DateTime, { nullable: true }) ifUpdatedAt: string | null,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.update(info, 'Company', id, input, {
      ifUpdatedAt: ifUpdatedAt ?? null,
      instruction: instruction ?? null,
    });
  }

  @Mutation(() => DeletePayload, { description: 'Removes a company for good.' })
  @Keyed()
  deleteCompany(
    @Arg('id', () => ID) id: string,
    @InstructionArgument() instruction: string | null,
    @Ctx('visit') visit: Visit,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return visit.writes.remove(info, 'Company', id, instruction ?? null);
  }
}
