import { createHash } from 'node:crypto';

/** An id like those that the application makes (version 7: time first), but always the same one for the same name. */
export function idFor(name: string, at: number): string {
  const bytes = digest(name);
  bytes.writeUIntBE(at, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What everything random about the demo world comes from: its name. */
export function digest(name: string): Buffer {
  return createHash('sha256').update(`sluice demo world/${name}`).digest();
}
