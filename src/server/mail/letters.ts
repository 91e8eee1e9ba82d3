import type { Letter } from '../../access/identity/post.js';

/** What letters say. Nothing in them was typed by anybody: no name, no address but that on the envelope. */

export interface Text {
  readonly subject: string;
  readonly text: string;
}

/** After the `#`, which browsers send to no server: so what is in a link stands in no log on its way. */
const DOES = { PASSWORD_RESET: 'reset', EMAIL_VERIFICATION: 'verify', EMAIL_CHANGE: 'change' } as const;

const NOT_YOU = 'If it was not you, you can ignore this mail: without the link nothing changes.';
const TELL = 'If it was not you, set a new password at once and tell whoever runs your environment.';

export function textOf(letter: Letter, base: string, lifetime: string): Text {
  const link = 'secret' in letter ? `${base}/account/link#${DOES[letter.kind]}.${letter.secret}` : '';
  const holds = `The link holds once and for ${lifetime}.`;
  switch (letter.kind) {
    case 'PASSWORD_RESET':
      return said(
        'Set a new password',
        'Somebody, probably you, asked to set a new password for your account. Open this link to set it:',
        link,
        holds,
        NOT_YOU,
      );
    case 'EMAIL_VERIFICATION':
      return said(
        'Confirm your e-mail address',
        'Open this link to confirm that this address is yours:',
        link,
        holds,
        NOT_YOU,
      );
    case 'EMAIL_CHANGE':
      return said(
        'Confirm your new e-mail address',
        'Somebody, probably you, asked to use this address for an account. Open this link to use it from now on:',
        link,
        holds,
        NOT_YOU,
      );
    case 'ADDRESS_TAKEN':
      return said(
        'You have an account already',
        'Somebody, probably you, asked to use this address for another account. It belongs to an account already, so nothing was changed.',
        'If you can not sign in to that account, ask for a new password.',
      );
    case 'EMAIL_CHANGE_REQUESTED':
      return said(
        'Your e-mail address is about to change',
        'Somebody, probably you, signed in to your account and asked to use another e-mail address for it. It changes once the link is opened that was sent there.',
        TELL,
      );
    case 'EMAIL_CHANGED':
      return said(
        'Your e-mail address was changed',
        'Your account has another e-mail address now, and all its sessions were ended. You sign in with the new address.',
        'If it was not you, tell whoever runs your environment at once.',
      );
    case 'PASSWORD_CHANGED':
      return said(
        'Your password was changed',
        'The password of your account was changed, and other sessions were ended.',
        TELL,
      );
  }
}

function said(subject: string, ...paragraphs: readonly string[]): Text {
  return { subject, text: `${paragraphs.join('\n\n')}\n` };
}

/** As people say it. */
export function spoken(milliseconds: number): string {
  const [unit, size] = (
    [
      ['day', 86_400_000],
      ['hour', 3_600_000],
      ['minute', 60_000],
      ['second', 1_000],
    ] as const
  ).find(([, size]) => milliseconds >= size && milliseconds % size === 0) ?? ['second', 1_000];
  const count = Math.ceil(milliseconds / size);
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
