import { printDecimal } from '../../kernel/decimal.js';
import { TYPE_NAME } from '../../entities/compiled-read.js';
import type { EmbeddedField } from './selection.js';
import type { ShapeFunction } from './plan.js';
import { leadingCells, type Form } from './form.js';
import { FIXED_CELLS } from './level.js';
import {
  innerList,
  numberedLoop,
  orderedLoop,
  outerListLoop,
  outerLoop,
  type InnerList,
  type ListLoop,
} from './shape-loops.js';
import { pageInfoText } from './shape-page-info.js';
import type { Codec, ListShape, ObjectShape, Property, RootShape, ShapedRows } from './shape-types.js';
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

function propertyText(key: string, value: string): string {
  return `${keyText(key)}: ${value}`;
}

class Generator {
  readonly #rows: ShapedRows;
  readonly #form: Form;
  /** By how much the cells of a row stand before where the compiler put them. */
  #shift: number;
  #inner: InnerList | null = null;
  readonly #declarations: string[] = [];
  readonly #fill: string[] = [];
  readonly #finish: string[] = [];
  #constants = 0;

  constructor(rows: ShapedRows) {
    this.#rows = rows;
    this.#form = rows.form;
    this.#shift = FIXED_CELLS - leadingCells(rows.form);
  }

  /** In the form `nested` the cells of the inner rows stand after those of the outer one. */
  #withInnerCells<T>(work: () => T): T {
    const [outer = 0] = this.#rows.levels;
    this.#shift -= outer;
    try {
      return work();
    } finally {
      this.#shift += outer;
    }
  }

  /** How a row is told to those whose list it is in: by its number, or by its place. */
  get #key(): string {
    return this.#form === 'nested' ? 'at' : '+r[3]';
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
        return `${key}${this.#listOf(property.list)}(${this.#key})`;
      case 'custom':
        return `${key}${this.#custom(property.level, property.subject, property.fields)}(${this.#key})`;
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
  #each(level: number, idCell: number, body: () => string): void {
    const loop = this.#fill.push('') - 1;
    const text = body();
    this.#fill[loop] =
      this.#form === 'nested'
        ? outerLoop(this.#at(idCell), text, this.#inner)
        : `for (const r of ${this.#rowsOf(level)}) { ${text} }`;
  }

  #listOf(shape: ListShape): string {
    return this.#form === 'nested' ? this.#withInnerCells(() => this.list(shape, 'inner')) : this.list(shape);
  }

  /** Generates a list, whose rows are placed by their number, since a join may give them in any order; returns the
   *  name of the function that makes it for a parent's row. */
  list(shape: ListShape, where: 'outer' | 'inner' = 'outer'): string {
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
          later.push(
            `h.connection[${literal(part.key)}] = ${pageInfoText(shape, part.fields, (cell, row) => this.#at(cell, row), propertyText)};`,
          );
          break;
      }
    });
    const declared = arrays.map((array) => `const ${array} = [];`).join(' ');
    const held = ['connection', ...arrays].join(', ');
    this.#declarations.push(
      `const ${name}Of = new Map();`,
      `const ${name} = (k) => { ${declared} const connection = { ${parts.join(', ')} }; ${name}Of.set(k, { ${held}, count: 0, more: false, first: null, last: null, meta: null }); return connection; };`,
    );
    const rows: ListLoop = { name, size: shape.size, show: pushes.join(' ') };
    const id = this.#at(shape.cursorCells.at(-1) ?? FIXED_CELLS);
    if (where === 'inner') this.#inner = innerList(id, rows);
    else if (this.#form === 'nested') this.#fill[loop] = outerListLoop(id, rows, this.#inner);
    else this.#fill[loop] = this.#form === 'levels' ? numberedLoop(shape.level, rows) : orderedLoop(rows);
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

  root(shape: RootShape): string {
    switch (shape.kind) {
      case 'none':
        return 'null';
      case 'one':
      case 'array': {
        const rows = `rows${String(shape.level)}`;
        this.#declarations.push(`const ${rows} = [];`);
        const place =
          this.#form === 'levels'
            ? `${rows}[+r[1] - 1]`
            : this.#form === 'nested'
              ? `${rows}[at]`
              : `${rows}[${rows}.length]`;
        const found = this.#form === 'record' ? `if (${this.#at(shape.idCell)} !== null) ` : '';
        this.#each(shape.level, shape.idCell, () => `${found}${place} = ${this.object(shape.object)};`);
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
            kind.idCell,
            () => `${found}.set(${id}, ${this.object(kind.object, [`[TYPE_NAME]: ${literal(kind.object.type)}`])});`,
          );
        }
        const list = `environment.nodeIds(${String(shape.root)}).map((id) => ${found}.get(id) ?? null)`;
        return shape.single ? `(${list}[0] ?? null)` : list;
      }
    }
  }

  source(values: readonly string[]): string {
    const { levels, counters } = this.#rows;
    return [
      `const { ${Object.keys(HELPERS).join(', ')} } = helpers;`,
      'return (rows, environment) => {',
      `const counts = new Array(${String(counters)}).fill(0);`,
      ...(this.#form === 'levels' ? sortedByLevel(levels.length + 1) : []),
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

/** Generates the shaping function. */
export function generateShape(roots: readonly RootShape[], rows: ShapedRows): ShapeFunction {
  const generator = new Generator(rows);
  const values = roots.map((root) => generator.root(root));
  const source = generator.source(values);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the one place that makes code; see above for what goes into it
  return (new Function('helpers', source) as (helpers: typeof HELPERS) => ShapeFunction)(HELPERS);
}
