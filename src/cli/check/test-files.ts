import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from '../repository';

/** Test files that share a process. */
export interface TestGroup {
  /** A folder or a file, e.g. `test/training`. */
  readonly name: string;
  /** Absolute paths. */
  readonly files: readonly string[];
}

/** All test files under a folder of the clone. Listed here because Node 20 knows no globs. */
function testFiles(folder: string): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.(ts|mjs)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Each file of a folder in a process of its own. */
export function fileByFile(folder: string, { whole = false } = {}): TestGroup[] {
  return testFiles(folder)
    .filter((file) => whole === file.startsWith(join(folder, 'whole') + sep))
    .map((file) => ({ name: file, files: [join(root, file)] }));
}

/**
 * Groups of test files: those in TypeScript under one folder of `test/` share a process. Modules in plain JavaScript, which need no
 * library, have one each.
 *
 * @param but Folders of `test/` to leave out.
 */
export function folderByFolder(but: readonly string[]): TestGroup[] {
  const groups = new Map<string, string[]>();
  for (const file of [...testFiles('test'), ...testFiles(join('data', 'drawings', 'test'))]) {
    const folder = file.startsWith('test')
      ? file.split(sep).slice(0, -1).slice(0, 2).join(sep)
      : 'data/drawings';
    if (but.some((name) => folder === join('test', name))) continue;
    const name = file.endsWith('.mjs') ? file : folder;
    groups.set(name, [...(groups.get(name) ?? []), join(root, file)]);
  }
  return [...groups].map(([name, files]) => ({ name, files }));
}
