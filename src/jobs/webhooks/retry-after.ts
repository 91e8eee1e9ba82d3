/** Statuses with which a receiver may say when to come again. */
const SAY_WHEN: ReadonlySet<number> = new Set([429, 503]);

/** More digits are no number of seconds that anybody means. */
const SECONDS = /^\d{1,10}$/;
/** As HTTP writes a date, in its form of today and in both old ones. */
const HTTP_DATE =
  /^[A-Z][a-z]{2,8},? (\d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} [\d:]{8} GMT|[A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4})$/;

export function saysWhen(status: number): boolean {
  return SAY_WHEN.has(status);
}

/** How long a receiver asks to be left alone; null: it does not say, or not in a way that is understood. */
export function retryAfterMs(text: string | undefined, now: Date): number | null {
  const said = text?.trim() ?? '';
  if (SECONDS.test(said)) return Number(said) * 1_000;
  if (!HTTP_DATE.test(said)) return null;
  const at = Date.parse(said.endsWith('GMT') ? said : `${said} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
