/** Whoever is RATE_LIMITED is told when to come back, whatever there is too much of. */
import { describe, expect, test } from '@jest/globals';
import { translateDatabaseError } from '../../src/access/database-fault.js';
import { Invitations, type InvitationParts } from '../../src/access/identity/invitations.js';
import { MailedLinks, type Asking, type LinkParts } from '../../src/access/identity/mailed-links.js';

const NOBODY = { credential: '', tenant: '' };
const ASKING: Asking = {
  presented: () => NOBODY,
  nobody: () => NOBODY,
  recordFailure: async () => undefined,
  language: () => 'en',
};
/** All that is asked of the throttle and the database goes well, and the line of mails is full. */
const FULL = {
  throttle: { spend: async () => ({ succeeded: async () => undefined, undone: async () => undefined }) },
  database: { run: async () => [] },
  post: { later: () => false },
  invitationLifetimeMs: 1_000,
} as unknown;

const told = (seconds: number) => ({ code: 'RATE_LIMITED', details: { retryAfter: seconds } });

describe('RATE_LIMITED says how long to wait', () => {
  test('where too many mails wait', async () => {
    const links = new MailedLinks(FULL as LinkParts, ASKING);
    await expect(links.requestPasswordReset('somebody@acme.test')).rejects.toMatchObject(told(120));
    const invitations = new Invitations(FULL as InvitationParts, ASKING);
    await expect(invitations.send('somebody@acme.test', 'VIEWER')).rejects.toMatchObject(told(120));
  });

  test('where the database says so, which tells no time', () => {
    const refusal = { code: 'SL001', hint: 'RATE_LIMITED', message: 'Too many requests of this app are waiting.' };
    expect(translateDatabaseError(refusal)).toMatchObject(told(60));
    expect(translateDatabaseError({ ...refusal, hint: 'CONFLICT' })).toMatchObject({ code: 'CONFLICT', details: {} });
  });
});
