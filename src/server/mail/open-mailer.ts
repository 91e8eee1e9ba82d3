import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Settings } from '../../settings.js';
import { outboxCarrier, smtpCarrier } from './carrier.js';
import { Mailer } from './mailer.js';

/** By the mail server of the settings; without one, into a folder. */
export function openMailer({ mail, dataDir }: Settings, logger: Logger): Mailer {
  const { smtp, from, publicUrl, linkLifetimeMs } = mail;
  const parts = { logger, linkLifetimeMs, base: publicUrl };
  if (smtp !== null) return new Mailer({ ...parts, carrier: smtpCarrier(smtp, from) });
  const outbox = join(dataDir, 'outbox');
  return new Mailer({ ...parts, carrier: outboxCarrier(outbox, from), outbox });
}
