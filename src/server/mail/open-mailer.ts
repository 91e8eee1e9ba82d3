import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Settings } from '../../settings.js';
import { outboxCarrier, smtpCarrier } from './carrier.js';
import { Mailer } from './mailer.js';

/** By the mail server of the settings; without one, into a folder, which the log says once. */
export function openMailer({ mail, dataDir }: Settings, logger: Logger): Mailer {
  const { smtp, from, publicUrl, linkLifetimeMs } = mail;
  const outbox = join(dataDir, 'outbox');
  if (smtp === null) logger.warn({ outbox }, 'SMTP_URL is not set: mails are written into this folder');
  const carrier = smtp === null ? outboxCarrier(outbox, from) : smtpCarrier(smtp, from);
  return new Mailer({ carrier, logger, linkLifetimeMs, base: publicUrl });
}
