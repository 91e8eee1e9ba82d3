import type { FastifyInstance } from 'fastify';
import { BlockList, isIPv6, type Socket } from 'node:net';
import { networkOf } from '../access/identity/network.js';

/**
 * How many connections may be open: on this node, and from one address, so that nobody who opens them and says nothing keeps others out.
 * What comes through a trusted proxy is the proxy's to count.
 */
export interface ConnectionLimits {
  readonly most: number;
  readonly mostPerAddress: number;
  readonly trustedProxies: readonly string[];
}

export function registerConnections(fastify: FastifyInstance, limits: ConnectionLimits): void {
  const { server } = fastify;
  const trusted = proxies(limits.trustedProxies);
  const open = new Map<string, number>();
  server.maxConnections = limits.most;
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || isTrusted(remoteAddress, trusted)) return;
    const network = networkOf(remoteAddress);
    const count = (open.get(network) ?? 0) + 1;
    if (count > limits.mostPerAddress) {
      socket.destroy();
      return;
    }
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}

/** From where somebody speaks through this socket; empty where a proxy stands between, which only HTTP requests say more of. */
export function peerOf(socket: Socket, trusted: BlockList): string {
  const { remoteAddress = '' } = socket;
  return isTrusted(remoteAddress, trusted) ? '' : remoteAddress;
}

function isTrusted(address: string, trusted: BlockList): boolean {
  return trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

export function proxies(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
