import {
  GraphQLDirective,
  DirectiveLocation,
  GraphQLNonNull,
  GraphQLString,
  isInterfaceType,
  isObjectType,
  specifiedDirectives,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { answeredField, isAnswered, TYPE_NAME } from '../entities/compiled-read.js';
import '../entities/entities.js';
import { AccountResolver } from '../features/account/account.js';
import { MailedLinksResolver } from '../features/account/mailed-links.js';
import { SessionsResolver } from '../features/account/sessions.js';
import { AgreementsResolver } from '../features/agreements/agreements.js';
import { AppsResolver } from '../features/apps/apps.js';
import { CompaniesResolver } from '../features/companies/companies.js';
import { ConsentResolver } from '../features/consent/consent.js';
import { RequestsResolver } from '../features/consent/requests.js';
import { CategoriesResolver } from '../features/definitions/categories.js';
import { CustomFieldsResolver } from '../features/definitions/custom-fields.js';
import { ContactsResolver } from '../features/contacts/contacts.js';
import { ExplainAccessResolver } from '../features/explain/explain-access.js';
import { PreviewResolver } from '../features/explain/preview.js';
import { WhoCanSeeResolver } from '../features/explain/who-can-see.js';
import { InstructionsResolver } from '../features/instructions/instructions.js';
import { InvoicesResolver } from '../features/invoices/invoices.js';
import { ExternalInvitationsResolver } from '../features/externals/external-invitations.js';
import { ExternalsResolver } from '../features/externals/externals.js';
import { InvitationsResolver } from '../features/members/invitations.js';
import { MembersResolver } from '../features/members/members.js';
import { MaintenanceResolver } from '../features/maintenance/maintenance.js';
import { NodesResolver } from '../features/nodes/nodes.js';
import { IntegrationsResolver } from '../features/programs/integrations.js';
import { NewTokensResolver, TokensResolver } from '../features/programs/tokens.js';
import { SecondFactorResolver } from '../features/second-factor/second-factor.js';
import { DisclosuresResolver } from '../features/tenant/disclosures.js';
import { GdprLogsResolver } from '../features/tenant/gdpr-logs.js';
import { GdprSettingsResolver } from '../features/tenant/gdpr-settings.js';
import { LogProofResolver } from '../features/tenant/log-proof.js';
import { ProcessingRegisterResolver } from '../features/tenant/processing-register.js';
import { StreamsResolver } from '../features/streams/streams.js';
import { TenantSecurityResolver } from '../features/tenant/tenant-security.js';
import { TokenPolicyResolver } from '../features/tenant/token-policy.js';
import { TenantResolver } from '../features/tenant/tenant.js';
import { TicketsResolver } from '../features/tickets/tickets.js';
import { ViewerResolver } from '../features/viewer/viewer.js';
import { WebhookEndsResolver, WebhookSecretsResolver, WebhooksResolver } from '../features/webhooks/webhooks.js';

const dataDirective = new GraphQLDirective({
  name: 'data',
  description:
    'Marks a field that holds tenant data and names the data category that decides who may see it. Such a field is always nullable: null with an entry in `extensions.withheld` means withheld, null without one means empty.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { category: { type: new GraphQLNonNull(GraphQLString), description: 'The data category.' } },
});

/** Events do not travel through type-graphql, but it wants to be told of somebody who would carry them. */
const noPubSub: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('Nothing is published.');
  },
};

/** The schema, put together from entities and features. */
export function buildSluiceSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AccountResolver,
      SecondFactorResolver,
      SessionsResolver,
      MailedLinksResolver,
      ViewerResolver,
      TenantResolver,
      GdprSettingsResolver,
      GdprLogsResolver,
      LogProofResolver,
      DisclosuresResolver,
      TokenPolicyResolver,
      ProcessingRegisterResolver,
      TenantSecurityResolver,
      ContactsResolver,
      CompaniesResolver,
      InvoicesResolver,
      CategoriesResolver,
      CustomFieldsResolver,
      InstructionsResolver,
      TicketsResolver,
      ConsentResolver,
      MembersResolver,
      InvitationsResolver,
      AgreementsResolver,
      AppsResolver,
      RequestsResolver,
      ExternalsResolver,
      ExternalInvitationsResolver,
      MaintenanceResolver,
      ExplainAccessResolver,
      WhoCanSeeResolver,
      PreviewResolver,
      NodesResolver,
      StreamsResolver,
      NewTokensResolver,
      TokensResolver,
      IntegrationsResolver,
      WebhookSecretsResolver,
      WebhooksResolver,
      WebhookEndsResolver,
    ],
    // Naming some replaces GraphQL's own, @skip and @include among them.
    directives: [...specifiedDirectives, dataDirective],
    validate: false,
    // That it is valid is made sure of by Apollo, without asking it about itself.
    skipCheck: true,
    pubSub: noPubSub,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && isAnswered(type)) answerFrom(type);
    if (isInterfaceType(type)) type.resolveType = typeNameOf;
  }
  for (const [type, description] of [
    [schema.getQueryType(), 'What can be read.'],
    [schema.getMutationType(), 'What can be changed. One request changes all or nothing of each field.'],
    [schema.getSubscriptionType(), 'What can be watched, over graphql-ws.'],
  ] as const) {
    if (type) type.description = description;
  }
  return schema;
}

/** The fields were computed when the row was read: their resolvers only pick them up, but for those that a feature computes. */
function answerFrom(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    if (!COMPUTED.has(`${type.name}.${field.name}`)) field.resolve = answeredField;
  }
}

const COMPUTED: ReadonlySet<string> = new Set([
  'RevokeSupportAccessPayload.receipt',
  'EndExternalAccessPayload.receipt',
  'CloseMaintenanceWindowPayload.receipt',
  'WithdrawInstructionPayload.receipt',
  'CreateApiTokenPayload.secret',
  'ApiTokenPayload.receipt',
  'IntegrationPayload.receipt',
  'WebhookSecretPayload.secret',
  'WebhookPayload.receipt',
]);

function typeNameOf(value: unknown): string | undefined {
  const row = value as { readonly [TYPE_NAME]?: string };
  return row[TYPE_NAME] ?? (value as object).constructor.name;
}
