import { ABOUT_ACCESS } from './about-access.js';
import { ABOUT_CHANGES } from './about-changes.js';
import { BY_MAIL } from './by-mail.js';
import { de } from './de.js';
import { fr } from './fr.js';
import { ABOUT_DEFINITIONS } from './about-definitions.js';
import { ABOUT_THE_LOG } from './about-the-log.js';
import { ABOUT_INSTRUCTIONS } from './instructions.js';
import { nl } from './nl.js';
import { OF_APPS } from './of-apps.js';
import { OF_AUTHORITIES } from './of-authorities.js';
import { OF_MEMBERS } from './of-members.js';
import { OF_PROGRAMS } from './of-programs.js';
import { OF_WEBHOOKS } from './of-webhooks.js';

/**
 * What people are told, in their language. English is what the code says, and the key of every catalogue; so a sentence stands where it is
 * meant, and a test finds those that a catalogue lacks. Codes, names of fields and data stay as they are.
 */
export const LANGUAGES = ['en', 'nl', 'fr', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

export const CATALOGUES: Readonly<Record<Exclude<Language, 'en'>, Readonly<Record<string, string>>>> = {
  nl: {
    ...nl,
    ...BY_MAIL.nl,
    ...OF_MEMBERS.nl,
    ...OF_AUTHORITIES.nl,
    ...ABOUT_INSTRUCTIONS.nl,
    ...ABOUT_ACCESS.nl,
    ...ABOUT_CHANGES.nl,
    ...ABOUT_THE_LOG.nl,
    ...ABOUT_DEFINITIONS.nl,
    ...OF_WEBHOOKS.nl,
    ...OF_APPS.nl,
    ...OF_PROGRAMS.nl,
  },
  fr: {
    ...fr,
    ...BY_MAIL.fr,
    ...OF_MEMBERS.fr,
    ...OF_AUTHORITIES.fr,
    ...ABOUT_INSTRUCTIONS.fr,
    ...ABOUT_ACCESS.fr,
    ...ABOUT_CHANGES.fr,
    ...ABOUT_THE_LOG.fr,
    ...ABOUT_DEFINITIONS.fr,
    ...OF_WEBHOOKS.fr,
    ...OF_APPS.fr,
    ...OF_PROGRAMS.fr,
  },
  de: {
    ...de,
    ...BY_MAIL.de,
    ...OF_MEMBERS.de,
    ...OF_AUTHORITIES.de,
    ...ABOUT_INSTRUCTIONS.de,
    ...ABOUT_ACCESS.de,
    ...ABOUT_CHANGES.de,
    ...ABOUT_THE_LOG.de,
    ...ABOUT_DEFINITIONS.de,
    ...OF_WEBHOOKS.de,
    ...OF_APPS.de,
    ...OF_PROGRAMS.de,
  },
};

interface Pattern {
  readonly expression: RegExp;
  readonly translation: string;
}

/** Sentences with something in them, those that say most by themselves first. */
const patterns = new Map<Language, readonly Pattern[]>();

function patternsOf(language: Exclude<Language, 'en'>): readonly Pattern[] {
  let known = patterns.get(language);
  if (!known) {
    known = Object.entries(CATALOGUES[language])
      .filter(([english]) => english.includes('{}'))
      .sort(([one], [other]) => other.length - one.length)
      .map(([english, translation]) => ({ expression: expressionOf(english), translation }));
    patterns.set(language, known);
  }
  return known;
}

function expressionOf(english: string): RegExp {
  const fixed = english.split('{}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${fixed.join('([^]{0,1000}?)')}$`);
}

/** What is in a sentence may be a phrase of its own. */
const DEEPEST = 4;
/** Longer texts are nobody's sentence. */
const LONGEST = 1_000;

export function translate(language: Language, text: string, depth = 0): string {
  if (language === 'en' || text.length > LONGEST) return text;
  const catalogue = CATALOGUES[language];
  if (Object.hasOwn(catalogue, text)) return catalogue[text] ?? text;
  if (depth > DEEPEST) return text;
  for (const { expression, translation } of patternsOf(language)) {
    const found = expression.exec(text);
    if (!found) continue;
    const parts = found.slice(1).map((part) => translate(language, part, depth + 1));
    return translation.replace(/\{\}/g, () => parts.shift() ?? '');
  }
  return text;
}

/** By the cookie, which a page sets as its user chose; else by what the browser prefers. */
export function languageOf(cookie: string | undefined, accepted: string | undefined): Language {
  const chosen = known(cookie);
  if (chosen) return chosen;
  const preferred = (accepted ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', quality = ''] = part.trim().split(/ *; *q=/);
      return { language: known(tag.split('-')[0]?.toLowerCase()), weight: quality === '' ? 1 : Number(quality) };
    })
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return preferred[0]?.language ?? 'en';
}

function known(tag: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === tag);
}
