import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import type { Actor } from '../policy/actor.js';
import { compileLaw } from '../policy/compile.js';
import type { Law } from '../policy/law.js';
import { lawOfOne, representativeOf } from '../policy/shared-law.js';

/** Of as many tenants and ways of being let in as work through one node at a time. */
const CAPACITY = 1_000;

/** The laws that are remembered, one for all who differ in nothing but who they are: compiled, a law takes a hundred times as much room as a name. */
export class LawBook {
  readonly #shared = new LRUCache<string, Law>({ max: CAPACITY });

  lawOf(actor: Actor): Law {
    const representative = representativeOf(actor);
    const key = createHash('sha256').update(JSON.stringify(representative)).digest('base64');
    let shared = this.#shared.get(key);
    if (!shared) this.#shared.set(key, (shared = compileLaw(representative)));
    return lawOfOne(shared, actor);
  }
}
