import { dictionary } from '@zxcvbn-ts/language-common';

/**
 * Passwords that are guessed first: those that breaches have shown to be common, by themselves or with something put around or behind them,
 * and what an attacker knows of the account anyway. Nothing is asked of what a password is made of.
 */
const SHORTEST_WORD = 4;
/** What is left of a password besides something that is known. */
const LEAST_UNKNOWN = 8;
/** Words that everybody tries here. */
const OURS = ['sluice', 'password', 'passwort', 'wachtwoord', 'motdepasse'];

let known: ReadonlySet<string> | undefined;

/** Unpacked when it is first asked for: nearly 50,000 words. */
function commonPasswords(): ReadonlySet<string> {
  known ??= new Set(dictionary['passwords-common']);
  return known;
}

/** Why this password is refused; null: it is not easily guessed. @param personal e-mail address, name: what is known of the account */
export function whyCommon(password: string, personal: readonly string[] = []): string | null {
  const folded = password.toLowerCase();
  const letters = folded.replaceAll(/^[\P{L}]+|[\P{L}]+$/gu, '');
  const common = commonPasswords();
  if (common.has(folded) || isRepeated(folded, common) || isPadded(letters, folded, common) || isJoined(folded, common))
    return 'This password is one of those that are guessed first.';
  const words = [...OURS, ...personal.flatMap(wordsOf)];
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), folded);
  if (rest !== folded && [...rest].length < LEAST_UNKNOWN)
    return 'This password is made of a name or a word that others know to try.';
  return null;
}

/** A common word between digits and signs: `...Baseball2026!`. A longer text merely ends in digits. */
function isPadded(letters: string, folded: string, common: ReadonlySet<string>): boolean {
  return letters.length >= SHORTEST_WORD && letters !== folded && common.has(letters);
}

/** Two common ones, `dragonmaster` or `dragon-master`. */
function isJoined(folded: string, common: ReadonlySet<string>): boolean {
  const text = folded.replaceAll(/[^\p{L}\p{N}]/gu, '');
  for (let at = SHORTEST_WORD; at <= text.length - SHORTEST_WORD; at += 1) {
    if (common.has(text.slice(0, at)) && common.has(text.slice(at))) return true;
  }
  return false;
}

/** `aaaaaaaaaaaa`, `abcabcabcabc`, `passwordpassword`, `123412341234`. */
function isRepeated(folded: string, common: ReadonlySet<string>): boolean {
  const [, part] = /^(.+?)\1+$/su.exec(folded) ?? [];
  return part !== undefined && ([...part].length <= SHORTEST_WORD || common.has(part));
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= SHORTEST_WORD);
}
