/** Mercurius with a rule for each field by what it holds, asked by its own plugin for that. */
import mercuriusAuth from 'mercurius-auth';
import { FIELD_CATEGORIES, SEEN_BY } from './field-categories.js';
import { serveMercurius } from './mercurius-server.js';

await serveMercurius((app) =>
  app.register(mercuriusAuth, {
    mode: 'external',
    policy: FIELD_CATEGORIES,
    authContext: ({ role }) => ({ role }),
    applyPolicy: (category, _parent, _args, { auth }) => SEEN_BY[category].includes(auth.role),
  }),
);
