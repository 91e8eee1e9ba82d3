import type { Database } from '../access/database.js';
import type { IdentityParts } from '../access/identity/account.js';
import { FactorKeys } from '../access/identity/factor-keys.js';
import { Passwords } from '../access/identity/passwords.js';
import { SecondFactor } from '../access/identity/second-factor.js';
import { CsrfTokens } from '../access/identity/secrets.js';
import { Throttle } from '../access/identity/throttle.js';
import type { Settings } from '../settings.js';

interface Parts extends Pick<IdentityParts, 'post' | 'rightsChanged'> {
  readonly settings: Settings;
  readonly database: Database;
  readonly secretKey: string;
}

/** Who somebody is, as this installation has it found out. */
export function identityOf({ settings, database, secretKey, post, rightsChanged }: Parts): IdentityParts {
  const { passwordMemoryKib, passwordPasses, secondFactorKeys, stepUpMs, sessionIdleMs, sessionLifetimeMs } = settings;
  const throttle = new Throttle(database, secretKey, settings.throttle);
  return {
    database,
    passwords: new Passwords({ memoryKib: passwordMemoryKib, passes: passwordPasses }),
    csrfTokens: new CsrfTokens(secretKey),
    secondFactor: new SecondFactor(database, new FactorKeys(secretKey, secondFactorKeys), stepUpMs, throttle),
    throttle,
    sessionIdleMs,
    sessionLifetimeMs,
    post,
    linkLifetimeMs: settings.mail.linkLifetimeMs,
    invitationLifetimeMs: settings.mail.invitationLifetimeMs,
    rightsChanged,
  };
}
