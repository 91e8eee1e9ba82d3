/** Reads modules of ours again whenever their importer was, instead of remembering them; and gives them our harness for jest. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const HARNESS = new URL('harness.mjs', import.meta.url).href;
const MARK = '?fresh=';

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
  });
}

let times = 0;

/** @returns a reader of one round: files that it reads share their modules, as in one program */
export function newRound() {
  times += 1;
  const mark = times;
  return (file) => import(`${pathToFileURL(file).href}${MARK}${mark}`);
}
