/** Who asks. The kind decides which lines of the policy page apply; the sentence is what a privacy officer reads. */
export const ACTOR_KINDS = {
  MEMBER: 'A user of the tenant itself, with one of four roles.',
  EXTERNAL: 'An outsider whom the tenant let in, for some categories and some time.',
  SUPPORT: 'Support staff of the vendor: sees what a living grant of the tenant opens.',
  ADMINISTRATOR: 'A system administrator of the vendor: sees what an open maintenance window needs.',
  INTEGRATION: 'A program with a token: one that a member made, or one of an integration that a member activated.',
  ANONYMOUS: 'Nobody yet: not signed in.',
} as const;

export type ActorKind = keyof typeof ACTOR_KINDS;

/** The living record that an actor's access rests on, where it is more than plain membership. */
export const AUTHORITY_KINDS = {
  SUPPORT_GRANT: "A tenant's consent to support access.",
  EXTERNAL_ACCESS: "A tenant's invitation of an outsider.",
  MAINTENANCE_WINDOW: "A system administrator's time for maintenance, which a second one opened.",
  API_TOKEN: 'A key of a program, which does at most what whoever made it may do.',
} as const;

export type AuthorityKind = keyof typeof AUTHORITY_KINDS;

/** The prefix of the public ids of each kind of authority. */
export const AUTHORITY_PREFIXES = {
  SUPPORT_GRANT: 'gra',
  EXTERNAL_ACCESS: 'ext',
  MAINTENANCE_WINDOW: 'win',
  API_TOKEN: 'tok',
} as const satisfies Record<AuthorityKind, string>;

/** What an access rests on in the end; plain membership by its role. */
export const BASES = {
  MEMBERSHIP: 'Belonging to the tenant, in a role.',
  INTEGRATION: 'A program of a third party, whose tokens open at most what was activated.',
  ...AUTHORITY_KINDS,
} as const;

export type Basis = keyof typeof BASES;

export const BASIS_PREFIXES = {
  MEMBERSHIP: 'mem',
  INTEGRATION: 'int',
  ...AUTHORITY_PREFIXES,
} as const satisfies Record<Basis, string>;
