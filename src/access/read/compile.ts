import { sql } from 'kysely';
import { modelOf } from '../../entities/data.js';
import type { ToOneModel } from '../../entities/model.js';
import type { Law } from '../../policy/law.js';
import type { Subject } from '../../vocabulary/subjects.js';
import type { BoundRead, BoundRoot } from './bind.js';
import { visibleRow } from './visible-row.js';
import { DisclosureBook, isDisclosed, tellsOnlyOfRows } from './disclosure.js';
import { listPage } from './list-page.js';
import { FIXED_CELLS, Level, type Place } from './level.js';
import {
  customLevelSql,
  metaLevelSql,
  nestedLevelSql,
  rootLevelSql,
  type PageSource,
  toOneJoinSql,
} from './level-sql.js';
import { COUNT_COST, type CustomPlace, type Plan, type PlanInput, type WithheldPlace } from './plan.js';
import type { ListSelection, ObjectSelection, SelectedField } from './selection.js';
import { generateShape } from './shape.js';
import type { ListShape, ObjectShape, Property, RootShape } from './shape-types.js';
import { fieldProperty, idCellOf } from './compile-field.js';
import { partShape } from './compile-part.js';
import { formOf, leadingCells, type Form, type Guard } from './form.js';
import { column, compileSql, slot, type Sql } from './sql.js';
import {
  confirmingLevels,
  walledStatement,
  wholeStatement,
  type LevelStatement,
  type PendingLevel,
} from './statement.js';

/**
 * selection x law -> plan. A withheld column is not in the SQL: what may not be seen never leaves the database. The plan holds no value
 * of any request, tenant or actor, and so serves all whose law has the same shape.
 */

/** Most rows of a plain array in the API; lists that may grow beyond it are connections. */
const MAX_ARRAY = 100;

class PlanCompiler {
  readonly #law: Law;
  readonly #read: BoundRead;
  readonly #levels: PendingLevel[] = [];
  readonly #withheld: WithheldPlace[] = [];
  readonly #customPlaces: CustomPlace[] = [];
  readonly #book: DisclosureBook | null;
  #dataOnly = true;
  #counters = 0;
  #recordCell = FIXED_CELLS;
  #innerCell = FIXED_CELLS;
  #rootIndex = 0;

  constructor(law: Law, read: BoundRead) {
    this.#law = law;
    this.#read = read;
    this.#book = read.logged ? new DisclosureBook(law.actor.kind === 'SUPPORT', read.asked.length > 0) : null;
  }

