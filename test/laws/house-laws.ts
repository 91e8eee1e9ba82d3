import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sources.js';
import type { Import, Source } from './sources.js';

/**
 * The laws of the house, each a function from sources to sentences: one for every place where the law is broken, with the reason
 * why there is such a law. What they know of floors and packages stands in floors.json, which eslint reads too.
 */

interface Floors {
  readonly floors: readonly { readonly folders: readonly string[]; readonly reason: string }[];
  readonly siblings: { readonly folder: string; readonly reason: string };
  readonly settings: {
    readonly file: string;
    readonly importedBy: readonly string[];
    readonly mayImport: readonly string[];
    readonly reason: string;
  };
  readonly migrations: { readonly importedBy: readonly string[]; readonly reason: string };
  readonly packages: readonly {
    readonly packages: readonly string[];
    readonly folders: readonly string[];
    readonly reason: string;
  }[];
}

export type Law = (sources: readonly Source[]) => readonly string[];

const house = JSON.parse(readFileSync(join(ROOT, 'floors.json'), 'utf8')) as Floors;

const LONGEST = 300;

export const placesOnAFloor: Law = (sources) =>
  sources
    .filter(({ path }) => path !== house.settings.file && heightOf(path) === undefined)
    .map(({ path }) => `${path} stands on no floor: put it into a folder that floors.json names.`);

export const importsGoDown: Law = (sources) =>
  broken(sources, ({ path }, { target }) => {
    if (target === undefined || target === house.settings.file) return undefined;
    if (path === house.settings.file) {
      return house.settings.mayImport.includes(topOf(target)) ? undefined : house.settings.reason;
    }
    if (isMigration(target))
      return house.migrations.importedBy.includes(topOf(path)) ? undefined : house.migrations.reason;
    const own = heightOf(path);
    const other = heightOf(target);
    if (own === undefined) return undefined; // Told by placesOnAFloor.
    if (other === undefined) return 'what it names is outside of the floors';
    if (other < own || topOf(path) === topOf(target)) return undefined;
    return `imports go down only: ${house.floors[own]?.reason ?? ''}`;
  });

export const settingsAreReadAtTheTop: Law = (sources) =>
  broken(sources, ({ path }, { target }) =>
    target === house.settings.file && !house.settings.importedBy.includes(topOf(path))
      ? house.settings.reason
      : undefined,
  );

export const packagesStayInTheirPlace: Law = (sources) =>
  broken(sources, ({ path }, { specifier, target }) => {
    if (target !== undefined) return undefined;
    const laws = house.packages.filter(({ packages }) => packages.some((pattern) => matches(specifier, pattern)));
    return laws.some(({ folders }) => folders.includes(topOf(path))) ? undefined : laws[0]?.reason;
  });

/** For the sources of `migrations/`: a released step must do tomorrow what it did today, so it rests on nothing that changes. */
export const migrationsStandAlone: Law = (sources) =>
  broken(sources, (_source, { target }) => (target?.startsWith('../') ? house.migrations.reason : undefined));

export const featuresStayApart: Law = (sources) =>
  broken(sources, ({ path }, { target }) => {
    const { folder, reason } = house.siblings;
    if (target === undefined || topOf(path) !== folder || topOf(target) !== folder) return undefined;
    return path.split('/')[1] === target.split('/')[1] ? undefined : reason;
  });

export const namesItsFiles: Law = (sources) => {
  const known = new Set(sources.map(({ path }) => path));
  return broken(sources, (_source, { specifier, target }) => {
    if (target === undefined || known.has(target)) return undefined;
    if (/\.(js|json)$/.test(specifier)) return undefined; // That it exists is for the type check to say.
    return 'an import names one file with its ending, never a folder';
  });
};

export const hasNoCycles: Law = (sources) => {
  const graph = new Map(sources.map(({ path, imports }) => [path, valueTargets(imports)]));
  const cycles = [...graph.keys()].map((path) => wayBack(graph, path)).filter((cycle) => cycle !== undefined);
  return cycles
    .filter((cycle) => cycle[0] === [...cycle].sort()[0])
    .map(
      (cycle) =>
        `${cycle.join(' -> ')}: files that need each other are one file, or three; their order of start is luck.`,
    );
};

