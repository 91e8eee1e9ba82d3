import type { Subject } from '../vocabulary/subjects.js';

/** How a field is stored, printed and filtered. */
export type FieldType =
  'id' | 'text' | 'email' | 'date' | 'datetime' | 'decimal' | 'boolean' | 'int' | 'enum' | 'textList' | 'json';

export interface PrefixByColumn {
  readonly column: string;
  readonly prefixes: Readonly<Record<string, string>>;
}

export interface TextForm {
  readonly pattern: RegExp;
  /** The sentence for a text that does not. */
  readonly otherwise: string;
}

/** What the marks on an entity say about one field, once; everything else is derived from it. */
export interface FieldModel {
  readonly name: string;
  readonly type: FieldType;
  /** The data category that decides who sees the field; null: visible to whoever sees the subject. */
  readonly category: string | null;
  /** Stored encrypted, in `<column>`, beside a keyed digest in `<column>_match`. */
  readonly sealed: boolean;
  readonly description: string;
  readonly column: string;
  /** A stored column that orders empty values last; the column itself where it can't be empty. */
  readonly orderColumn: string | null;
  /** The public id prefix of what an `id` field names; from another column where the named things are of several kinds. */
  readonly prefix: string | PrefixByColumn | null;
  /** An embedded value that is made of columns: name in the API -> column. */
  readonly embedded: Readonly<Record<string, string>> | null;
  readonly required: boolean;
  readonly writable: boolean;
  readonly filterable: boolean;
  /** Longest text in characters. */
  readonly maxLength: number;
  /** What a text must look like; null: as one likes. */
  readonly form: TextForm | null;
}

export interface ToOneModel {
  readonly kind: 'one';
  readonly name: string;
  readonly target: Subject;
  /** The uuid column on this side. */
  readonly column: string;
  /** The name of the input field that sets it (`companyId`); null where no input does. */
  readonly input: string | null;
  readonly filterable: boolean;
}

export interface ToManyModel {
  readonly kind: 'many';
  readonly name: string;
  readonly target: Subject;
  /** The uuid column on the other side that points here. */
  readonly column: string;
}

export type RelationModel = ToOneModel | ToManyModel;

export interface SubjectModel {
  readonly name: Subject;
  readonly description: string;
  readonly prefix: string;
  /** A table, or a function of schema auth that returns a set, as `schema.name`. */
  readonly table: string;
  readonly isFunction: boolean;
  /** Rows bear a tenant and are read within one. */
  readonly tenantBound: boolean;
  /** Newest first unless the request says otherwise. */
  readonly newestFirst: boolean;
  /** Holds classified data: visible when one of its categories is. */
  readonly classified: boolean;
  readonly customFields: boolean;
  readonly fields: ReadonlyMap<string, FieldModel>;
  readonly relations: ReadonlyMap<string, RelationModel>;
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`);
}

export function constantCase(name: string): string {
  return snakeCase(name).toUpperCase();
}
