import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/**
 * How large an operation may be once its fragments are put in, which is how large it is to whoever answers it: fragments within fragments
 * make a short document a huge operation. Each fragment is measured once, so a document is measured in its own length.
 */
export const MAX_TOKENS = 3_000;
const MAX_DEPTH = 20;
const MAX_FIELDS = 1_000;
const MAX_ALIASES = 100;
const MAX_DIRECTIVES = 100;

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0 };

function both(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    fields: one.fields + other.fields,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
  };
}

class Measure {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #sizes = new Map<string, Size>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  of(set: SelectionSetNode | undefined): Size {
    let size = NOTHING;
    for (const selection of set?.selections ?? []) {
      const own = { ...NOTHING, directives: selection.directives?.length ?? 0 };
      size = both(size, own);
      if (selection.kind === Kind.FIELD) {
        const inner = this.of(selection.selectionSet);
        const aliases = inner.aliases + (selection.alias ? 1 : 0);
        size = both(size, { ...inner, depth: inner.depth + 1, fields: inner.fields + 1, aliases });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        size = both(size, this.of(selection.selectionSet));
      } else {
        size = both(size, this.#fragment(selection.name.value));
      }
    }
    return size;
  }

  /** One that holds itself is refused by another rule; here it is empty within itself. */
  #fragment(name: string): Size {
    const known = this.#sizes.get(name);
    if (known) return known;
    this.#sizes.set(name, NOTHING);
    const size = this.of(this.#fragments.get(name)?.selectionSet);
    this.#sizes.set(name, size);
    return size;
  }
}

function faultOf({ depth, fields, aliases, directives }: Size): string | undefined {
  if (depth > MAX_DEPTH) return `An operation may be ${String(MAX_DEPTH)} fields deep; this one is deeper.`;
  if (fields > MAX_FIELDS) return `An operation may have ${String(MAX_FIELDS)} fields; this one has more.`;
  if (aliases > MAX_ALIASES) return `An operation may have ${String(MAX_ALIASES)} aliases; this one has more.`;
  if (directives > MAX_DIRECTIVES)
    return `An operation may have ${String(MAX_DIRECTIVES)} directives; this one has more.`;
  return undefined;
}

/** A validation rule, so that a document that was found well is not measured again. */
export function withinLimits(context: ValidationContext): ASTVisitor {
  return {
    Document: (document) => {
      const measure = new Measure(document);
      for (const definition of document.definitions) {
        if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
        const fault = faultOf(measure.of(definition.selectionSet));
        if (fault !== undefined) context.reportError(new GraphQLError(fault, { nodes: definition }));
      }
    },
  };
}
