import type { ActorName } from './actors.js';
import type { ReadWorld } from './read-world.js';

/** A value that stands nowhere else in the world: seen in an answer, it got there from this field. */
export interface Canary {
  readonly subject: 'Contact' | 'Company' | 'Invoice';
  readonly field: string;
  /** One of the tenant's own fields. */
  readonly custom: boolean;
  readonly category: string;
  /** As an answer prints it. */
  readonly text: string;
  /** As probable as the canary, and wrong. */
  readonly miss: string;
  readonly type: 'text' | 'exact' | 'date' | 'decimal' | 'custom';
}

const canary = (
  subject: Canary['subject'],
  field: string,
  category: string,
  type: Canary['type'],
  text: string,
  miss: string,
): Canary => ({ subject, field, category, type, text, miss, custom: type === 'custom' });

export const CANARIES: readonly Canary[] = [
  canary('Contact', 'name', 'IDENTITY', 'text', 'Kanari Naam Qx1', 'Kanari Naam Qx9'),
  canary('Contact', 'birthDate', 'IDENTITY', 'date', '1903-04-17', '1903-04-18'),
  canary('Contact', 'email', 'CONTACT_DETAILS', 'text', 'kanari.qx2@canary.example', 'kanari.qx9@canary.example'),
  canary('Contact', 'phone', 'CONTACT_DETAILS', 'text', '+999 77 31415926', '+999 77 31415927'),
  canary('Contact', 'city', 'CONTACT_DETAILS', 'text', 'Kanaristad-Qx3', 'Kanaristad-Qx9'),
  canary('Contact', 'country', 'CONTACT_DETAILS', 'text', 'Kanariland-Qx4', 'Kanariland-Qx9'),
  canary('Contact', 'iban', 'FINANCIAL', 'text', 'XK99KANARIQX5', 'XK99KANARIQX9'),
  canary('Contact', 'nationalId', 'GOVERNMENT_ID', 'exact', 'KANARI-ID-QX6', 'KANARI-ID-QX9'),
  canary('Contact', 'notes', 'NOTES', 'text', 'Kanari notitie Qx7', 'Kanari notitie Qx9'),
  canary('Contact', 'nickname', 'IDENTITY', 'custom', 'Kanari Roepnaam Qx8', 'Kanari Roepnaam Qx9'),
  canary('Contact', 'newsletter_since', 'CONTACT_DETAILS', 'custom', '1904-05-18', '1904-05-19'),
  canary('Contact', 'dietary_needs', 'SPECIAL', 'custom', 'Kanari dieet Qx10', 'Kanari dieet Qx99'),
  canary('Company', 'name', 'COMMERCIAL', 'text', 'Kanari Bedrijf Qx11', 'Kanari Bedrijf Qx99'),
  canary('Company', 'website', 'COMMERCIAL', 'text', 'https://kanari-qx12.example', 'https://kanari-qx99.example'),
  canary('Company', 'vatNumber', 'FINANCIAL', 'text', 'XK0KANARIQX13', 'XK0KANARIQX99'),
  canary('Company', 'employees', 'COMMERCIAL', 'custom', '987654.3211', '987654.3212'),
  canary('Company', 'credit_limit', 'FINANCIAL', 'custom', '876543.2109', '876543.2108'),
  canary('Invoice', 'number', 'FINANCIAL', 'text', 'KANARI-QX14', 'KANARI-QX99'),
  canary('Invoice', 'issuedOn', 'FINANCIAL', 'date', '1905-06-19', '1905-06-20'),
  canary('Invoice', 'dueOn', 'FINANCIAL', 'date', '1906-07-20', '1906-07-21'),
  canary('Invoice', 'currency', 'FINANCIAL', 'text', 'QXC', 'QXD'),
  canary('Invoice', 'total', 'FINANCIAL', 'decimal', '7654321.1234', '7654321.1235'),
];

/** Who sees which categories of acme, as the table of the semantics says. */
export const SEES: Readonly<Partial<Record<ActorName, readonly string[]>>> = {
  editor: ['IDENTITY', 'CONTACT_DETAILS', 'FINANCIAL', 'NOTES', 'COMMERCIAL'],
  viewer: ['IDENTITY', 'CONTACT_DETAILS', 'COMMERCIAL'],
  external: ['IDENTITY', 'FINANCIAL', 'COMMERCIAL'],
  support: ['IDENTITY', 'CONTACT_DETAILS'],
  support2: ['FINANCIAL', 'COMMERCIAL', 'GOVERNMENT_ID', 'SPECIAL'],
  supportNowhere: [],
  revokedSupport: [],
  administrator: [],
  globexOwner: [],
  intruder: [],
  anonymous: [],
};

/** To whom the value of a canary is withheld. */
export function deniedActors({ category }: Canary): readonly ActorName[] {
  return (Object.entries(SEES) as [ActorName, readonly string[]][])
    .filter(([, categories]) => !categories.includes(category))
    .map(([actor]) => actor);
}

export interface CanaryIds {
  readonly contact: string;
  readonly company: string;
  readonly invoice: string;
}

const ownFields = (subject: Canary['subject']): object =>
  Object.fromEntries(
    CANARIES.filter((one) => one.subject === subject && !one.custom).map(({ field, text }) => [field, text]),
  );
const customFields = (subject: Canary['subject']): readonly object[] =>
  CANARIES.filter((one) => one.subject === subject && one.custom).map(({ field, text }) => ({
    key: field,
    value: text,
  }));

/** One contact, its company and its invoice, every field of which holds its canary. */
export async function plantCanaries({ ask }: ReadWorld): Promise<CanaryIds> {
  const create = async (subject: Canary['subject'], more: object): Promise<string> => {
    const name = subject.toLowerCase();
    const { data, text } = await ask(
      'owner',
      `mutation ($input: Create${subject}Input!) { created: create${subject}(input: $input) { record: ${name} { id } } }`,
      { input: { ...ownFields(subject), ...more } },
    );
    const id = (data as unknown as { created: { record: { id: string } } } | null)?.created.record.id;
    if (id === undefined) throw new Error(`No ${name} was made: ${text}`);
    return id;
  };
  const company = await create('Company', { customFields: customFields('Company') });
  const contact = await create('Contact', { companyId: company, customFields: customFields('Contact') });
  const invoice = await create('Invoice', { contactId: contact, companyId: company });
  return { company, contact, invoice };
}
