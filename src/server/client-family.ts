/**
 * What kind of program says that it asks, in a few fixed words: enough for a person to know a session again. A user agent as it comes is a
 * text of the client's choosing, and more of a person's traits than there is reason to keep.
 */
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrom(?:e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^(?:node|undici)\b/, 'Node'],
  [/^[Pp]ython\b/, 'Python'],
  [/^Go-http-client\//, 'Go'],
  [/^(?:Java|okhttp|Apache-HttpClient)\b/, 'Java'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];
const LONGEST = 512;

/** As in `Firefox on Linux`; empty where nothing is known of it. */
export function clientFamily(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, LONGEST);
  const nameOf = (names: typeof PROGRAMS): string | undefined => names.find(([pattern]) => pattern.test(text))?.[1];
  return [nameOf(PROGRAMS), nameOf(SYSTEMS)].filter((name) => name !== undefined).join(' on ');
}
