import type { z } from 'zod';
import { duration, mailbox, publicUrl, smtpUrl } from './setting-types.js';

/** How mails leave the house, and what the links in them begin with. */
export const mailVariables = {
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailbox.optional(),
  PUBLIC_URL: publicUrl.optional(),
  LINK_LIFETIME: duration('1h', 60_000, 7 * 86_400_000),
  INVITATION_LIFETIME: duration('7d', 60_000, 30 * 86_400_000),
};

type MailVariables = z.infer<z.ZodObject<typeof mailVariables>>;

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it, and nothing without it where it is required. */
  readonly secure: boolean;
  readonly requireTLS: boolean;
  readonly user: string | null;
  readonly password: string | null;
}

export interface MailSettings {
  /** Absent: mails become files in a folder of the data directory. */
  readonly smtp: SmtpSettings | null;
  readonly from: string;
  /** What links begin with; absent: the address that the server listens at. Never what a request says. */
  readonly publicUrl: string | null;
  readonly linkLifetimeMs: number;
  /** How long the link of an invitation can be used. */
  readonly invitationLifetimeMs: number;
}

/** What is wrong with these variables together. */
export function mailFault({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: MailVariables, production: boolean): string | undefined {
  if (SMTP_URL === undefined) return undefined;
  if (MAIL_FROM === undefined) return 'MAIL_FROM must be set where SMTP_URL is';
  if (production && !PUBLIC_URL?.startsWith('https:'))
    return 'PUBLIC_URL must be set to an https address where NODE_ENV is production and SMTP_URL is set';
  return undefined;
}

export function mailSettings(read: MailVariables, production: boolean): MailSettings {
  return {
    smtp: read.SMTP_URL === undefined ? null : smtpSettings(read.SMTP_URL, production),
    from: read.MAIL_FROM ?? 'sluice@localhost',
    publicUrl: read.PUBLIC_URL ?? null,
    linkLifetimeMs: read.LINK_LIFETIME,
    invitationLifetimeMs: read.INVITATION_LIFETIME,
  };
}

/** In production a link travels in clear to this machine only. */
function smtpSettings(text: string, production: boolean): SmtpSettings {
  const { protocol, hostname, port, username, password } = new URL(text);
  const secure = protocol === 'smtps:';
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: production && !secure && !local,
    user: username === '' ? null : decodeURIComponent(username),
    password: password === '' ? null : decodeURIComponent(password),
  };
}
