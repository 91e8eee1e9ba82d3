import { Arg, Ctx, Field, FieldResolver, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { demand } from '../../access/demand.js';
import type { Visit } from '../../access/visit.js';
import { GdprSettings } from './gdpr-settings.js';

@InputType({ description: 'What is asked of tokens and integrations. What is left out stays.' })
export class TokenPolicyInput {
  @Field(() => Int, {
    nullable: true,
    description: 'How many days a token lives at most, 1 to 365, also one that was made before.',
  })
  readonly maxDays?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a second owner or admin approves each token, and activates each integration.',
  })
  readonly fourEyes?: boolean | null;
}

@ObjectType({ description: 'What is asked of tokens and integrations.' })
export class TokenPolicy {
  @Field(() => Int, { description: 'How many days a token lives at most, also one that was made before.' })
  readonly maxDays!: number;

  @Field(() => Boolean, {
    description: 'Whether a second owner or admin approves each token, and activates each integration.',
  })
  readonly fourEyes!: boolean;
}

@Resolver(() => GdprSettings)
export class TokenPolicyResolver {
  @FieldResolver(() => TokenPolicy, { description: 'What is asked of tokens and integrations.' })
  async tokenPolicy(@Ctx('visit') visit: Visit): Promise<TokenPolicy> {
    demand((await visit.standing()).law, 'READ', 'ApiToken');
    return present(visit);
  }

  @Mutation(() => TokenPolicy, {
    description:
      'Any owner or admin makes it stricter. To loosen it is for owners who have just shown a code of their second factor.',
  })
  async setTokenPolicy(
    @Arg('input', () => TokenPolicyInput) { maxDays, fourEyes }: TokenPolicyInput,
    @Ctx('visit') asked: Visit,
  ): Promise<TokenPolicy> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'UPDATE', 'ApiToken');
    await visit.changeRightsOfAll('auth.set_token_policy', [textOf(maxDays), textOf(fourEyes)]);
    return present(visit);
  }
}

async function present(visit: Visit): Promise<TokenPolicy> {
  const [row] = await visit.call('auth.token_policy', []);
  return { maxDays: Number(row?.[0]), fourEyes: row?.[1] === 't' };
}

function textOf(value: number | boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
