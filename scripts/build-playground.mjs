/**
 * Bundles the playground (src/server/playground/client and GraphiQL from npm) into dist/playground: a script, a style sheet,
 * fonts and an icon, each named by its content, and a manifest. A build that would give the same again is skipped, which
 * `npm start` relies on: esbuild is loaded only when something has changed.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = join(ROOT, 'src', 'server', 'playground');
const CLIENT = join(SOURCES, 'client');
const OUT = join(ROOT, 'dist', 'playground');
const MANIFEST = join(OUT, 'manifest.json');

/** All that the result depends on besides our own files; what they depend on in turn is pinned by the lock file. */
const PACKAGES = ['esbuild', 'graphiql', '@graphiql/react', 'graphql', 'react', 'react-dom'];

export async function build() {
  const key = await recipe();
  if (await isCurrent(key)) return;

  const [script, style, notices, linkScript, linkStyle] = await bundle();
  const { css, fonts } = withFontsApart(style);
  const named = {
    script: file('playground.js', script),
    style: file('playground.css', Buffer.from(css)),
    linkScript: file('account-link.js', linkScript),
    linkStyle: file('account-link.css', linkStyle),
    icon: file('icon.svg', await readFile(join(CLIENT, 'icon.svg'))),
  };
  const files = [...Object.values(named), ...fonts, { name: `${named.script.name}.LEGAL.txt`, content: notices }];

  await mkdir(OUT, { recursive: true });
  const compressed = files.map(({ name, content }) => ({ name, gzip: gzipIfSmaller(name, content) }));
  for (const { name, content } of files) await writeWhole(name, content);
  for (const { name, gzip } of compressed) if (gzip) await writeWhole(`${name}.gz`, gzip);
  const manifest = {
    key,
    script: named.script.name,
    style: named.style.name,
    icon: named.icon.name,
    linkScript: named.linkScript.name,
    linkStyle: named.linkStyle.name,
    files: compressed.map(({ name, gzip }) => ({ name, gzip: gzip !== undefined })),
  };
  await writeWhole(basename(MANIFEST), JSON.stringify(manifest, null, 2));
  await removeAllBut(manifest.files);
}

async function bundle() {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [
      ['main.tsx', 'playground'],
      ['playground.css', 'playground'],
      ['account-link.ts', 'account-link'],
      ['account-link.css', 'account-link'],
    ].map(([name, out]) => ({ in: join(CLIENT, name), out })),
    outdir: OUT,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Injects a style element, which the page's content security policy forbids.
    alias: { 'react-style-singleton': join(CLIENT, 'adopted-style-sheet.ts') },
    legalComments: 'external',
    logLevel: 'warning',
  });
  const names = ['playground.js', 'playground.css', 'playground.js.LEGAL.txt', 'account-link.js', 'account-link.css'];
  return names.map((name) => Buffer.from(outputFiles.find(({ path }) => basename(path) === name)?.contents ?? ''));
}

/** GraphiQL ships its fonts inside its style sheet; as files they are loaded only when used, and `font-src 'self'` holds. */
function withFontsApart(style) {
  const fonts = new Map();
  const css = style.toString().replace(/url\("?data:font\/(\w+);base64,([\w+/=]+)"?\)/g, (_match, format, base64) => {
    const font = file(`font.${format}`, Buffer.from(base64, 'base64'));
    fonts.set(font.name, font);
    return `url(${font.name})`;
  });
  return { css, fonts: [...fonts.values()] };
}

function file(name, content) {
  const extension = extname(name);
  return { name: `${basename(name, extension)}-${digest([content]).slice(0, 16)}${extension}`, content };
}

function gzipIfSmaller(name, content) {
  if (/\.woff2?$/.test(name)) return undefined;
  const gzip = gzipSync(content, { level: 9 });
  return gzip.length < content.length * 0.9 ? gzip : undefined;
}

async function recipe() {
  const sources = (await readdir(CLIENT)).sort().map((name) => join(CLIENT, name));
  const packages = PACKAGES.map((name) => join(ROOT, 'node_modules', name, 'package.json'));
  const inputs = [fileURLToPath(import.meta.url), join(SOURCES, 'ready-queries.ts'), ...sources, ...packages];
  return digest(await Promise.all(inputs.map((path) => readFile(path))));
}

async function isCurrent(key) {
  try {
    const manifest = JSON.parse(await readFile(MANIFEST, 'utf8'));
    return manifest.key === key && manifest.files.every(({ name }) => existsSync(join(OUT, name)));
  } catch {
    return false; // Missing or cut short: build it again.
  }
}

/** Two nodes may start from one checkout at the same moment: a file is there whole or not at all. */
async function writeWhole(name, content) {
  const draft = join(OUT, `${name}.${process.pid}.tmp`);
  await writeFile(draft, content);
  await rename(draft, join(OUT, name));
}

async function removeAllBut(files) {
  const kept = new Set([basename(MANIFEST), ...files.flatMap(({ name }) => [name, `${name}.gz`])]);
  const left = (await readdir(OUT)).filter((name) => !kept.has(name) && !name.endsWith('.tmp'));
  await Promise.all(left.map((name) => rm(join(OUT, name), { force: true })));
}

function digest(contents) {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
