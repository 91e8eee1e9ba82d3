/** A name server that knows what it is told, and keeps silent where it is told to. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { isIPv4 } from 'node:net';

const A = 1;
const CNAME = 5;
const AAAA = 28;
const ERRORS = { SERVFAIL: 2, NXDOMAIN: 3 } as const;

/** The addresses of a name, the name that it stands for (`=other.test`), or what is said instead of them. */
type Known = readonly string[] | keyof typeof ERRORS | 'SILENT';

interface Entry {
  readonly a?: Known;
  readonly aaaa?: Known;
}

export interface NameServer {
  /** As a resolver takes it. */
  readonly address: string;
  /** Names that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** @param knows what there is; a name that is not among it does not exist */
export async function startNameServer(knows: (name: string) => Entry | undefined): Promise<NameServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query: Buffer, { port, address }: RemoteInfo) => {
    const { name, type, end } = questionOf(query);
    asked.push(name);
    const entry = knows(name);
    const known = entry === undefined ? 'NXDOMAIN' : ((type === AAAA ? entry.aaaa : entry.a) ?? []);
    if (known === 'SILENT') return;
    const rcode = typeof known === 'string' ? ERRORS[known] : 0;
    const answers = typeof known === 'string' ? [] : known.map(recordOf);
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180 | rcode, 2);
    head.writeUInt16BE(answers.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String(socket.address().port)}`,
    asked,
    close: () => new Promise((resolve) => void socket.close(() => resolve())),
  };
}

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  // Resolvers mix large and small letters, to know their answers by them.
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Of the name that was asked for; what follows `=name` is of that name. */
function recordOf(value: string, at: number, all: readonly string[]): Buffer {
  const before = all[at - 1];
  const owner = before?.startsWith('=') ? nameOf(before.slice(1)) : Buffer.from([0xc0, 12]);
  const [type, data] = value.startsWith('=')
    ? [CNAME, nameOf(value.slice(1))]
    : isIPv4(value)
      ? [A, Buffer.from(value.split('.').map(Number))]
      : [AAAA, bytesOfIPv6(value)];
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

function nameOf(name: string): Buffer {
  return Buffer.concat([
    ...name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1')),
    Buffer.from([0]),
  ]);
}

function bytesOfIPv6(address: string): Buffer {
  const [before = '', after = ''] = address.split('::');
  const groups = (text: string): readonly string[] => text.split(':').filter((group) => group !== '');
  const missing = 8 - groups(before).length - groups(after).length;
  const all = [...groups(before), ...Array.from({ length: missing }, () => '0'), ...groups(after)];
  return Buffer.concat(all.map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}
