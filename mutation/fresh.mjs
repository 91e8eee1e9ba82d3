/** Reads modules of ours again whenever their importer was, instead of remembering them; and gives them our harness for jest. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const HARNESS = new URL('harness.mjs', import.meta.url).href;
const MARK = '?fresh=';
/** How Stryker counts in each module which code a test reaches; it does so at every step, also where nobody reads the count. */
const COUNT = 'function cover() {';

let counted = false;

/** Whether modules that are read from now on count which code is reached: it takes as long as all the rest. */
export function countCoverage(wanted) {
  counted = wanted;
}

/** @param folders the modules below them are ours; whatever is elsewhere is read once */
export function readOursAnew(folders) {
  const ours = folders.map((folder) => pathToFileURL(`${folder}/`).href);
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === '@jest/globals') return { url: HARNESS, shortCircuit: true };
      const resolved = next(specifier, context);
      const [, mark] = context.parentURL?.split(MARK) ?? [];
      if (mark === undefined || !ours.some((folder) => resolved.url.startsWith(folder))) return resolved;
      return { ...resolved, url: `${resolved.url}${MARK}${mark}` };
    },
    load(url, context, next) {
      const loaded = next(url, context);
      if (counted || !url.includes(MARK)) return loaded;
      return { ...loaded, source: String(loaded.source).replace(COUNT, `${COUNT} return;`) };
    },
  });
}

let times = 0;

/** @returns a reader of one round: files that it reads share their modules, as in one program */
export function newRound() {
  times += 1;
  const mark = times;
  return (file) => import(`${pathToFileURL(file).href}${MARK}${mark}`);
}
