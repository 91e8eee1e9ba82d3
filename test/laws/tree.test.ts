/** What is said of the folders, where a reader looks for them first, names all that there are. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sources.js';

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const foldersOf = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

/** The lines of the tree in docs/ARCHITECTURE.md. */
const TREE = (/```\nsrc\/\n([^]*?)\n```/.exec(textOf('docs/ARCHITECTURE.md'))?.[1] ?? '').split('\n');

/** Those that no line is about. */
function unnamed(folders: readonly string[], lines: readonly string[]): string[] {
  return folders.filter((name) => !lines.some((line) => new RegExp(`(?:^| )${name}(?:/? |/?$)`).test(line)));
}

describe('The tree in docs/ARCHITECTURE.md', () => {
  test.each(['src', 'src/access', 'src/server', 'src/jobs'])('names the folders of %s', (path) => {
    expect(foldersOf(path)).not.toEqual([]);
    expect(unnamed(foldersOf(path), TREE)).toEqual([]);
  });

  test('names the chapters', () => {
    const chapters = TREE.find((line) => line.startsWith('  features/'))?.split(': ')[1] ?? '';
    expect(chapters.split(' ').sort()).toEqual(foldersOf('src/features').sort());
  });

  test('would be told of one that it lacks', () => {
    expect(unnamed(['cellar', 'server'], TREE)).toEqual(['cellar']);
  });
});

test('CONTRIBUTING.md names the floors as floors.json has them', () => {
  const { floors } = JSON.parse(textOf('floors.json')) as { readonly floors: readonly { folders: string[] }[] };
  const told = /: (kernel < [^.]*)\./.exec(textOf('CONTRIBUTING.md').replace(/\n/g, ' '))?.[1] ?? '';
  expect(told.split(' < ').map((floor) => floor.split(' and '))).toEqual(
    floors.map(({ folders }) => folders.map((name) => name.replace(/\.ts$/, ''))),
  );
});
