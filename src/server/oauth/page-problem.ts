import type { FastifyReply, FastifyRequest } from 'fastify';
import { faultPage } from './consent-page.js';
import { isAway, passingStatus } from './passing.js';
import { sendPage } from './page.js';

/** Whoever came with a browser is told by a page what passes by itself. All else is told as everywhere. */
export function answerAsPage(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = passingStatus(error);
  if (status === undefined) throw error;
  const sentence = isAway(error) ? error.error_description : undefined;
  return sendPage(request, reply, faultPage(sentence ?? error.message, status));
}
