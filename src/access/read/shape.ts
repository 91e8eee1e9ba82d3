import { printDecimal } from '../../kernel/decimal.js';
import { TYPE_NAME } from '../../entities/compiled-read.js';
import type { EmbeddedField } from './selection.js';
import type { ShapeFunction } from './plan.js';
import { leadingCells, type Form } from './form.js';
import { FIXED_CELLS } from './level.js';
import type { Codec, ListShape, ObjectShape, Property, RootShape } from './shape-types.js';
import { customObjects, parseTextList, pick, printDateTime, setCustom } from './shape-values.js';

/**
 * The shaping function of a plan: JavaScript generated once, that turns flat rows into the answer's objects without looking anything
 * up. Everything that goes into the text is a number or a JSON literal made here; nothing of a request's values does.
 */

const HELPERS = { printDateTime, printDecimal, parseTextList, pick, customObjects, setCustom, TYPE_NAME };
const literal = (value: object | string | null): string => JSON.stringify(value);

/** A key of an object literal. Plain, because engines make such objects at once; computed only where a plain one would set the prototype. */
function keyText(key: string): string {
  return key === '__proto__' ? '["__proto__"]' : literal(key);
}

class Generator {
  readonly #form: Form;
  /** By how much the cells of a row stand before where the compiler put them. */
  readonly #shift: number;
  readonly #declarations: string[] = [];
  readonly #fill: string[] = [];
  readonly #finish: string[] = [];
  #constants = 0;

  constructor(form: Form) {
    this.#form = form;
    this.#shift = FIXED_CELLS - leadingCells(form);
  }

