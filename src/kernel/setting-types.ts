import { z } from 'zod';

/** What a variable of the environment takes, and how that is said where it is something else. */
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function wholeNumber(least: number, most: number): z.ZodType<number> {
  const takes = `takes a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, takes)
    .transform(Number)
    .refine((number) => number >= least && number <= most, takes);
}

export function whole(least: number, most: number, usual: number): z.ZodType<number> {
  return wholeNumber(least, most).default(usual);
}

/** Not a number: it is no duration. */
function millisecondsOf(text: string): number {
  const [, amount, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  return Number(amount) * (UNITS[unit] ?? NaN);
}

export function duration(usual: string, least: number, most: number): z.ZodType<number> {
  return z
    .string()
    .default(usual)
    .transform((text, context) => {
      const milliseconds = millisecondsOf(text);
      if (milliseconds >= least && milliseconds <= most) return milliseconds;
      context.addIssue(`takes a duration such as ${usual}, at least ${least} ms and at most ${most / 86_400_000} d`);
      return z.NEVER;
    });
}

/** Several, one after the other. */
export function durations(usual: string, most: number, longest: number): z.ZodType<readonly number[]> {
  return z
    .string()
    .default(usual)
    .transform((text) => text.split(',').map((part) => millisecondsOf(part.trim())))
    .refine(
      (all) => all.length <= most && all.every((milliseconds) => milliseconds > 0 && milliseconds <= longest),
      `takes durations separated by commas, such as ${usual}: at most ${most}, each at most ${longest / 86_400_000} d`,
    );
}

export const switchSetting = z.enum(['true', 'false'], 'takes true or false').transform((text) => text === 'true');

function address(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

export const databaseUrl = z.string().refine((text) => {
  const url = address(text);
  return url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
}, 'takes the address of a PostgreSQL database, such as postgresql://user:password@host:5432/name');

export const webAddress = z.string().refine((text) => {
  const url = address(text);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}, 'takes an address such as https://keeper.example.com/heads, without a user or password in it');

export const origins = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
  .refine(
    (parts) => parts.every((part) => address(part)?.origin === part),
    'takes origins separated by commas, such as https://app.example.com',
  );

export const proxies = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
  .refine(
    (parts) => parts.every((part) => z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(part).success),
    'takes addresses or networks separated by commas, such as 10.0.0.0/8',
  );

const FACTOR_KEYS = 'takes secrets of 32 to 1024 characters separated by commas, the newest first, at most 10';
export const factorKeys = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
  .refine(
    (parts) => parts.length <= 10 && parts.every((part) => part.length >= 32 && part.length <= 1_024),
    FACTOR_KEYS,
  );

/** An address that a program reads: a broken escape in it is found here, not when the first mail is sent. */
function decodes(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

export const smtpUrl = z
  .string()
  .max(1_024, 'takes at most 1024 characters')
  .refine((text) => {
    const url = address(text);
    if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return false;
    return /^\/?$/.test(url.pathname) && url.search === '' && url.hash === '' && decodes(url.username + url.password);
  }, 'takes the address of a mail server, such as smtps://user:password@mail.example.com:465');

export const publicUrl = z.string().refine((text) => {
  const url = address(text);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text;
}, 'takes the origin that browsers reach this API at, such as https://api.example.com');

export const mailbox = z
  .string()
  .regex(/^[\w.+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/, 'takes an e-mail address, such as no-reply@example.com');
