import * as say from '../../src/policy/sentences.js';
import { CATEGORIES } from '../../src/vocabulary/categories.js';
import { SUBJECTS } from '../../src/vocabulary/subjects.js';

/** Everything that the law can say to a person, as it says it. */
export const CODES_OF_CONSENT = /consent/;

export function saidByTheLaw(): readonly string[] {
  const subjects = Object.keys(SUBJECTS).map((subject) => `${/^[AEIO]/.test(subject) ? 'an' : 'a'} ${subject}`);
  const categories = Object.keys(CATEGORIES);
  const whats = subjects.flatMap((subject) => [
    subject,
    `any data of ${subject} (${categories.join(', ')})`,
    ...categories.slice(0, 1).map((category) => `${category} data of ${subject}`),
  ]);
  const deeds = ['seeing', 'adding', 'changing', 'deleting', 'exporting', 'erasing'].flatMap((deed) =>
    whats.map((what) => `${deed} ${what}`),
  );
  const fixed = Object.values(say).filter((one): one is say.Said => typeof one !== 'function');
  const made = deeds.flatMap((deed) => [
    say.roleLacks('EDITOR', deed),
    say.nobodyMay(deed),
    say.notForKind('SUPPORT', deed),
    say.onlyFor('ADMINISTRATOR', deed),
    say.ownersOnly('ADMIN', deed),
    say.ownOnly(deed),
    say.accessLacks(deed),
  ]);
  const reasons = ['CONSENT_REQUIRED', 'CONSENT_REVOKED', 'CONSENT_EXPIRED'] as const;
  const consents = reasons.flatMap((reason) =>
    whats.flatMap((what) => [say.consent(reason, false, what), say.consent(reason, true, what)]),
  );
  return [...fixed, ...made, ...consents].flatMap(({ message, remedy }) => [message, remedy]);
}
