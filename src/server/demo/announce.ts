import { parse, print } from 'graphql';
import { READY_QUERIES } from '../playground/ready-queries.js';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, DEMO_TOTP_SECRET } from './accounts.js';

/** What somebody needs who sees this server for the first time: where it is, who to be, and what to ask. */
export function demoAnnouncement(url: string): string {
  const width = Math.max(...DEMO_ACCOUNTS.map(({ email }) => email.length));
  return [
    `Open ${url} in a browser, and sign in as one of these with the password ${DEMO_PASSWORD}:`,
    '',
    ...DEMO_ACCOUNTS.map((account) => `  ${account.email.padEnd(width)}  ${account.is}`),
    '',
    `Those at vendor.test need a code as well: give an authenticator app the secret ${DEMO_TOTP_SECRET}, or say npm run demo:code.`,
    '',
    'Three queries to try (the playground has them ready):',
    ...READY_QUERIES.flatMap(({ title, hint, query }) => ['', `  ${title}. ${hint}`, `    ${onOneLine(query)}`]),
    '',
  ].join('\n');
}

/** The first operation of a document, short enough for a terminal. */
function onOneLine(document: string): string {
  const [operation] = parse(document).definitions;
  return operation === undefined
    ? ''
    : print(operation)
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/(?<=\() | (?=\))/g, '');
}
