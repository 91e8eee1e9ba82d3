import { errors } from 'oidc-provider';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { faultPage } from './consent-page.js';
import { passingStatus } from './oauth-error.js';
import { sendPage } from './page.js';

/** Whoever came with a browser is told by a page what passes by itself. All else is told as everywhere. */
export function answerAsPage(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = passingStatus(error);
  if (status === undefined) throw error;
  const sentence = error instanceof errors.TemporarilyUnavailable ? error.error_description : undefined;
  return sendPage(request, reply, faultPage(sentence ?? error.message, status));
}
