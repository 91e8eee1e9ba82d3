import type { Actor } from '../../src/policy/actor.js';
import { compileLaw } from '../../src/policy/compile.js';
import { explain } from '../../src/policy/explain.js';
import { builtInFieldsOf, customFieldName } from '../../src/policy/fields.js';
import { ACTION_NAMES } from '../../src/vocabulary/actions.js';
import { SUBJECT_NAMES } from '../../src/vocabulary/subjects.js';
import {
  administrator,
  anonymous,
  customField,
  external,
  grant,
  integration,
  invitation,
  member,
  support,
} from './actors.js';

/** All that the law says, to everybody, of everything: as text, so that a change of any of it is read before it is believed. */

const CUSTOM = [
  customField('shoe', 'SHOE_SIZE'),
  customField('boots', 'SHOE_SIZE', 'Company'),
  customField('allergies', 'SPECIAL'),
];
const ENDED = [
  { category: 'FINANCIAL', reason: 'CONSENT_REVOKED' },
  { category: 'COMMERCIAL', reason: 'CONSENT_EXPIRED' },
] as const;
const writing = { access: 'READ_WRITE' } as const;

const EVERYBODY: Readonly<Record<string, Actor>> = {
  OWNER: member('OWNER'),
  'OWNER without agreement': member('OWNER', { agreementAccepted: false }),
  ADMIN: member('ADMIN'),
  EDITOR: member('EDITOR'),
  VIEWER: member('VIEWER'),
  'MEMBER of no tenant': member('VIEWER', { tenantId: null }),
  'MEMBER without a role': member('VIEWER', { role: null }),
  'EXTERNAL who reads': external([invitation(['IDENTITY', 'FINANCIAL'])]),
  'EXTERNAL who writes': external([invitation(['FINANCIAL'], writing), invitation(['NOTES'])]),
  'EXTERNAL who writes without agreement': external([invitation(['FINANCIAL'], writing)], { agreementAccepted: false }),
  SUPPORT: support([], { ended: ENDED }),
  'SUPPORT with grants': support([grant(['IDENTITY']), grant(['SHOE_SIZE', 'SPECIAL'], writing)]),
  'SUPPORT without confidentiality': support([grant(['IDENTITY'])], { confidential: false }),
  'SUPPORT in no tenant': support([], { tenantId: null }),
  ADMINISTRATOR: administrator(),
  'ADMINISTRATOR without confidentiality': administrator({ confidential: false }),
  INTEGRATION: integration(),
  ANONYMOUS: anonymous(),
};

/** Each sentence once, and afterwards by its number: the text stays short enough to be read. */
class Numbered {
  readonly #texts = new Map<string, string>();

  constructor(readonly letter: string) {}

  of(text: string): string {
    const known = this.#texts.get(text) ?? `${this.letter}${String(this.#texts.size + 1)}`;
    this.#texts.set(text, known);
    return known;
  }

  get lines(): readonly string[] {
    return [...this.#texts].map(([text, number]) => `${number} ${text}`);
  }
}

interface Texts {
  readonly told: Numbered;
  readonly lines: Numbered;
}

function verdictsOf(actor: Actor, { told, lines }: Texts): readonly string[] {
  const law = compileLaw({ ...actor, customFields: CUSTOM });
  const asked = new Map<string, string[]>();
  for (const action of ACTION_NAMES) {
    for (const subject of SUBJECT_NAMES) {
      const custom = CUSTOM.map(({ key }) => customFieldName(key));
      for (const field of [undefined, ...builtInFieldsOf(subject), ...custom, 'nonsense']) {
        const { allowed, reason, message, remedy, line, authority } = explain(law, action, subject, field);
        const verdict = law.may(action, subject, field);
        const text = verdict.allowed
          ? `under ${authority?.categories.join('+') ?? 'no authority'}`
          : `[${String(verdict.category)}] ${message} ${String(remedy)}`;
        const key = `${allowed ? 'ALLOWED' : reason} ${told.of(text)} ${line === null ? 'no line' : lines.of(line)}`;
        const group = `${key} ${action} ${subject}:`;
        asked.set(group, [...(asked.get(group) ?? []), field ?? '(whole)']);
      }
    }
  }
  return [
    `  sees: ${law.categories.join(' ')}`,
    `  shape: ${law.shape}`,
    ...SUBJECT_NAMES.map((subject) => `  rows of ${subject}: ${JSON.stringify(law.conditions(subject))}`),
    ...[...asked].map(([group, fields]) => `  ${group} ${fields.join(' ')}`),
  ];
}

export function printVerdicts(): string {
  const texts = { told: new Numbered('T'), lines: new Numbered('L') };
  const actors = Object.entries(EVERYBODY).map(([name, actor]) => `${name}\n${verdictsOf(actor, texts).join('\n')}\n`);
  return [...actors, `Lines\n${texts.lines.lines.join('\n')}\n`, `Sentences\n${texts.told.lines.join('\n')}\n`].join(
    '\n',
  );
}
