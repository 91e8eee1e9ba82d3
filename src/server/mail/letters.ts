import type { Letter } from '../../access/identity/post.js';
import { translate, type Language } from '../language/translate.js';

/** What letters say. Nothing in them was typed by anybody: no name, no address but that on the envelope. */

export interface Text {
  readonly subject: string;
  readonly text: string;
}

type Kind = Letter['kind'];

/** What an account link does, as its address says it: after the `#`, which browsers send to no server, so it stands in no log on its way. */
const DOES: Partial<Record<Kind, string>> = {
  PASSWORD_RESET: 'reset',
  EMAIL_VERIFICATION: 'verify',
  EMAIL_CHANGE: 'change',
  INVITATION: 'invite',
  EXTERNAL_INVITATION: 'external',
};

const NOT_YOU = 'If it was not you, you can ignore this mail: without the link nothing changes.';
const TELL = 'If it was not you, set a new password at once and tell whoever runs your environment.';

interface Wording {
  readonly subject: string;
  readonly before: string;
  /** After the link, where there is one. */
  readonly after: string;
}

export const WORDINGS: Readonly<Record<Kind, Wording>> = {
  PASSWORD_RESET: {
    subject: 'Set a new password',
    before: 'Somebody, probably you, asked to set a new password for your account. Open this link to set it:',
    after: NOT_YOU,
  },
  EMAIL_VERIFICATION: {
    subject: 'Confirm your e-mail address',
    before: 'Open this link to confirm that this address is yours:',
    after: NOT_YOU,
  },
  EMAIL_CHANGE: {
    subject: 'Confirm your new e-mail address',
    before: 'Somebody, probably you, asked to use this address for an account. Open this link to use it from now on:',
    after: NOT_YOU,
  },
  INVITATION: {
    subject: 'You are invited',
    before:
      'Somebody invited you to work in an environment of theirs. If you have no account yet, open this link to make one; if you have one, sign in and accept the invitation with what stands in the link after the dot:',
    after: 'If you do not know who that may be, you can ignore this mail: without the link nothing changes.',
  },
  EXTERNAL_INVITATION: {
    subject: 'You are invited to see data',
    before:
      'Somebody wants to let you see data of their environment, under an agreement between you and them. If you have no account yet, open this link to read the agreement, and to make an account and accept it; if you have one, sign in and find it under your external accesses:',
    after: 'If you do not know who that may be, you can ignore this mail: without the link nothing changes.',
  },
  ADDRESS_TAKEN: {
    subject: 'You have an account already',
    before:
      'Somebody, probably you, asked to use this address for another account. It belongs to an account already, so nothing was changed.',
    after: 'If you can not sign in to that account, ask for a new password.',
  },
  EMAIL_CHANGE_REQUESTED: {
    subject: 'Your e-mail address is about to change',
    before:
      'Somebody, probably you, signed in to your account and asked to use another e-mail address for it. It changes once the link is opened that was sent there.',
    after: TELL,
  },
  EMAIL_CHANGED: {
    subject: 'Your e-mail address was changed',
    before:
      'Your account has another e-mail address now, and all its sessions were ended. You sign in with the new address.',
    after: 'If it was not you, tell whoever runs your environment at once.',
  },
  PASSWORD_CHANGED: {
    subject: 'Your password was changed',
    before: 'The password of your account was changed, and other sessions were ended.',
    after: TELL,
  },
};

export function textOf(letter: Letter, base: string, lifetimeMs: number, language: Language): Text {
  const { subject, before, after } = WORDINGS[letter.kind];
  const say = (sentence: string): string => translate(language, sentence);
  const link =
    'secret' in letter
      ? [
          `${base}/account/link#${DOES[letter.kind] ?? ''}.${letter.secret}`,
          say(
            `The link holds once and for ${spoken('lifetimeMs' in letter ? letter.lifetimeMs : lifetimeMs, language)}.`,
          ),
        ]
      : [];
  return { subject: say(subject), text: `${[say(before), ...link, say(after)].join('\n\n')}\n` };
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** As people say it: in the largest unit that leaves nothing over. */
export function spoken(milliseconds: number, language: Language): string {
  const [unit, size] = UNITS.find(([, size]) => milliseconds % size === 0) ?? ['second', 1_000];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.ceil(milliseconds / size),
  );
}
