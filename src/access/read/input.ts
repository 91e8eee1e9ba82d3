import { newUuid, NO_UUID, parseId, prefixOf } from '../../kernel/ids.js';
import { categoryOf, categoriesOf } from '../../entities/catalogue.js';
import type { Authority, CustomField } from '../../policy/actor.js';
import { customFieldName } from '../../policy/fields.js';
import type { Law } from '../../policy/law.js';
import type { Subject } from '../../vocabulary/subjects.js';
import { arrayText } from '../database.js';
import type { Seal } from '../seal.js';
import { nameOf, type Standing } from '../standing.js';
import type { BoundRead } from './bind.js';
import { conditionValues } from './conditions-sql.js';
import { leafParameter, leavesOf, type FilterLeaf } from './filter-sql.js';
import type { DisclosureGroup, Plan, PlanInput } from './plan.js';

/** The values of one run of a plan. */

function leafText(standing: Standing): (leaf: FilterLeaf, text: string) => string {
  return ({ field, place }, text) => {
    if (field?.type === 'id') {
      const prefixes = typeof field.prefix === 'string' ? [field.prefix] : Object.values(field.prefix?.prefixes ?? {});
      return parseId(prefixes.find((prefix) => prefix === prefixOf(text)) ?? '', text) ?? NO_UUID;
    }
    if (place === null) return text;
    if (!standing.tenantKey) throw new Error('Sealed data is filtered by under the key of its tenant.');
    return `\\x${standing.tenantKey.match(place, text).toString('hex')}`;
  };
}

/** The tenant's own fields of a subject that this actor sees. */
export function visibleCustomFields(law: Law, subject: string): readonly CustomField[] {
  return law.actor.customFields.filter(
    (field) => field.subject === subject && law.verdict(field.subject, customFieldName(field.key)).allowed,
  );
}

interface Opened {
  readonly fields: readonly string[];
  /** Of those fields, as they are now: a field may be given another one later. */
  readonly categories: readonly string[];
}

/** The fields of a group that were shown because of this authority; null where nothing of the group rests on it. */
function openedUnder(authority: Authority, group: DisclosureGroup, law: Law): Opened | null {
  const plain = group.fields.filter((field) => (categoryOf(group.subject, field) ?? null) === null);
  const classified = group.fields.flatMap((field) => {
    const category = categoryOf(group.subject, field) ?? null;
    return category === null ? [] : [{ field, category }];
  });
  const custom = (group.customFields ? visibleCustomFields(law, group.subject) : []).map(({ key, category }) => ({
    field: `customFields.${key}`,
    category,
  }));
  const data = [...classified, ...custom];
  const opened = data.filter(({ category }) => law.openedBy(category)?.id === authority.id);
  if (opened.length > 0) {
    const categories = [...new Set(opened.map(({ category }) => category))];
    return { fields: [...plain, ...opened.map(({ field }) => field)], categories };
  }
  // That a record is there is shown too, even where no data of it is: by whatever makes the subject visible.
  const shown = law.actor.token === undefined ? firstThatShows(group.subject, law)?.id : authority.id;
  const shows = data.length === 0 && shown === authority.id;
  return shows ? { fields: plain, categories: [] } : null;
}

/** The authority that makes a subject visible at all. */
function firstThatShows(subject: Subject, law: Law): Authority | null {
  const custom = visibleCustomFields(law, subject).map((field) => field.category);
  for (const category of [...categoriesOf(subject), ...custom]) {
    const authority = law.openedBy(category);
    if (authority) return authority;
  }
  return null;
}

/** One log entry per authority that something rests on. */
function logEntries(groups: readonly DisclosureGroup[], standing: Standing): string {
  const { law } = standing;
  const entries = law.actor.authorities.flatMap((authority) => {
    const disclosed = groups.flatMap((group, g) => {
      const opened = openedUnder(authority, group, law);
      return opened === null ? [] : [{ g, subject: group.subject, prefix: group.prefix, ...opened }];
    });
    if (disclosed.length === 0) return [];
    return [
      {
        id: newUuid(),
        actor: law.actor.kind,
        actor_name: nameOf(standing),
        authority: authority.id,
        authority_kind: authority.kind,
        purpose: authority.purpose,
        reason: authority.reason,
        disclosed,
      },
    ];
  });
  if (entries.length === 0)
    throw new Error('A read under an authority rests on one: without an entry there is no answer.');
  return JSON.stringify(entries);
}

/**
 * What a seal is one of: the authorities, and what they rest on themselves. Of staff themselves, because their commitment to confidentiality
 * may end as well; of a token its integration, and whoever made it.
 */
function restsOn({ law: { actor }, token }: Standing): readonly string[] {
  if (token) return [token.id, token.makerId, ...(token.integrationId === null ? [] : [token.integrationId])];
  const staff = (actor.kind === 'SUPPORT' || actor.kind === 'ADMINISTRATOR') && actor.userId !== null;
  return [...actor.authorities.map(({ id }) => id), ...(staff ? [actor.userId] : [])];
}

export function planInput(
  plan: Plan,
  read: BoundRead,
  standing: Standing,
  operation: string | null,
  seal: Seal | null,
): PlanInput {
  const { law } = standing;
  const toText = leafText(standing);
  const values = new Map<string, readonly (string | null)[]>();
  return {
    fingerprint: standing.fingerprint,
    tenantId: standing.tenant?.id ?? null,
    userId: standing.user?.id ?? null,
    lists: read.bindings,
    filterValues: read.bindings.map(({ filter, model }) =>
      leavesOf(filter, model).map((leaf) => leafParameter(leaf, toText)),
    ),
    ids: read.roots.map((root) => root.id),
    rootFilters: read.roots.map((root) => root.filters),
    idLists: read.roots.map((root) => root.idLists),
    conditionValues: (subject) => {
      let known = values.get(subject);
      if (!known) values.set(subject, (known = conditionValues(law.conditions(subject as Subject))));
      return known;
    },
    // Few plans ask for these.
    get visibleFields() {
      return arrayText(['Contact', 'Company'].flatMap((name) => visibleCustomFields(law, name).map(({ id }) => id)));
    },
    entries: plan.logged ? logEntries(plan.groups, standing) : null,
    operation: operation === null ? null : operation.slice(0, 200),
    sealId: seal?.id ?? null,
    get authorities() {
      return arrayText([...restsOn(standing), ...(seal?.alsoOf ?? [])]);
    },
    boundMs: String(seal?.boundMs ?? 0),
  };
}
