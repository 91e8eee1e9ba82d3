/** What can't be measured in rounds: each starts what it needs, and tells numbers, tables, and which targets were missed. */
import { coldStart } from './procedures/cold-start.js';
import { fanOut } from './procedures/fan-out.js';
import { memory } from './procedures/memory.js';
import { revocation } from './procedures/revocation.js';

export const PROCEDURES = [
  { name: 'fan-out', title: 'Subscription: one change, and a thousand sockets that follow', run: fanOut },
  { name: 'cold-start', title: 'Cold start, with the database up', run: coldStart },
  { name: 'memory', title: 'Memory under load', run: memory },
  // The last, because it leaves a grant open.
  { name: 'revocation', title: 'Revocations, and who notices', run: revocation },
];
