import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Interaction, Provider } from 'oidc-provider';
import { Account, wrongSignIn, type IdentityParts } from '../../access/identity/account.js';
import type { Consents } from '../../access/oauth/consents.js';
import { findApp, type KnownApp } from '../../access/oauth/apps.js';
import { presentedSession, type PresentedSession } from '../../access/oauth/sessions.js';
import type { Artifacts } from '../../access/oauth/artifacts.js';
import { credentialOf, newSecret } from '../../access/identity/secrets.js';
import { EmailAddress } from '../../entities/scalars.js';
import { CodedError } from '../../kernel/errors.js';
import { parseId } from '../../kernel/ids.js';
import { isScope } from '../../vocabulary/scopes.js';
import { SESSION_COOKIE, type SessionCookies } from '../cookies.js';
import { languageAsked } from '../language/in-language.js';
import type { Origins } from '../origins.js';
import { originOf, tenantOf } from '../presented.js';
import { consentPage, faultPage, signInPage } from './consent-page.js';
import { APP_PREFIX, LIFETIMES, MOUNTED_AT, PATHS } from './names.js';
import { sendPage } from './page.js';
import { answerAsPage } from './page-problem.js';
import { passingStatus } from './passing.js';
import { PAGE } from './sentences.js';

export interface ConsentParts {
  readonly provider: () => Promise<Provider>;
  readonly identity: IdentityParts;
  readonly cookies: SessionCookies;
  readonly origins: Origins;
  readonly artifacts: Artifacts;
  readonly consents: Consents;
}

/** A request of an app that waits for somebody's answer. */
interface Waiting {
  readonly interaction: Interaction;
  readonly app: KnownApp;
  readonly action: string;
}

interface SignedIn extends PresentedSession {
  readonly secret: string;
}

type Ask = FastifyRequest<{ Params: { uid: string }; Querystring: { as?: string }; Body: URLSearchParams | undefined }>;

const FORM_LIMIT = 16_384;
const UID = /^[\w-]{1,64}$/;

/**
 * Our own page between an app and the data: who is asked signs in as ever, and an owner or admin answers for a tenant. The request itself stays
 * here; of a form only the answer is taken, bounded by what was asked.
 */
export async function registerConsent(fastify: FastifyInstance, parts: ConsentParts): Promise<void> {
  const desk = new ConsentDesk(parts);
  await fastify.register(async (pages) => {
    pages.setErrorHandler(answerAsPage);
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    const path = `${MOUNTED_AT}/consent/:uid`;
    pages.get(path, (request: Ask, reply) => desk.show(request, reply));
    pages.post(path, (request: Ask, reply) => desk.answer(request, reply));
    pages.post(`${path}/sign-in`, (request: Ask, reply) => desk.signIn(request, reply));
  });
}

class ConsentDesk {
  constructor(private readonly parts: ConsentParts) {}

  async show(request: Ask, reply: FastifyReply, fault?: string): Promise<FastifyReply> {
    const waiting = await this.#waiting(request);
    if (!waiting) return sendPage(request, reply, faultPage(PAGE.expired, 404));
    const signedIn = await this.#signedIn(request);
    if (!signedIn || request.query.as === 'another')
      return sendPage(request, reply, signInPage(waiting.app, signInPath(waiting), undefined, 200));
    return this.#ask(request, reply, waiting, signedIn, fault);
  }

