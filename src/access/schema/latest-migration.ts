import { readdirSync } from 'node:fs';

const FOLDER = new URL('../../../migrations/', import.meta.url);

/** The name of the last one, by the names of the files: a node that serves need not load what all of them do. */
export function latestMigration(): string {
  const names = readdirSync(FOLDER).flatMap((file) => /^(Migration\d+)\.[jt]s$/.exec(file)?.[1] ?? []);
  return names.sort().at(-1) ?? '';
}
