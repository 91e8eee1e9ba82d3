/** Names and ids come from the database and from requests: what is absent or empty names nothing, whatever its type promises. */
export function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
