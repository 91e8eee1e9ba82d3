import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transporter } from 'nodemailer';
import { late } from '../../kernel/late.js';
import type { SmtpSettings } from '../../kernel/mail-settings.js';

export interface Mail {
  readonly to: string;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

/** How a mail leaves the house. */
export interface Carrier {
  carry(mail: Mail): Promise<void>;
  close(): void;
}

/** It won't be taken next time either. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable';
}

/** One address and nothing else: whatever could begin another header, another recipient or a name is none. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@\u0000-\u0020\u007f]{1,64}@[^\s<>()[\]\\,;:"@\u0000-\u0020\u007f]{1,254}$/;

/** Nothing is read from disk or web for a mail, whatever is in it. */
const CLOSED = { disableFileAccess: true, disableUrlAccess: true };

function messageOf(from: string, { to, language, subject, text }: Mail) {
  if (!ADDRESS.test(to)) throw new Undeliverable('This is no address that a mail can be sent to.');
  return {
    from: { name: '', address: from },
    to: { name: '', address: to },
    subject,
    text,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
    ...CLOSED,
  };
}

/** Waiting is bounded at every step: a mail server that says nothing must not hold up the line. */
const TIMES = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

export function smtpCarrier(smtp: SmtpSettings, from: string): Carrier {
  const { host, port, secure, requireTLS, user, password } = smtp;
  const open = late(async () => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      host,
      port,
      secure,
      requireTLS,
      ...(user !== null && { auth: { user, pass: password ?? '' } }),
      ...TIMES,
      ...CLOSED,
    });
  });
  let transport: Transporter | undefined;
  return {
    carry: async (mail) => {
      transport = await open();
      await transport.sendMail(messageOf(from, mail));
    },
    close: () => transport?.close(),
  };
}

/** Older ones make room. */
const MOST_IN_OUTBOX = 1_000;

/** For a machine without a mail server: mails as files, which only the account that the node runs as can read. */
export function outboxCarrier(folder: string, from: string): Carrier {
  const open = late(async () => {
    const { createTransport } = await import('nodemailer');
    return createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...CLOSED });
  });
  return {
    carry: async (mail) => {
      const transport = await open();
      const { message } = await transport.sendMail(messageOf(from, mail));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}.eml`;
      await writeFile(join(folder, name), message as Buffer, { mode: 0o600, flag: 'wx' });
      const kept = (await readdir(folder)).filter((one) => one.endsWith('.eml')).sort();
      for (const old of kept.slice(0, Math.max(0, kept.length - MOST_IN_OUTBOX))) {
        await rm(join(folder, old), { force: true });
      }
    },
    close: () => undefined,
  };
}
