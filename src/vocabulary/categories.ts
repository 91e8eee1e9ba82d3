/** The class of data that a field holds. The policy speaks of categories, never of field names. */
export interface CategoryDefinition {
  /** How people call it. */
  readonly label: string;
  readonly description: string;
  /** Encrypted at rest, matched exactly or not at all, and named one by one wherever it is allowed. */
  readonly sensitive: boolean;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly retention: string;
}

export const CATEGORIES = {
  IDENTITY: {
    label: 'Identity',
    description: 'Who somebody is: names and birth dates.',
    sensitive: false,
    purpose: 'To know with whom the tenant deals.',
    legalBasis: 'Contract (GDPR art. 6(1)(b)).',
    retention: 'While the record exists.',
  },
  CONTACT_DETAILS: {
    label: 'Contact details',
    description: 'How to reach somebody: e-mail, telephone, place.',
    sensitive: false,
    purpose: 'To communicate.',
    legalBasis: 'Contract (GDPR art. 6(1)(b)).',
    retention: 'While the record exists.',
  },
  FINANCIAL: {
    label: 'Financial',
    description: 'Bank accounts, tax numbers, invoices and amounts.',
    sensitive: false,
    purpose: 'To invoice, to pay and to keep books.',
    legalBasis: 'Legal obligation (GDPR art. 6(1)(c)).',
    retention: 'As long as the law on bookkeeping demands.',
  },
  GOVERNMENT_ID: {
    label: 'Government ID',
    description: 'Numbers that a state gives to a person.',
    sensitive: true,
    purpose: 'Where a law demands that the number is known.',
    legalBasis: 'Legal obligation (GDPR art. 6(1)(c) and 87).',
    retention: 'While the law demands it.',
  },
  SPECIAL: {
    label: 'Special categories',
    description: 'Special categories of GDPR art. 9, such as health.',
    sensitive: true,
    purpose: 'Only what the person consented to.',
    legalBasis: 'Explicit consent (GDPR art. 9(2)(a)).',
    retention: 'Until consent is withdrawn.',
  },
  NOTES: {
    label: 'Notes',
    description: 'Free text about a person, which may hold anything.',
    sensitive: false,
    purpose: 'To remember what was agreed.',
    legalBasis: 'Legitimate interest (GDPR art. 6(1)(f)).',
    retention: 'While the record exists.',
  },
  COMMERCIAL: {
    label: 'Commercial',
    description: 'Facts about companies that are no personal data by themselves.',
    sensitive: false,
    purpose: 'To do business.',
    legalBasis: 'Legitimate interest (GDPR art. 6(1)(f)).',
    retention: 'While the record exists.',
  },
} as const satisfies Record<string, CategoryDefinition>;

export type Category = keyof typeof CATEGORIES;

export const CATEGORY_NAMES = Object.keys(CATEGORIES) as readonly Category[];

export function isCategory(name: string): name is Category {
  return Object.hasOwn(CATEGORIES, name);
}

/** What a field bears that has no category in force: it never had one, its category is none, or was retired, or the field was. */
export const UNCLASSIFIED = 'UNCLASSIFIED';

export const SENSITIVE_CATEGORIES: readonly Category[] = CATEGORY_NAMES.filter((name) => CATEGORIES[name].sensitive);
export const ORDINARY_CATEGORIES: readonly Category[] = CATEGORY_NAMES.filter((name) => !CATEGORIES[name].sensitive);
