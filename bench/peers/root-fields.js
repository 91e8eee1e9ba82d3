/** The root fields of the peers whose SQL is written by hand. */
import { contactById, contactsOf } from './rows.js';

export const rootFields = {
  contact: (_root, { id }, { tenantId }) => contactById(tenantId, id),
  contacts: async (_root, args, { tenantId }) => ({ nodes: await contactsOf(tenantId, args) }),
};
