import { CONSENT } from './consent.js';
import { FILTERS } from './filters.js';
import { LISTS } from './lists.js';
import { NODES } from './nodes.js';
import { OBJECTS } from './objects.js';
import type { Operation } from './operation.js';
import { REFUSALS } from './refusals.js';

/** Every shape of reading that the schema allows, for whoever may and whoever may not. */
export const CORPUS: readonly Operation[] = [...OBJECTS, ...LISTS, ...FILTERS, ...NODES, ...CONSENT, ...REFUSALS];
