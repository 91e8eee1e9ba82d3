import { badInput } from '../../kernel/errors.js';
import { NO_UUID, parseId } from '../../kernel/ids.js';
import { modelOf } from '../../entities/data.js';
import type { NamedInstruction } from '../../policy/actor.js';
import type { Row, Statement } from '../database.js';
import { withInstruction, type Standing } from '../standing.js';

/** The uuid of the instruction that a request names. A malformed id is one that nobody gave. */
export function instructionNamed(id: string | null): string | null {
  return id === null ? null : (parseId(modelOf('Instruction').prefix, id) ?? NO_UUID);
}

/**
 * The standing of who writes under an instruction, if it is in force, which it stays until the transaction ends: withdrawing one, and closing
 * a window, takes a lock that the transaction holds. The name is left with the transaction too, where row level security finds it.
 */
export async function instructedStanding(
  standing: Standing,
  named: string | null,
  run: (statement: Statement) => Promise<Row[]>,
): Promise<Standing> {
  if (named === null) return standing;
  const { kind } = standing.law.actor;
  if (kind === 'MEMBER' || kind === 'EXTERNAL' || kind === 'INTEGRATION')
    throw badInput('Only staff write under an instruction: leave it out.', ['instruction']);
  await run({ text: `select set_config('sluice.instruction', $1, true)`, values: [named] });
  return standingUnder(standing, named, run);
}

/** The standing that a change would be judged by which names this instruction. */
export async function standingUnder(
  standing: Standing,
  named: string,
  run: (statement: Statement) => Promise<Row[]>,
): Promise<Standing> {
  const [row] = await run({ text: 'select auth.instruction_in_force($1)::text as instruction', values: [named] });
  const instruction = JSON.parse(row?.[0] ?? 'null') as NamedInstruction | null;
  return instruction ? withInstruction(standing, instruction) : standing;
}
