import type { Form } from './form.js';
import type { EmbeddedField } from './selection.js';

/** What a plan's answer looks like: the tree from which the shaping function is generated. */

export type Codec = 'text' | 'datetime' | 'decimal' | 'boolean' | 'int' | 'textList' | { readonly prefix: string };

export type Property =
  | { readonly kind: 'literal'; readonly key: string; readonly value: string | null }
  | { readonly kind: 'cell'; readonly key: string; readonly cell: number; readonly codec: Codec }
  | {
      readonly kind: 'sealed';
      readonly key: string;
      readonly cell: number;
      readonly idCell: number;
      readonly place: string;
    }
  | {
      readonly kind: 'embedded';
      readonly key: string;
      readonly cell: number;
      readonly fields: readonly EmbeddedField[];
    }
  | { readonly kind: 'one'; readonly key: string; readonly idCell: number; readonly object: ObjectShape }
  | { readonly kind: 'list'; readonly key: string; readonly list: ListShape }
  | {
      readonly kind: 'custom';
      readonly key: string;
      readonly level: number;
      readonly subject: string;
      readonly fields: readonly EmbeddedField[];
    };

export interface ObjectShape {
  readonly type: string;
  readonly counter: number;
  readonly properties: readonly Property[];
}

export type ListPartShape =
  | { readonly kind: 'literal'; readonly key: string; readonly value: string }
  | { readonly kind: 'totalCount'; readonly key: string }
  | { readonly kind: 'nodes'; readonly key: string; readonly object: ObjectShape }
  | { readonly kind: 'edges'; readonly key: string; readonly edge: readonly EdgePartShape[] }
  | { readonly kind: 'pageInfo'; readonly key: string; readonly fields: readonly EmbeddedField[] };

export type EdgePartShape =
  | { readonly kind: 'literal'; readonly key: string; readonly value: string }
  | { readonly kind: 'cursor'; readonly key: string }
  | { readonly kind: 'node'; readonly key: string; readonly object: ObjectShape };

export interface ListShape {
  readonly level: number;
  readonly metaLevel: number | null;
  readonly size: number;
  readonly backward: boolean;
  /** Number of the list's binding, for its cursors. */
  readonly list: number;
  readonly cursorCells: readonly number[];
  readonly hasAfter: boolean;
  readonly hasBefore: boolean;
  readonly parts: readonly ListPartShape[];
}

export type RootShape =
  | {
      readonly kind: 'one' | 'array';
      readonly level: number;
      readonly object: ObjectShape;
      readonly idCell: number;
    }
  | { readonly kind: 'list'; readonly list: ListShape }
  | {
      readonly kind: 'nodes';
      readonly root: number;
      readonly single: boolean;
      readonly kinds: readonly { level: number; idCell: number; prefix: string; object: ObjectShape }[];
    }
  | { readonly kind: 'none' };

/** What the rows are that are shaped. */
export interface ShapedRows {
  readonly form: Form;
  /** How many columns each level has. */
  readonly levels: readonly number[];
  /** How many kinds of objects are counted. */
  readonly counters: number;
}