  plan(name: string, how: Guard | 'cast'): Plan {
    const roots = this.#read.roots.map((root, index) => this.#root(root, index));
    const book = this.#book?.isEmpty === false ? this.#book : null;
    const mayBeWalled = book === null && this.#levels.some(({ level }) => level.confirms);
    const cast = how === 'cast';
    const guard: Guard = how === 'wall' && mayBeWalled ? 'wall' : 'first';
    const form = formOf(this.#levels, roots, { guard, needsCells: book !== null || cast });
    const levels = this.#levels.map(({ level, sql: make, columns }): LevelStatement => ({
      level,
      sql: make(form, guard),
      columns: columns(),
      shared: level.numbered || book !== null,
    }));
    const idCell = this.#recordCell - FIXED_CELLS + leadingCells(form);
    const statement =
      guard === 'wall' ? walledStatement(levels, form, idCell) : wholeStatement(levels, form, book, cast);
    return {
      name,
      ...compileSql<PlanInput>(statement),
      confirming: guard === 'wall' ? confirmingLevels(levels) : null,
      mayBeReplicated: this.#dataOnly && form !== 'record',
      form,
      idCell,
      innerCell: form === 'nested' ? (levels[0]?.columns ?? 0) + this.#innerCell - FIXED_CELLS : -1,
      shape: generateShape(roots, { levels: levels.map(({ columns }) => columns), counters: this.#counters, form }),
      withheld: this.#withheld,
      customPlaces: this.#customPlaces,
      groups: book?.groups ?? [],
      logged: book !== null,
      weights: [0, ...this.#levels.map(({ level }) => level.weight)],
    };
  }

  #newLevel(parent: Level | null, make: (level: Level, form: Form, guard: Guard) => Sql, columns?: number): Level {
    const level = new Level(this.#levels.length + 1, parent);
    const sqlOf = (form: Form, guard: Guard): Sql => make(level, form, guard);
    this.#levels.push({ level, sql: sqlOf, columns: () => columns ?? level.columns.length });
    return level;
  }

  #root(root: BoundRoot, index: number): RootShape {
    const { selection, subjects } = root;
    const { spec } = selection;
    this.#rootIndex = index;
    if (root.refusal) return { kind: 'none' };
    if (spec.as === 'connection' && selection.list) {
      return { kind: 'list', list: this.#list(selection.list, null, [], []) };
    }
    const pointed = subjects.flatMap((subject) => {
      const object = selection.objectOf(subject);
      return object ? [this.#rows(subject, root, index, object)] : [];
    });
    if (spec.as === 'node' || spec.as === 'nodes') {
      const kinds = pointed.map(({ level, shape, idCell }) => {
        const { prefix } = modelOf(shape.type as Subject);
        return { level: level.number, idCell, prefix, object: shape };
      });
      return { kind: 'nodes', root: index, single: spec.as === 'node', kinds };
    }
    const [only] = pointed;
    if (!only) return { kind: 'none' };
    this.#recordCell = only.idCell;
    const { level, shape, idCell } = only;
    return { kind: spec.as === 'one' ? 'one' : 'array', level: level.number, object: shape, idCell };
  }

  /** Records that are asked for by their ids, or all of a short array. */
  #rows(
    subject: Subject,
    root: BoundRoot,
    index: number,
    selection: ObjectSelection,
  ): { level: Level; shape: ObjectShape; idCell: number } {
    const model = modelOf(subject);
    const { as } = root.selection.spec;
    const parameter = slot<PlanInput>;
    const conditions = visibleRow(this.#law, model, 't');
    const id = column('t', 'id');
    let source: PageSource = { model, conditions, order: null, limit: null };
    if (as === 'one') {
      conditions.push(sql`${id} = ${parameter((input) => input.ids[index] ?? null)}`);
    } else if (as === 'array') {
      for (const name of root.filters.keys()) {
        const field = model.fields.get(name);
        if (!field) continue;
        const value = parameter((input) => input.rootFilters[index]?.get(name) ?? null);
        conditions.push(sql`${column('t', field.column)} = ${value}`);
      }
      source = { ...source, order: sql`${id} ${sql.raw(model.newestFirst ? 'desc' : 'asc')}`, limit: MAX_ARRAY };
    } else {
      conditions.push(sql`${id} = any(${parameter((input) => input.idLists[index]?.get(subject) ?? '{}')})`);
    }
    const level = this.#newLevel(null, (own, form, guard) => rootLevelSql(own, source, form, guard));
    level.limit = as === 'one' ? 1 : source.limit;
    level.confirms = model.classified;
    const place = { level, alias: 'w', model };
    const itemPath = as === 'array' || as === 'nodes' ? ['*'] : [];
    const shape = this.#object(selection, place, itemPath);
    return { level, shape, idCell: idCellOf(place) };
  }

  #object(selection: ObjectSelection, place: Place, path: readonly string[]): ObjectShape {
    const { model } = selection;
    const counter = this.#counters++;
    this.#dataOnly &&= model.classified;
    place.level.weight += selection.fields.length;
    const shown: string[] = [];
    const properties = selection.fields.map((field): Property => {
      const { key } = field;
      if (field.kind === 'typename') return { kind: 'literal', key, value: field.value };
      if (field.kind === 'custom') {
        this.#customPlaces.push({ root: this.#rootIndex, subject: model.name, counter, path: [...path, key] });
        return this.#custom(key, field, place);
      }
      const name = field.kind === 'field' ? field.field.name : field.relation.name;
      const verdict = this.#law.verdict(model.name, name);
      if (!verdict.allowed) {
        const { reason, remedy, category } = verdict;
        const field = { type: model.name, field: name, category, reason, remedy };
        this.#withheld.push({ root: this.#rootIndex, field, counter, path: [...path, key] });
        return { kind: 'literal', key, value: null };
      }
      if (field.kind === 'field') {
        shown.push(name);
        return fieldProperty(key, field.field, field.embedded, place);
      }
      if (field.kind === 'one')
        return this.#one(key, field.relation as ToOneModel, field.object, place, [...path, key]);
      return { kind: 'list', key, list: this.#nestedList(field, place, [...path, key]) };
    });
    if (this.#book && isDisclosed(model, this.#law)) {
      const fields = [...new Set(shown)];
      const customFields = selection.fields.some((field) => field.kind === 'custom');
      this.#book.addRows(model, fields, customFields, place.level, idCellOf(place));
    }
    return { type: model.name, counter, properties };
  }

  #custom(key: string, field: SelectedField & { kind: 'custom' }, place: Place): Property {
    const idCell = idCellOf(place);
    const { name } = place.model;
    const level = this.#newLevel(place.level, () => customLevelSql(place.level, name, idCell), 7);
    return { kind: 'custom', key, level: level.number, subject: name, fields: field.fields };
  }

  #one(key: string, to: ToOneModel, selection: ObjectSelection, place: Place, path: readonly string[]): Property {
    const model = modelOf(to.target);
    const alias = place.level.newAlias();
    const { level } = place;
    const found = sql`${column(alias, 'id')} = ${level.read(place.alias, to.column)}`;
    if (model.isFunction) level.reordered = true;
    const conditions = [found, ...visibleRow(this.#law, model, alias)];
    level.joins.push(() => toOneJoinSql(level, model, alias, conditions));
    const target = { ...place, alias, model };
    return { kind: 'one', key, idCell: idCellOf(target), object: this.#object(selection, target, path) };
  }

  #nestedList(field: SelectedField & { kind: 'many' }, place: Place, path: readonly string[]): ListShape {
    const parentId = idCellOf(place);
    const belongs = sql`${column('t', field.relation.column)} = ${sql.ref(`p.${place.level.columnName(parentId)}`)}`;
    return this.#list(field.list, place.level, [belongs], path);
  }

  #list(selection: ListSelection, parent: Level | null, belongs: readonly Sql[], path: readonly string[]): ListShape {
    const number = this.#read.lists.indexOf(selection);
    const binding = this.#read.bindings[number];
    if (!binding) throw new Error('A list that is compiled was bound.');
    const { model, size, backward } = binding;
    this.#dataOnly &&= model.classified;
    const pageInfo = selection.parts.flatMap((part) =>
      part.kind === 'pageInfo' ? part.fields.map((field) => field.name) : [],
    );
    const lookahead = pageInfo.includes(backward ? 'hasPreviousPage' : 'hasNextPage');
    const limit = size + (lookahead ? 1 : 0);
    const { source, matching, cursorCells, beyond } = listPage(binding, { law: this.#law, number, belongs, limit });
    const level = this.#newLevel(parent, (own, form, guard) =>
      parent ? nestedLevelSql(own, parent, source, form) : rootLevelSql(own, source, form, guard),
    );
    level.confirms = model.classified;
    level.paged = true;
    level.limit = source.limit;
    if (lookahead) level.pageSize = size;
    const place = { level, alias: 'w', model };
    const cells = cursorCells(level);
    const idCell = cells.at(-1) ?? FIXED_CELLS;
    if (parent) this.#innerCell = idCell;
    else this.#recordCell = idCell;
    const parts = selection.parts.map((part) => partShape(part, path, (node, at) => this.#object(node, place, at)));
    if (this.#book && isDisclosed(model, this.#law) && tellsOnlyOfRows(selection))
      this.#book.addRows(model, [], false, level, idCellOf(place));

    const counted = selection.parts.some((part) => part.kind === 'totalCount');
    const upToAfter = pageInfo.includes('hasPreviousPage') ? beyond('upToAfter') : null;
    const fromBefore = pageInfo.includes('hasNextPage') ? beyond('fromBefore') : null;
    let metaLevel: Level | null = null;
    if (counted || upToAfter || fromBefore) {
      metaLevel = this.#newLevel(
        parent,
        (_own, _form, guard) =>
          metaLevelSql(parent, { model, conditions: matching, counted, upToAfter, fromBefore }, guard),
        3,
      );
      if (counted) metaLevel.weight = COUNT_COST;
      if (counted && this.#book && isDisclosed(model, this.#law)) this.#book.addTotal(model, metaLevel, 4);
    }
    return {
      level: level.number,
      metaLevel: metaLevel?.number ?? null,
      size,
      backward,
      list: number,
      cursorCells: cells,
      hasAfter: upToAfter !== null,
      hasBefore: fromBefore !== null,
      parts,
    };
  }
}

/** @param how who is to see to it that rights have not changed; `cast`: the guard does, and all columns are text already in the server */
export function compilePlan(law: Law, read: BoundRead, name: string, how: Guard | 'cast'): Plan {
  return new PlanCompiler(law, read).plan(name, how);
}
