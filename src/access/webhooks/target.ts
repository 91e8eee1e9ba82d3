import { isIP } from 'node:net';
import { badInput, type CodedError } from '../../kernel/errors.js';
import { isPublicAddress } from '../../kernel/public-address.js';

/** Where webhooks may lead. */
export type Targets = 'PUBLIC' | 'ANY';

/** A host that answers HTTPS answers it here; anything else may be a service that takes HTTP for something it is not. */
const PORTS = ['', '8443'];
const LONGEST_URL = 2_000;
/** A parser leaves some of them out, so what is read would not be what is reached. */
const CONTROL = /\p{Cc}/u;

/**
 * Why an address is no target; null: it may be one. What its name leads to is checked with every delivery, when it is looked up.
 * @param targets ANY, for development: plain HTTP, every port and every network
 * @param argument where it was given
 */
export function targetFault(text: string, targets: Targets, argument: readonly string[] = []): CodedError | null {
  if (text.length > LONGEST_URL) return tooLong(argument);
  if (CONTROL.test(text)) return badInput("A webhook's address has no control characters.", argument);
  if (!URL.canParse(text)) {
    return badInput('This is no address: write it whole, such as https://hooks.example.com/sluice.', argument);
  }
  const url = new URL(text);
  if (url.href.length > LONGEST_URL) return tooLong(argument);
  if (url.username !== '' || url.password !== '') {
    return badInput("A webhook's address holds no user and no password.", argument);
  }
  if (url.hash !== '') return badInput("A webhook's address has no fragment.", argument);
  if (targets === 'ANY') {
    return /^https?:$/.test(url.protocol) ? null : badInput('A webhook is reached by HTTPS or HTTP.', argument);
  }
  if (url.protocol !== 'https:') return badInput('A webhook is reached by HTTPS.', argument);
  if (!PORTS.includes(url.port)) return badInput('A webhook is reached at port 443 or 8443.', argument);
  const host = hostOf(url);
  if (isIP(host) === 0 || isPublicAddress(host)) return null;
  return badInput('A webhook is reached at a public address.', argument);
}

function tooLong(argument: readonly string[]): CodedError {
  return badInput(`A webhook's address has at most ${LONGEST_URL} characters.`, argument);
}

/** As name or address, an IPv6 address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}
