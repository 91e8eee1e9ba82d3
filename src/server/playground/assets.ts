/**
 * The playground's files as its build left them (scripts/build-playground.mjs), read once and kept in memory: they are few,
 * small and never change while the server runs. Only what the build's manifest names can be asked for, so that no request
 * ever becomes a path on the disk.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Asset {
  readonly contentType: string;
  readonly plain: Buffer;
  /** Absent where compressing gains nothing, as with fonts. */
  readonly gzip: Buffer | undefined;
}

export interface PlaygroundAssets {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
  readonly linkScript: string;
  readonly linkStyle: string;
  readonly files: ReadonlyMap<string, Asset>;
}

interface Manifest {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
  readonly linkScript: string;
  readonly linkStyle: string;
  readonly files: readonly { readonly name: string; readonly gzip: boolean }[];
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

let loaded: PlaygroundAssets | undefined;

export function playgroundAssets(): PlaygroundAssets {
  loaded ??= load(join(projectRoot(), 'dist', 'playground'));
  return loaded;
}

function load(folder: string): PlaygroundAssets {
  const { files, ...named } = readManifest(join(folder, 'manifest.json'));
  return {
    ...named,
    files: new Map(
      files.map(({ name, gzip }) => [
        name,
        {
          contentType: CONTENT_TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
          plain: readFileSync(join(folder, name)),
          gzip: gzip ? readFileSync(join(folder, `${name}.gz`)) : undefined,
        },
      ]),
    ),
  };
}

function readManifest(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch (cause) {
    throw new Error('The playground is not built: "npm run build" (or "npm start") builds it.', { cause });
  }
}

/** The sources and what is compiled from them lie at different depths below the one package.json. */
function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new Error('There is no package.json above the playground.');
    folder = dirname(folder);
  }
  return folder;
}