export const hasNoBarrels: Law = (sources) =>
  sources
    .filter(({ path, onlyPassesOn }) => onlyPassesOn || /(^|\/)index\.tsx?$/.test(path))
    .map(({ path }) => `${path} is a barrel: an import should tell where a thing lives, and load only that.`);

export const hasNoDefaultExports: Law = (sources) =>
  sources
    .filter(({ exportsDefault }) => exportsDefault)
    .map(({ path }) => `${path} has a default export: a thing has one name, wherever it is used.`);

export const fitsOnAFewScreens: Law = (sources) =>
  sources
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LONGEST)
    .map(
      ({ path, lines }) =>
        `${path} has ${lines.toString()} lines: a file over ${LONGEST.toString()} is more than one noun or verb.`,
    );

export const isNamedAsTheHouseNames: Law = (sources) =>
  sources
    .filter(({ path }) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/.test(path))
    .map(
      ({ path }) =>
        `${path} is not in kebab-case: names are found by guessing, and differ between file systems otherwise.`,
    );

/** Each with the sentence that follows "path:line". Written so that this file doesn't carry the marks itself. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.:/-])\/(?:home|root|Users|work|tmp)\/\w/, 'is a path of one machine: it is nowhere else'],
  [/\b[A-Z]:\\\\?Users\b/, 'is a path of one machine: it is nowhere else'],
  [/\b(?:TO[D]O|FIX[M]E|XX[X])\b/, 'is a note to oneself: do it, or file it where others see it'],
  [/@ts-(?:ignore|nocheck)\b/, 'silences the type check: say what is true instead'],
  [/eslint-disabl[e](?!.* -- \w)/, 'switches a rule off without a reason after "--"'],
  [/\b(?:describe|it|test)\.only\(|\bf(?:describe|it)\(/, 'leaves all other tests out'],
  [/^(?:<{7}|>{7}) /, 'is left from a merge'],
];

export const carriesNoMarks: Law = (sources) =>
  sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        MARKS.filter(([pattern]) => pattern.test(line)).map(
          ([, why]) => `${path}:${(index + 1).toString()}: "${line.trim().slice(0, 80)}" ${why}.`,
        ),
      ),
  );

function broken(
  sources: readonly Source[],
  judge: (source: Source, found: Import) => string | undefined,
): readonly string[] {
  return sources.flatMap((source) =>
    source.imports.flatMap((found) => {
      const reason = judge(source, found);
      return reason === undefined ? [] : [`${source.path} imports ${found.specifier}: ${reason}.`];
    }),
  );
}

function isMigration(target: string): boolean {
  return target.startsWith('../migrations/');
}

function topOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function heightOf(path: string): number | undefined {
  const height = house.floors.findIndex(({ folders }) => folders.includes(topOf(path)));
  return height === -1 ? undefined : height;
}

/** `@mikro-orm/*` is every package of that scope, `pg-*` every name that begins so; a name includes its subpaths. */
function matches(specifier: string, pattern: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern || specifier.startsWith(`${pattern}/`);
}

function valueTargets(imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ target, typeOnly }) => (target === undefined || typeOnly ? [] : [target]));
}

/** The shortest way from a file through its imports back to itself. */
function wayBack(graph: ReadonlyMap<string, readonly string[]>, start: string): readonly string[] | undefined {
  const seen = new Set<string>();
  let ways: readonly (readonly string[])[] = [[start]];
  while (ways.length > 0) {
    const longer = ways.flatMap((way) => (graph.get(way.at(-1) ?? start) ?? []).map((next) => [...way, next]));
    const home = longer.find((way) => way.at(-1) === start);
    if (home !== undefined) return home;
    ways = longer.filter((way) => {
      const last = way.at(-1) ?? start;
      return !seen.has(last) && seen.add(last);
    });
  }
  return undefined;
}