  async signIn(request: Ask, reply: FastifyReply): Promise<FastifyReply> {
    const waiting = await this.#waiting(request);
    if (!waiting) return sendPage(request, reply, faultPage(PAGE.expired, 404));
    if (!this.#isOwnForm(request)) return sendPage(request, reply, faultPage(PAGE.foreign, 403));
    const form = formOf(request);
    const credential = credentialOf(request.cookies[SESSION_COOKIE] ?? '');
    const presented = { credential, tenant: '', origin: originOf(request) };
    const account = new Account(this.parts.identity, presented, {
      language: () => languageAsked(request.headers, request.cookies),
      signedIn: (session) => this.parts.cookies.set(reply, session),
      signedOut: () => undefined,
    });
    const code = form.get('code') ?? '';
    try {
      await account.signIn(addressIn(form), form.get('password') ?? '', code === '' ? null : code);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const status = passingStatus(error) ?? 401;
      return sendPage(request, reply, signInPage(waiting.app, signInPath(waiting), error.message, status));
    }
    return reply.redirect(waiting.action, 303);
  }

  async answer(request: Ask, reply: FastifyReply): Promise<FastifyReply> {
    const waiting = await this.#waiting(request);
    if (!waiting) return sendPage(request, reply, faultPage(PAGE.expired, 404));
    const signedIn = await this.#signedIn(request);
    if (!signedIn) return sendPage(request, reply, signInPage(waiting.app, signInPath(waiting), undefined, 401));
    const form = formOf(request);
    const { csrfTokens } = this.parts.identity;
    if (!this.#isOwnForm(request) || !csrfTokens.matches(signedIn.secret, form.get('csrf') ?? ''))
      return sendPage(request, reply, faultPage(PAGE.foreign, 403));
    try {
      await (form.get('decision') === 'allow'
        ? this.#allow(request, waiting, signedIn, form)
        : this.#deny(waiting, signedIn));
    } catch (error) {
      if (!(error instanceof CodedError) || error.code === 'UNAVAILABLE') throw error;
      return this.#ask(request, reply, waiting, signedIn, error.message);
    }
    return reply.redirect(`${MOUNTED_AT}${PATHS.authorization}/${waiting.interaction.uid}`, 303);
  }

  async #allow(request: Ask, waiting: Waiting, signedIn: SignedIn, form: URLSearchParams): Promise<void> {
    const { interaction, app } = waiting;
    const scopes = scopesAsked(interaction).filter((scope) => form.getAll('scope').includes(scope));
    const categories = app.categories.filter((category) => form.getAll('category').includes(category));
    const needsData = scopes.some((scope) => !scope.startsWith('tickets:'));
    if (scopes.length === 0 || (needsData && categories.length === 0) || form.get('agreed') !== 'yes')
      throw new CodedError('BAD_USER_INPUT', PAGE.incomplete);
    const { Grant } = await this.parts.provider();
    const grant = new Grant({ accountId: signedIn.userId, clientId: String(interaction.params.client_id) });
    grant.addOIDCScope([...scopes]);
    grant.rejectOIDCScope(scopesAsked(interaction).filter((scope) => !scopes.includes(scope)));
    const grantId = newSecret();
    const giving = { family: grantId, app, scopes, categories, seconds: LIFETIMES.family };
    const presented = { tenant: tenantOf(form.get('tenant')), origin: originOf(request) };
    if (!(await this.parts.consents.give(signedIn.secret, presented, giving)))
      throw new CodedError('CONFLICT', PAGE.proposed);
    grant.jti = grantId;
    await grant.save();
    if (!(await this.#finish(interaction, { consent: { grantId } }, signedIn))) {
      await this.parts.consents.takeBack(grantId);
      throw new CodedError('CONFLICT', PAGE.expired);
    }
  }

  async #deny({ interaction }: Waiting, signedIn: SignedIn): Promise<void> {
    const result = { error: 'access_denied', error_description: 'the owner or admin refused' };
    await this.#finish(interaction, result, signedIn);
  }

  /** False: somebody has answered already. From here on the request belongs to the session that answered it. */
  async #finish(interaction: Interaction, result: Interaction['result'], signedIn: SignedIn): Promise<boolean> {
    if (!(await this.parts.artifacts.use('Interaction', interaction.uid))) return false;
    interaction.result = result;
    interaction.session = { accountId: signedIn.userId, uid: signedIn.sessionId, cookie: '' };
    await interaction.persist();
    return true;
  }

  async #ask(
    request: Ask,
    reply: FastifyReply,
    { interaction, app, action }: Waiting,
    signedIn: SignedIn,
    fault: string | undefined,
  ): Promise<FastifyReply> {
    const { consents, identity } = this.parts;
    await consents.attend(signedIn.secret, interaction.uid);
    const places = await consents.placesOf(signedIn.secret);
    const named = interaction.params.tenant;
    const open = places.filter(
      ({ id, slug }) => (app.tenantId ?? id) === id && (named === undefined || named === slug),
    );
    const page = consentPage({
      app,
      redirectUri: String(interaction.params.redirect_uri),
      action,
      csrfToken: identity.csrfTokens.of(signedIn.secret),
      email: signedIn.email,
      places: open,
      scopes: scopesAsked(interaction),
      categories: app.categories,
      fault,
    });
    return sendPage(request, reply, fault === undefined ? page : { ...page, status: 400 });
  }

  async #waiting({ params: { uid } }: Ask): Promise<Waiting | undefined> {
    if (!UID.test(uid)) return undefined;
    const { Interaction } = await this.parts.provider();
    const interaction = await Interaction.find(uid);
    if (!interaction || interaction.result !== undefined) return undefined;
    const appId = parseId(APP_PREFIX, String(interaction.params.client_id));
    const app = appId === undefined ? undefined : await findApp(this.parts.identity.database, appId);
    return app && { interaction, app, action: `${MOUNTED_AT}/consent/${uid}` };
  }

  async #signedIn({ cookies }: Ask): Promise<SignedIn | undefined> {
    const secret = cookies[SESSION_COOKIE] ?? '';
    const session = await presentedSession(this.parts.identity.database, secret);
    return session && { ...session, secret };
  }

  /** A browser says where a form comes from; what does not say it is no form of ours. */
  #isOwnForm(request: Ask): boolean {
    return request.headers.origin !== undefined && this.parts.origins.admits(request);
  }
}

function scopesAsked({ params }: Interaction) {
  const asked = typeof params.scope === 'string' ? params.scope.split(' ') : [];
  return asked.filter(isScope);
}

/** As wherever somebody signs in: what is no address is nobody's. */
function addressIn(form: URLSearchParams): string {
  try {
    return EmailAddress.parseValue(form.get('email'));
  } catch {
    throw wrongSignIn();
  }
}

function formOf({ body }: Ask): URLSearchParams {
  return body ?? new URLSearchParams();
}

function signInPath({ action }: Waiting): string {
  return `${action}/sign-in`;
}
