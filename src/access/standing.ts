import { LRUCache } from 'lru-cache';
import type { ActorKind } from '../vocabulary/actors.js';
import type { Role } from '../vocabulary/roles.js';
import type { Actor, Authority, CustomField, EndedConsent, NamedInstruction, OwnCategory } from '../policy/actor.js';
import { compileLaw } from '../policy/compile.js';
import type { Law } from '../policy/law.js';
import type { Database, Presented, Row, Statement } from './database.js';
import { LawBook } from './law-book.js';
import { openTenantKey, type TenantKey } from './sealing.js';

/**
 * Where a credential stands: who it is, in which tenant, and the law compiled from that. It may be kept in memory, because memory is
 * never believed: every statement that reads data confirms the fingerprint in its own snapshot, or returns nothing.
 */
export interface Standing {
  readonly law: Law;
  readonly fingerprint: string;
  readonly user: StandingUser | null;
  /** Of a program that presents a token; it has no user. */
  readonly token: StandingToken | null;
  readonly tenant: StandingTenant | null;
  readonly role: Role | null;
  /** Opens sealed values of the addressed tenant; null where its data can't be reached. */
  readonly tenantKey: TenantKey | null;
}

export interface StandingUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly staff: 'SUPPORT' | 'ADMINISTRATOR' | null;
  readonly secondFactor: boolean;
}

export interface StandingToken {
  readonly id: string;
  /** Of the integration, if it is one's. */
  readonly name: string;
  /** Null: a key of the tenant's own. */
  readonly integrationId: string | null;
  /** Whose rights bound it. */
  readonly makerId: string;
  readonly makerRole: Role;
  /** Those that it has now. */
  readonly scopes: readonly string[];
  /** What it was made with, whatever the integration may do now. */
  readonly askedScopes: readonly string[];
  readonly askedCategories: readonly string[];
  readonly expiresAt: string;
}

export interface StandingTenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly secondFactorRequired: boolean;
}

/** What auth.standing() tells. */
interface StandingRecord {
  readonly user: (StandingUser & { readonly confidential: boolean }) | null;
  /** Absent under a session. */
  readonly token?: StandingToken | null;
  readonly tenant: (StandingTenant & { readonly dataKey: string | null; readonly agreementAccepted: boolean }) | null;
  readonly member: { readonly role: Role } | null;
  readonly authorities: readonly Authority[];
  readonly ended: readonly EndedConsent[];
  readonly customFields: readonly CustomField[];
  readonly categories: readonly OwnCategory[];
  readonly factorMet: boolean;
  readonly steppedUp: boolean;
  readonly fingerprint: string | null;
}

/** What auth.standing_of() tells of somebody else, whose session is not known. */
export interface StandingOfOther extends Pick<StandingRecord, 'member' | 'authorities' | 'ended' | 'factorMet'> {
  readonly user: NonNullable<StandingRecord['user']>;
  /** Whether they can address the tenant. */
  readonly within: boolean;
}

/** Somebody else in the tenant of whoever asks. A fresh code of their second factor is taken as shown. */
export function actorOfOther(other: StandingOfOther, asking: Actor): Actor {
  const { user, member, authorities, ended, factorMet } = other;
  const { customFields, ownCategories, agreementAccepted } = asking;
  return {
    kind: actorKind(other),
    userId: user.id,
    role: member?.role ?? null,
    tenantId: other.within ? asking.tenantId : null,
    authorities,
    ended,
    customFields,
    ownCategories,
    confidential: user.confidential,
    factorMet,
    steppedUp: true,
    agreementAccepted,
  };
}

function actorKind(record: Pick<StandingRecord, 'user' | 'token' | 'member' | 'authorities' | 'ended'>): ActorKind {
  if (record.token) return 'INTEGRATION';
  if (!record.user) return 'ANONYMOUS';
  if (record.user.staff) return record.user.staff;
  if (record.member) return 'MEMBER';
  const letIn = record.authorities.some((authority) => authority.kind === 'EXTERNAL_ACCESS');
  const invited = record.ended.some(({ reason }) => reason === 'AGREEMENT_REQUIRED');
  return letIn || invited ? 'EXTERNAL' : 'MEMBER';
}

function actorOf(record: StandingRecord): Actor {
  return {
    kind: actorKind(record),
    userId: record.user?.id ?? null,
    ...(record.token && { token: { scopes: record.token.scopes, makerRole: record.token.makerRole } }),
    role: record.member?.role ?? null,
    tenantId: record.tenant?.id ?? null,
    authorities: record.authorities,
    ended: record.ended,
    customFields: record.customFields,
    ownCategories: record.categories,
    confidential: record.user?.confidential ?? false,
    factorMet: record.factorMet,
    steppedUp: record.steppedUp,
    agreementAccepted: record.tenant?.agreementAccepted ?? false,
  };
}

/** Who that is, in the logs. */
export function nameOf({ user, token }: Standing): string {
  return user?.name ?? token?.name ?? '';
}

/** Neither a living session nor a living token is presented. */
export function isNobody({ user, token }: Standing): boolean {
  return user === null && token === null;
}

/** On whose behalf. */
export function personOf({ user, token }: Standing): string | null {
  return user?.id ?? token?.makerId ?? null;
}

/** The same, for a request that names an instruction which is in force: the law is made again, and nothing is remembered of it. */
export function withInstruction(standing: Standing, instruction: NamedInstruction): Standing {
  return Object.freeze({ ...standing, law: compileLaw({ ...standing.law.actor, instruction }) });
}

