import type { Actor } from './actor.js';
import { compileLaw } from './compile.js';
import type { Conditions } from './conditions.js';
import type { Law } from './law.js';

/**
 * What the page comes to is the same for all who differ in nothing but who they are: all editors of a tenant, say. Their law is compiled once, for
 * somebody who stands for each of them, and only tests of rows name one of them.
 */

/** Stands for whoever asks. No account bears it. */
const WHOEVER_ASKS = '(whoever asks)';

/** The one whom the law is compiled for on behalf of all like this actor. */
export function representativeOf(actor: Actor): Actor {
  return { ...actor, userId: actor.userId ? WHOEVER_ASKS : actor.userId };
}

/** @param shared the law of this actor's representative */
export function lawOfOne(shared: Law, { userId }: Actor): Law {
  if (!userId) return shared;
  const actor = Object.freeze({ ...shared.actor, userId });
  return Object.freeze({
    ...shared,
    actor,
    /** Compiled each time: only explanations look at single rules. */
    get ability() {
      return compileLaw(actor).ability;
    },
    conditions: (...asked: Parameters<Law['conditions']>) => naming(userId, shared.conditions(...asked)),
  });
}

function naming(userId: string, conditions: Conditions): Conditions {
  const text = JSON.stringify(conditions).replaceAll(JSON.stringify(WHOEVER_ASKS), () => JSON.stringify(userId));
  return JSON.parse(text) as Conditions;
}
