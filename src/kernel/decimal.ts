/**
 * Exact decimals. Amounts are stored as a bigint of ten-thousandths, because comparisons of `numeric` are not leakproof and so never
 * reach an index under row level security.
 */
const SCALE = 4;
const LIMIT = 2n ** 63n - 1n;
const PATTERN = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/;

/** `"1234.5"` -> `"12345000"` (ten-thousandths); undefined for anything that is not such a decimal. */
export function scaleDecimal(text: string): string | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const scaled = BigInt(whole + fraction.padEnd(SCALE, '0'));
  if (scaled > LIMIT) return undefined;
  return scaled === 0n ? '0' : sign + scaled.toString();
}

/** `"12345000"` -> `"1234.50"`: at least two digits behind the point, and no more than it takes. */
export function printDecimal(scaled: string): string {
  const negative = scaled.charCodeAt(0) === 45;
  const digits = (negative ? scaled.slice(1) : scaled).padStart(SCALE + 1, '0');
  const whole = digits.slice(0, -SCALE);
  let fraction = digits.slice(-SCALE);
  if (fraction.endsWith('00')) fraction = fraction.slice(0, 2);
  else if (fraction.endsWith('0')) fraction = fraction.slice(0, 3);
  return `${negative ? '-' : ''}${whole}.${fraction}`;
}

/** A number in its shortest exact form: `"12345000"` -> `"1234.5"`, `"20000"` -> `"2"`. */
export function printNumber(scaled: string): string {
  const text = printDecimal(scaled);
  return text.replace(/\.?0+$/, '');
}
