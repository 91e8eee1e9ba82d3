/** Who asks in the tests of reading: each kind of actor, with and without what lets it see something. */
export const ACTORS = {
  owner: { email: 'owner@acme.test', tenant: 'acme' },
  admin: { email: 'admin@acme.test', tenant: 'acme' },
  editor: { email: 'editor@acme.test', tenant: 'acme' },
  viewer: { email: 'viewer@acme.test', tenant: 'acme' },
  external: { email: 'accountant@books.test', tenant: 'acme' },
  /** Under a grant of acme for IDENTITY and CONTACT_DETAILS. */
  support: { email: 'support@vendor.test', tenant: 'acme' },
  /** Under two grants of acme: FINANCIAL and COMMERCIAL by one, GOVERNMENT_ID and SPECIAL by the other. */
  support2: { email: 'support2@vendor.test', tenant: 'acme' },
  /** Whose grant for CONTACT_DETAILS globex took back. */
  revokedSupport: { email: 'support@vendor.test', tenant: 'globex' },
  /** To whom globex never gave anything. */
  strangeSupport: { email: 'support2@vendor.test', tenant: 'globex' },
  supportNowhere: { email: 'support@vendor.test', tenant: '' },
  administrator: { email: 'sysadmin@vendor.test', tenant: 'acme' },
  globexOwner: { email: 'owner@globex.test', tenant: 'globex' },
  /** Somebody of another tenant who addresses this one. */
  intruder: { email: 'owner@globex.test', tenant: 'acme' },
  anonymous: { email: '', tenant: 'acme' },
} as const satisfies Readonly<Record<string, { readonly email: string; readonly tenant: string }>>;

export type ActorName = keyof typeof ACTORS;

export const ACTOR_NAMES = Object.keys(ACTORS) as readonly ActorName[];

/** What owners consent to before the tests begin. */
export const GRANTS = [
  { by: 'owner', to: 'support', categories: ['IDENTITY', 'CONTACT_DETAILS'], revoked: false },
  { by: 'owner', to: 'support2', categories: ['FINANCIAL', 'COMMERCIAL'], revoked: false },
  { by: 'owner', to: 'support2', categories: ['GOVERNMENT_ID', 'SPECIAL'], revoked: false },
  { by: 'globexOwner', to: 'support', categories: ['CONTACT_DETAILS'], revoked: true },
] as const satisfies readonly {
  readonly by: ActorName;
  readonly to: ActorName;
  readonly categories: readonly string[];
  readonly revoked: boolean;
}[];
