import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Which network addresses are public: where anybody on the Internet would get by that address, and not into this machine or a network beside
 * it. Of IPv4 all but what is set aside; of IPv6 only what is given out, and of that nothing that holds an IPv4 address inside.
 */
const SET_ASIDE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const GIVEN_OUT_IPV6 = ['2000::', 3] as const;

const SET_ASIDE_IPV6: readonly (readonly [string, number])[] = [
  // Protocol assignments, with Teredo among them.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4.
  ['2002::', 16],
  ['3fff::', 20],
];

const closed = new BlockList();
for (const [network, bits] of SET_ASIDE_IPV4) closed.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of SET_ASIDE_IPV6) closed.addSubnet(network, bits, 'ipv6');
const open = new BlockList();
open.addSubnet(...GIVEN_OUT_IPV6, 'ipv6');

/** False for whatever is no address in its plain form. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, 'ipv4');
  if (isIP(address) === 0 || address.includes('%')) return false;
  return open.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}
