import { CodedError } from '../../kernel/errors.js';
import type { Throttle } from './throttle.js';

/** Shows what is in a link. One that does not hold counts as a guess; what is refused for another reason, or was never compared, does not. */
export async function showLink<T>(throttle: Throttle, address: string | undefined, show: () => Promise<T>): Promise<T> {
  const tried = await throttle.spend('link', { address });
  const shown = await show().catch(async (error: unknown) => {
    if (!(error instanceof CodedError) || error.code !== 'BAD_USER_INPUT') await tried.undone();
    throw error;
  });
  await tried.succeeded();
  return shown;
}
