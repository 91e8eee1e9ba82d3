/** What one request for all fields of a record answers, and what the log then says of it. */
import { dataFields } from './asking.js';
import { BORNE, DATA, isMember, reason, seen, type Data, type Standing } from './oracle.js';
import { OWN_FIELDS, PLANTED, type Place } from './world.js';

type Json = Readonly<Record<string, unknown>>;

export interface Reading {
  readonly code: string | undefined;
  readonly record: Json | null;
  /** `Type.field category reason`, sorted. */
  readonly withheld: readonly string[];
  /** `Subject.field`, sorted; of what was shown under something else than a membership. */
  readonly disclosed: readonly string[];
}

interface Relation {
  readonly field: string;
  readonly to: Data;
  readonly many: boolean;
}

const RELATIONS: Readonly<Record<Data, readonly Relation[]>> = {
  Contact: [
    { field: 'company', to: 'Company', many: false },
    { field: 'invoices', to: 'Invoice', many: true },
  ],
  Company: [
    { field: 'contacts', to: 'Contact', many: true },
    { field: 'invoices', to: 'Invoice', many: true },
  ],
  Invoice: [
    { field: 'company', to: 'Company', many: false },
    { field: 'contact', to: 'Contact', many: false },
  ],
};

/** In the place of every time, which is not the oracle's business. */
export const SOME_TIME = 'at some time';

export function expectedReading(standing: Standing, subject: Data, place: Place): Reading {
  const open = seen(standing);
  const visible = (of: Data): boolean => BORNE[of].some((category) => open.includes(category));
  if (standing.kind === 'OWNER ELSEWHERE') return { code: undefined, record: null, withheld: [], disclosed: [] };
  if (!visible(subject)) return { code: reason(standing, BORNE[subject]), record: null, withheld: [], disclosed: [] };

  const withheld = new Set<string>();
  const disclosed = new Set<string>();
  const hold = (type: Data, field: string, category: string): null => {
    withheld.add(`${type}.${field} ${category} ${reason(standing, [category])}`);
    return null;
  };
  const show = (type: Data, nested: boolean): Json => {
    for (const field of ['id', 'createdAt', 'updatedAt']) disclosed.add(`${type}.${field}`);
    const record: Record<string, unknown> = { id: place.ids[type], createdAt: SOME_TIME, updatedAt: SOME_TIME };
    for (const [field, category] of Object.entries(dataFields(type))) {
      if (!open.includes(category)) record[field] = hold(type, field, category);
      else {
        record[field] = (PLANTED[type] as Json)[field];
        disclosed.add(`${type}.${field}`);
      }
    }
    if (nested) return record;
    for (const { field, to, many } of RELATIONS[type]) {
      if (!visible(to)) {
        withheld.add(`${type}.${field} null ${reason(standing, BORNE[to])}`);
        record[field] = null;
      } else if (many) {
        disclosed.add(`${to}.totalCount`);
        record[field] = { totalCount: 1, nodes: [show(to, true)] };
      } else record[field] = show(to, true);
    }
    if (type !== 'Invoice') record.customFields = own(type);
    return record;
  };
  const own = (type: Data): readonly Json[] =>
    OWN_FIELDS.filter((one) => one.subject === type).flatMap(({ key, category, value }) => {
      if (!open.includes(category)) {
        hold(type, `customFields.${key}`, category);
        return [];
      }
      disclosed.add(`${type}.customFields.${key}`);
      return [{ key, category, value, label: key, type: 'TEXT' }];
    });
  const record = show(subject, false);
  return {
    code: undefined,
    record,
    withheld: [...withheld].sort(),
    disclosed: isMember(standing) ? [] : [...disclosed].sort(),
  };
}

/** Values that must not be anywhere in an answer. */
export function secretsFor(standing: Standing): readonly string[] {
  const open = seen(standing);
  const built = DATA.flatMap((type) =>
    Object.entries(dataFields(type)).flatMap(([field, category]) =>
      open.includes(category) ? [] : [String((PLANTED[type] as Json)[field])],
    ),
  );
  return [...built, ...OWN_FIELDS.filter(({ category }) => !open.includes(category)).map(({ value }) => value)];
}

/** With its times taken out, and the keys in one order. */
export function withoutTimes(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record), (key, value: unknown) =>
    (key === 'createdAt' || key === 'updatedAt') && typeof value === 'string' ? SOME_TIME : value,
  );
}
