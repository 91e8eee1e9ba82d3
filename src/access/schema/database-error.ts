/**
 * What an error of the driver says, judged by its properties and not by its class: errors of the network come from Node, those
 * of the server from the driver, and a list of failed attempts has no message at all.
 */
export function codeOf(error: unknown): string | undefined {
  return textOf(error, 'code');
}

export function messageOf(error: unknown): string {
  return textOf(error, 'message') ?? textOf(error, 'code') ?? 'no answer';
}

function textOf(error: unknown, property: 'code' | 'message'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
