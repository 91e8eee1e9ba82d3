import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { hostOf, targetFault } from '../../access/webhooks/target.js';
import { isPublicAddress } from '../../kernel/public-address.js';
import { DeliveryFailure } from './failure.js';
import { lookUpBy, type FoundAddress, type LookUpOptions, type Resolve } from './look-up.js';

export interface ConnectOptions extends LookUpOptions {
  /** How names are looked up; absent: name servers are asked. */
  readonly resolve?: Resolve;
  /** Who vouches for certificates; absent: those whom Node trusts. */
  readonly ca?: string;
}

/** An open connection, and the one below it: resetting that one takes back what the kernel has not sent. */
export interface Connection {
  readonly socket: Socket;
  readonly raw: Socket;
}

/** More than any honest name has. */
const MOST_ADDRESSES = 32;

/**
 * Connects to where a webhook leads: its name is looked up once, every address that it has is checked, and the connection goes to one of those
 * and to no other, whatever the name says by then.
 */
export async function connect(url: URL, options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  if (targetFault(url.href, options.targets) !== null) throw new DeliveryFailure('ADDRESS');
  const host = hostOf(url);
  const found = await untilAborted(addressesOf(host, options, signal), signal);
  const secure = url.protocol === 'https:';
  const fixed = ((_host, { all }, done) => {
    const [first] = found;
    if (all) done(null, [...found]);
    else done(null, first?.address ?? '', first?.family);
  }) as LookupFunction;
  const raw = connectTcp({
    host,
    port: Number(url.port) || (secure ? 443 : 80),
    lookup: fixed,
    autoSelectFamily: true,
    noDelay: true,
  });
  const abort = (): void => void raw.destroy(new DeliveryFailure('TIMEOUT'));
  signal.addEventListener('abort', abort, { once: true });
  // A later error is told to whoever uses the connection then.
  raw.on('error', () => undefined);
  try {
    await opened(raw, 'connect', 'CONNECTION');
    if (!found.some(({ address }) => address === raw.remoteAddress)) throw new DeliveryFailure('ADDRESS');
    if (!secure) return { socket: raw, raw };
    const socket = connectTls({
      socket: raw,
      ...(isIP(host) === 0 && { servername: host }),
      ...(isIP(host) !== 0 && { host }),
      ...(options.ca !== undefined && { ca: options.ca }),
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
    });
    socket.on('error', () => undefined);
    await opened(socket, 'secureConnect', 'CERTIFICATE');
    return { socket, raw };
  } catch (error) {
    raw.destroy();
    throw signal.aborted ? new DeliveryFailure('TIMEOUT') : error;
  }
}

async function addressesOf(
  host: string,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<readonly FoundAddress[]> {
  const { targets, resolve = lookUpBy(options) } = options;
  const family = isIP(host);
  let found: readonly FoundAddress[];
  try {
    found = family === 0 ? await resolve(host, signal) : [{ address: host, family }];
  } catch {
    throw new DeliveryFailure('NAME');
  }
  if (found.length === 0) throw new DeliveryFailure('NAME');
  const fit = targets === 'ANY' || found.every(({ address }) => isPublicAddress(address));
  if (!fit || found.length > MOST_ADDRESSES) throw new DeliveryFailure('ADDRESS');
  return found;
}

function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  otherwise: 'CONNECTION' | 'CERTIFICATE',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error?: Error): void =>
      reject(error instanceof DeliveryFailure ? error : new DeliveryFailure(kindOf(error, otherwise)));
    socket.once(event, resolve);
    socket.once('error', failed);
    socket.once('close', () => failed());
  });
}

/** A handshake may fail because the other side is gone, and not for its certificate. */
function kindOf(error: Error | undefined, otherwise: 'CONNECTION' | 'CERTIFICATE'): 'CONNECTION' | 'CERTIFICATE' {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? 'ECONNRESET';
  return /^E(CONN|PIPE|HOST|NET|TIMEDOUT)/.test(code) ? 'CONNECTION' : otherwise;
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new DeliveryFailure('TIMEOUT'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
