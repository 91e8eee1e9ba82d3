import { Arg, ID } from 'type-graphql';

/** The argument of every change of tenant data by which staff say what they were told to do. */
export function InstructionArgument(): ParameterDecorator {
  return Arg('instruction', () => ID, {
    nullable: true,
    description: 'For staff: the confirmed instruction of the tenant that covers this change.',
  }) as ParameterDecorator;
}
