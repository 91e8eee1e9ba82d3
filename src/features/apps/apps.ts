import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { arrayText, textsOf } from '../../access/database.js';
import { demand } from '../../access/demand.js';
import { digestOf } from '../../access/oauth/artifacts.js';
import { receiptOf } from '../../access/receipt.js';
import { newTokenSecret } from '../../access/identity/token-secrets.js';
import { categoryList, demandKnownCategories, textList, uuidWithPrefix } from '../../access/terms.js';
import type { Visit } from '../../access/visit.js';
import { App } from '../../entities/app.js';
import { RevocationReceipt } from '../../entities/revocation-receipt.js';
import { notFound } from '../../kernel/errors.js';
import { formatId, newUuid } from '../../kernel/ids.js';
import { isoTime } from '../../kernel/time.js';
import { assertProperApp, assertProperTerms, RegisterAppInput, UpdateAppInput } from './inputs.js';

@ObjectType({ description: 'The app, and its secret, which is shown this once.' })
export class AppSecretPayload {
  @Field(() => App)
  readonly app!: App;

  @Field(() => String, { nullable: true, description: 'The client_secret of OAuth 2; null: it keeps none.' })
  readonly clientSecret!: string | null;
}

@ObjectType({ description: 'The app as it is now.' })
export class AppPayload {
  @Field(() => App)
  readonly app!: App;

  @Field(() => RevocationReceipt, {
    nullable: true,
    description: 'What the end of its former terms did before it was answered; null: scopes and categories stay.',
  })
  readonly receipt!: RevocationReceipt | null;
}

@ObjectType({ description: 'What is gone.' })
export class RemoveAppPayload {
  @Field(() => ID)
  readonly deletedId!: string;

  @Field(() => RevocationReceipt, { description: 'What its end did, in all tenants, before it was answered.' })
  readonly receipt!: RevocationReceipt;
}

/**
 * Apps of third parties, as OAuth 2 knows them. A tenant's owners and admins register apps for their tenant alone, administrators of the vendor
 * for all tenants.
 */
@Resolver()
export class AppsResolver {
  @Query(() => [App], {
    nullable: true,
    description:
      "To owners and admins: the tenant's own apps, and those of the vendor. To administrators: those of the vendor.",
  })
  async apps(@Ctx('visit') visit: Visit): Promise<App[]> {
    demand((await visit.standing()).law, 'READ', 'App');
    return known(visit);
  }

  @Mutation(() => AppSecretPayload, {
    description:
      'Registers an app: for the addressed tenant, or, by an administrator who has just shown a code, for all.',
  })
  async registerApp(
    @Arg('input', () => RegisterAppInput) input: RegisterAppInput,
    @Ctx('visit') visit: Visit,
  ): Promise<AppSecretPayload> {
    const { law } = await visit.standing();
    demand(law, 'CREATE', 'App');
    assertProperApp(input);
    demandKnownCategories(law, input.categories);
    const uuid = newUuid();
    const { agreement, confidential, website = null } = input;
    const clientSecret = confidential ? newTokenSecret() : null;
    await visit.call('auth.register_app', [
      uuid,
      input.name,
      input.publisher,
      website,
      arrayText(input.redirectUris),
      textList(input.scopes),
      categoryList(input.categories),
      agreement.title,
      agreement.version,
      agreement.text,
      clientSecret === null ? null : digestOf(clientSecret),
    ]);
    return { app: await one(visit, uuid), clientSecret };
  }

  @Mutation(() => AppSecretPayload, {
    description: 'Gives the app another secret. The old one is worth nothing from here on.',
  })
  async renewAppSecret(@Arg('id', () => ID) id: string, @Ctx('visit') visit: Visit): Promise<AppSecretPayload> {
    demand((await visit.standing()).law, 'UPDATE', 'App');
    const uuid = uuidWithPrefix(PREFIX, id);
    const clientSecret = newTokenSecret();
    await visit.call('auth.renew_app_secret', [uuid, digestOf(clientSecret)]);
    return { app: await one(visit, uuid), clientSecret };
  }

  @Mutation(() => AppPayload, {
    description:
      'Changes an app. It never widens what a tenant has let in: that takes a new consent. Answers only when nothing is read any more on terms that it has lost.',
  })
  async updateApp(
    @Arg('id', () => ID) id: string,
    @Arg('input', () => UpdateAppInput) input: UpdateAppInput,
    @Ctx('visit') asked: Visit,
  ): Promise<AppPayload> {
    const visit = asked.toEndRights();
    const { law } = await visit.standing();
    demand(law, 'UPDATE', 'App');
    assertProperTerms(input);
    demandKnownCategories(law, input.categories ?? []);
    const { name, website, redirectUris, scopes, categories } = input;
    const uuid = uuidWithPrefix(PREFIX, id);
    const values = [
      name ?? null,
      String(website !== undefined),
      website ?? null,
      redirectUris ? arrayText(redirectUris) : null,
      scopes ? textList(scopes) : null,
      categories ? categoryList(categories) : null,
    ];
    const ending = scopes || categories ? await visit.endAuthority('auth.update_app', uuid, { values }) : null;
    if (!ending) await visit.call('auth.update_app', [uuid, ...values]);
    const receipt = ending && receiptOf(visit.receipts, formatId(PREFIX, uuid), ending);
    return { app: await one(visit, uuid), receipt };
  }

  @Mutation(() => RemoveAppPayload, {
    description:
      'Removes an app with all that was issued to it, and turns off what let it in. Answers only when it is dead everywhere.',
  })
  async removeApp(@Arg('id', () => ID) id: string, @Ctx('visit') asked: Visit): Promise<RemoveAppPayload> {
    const visit = asked.toEndRights();
    demand((await visit.standing()).law, 'DELETE', 'App');
    const uuid = uuidWithPrefix(PREFIX, id);
    const ending = await visit.endAuthority('auth.remove_app', uuid);
    return { deletedId: id, receipt: receiptOf(visit.receipts, formatId(PREFIX, uuid), ending) };
  }
}

const PREFIX = 'app';

async function known(visit: Visit): Promise<App[]> {
  const rows = await visit.call('auth.known_apps', []);
  return rows.map(([uuid, own, name, publisher, website = null, ...rest]) => {
    const [redirectUris, scopes, categories, title, version, confidential, registeredAt] = rest;
    return {
      id: formatId(PREFIX, uuid ?? ''),
      name: name ?? '',
      publisher: publisher ?? '',
      website,
      own: own === 't',
      redirectUris: textsOf(redirectUris),
      scopes: textsOf(scopes),
      categories: textsOf(categories),
      agreementTitle: title ?? '',
      agreementVersion: version ?? '',
      confidential: confidential === 't',
      registeredAt: isoTime(registeredAt ?? ''),
    };
  });
}

async function one(visit: Visit, uuid: string): Promise<App> {
  const app = (await known(visit)).find(({ id }) => id === formatId(PREFIX, uuid));
  if (!app) throw notFound();
  return app;
}
