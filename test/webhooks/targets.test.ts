import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { targetFault } from '../../src/access/webhooks/target.js';
import { connect, type ConnectOptions } from '../../src/jobs/webhooks/connect.js';
import type { FoundAddress } from '../../src/jobs/webhooks/look-up.js';
import { isPublicAddress } from '../../src/kernel/public-address.js';
import { startReceiver, type Receiver } from './receiver.js';

/** A webhook leads to the Internet, and never into the machine or the network that the server stands in. */
describe('An address', () => {
  test.each([
    '8.8.8.8',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.1',
    '100.128.0.1',
    '192.0.1.1',
    '223.255.255.254',
    '2001:4860:4860::8888',
    '2a00:1450:4001:830::200e',
    '2003::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ['this host', '0.0.0.0'],
    ['this host, by any number', '0.1.2.3'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared by a provider', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback, elsewhere', '127.255.255.254'],
    ['the clouds’ metadata', '169.254.169.254'],
    ['for protocols', '192.0.0.170'],
    ['for documents', '192.0.2.1'],
    ['for documents', '198.51.100.7'],
    ['for documents', '203.0.113.9'],
    ['a relay', '192.88.99.1'],
    ['for benchmarks', '198.18.0.1'],
    ['for many at once', '224.0.0.1'],
    ['for nobody yet', '240.0.0.1'],
    ['for everybody', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['an IPv4 address inside', '::ffff:127.0.0.1'],
    ['a public IPv4 address inside', '::ffff:8.8.8.8'],
    ['an IPv4 address inside, the old way', '::127.0.0.1'],
    ['an IPv4 address behind a translator', '64:ff9b::7f00:1'],
    ['an IPv4 address behind a translator of one’s own', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['for documents', '2001:db8::1'],
    ['for documents', '3fff::1'],
    ['discarded', '100::1'],
    ['unique local', 'fd00::1'],
    ['unique local', 'fc00::1'],
    ['link-local', 'fe80::1'],
    ['link-local, with its link', 'fe80::1%eth0'],
    ['public, with a link', '2003::1%eth0'],
    ['site-local', 'fec0::1'],
    ['for many at once', 'ff02::1'],
    ['no address', 'localhost'],
    ['no address in its plain form', '0x7f.1'],
    ['nothing', ''],
  ])('that is %s (%s) is not', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('A target', () => {
  test.each([
    'https://hooks.example.test/a?b=c',
    'https://hooks.example.test:8443/',
    'https://8.8.8.8/',
    'https://[2003::1]/',
  ])('%s may be one', (url) => {
    expect(targetFault(url, 'PUBLIC')).toBeNull();
  });

  test.each([
    ['http://hooks.example.test/', /HTTPS/],
    ['ftp://hooks.example.test/', /HTTPS/],
    ['javascript:alert(1)', /HTTPS/],
    ['https://hooks.example.test:22/', /port/],
    ['https://hooks.example.test:80/', /port/],
    ['https://user@hooks.example.test/', /no user/],
    ['https://:secret@hooks.example.test/', /no user/],
    ['https://hooks.example.test/#part', /fragment/],
    ['https://127.0.0.1/', /public/],
    ['https://2130706433/', /public/],
    ['https://0x7f.1/', /public/],
    ['https://0177.0.0.1/', /public/],
    ['https://127.1/', /public/],
    ['https://[::1]/', /public/],
    ['https://[::ffff:10.0.0.1]/', /public/],
    ['https://[::ffff:8.8.8.8]/', /public/],
    ['https://169.254.169.254/latest/meta-data/', /public/],
    ['hooks.example.test', /no address/],
    [`https://hooks.example.test/${'a'.repeat(2_000)}`, /at most/],
    [`https://hooks.example.test/${'é'.repeat(400)}`, /at most/],
    ['https://hooks.example.test/a\nb', /control/],
    ['https://hooks.example.test/\t', /control/],
    ['\u0001https://hooks.example.test/', /control/],
    ['https://hooks.example.test/\u0085', /control/],
  ])('%s may not', (url, says) => {
    expect(targetFault(url, 'PUBLIC')).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(says) });
  });

  test('in development plain HTTP and every port and network', () => {
    expect(targetFault('http://127.0.0.1:9999/', 'ANY')).toBeNull();
    expect(targetFault('file:///etc/passwd', 'ANY')?.message).toMatch(/HTTP/);
  });
});

describe('A name', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver({ secure: true });
  });
  afterAll(() => receiver.close());

  const patience = (): AbortSignal => AbortSignal.timeout(5_000);
  const leadingTo = (...addresses: string[]): ConnectOptions => ({
    targets: 'PUBLIC',
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });

  // Nothing but port 443 and 8443 is connected to there, so it is the look-up that decides, and not that nobody listens.
  test.each([
    ['to this machine', ['127.0.0.1']],
    ['to this machine, by IPv6', ['::1']],
    ['to an IPv4 address inside an IPv6 one', ['::ffff:127.0.0.1']],
    ['to a private network', ['10.1.2.3']],
    ['to both a public and a private address', ['93.184.216.34', '192.168.0.1']],
    ['to the clouds’ metadata', ['169.254.169.254']],
    ['to more addresses than are believed', Array.from({ length: 33 }, (_, index) => `8.8.8.${String(index)}`)],
  ])('that leads %s is not connected to', async (_where, addresses) => {
    const url = new URL('https://hooks.example.test:8443/');
    await expect(connect(url, leadingTo(...addresses), patience())).rejects.toMatchObject({ kind: 'ADDRESS' });
  });

  test('that leads nowhere is said to', async () => {
    const url = new URL('https://hooks.example.test/');
    await expect(connect(url, leadingTo(), patience())).rejects.toMatchObject({ kind: 'NAME' });
    const failing: ConnectOptions = { targets: 'PUBLIC', resolve: () => Promise.reject(new Error('SERVFAIL')) };
    await expect(connect(url, failing, patience())).rejects.toMatchObject({ kind: 'NAME' });
  });

  test('that is never looked up does not hold a try up for longer than it may take', async () => {
    const silent: ConnectOptions = { targets: 'PUBLIC', resolve: () => new Promise(() => undefined) };
    const url = new URL('https://hooks.example.test/');
    await expect(connect(url, silent, AbortSignal.timeout(20))).rejects.toMatchObject({ kind: 'TIMEOUT' });
  });

  test('is looked up once: where it leads later is not connected to', async () => {
    const later = await startReceiver({ secure: true, host: '127.0.0.2', port: receiver.port });
    const answers = ['127.0.0.1', '127.0.0.2'];
    const asked: string[] = [];
    const { CERTIFICATE } = await import('./certificate.js');
    const { socket, raw } = await connect(
      new URL(`https://hooks.example.test:${String(receiver.port)}/`),
      {
        targets: 'ANY',
        ca: CERTIFICATE,
        resolve: async (host): Promise<FoundAddress[]> => {
          asked.push(host);
          return [{ address: answers[asked.length - 1] ?? '', family: 4 }];
        },
      },
      patience(),
    );
    expect(asked).toEqual(['hooks.example.test']);
    expect(raw.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
    raw.destroy();
    await later.close();
    expect(later.connections()).toBe(0);
  });

  test('must be the one of the certificate, and the certificate of somebody who is trusted', async () => {
    const { CERTIFICATE } = await import('./certificate.js');
    const resolve = async (): Promise<FoundAddress[]> => [{ address: '127.0.0.1', family: 4 }];
    const at = (host: string): URL => new URL(`https://${host}:${String(receiver.port)}/`);
    for (const [host, ca] of [
      ['hooks.example.test', undefined],
      ['other.example.test', CERTIFICATE],
    ] as const) {
      const options: ConnectOptions = { targets: 'ANY', resolve, ...(ca !== undefined && { ca }) };
      await expect(connect(at(host), options, patience())).rejects.toMatchObject({ kind: 'CERTIFICATE' });
    }
  });
});
