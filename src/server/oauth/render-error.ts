import { errors, type ErrorOut, type KoaContextWithOIDC } from 'oidc-provider';
import { LANGUAGE_COOKIE } from '../cookies.js';
import { languageOf } from '../language/translate.js';
import { faultPage } from './consent-page.js';
import { htmlOf, pageHeaders } from './page.js';
import { PAGE } from './sentences.js';

/** For whoever came with a browser, where nothing can be said to the app: it is not known, or not where it says that it is. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut, error: unknown): void {
  const language = languageOf(ctx.cookies.get(LANGUAGE_COOKIE), ctx.get('accept-language'));
  const sentence = error instanceof errors.SessionNotFound ? PAGE.expired : PAGE.failed;
  const code = out.error_description === undefined ? out.error : `${out.error}: ${out.error_description}`;
  ctx.set({ ...pageHeaders(undefined), 'content-language': language });
  ctx.body = htmlOf(language, faultPage(sentence, ctx.status, code));
}