  #at(cell: number, row = 'r'): string {
    return `${row}[${String(cell - this.#shift)}]`;
  }

  #constant(value: object): string {
    const name = `constant${String((this.#constants += 1))}`;
    this.#declarations.push(`const ${name} = ${literal(value)};`);
    return name;
  }

  #cell(cell: number, codec: Codec): string {
    const raw = this.#at(cell);
    if (codec === 'text') return raw;
    const orNull = (expression: string): string => `(${raw} === null ? null : ${expression})`;
    if (codec === 'datetime') return orNull(`printDateTime(${raw})`);
    if (codec === 'decimal') return orNull(`printDecimal(${raw})`);
    if (codec === 'boolean') return orNull(`${raw} === 'true'`);
    if (codec === 'int') return orNull(`Number(${raw})`);
    if (codec === 'textList') return orNull(`parseTextList(${raw})`);
    return orNull(`${literal(`${codec.prefix}_`)} + ${raw}`);
  }

  #property(property: Property): string {
    const key = `${keyText(property.key)}: `;
    switch (property.kind) {
      case 'literal':
        return key + literal(property.value);
      case 'cell':
        return key + this.#cell(property.cell, property.codec);
      case 'sealed': {
        const sealed = this.#at(property.cell);
        return `${key}(${sealed} === null ? null : environment.open(${literal(property.place)}, ${this.#at(property.idCell)}, ${sealed}))`;
      }
      case 'embedded':
        return `${key}pick(JSON.parse(${this.#at(property.cell)}), ${this.#constant(property.fields)})`;
      case 'one':
        return `${key}(${this.#at(property.idCell)} === null ? null : ${this.object(property.object)})`;
      case 'list':
        return `${key}${this.list(property.list)}(+r[3])`;
      case 'custom':
        return `${key}${this.#custom(property.level, property.subject, property.fields)}(+r[3])`;
    }
  }

  object(shape: ObjectShape, more: readonly string[] = []): string {
    const properties = [...shape.properties.map((property) => this.#property(property)), ...more].join(', ');
    return `(counts[${String(shape.counter)}]++, { ${properties} })`;
  }

  #custom(level: number, subject: string, fields: readonly EmbeddedField[]): string {
    const name = `custom${String(level)}`;
    const keys = fields.filter((field) => field.name === 'value').map((field) => field.key);
    const selected = this.#constant(fields);
    const valueKeys = this.#constant(keys);
    this.#declarations.push(
      `const ${name}Of = new Map();`,
      `const ${name}Definitions = environment.customFields(${literal(subject)});`,
      `const ${name} = (k) => { const values = customObjects(${name}Definitions, ${selected}); ${name}Of.set(k, values); return values.map((value) => value[1]); };`,
    );
    this.#fill.push(
      `for (const r of b[${String(level)}]) setCustom(${name}Of.get(+r[2]), r, ${valueKeys}, environment.openCustom);`,
    );
    return name;
  }

  /** Those of the only level follow the guard's; the one record has its row in common with the guard. */
  #rowsOf(level: number): string {
    if (this.#form === 'levels') return `b[${String(level)}]`;
    return this.#form === 'rows' ? 'rows.slice(1)' : 'rows';
  }

  /** A loop over a level's rows. Its place is taken before its children's, so that parents exist when their rows come. */
  #each(level: number, body: () => string): void {
    const loop = this.#fill.push('') - 1;
    this.#fill[loop] = `for (const r of ${this.#rowsOf(level)}) { ${body()} }`;
  }

  /** Generates a list, whose rows are placed by their number, since a join may give them in any order; returns the
   *  name of the function that makes it for a parent's row. */
  list(shape: ListShape): string {
    const name = `list${String(shape.level)}`;
    const cursor = `environment.cursor(${String(shape.list)}, [${shape.cursorCells.map((cell) => this.#at(cell)).join(', ')}])`;
    // The place of this list's loop is taken before its children's, so that parents exist when their rows come.
    const loop = this.#fill.push('') - 1;
    const arrays: string[] = [];
    const parts: string[] = [];
    const pushes: string[] = [];
    const later: string[] = [];
    shape.parts.forEach((part, index) => {
      const array = `v${String(index)}`;
      const key = `${keyText(part.key)}: `;
      switch (part.kind) {
        case 'literal':
          parts.push(key + literal(part.value));
          break;
        case 'nodes':
          arrays.push(array);
          parts.push(key + array);
          pushes.push(`h.${array}[at] = ${this.object(part.object)};`);
          break;
        case 'edges': {
          arrays.push(array);
          parts.push(key + array);
          const edge = part.edge.map((edgePart) => {
            const edgeKey = `${keyText(edgePart.key)}: `;
            if (edgePart.kind === 'literal') return edgeKey + literal(edgePart.value);
            return edgeKey + (edgePart.kind === 'cursor' ? cursor : this.object(edgePart.object));
          });
          pushes.push(`h.${array}[at] = { ${edge.join(', ')} };`);
          break;
        }
        case 'totalCount':
          parts.push(`${key}0`);
          later.push(`h.connection[${literal(part.key)}] = h.meta === null ? 0 : +h.meta[${String(FIXED_CELLS)}];`);
          break;
        case 'pageInfo':
          parts.push(`${key}null`);
          later.push(`h.connection[${literal(part.key)}] = ${this.#pageInfo(shape, part.fields)};`);
          break;
      }
    });
    const declared = arrays.map((array) => `const ${array} = [];`).join(' ');
    const held = ['connection', ...arrays].join(', ');
    this.#declarations.push(
      `const ${name}Of = new Map();`,
      `const ${name} = (k) => { ${declared} const connection = { ${parts.join(', ')} }; ${name}Of.set(k, { ${held}, more: false, first: null, last: null, meta: null }); return connection; };`,
    );
    const size = String(shape.size);
    this.#fill[loop] =
      this.#form === 'levels'
        ? `for (const r of b[${String(shape.level)}]) { const h = ${name}Of.get(+r[2]); if (h === undefined) continue; ` +
          `const at = +r[1] - 1; if (at >= ${size}) { h.more = true; continue; } ` +
          `if (at === 0) h.first = r; if (h.last === null || at >= +h.last[1]) h.last = r; ${pushes.join(' ')} }`
        : `{ const h = ${name}Of.get(0); for (let at = 0; at < rows.length - 1; at++) { const r = rows[at + 1]; ` +
          `if (at === ${size}) { h.more = true; break; } if (at === 0) h.first = r; h.last = r; ${pushes.join(' ')} } }`;
    const meta = shape.metaLevel;
    if (meta !== null) {
      this.#finish.push(
        `for (const r of b[${String(meta)}]) { const h = ${name}Of.get(+r[2]); if (h !== undefined) h.meta = r; }`,
      );
    }
    const reversed = shape.backward ? arrays.map((array) => `h.${array}.reverse();`).join(' ') : '';
    if (later.length > 0 || reversed !== '') {
      this.#finish.push(`for (const h of ${name}Of.values()) { ${reversed} ${later.join(' ')} }`);
    }
    return name;
  }

  #pageInfo(shape: ListShape, fields: readonly EmbeddedField[]): string {
    const cursorOf = (row: string): string => {
      const cells = shape.cursorCells.map((cell) => this.#at(cell, row)).join(', ');
      return `(${row} === null ? null : environment.cursor(${String(shape.list)}, [${cells}]))`;
    };
    const beyond = (cell: number, asked: boolean): string =>
      asked ? `(h.meta !== null && h.meta[${String(FIXED_CELLS + cell)}] === 'true')` : 'false';
    const values: Readonly<Record<string, string>> = {
      hasNextPage: shape.backward ? beyond(2, shape.hasBefore) : `(h.more || ${beyond(2, shape.hasBefore)})`,
      hasPreviousPage: shape.backward ? `(h.more || ${beyond(1, shape.hasAfter)})` : beyond(1, shape.hasAfter),
      startCursor: cursorOf(shape.backward ? 'h.last' : 'h.first'),
      endCursor: cursorOf(shape.backward ? 'h.first' : 'h.last'),
      __typename: literal('PageInfo'),
    };
    return `{ ${fields.map((field) => `${keyText(field.key)}: ${values[field.name] ?? 'null'}`).join(', ')} }`;
  }

  root(shape: RootShape): string {
    switch (shape.kind) {
      case 'none':
        return 'null';
      case 'one':
      case 'array': {
        const rows = `rows${String(shape.level)}`;
        this.#declarations.push(`const ${rows} = [];`);
        const place = this.#form === 'levels' ? `${rows}[+r[1] - 1]` : `${rows}[${rows}.length]`;
        const found = this.#form === 'record' ? `if (${this.#at(shape.idCell)} !== null) ` : '';
        this.#each(shape.level, () => `${found}${place} = ${this.object(shape.object)};`);
        return shape.kind === 'one' ? `(${rows}[0] ?? null)` : rows;
      }
      case 'list': {
        const name = this.list(shape.list);
        const value = `root${String(shape.list.level)}`;
        this.#declarations.push(`const ${value} = ${name}(0);`);
        return value;
      }
      case 'nodes': {
        const found = `found${String(shape.root)}`;
        this.#declarations.push(`const ${found} = new Map();`);
        for (const kind of shape.kinds) {
          // Under the whole public id: a uuid alone does not say of which type it is.
          const id = `${literal(`${kind.prefix}_`)} + ${this.#at(kind.idCell)}`;
          this.#each(
            kind.level,
            () => `${found}.set(${id}, ${this.object(kind.object, [`[TYPE_NAME]: ${literal(kind.object.type)}`])});`,
          );
        }
        const list = `environment.nodeIds(${String(shape.root)}).map((id) => ${found}.get(id) ?? null)`;
        return shape.single ? `(${list}[0] ?? null)` : list;
      }
    }
  }

  source(values: readonly string[], levels: number, counters: number): string {
    return [
      `const { ${Object.keys(HELPERS).join(', ')} } = helpers;`,
      'return (rows, environment) => {',
      `const counts = new Array(${String(counters)}).fill(0);`,
      ...(this.#form === 'levels' ? sortedByLevel(levels) : []),
      ...this.#declarations,
      ...this.#fill,
      ...this.#finish,
      `return { values: [${values.join(', ')}], counts };`,
      '};',
    ].join('\n');
  }
}

/** The last level is not named in its rows. */
function sortedByLevel(levels: number): string[] {
  return [
    `const b = Array.from({ length: ${String(levels)} }, () => []);`,
    `for (const r of rows) b[r[0] ?? ${String(levels - 1)}].push(r);`,
  ];
}

/** Generates the shaping function. `levels`: how many levels the rows have, the guard's included. */
export function generateShape(
  roots: readonly RootShape[],
  levels: number,
  counters: number,
  form: Form,
): ShapeFunction {
  const generator = new Generator(form);
  const values = roots.map((root) => generator.root(root));
  const source = generator.source(values, levels, counters);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the one place that makes code; see above for what goes into it
  return (new Function('helpers', source) as (helpers: typeof HELPERS) => ShapeFunction)(HELPERS);
}