const CAPACITY = 12_000;
const KEY_CAPACITY = 1_000;
const LOAD: Statement = { name: 'standing', text: 'select auth.standing()::text as standing', values: [] };
/** Whose session may hold a proof, and what makes it; it answers `f` where somebody else was at the row. */
const PROOFS: Partial<Record<ActorKind, Statement>> = {
  MEMBER: { name: 'prove', text: 'select auth.prove_membership()', values: [] },
  SUPPORT: { name: 'prove reach', text: 'select auth.prove_reach()', values: [] },
};
const MOST_PROOFS_UNDER_WAY = 2;
const CONFIRM = { name: 'confirm', text: 'select 1 from auth.confirm($1)' };

/** Asks the database where a credential stands, and remembers what it said, until a statement that relies on it says otherwise. */
export class StandingStore {
  readonly #database: Database;
  readonly #secretKey: string;
  readonly #known = new LRUCache<string, Standing>({ max: CAPACITY });
  readonly #anonymous: Standing;
  readonly #proven = new WeakSet<Standing>();
  #provingNow = 0;
  readonly #laws = new LawBook();
  readonly #keys = new LRUCache<string, TenantKey>({ max: KEY_CAPACITY });

  constructor(database: Database, secretKey: string) {
    this.#database = database;
    this.#secretKey = secretKey;
    const nobody = {
      user: null,
      tenant: null,
      member: null,
      authorities: [],
      ended: [],
      customFields: [],
      categories: [],
      factorMet: false,
      steppedUp: false,
      fingerprint: null,
    };
    this.#anonymous = this.#standing(nobody);
  }

  /** From memory; to be confirmed by the statement that relies on it. */
  remembered(presented: Presented): Standing | undefined {
    return presented.credential === '' ? this.#anonymous : this.#known.get(key(presented));
  }

  /** As it is now, in one statement. `run`: where it is asked, if not on a connection of its own. */
  async load(
    presented: Presented,
    run: (statement: Statement) => Promise<Row[]> = (statement) => this.#database.run(presented, statement),
  ): Promise<Standing> {
    if (presented.credential === '') return this.#anonymous;
    const [row] = await run(LOAD);
    const record = JSON.parse(row?.[0] ?? 'null') as StandingRecord | null;
    if (!record || !(record.user ?? record.token)) {
      this.#known.delete(key(presented));
      return this.#anonymous;
    }
    const known = this.#known.get(key(presented));
    if (known?.fingerprint === (record.fingerprint ?? '')) return known;
    const standing = this.#standing(record);
    this.#known.set(key(presented), standing);
    return standing;
  }

  /** As it is now; what is remembered, where the database confirms it. `run`: as above. */
  async current(
    presented: Presented,
    run: (statement: Statement) => Promise<Row[]> = (statement) => this.#database.run(presented, statement),
  ): Promise<Standing> {
    const remembered = this.remembered(presented);
    if (!remembered || presented.credential === '') return this.load(presented, run);
    const confirmed = await run({ ...CONFIRM, values: [remembered.fingerprint] });
    return confirmed.length > 0 ? remembered : this.load(presented, run);
  }

  /**
   * Lets the database note in the session, once for each standing that is remembered and in nobody's way, that its user is a member of the
   * tenant now, or let in by grants. Without that it finds the same by a longer way.
   */
  prove(presented: Presented, standing: Standing): void {
    if (this.#proven.has(standing) || this.#provingNow >= MOST_PROOFS_UNDER_WAY) return;
    this.#proven.add(standing);
    const proof = PROOFS[standing.law.actor.kind];
    if (!proof || !standing.tenant) return;
    this.#provingNow += 1;
    this.#database
      .run({ credential: presented.credential, tenant: `#${standing.tenant.id}` }, proof)
      .then(([row]) => {
        if (row?.[0] === 'f') this.#proven.delete(standing);
      })
      .catch(() => this.#proven.delete(standing))
      .finally(() => {
        this.#provingNow -= 1;
      });
  }

  /** Once for all who are remembered in the tenant. */
  #keyOf(tenantId: string, wrapped: string): TenantKey {
    const place = `${tenantId} ${wrapped}`;
    let known = this.#keys.get(place);
    if (!known) this.#keys.set(place, (known = openTenantKey(this.#secretKey, tenantId, Buffer.from(wrapped, 'hex'))));
    return known;
  }

  forget(presented: Presented): void {
    this.#known.delete(key(presented));
  }

  #standing(record: StandingRecord): Standing {
    const { user, tenant, token = null } = record;
    return Object.freeze({
      law: this.#laws.lawOf(actorOf(record)),
      fingerprint: record.fingerprint ?? '',
      user: user && {
        id: user.id,
        name: user.name,
        email: user.email,
        staff: user.staff,
        secondFactor: user.secondFactor,
      },
      token: token && Object.freeze(token),
      tenant: tenant && {
        id: tenant.id,
        slug: tenant.slug,
        name: tenant.name,
        secondFactorRequired: tenant.secondFactorRequired,
      },
      role: record.member?.role ?? null,
      tenantKey: tenant?.dataKey ? this.#keyOf(tenant.id, tenant.dataKey) : null,
    });
  }
}

/**
 * By its id, once it is known, the database finds a tenant that was named, and who asks in it, with less work. Where none was named it is not:
 * that there is only one to mean has to be seen again each time.
 */
export function addressed(presented: Presented, standing: Standing | undefined): Presented {
  const tenant = standing?.tenant;
  return presented.tenant === '' || !tenant ? presented : { ...presented, tenant: `#${tenant.id}` };
}

function key({ credential, tenant }: Presented): string {
  return `${credential}/${tenant}`;
}
