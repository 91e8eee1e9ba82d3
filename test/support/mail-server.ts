/** A real mail server on a port of its own, which keeps what it is sent, and refuses when it is told to. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The whole message as it came. */
  readonly raw: string;
}

export interface MailServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** How many of the next connections are sent away. */
  refuseNext: number;
  /** Connections that were sent away. */
  readonly refused: () => number;
  /** The first mail to an address, or the first after so many of them. */
  mailTo(address: string, after?: number): Promise<ReceivedMail>;
  /** The first one with a link of this kind, whatever else comes in between. */
  linkTo(address: string, kind: 'reset' | 'verify' | 'change'): Promise<ReceivedMail>;
  mailsTo(address: string): readonly ReceivedMail[];
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** Who may send; anybody else is told what he said. Absent: everybody. */
  readonly account?: { readonly user: string; readonly password: string };
}

export async function startMailServer({ account }: MailServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  let refused = 0;
  const smtp = new SMTPServer({
    authOptional: account === undefined,
    allowInsecureAuth: true,
    disabledCommands: account === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    onAuth: ({ username = '', password = '' }, _session, done) => {
      if (username === account?.user && password === account.password) return done(null, { user: username });
      refused += 1;
      done(new Error(`${username} has another password than ${password}`));
    },
    onConnect: (_session, done) => {
      if (server.refuseNext === 0) return done();
      server.refuseNext -= 1;
      refused += 1;
      done(Object.assign(new Error('Not now'), { responseCode: 421 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), ...readMail(raw) });
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  const mailsTo = (address: string): readonly ReceivedMail[] => mails.filter(({ to }) => to.includes(address));
  const server: MailServer = {
    url: `smtp://127.0.0.1:${String(port)}`,
    mails,
    refuseNext: 0,
    refused: () => refused,
    mailsTo,
    mailTo: async (address, after = 0) => {
      for (let waited = 0; waited < 20_000; waited += 50) {
        const mail = mailsTo(address)[after];
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('No such mail came within 20 seconds.');
    },
    linkTo: async (address, kind) => {
      for (let waited = 0; waited < 20_000; waited += 50) {
        const mail = mailsTo(address).find(({ text }) => text.includes(`/account/link#${kind}.`));
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error('No such link came within 20 seconds.');
    },
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
  return server;
}

/** Mails of ours have one part, of plain text. */
export function readMail(raw: string): Omit<ReceivedMail, 'to'> {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const encoded = body.join('\n\n');
  const plain = /quoted-printable/i.test(head) ? unquoted(encoded.replaceAll(/=\r?\n/g, '')) : encoded;
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(head)?.[1] ?? '';
  return { subject: words(subject), text: plain, raw };
}

function unquoted(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** Encoded words, of which a long subject has several. */
function words(subject: string): string {
  return subject
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : unquoted(text.replaceAll('_', ' ')),
    )
    .trim();
}

/** What is in the link of a mail. */
export function tokenIn({ text }: { readonly text: string }): string {
  const token = /\/account\/link#(?:reset|verify|change|invite|external)\.([\w-]{43})(?![\w-])/.exec(text)?.[1];
  if (token === undefined) throw new Error('There is no link in this mail.');
  return token;
}
