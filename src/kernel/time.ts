/** The database's text for a point in time -> RFC 3339, UTC, milliseconds. */
export function isoTime(text: string): string {
  return new Date(text).toISOString();
}
