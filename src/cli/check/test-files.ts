import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
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

/** What takes long comes first, and what is short fills up the end. Modules in plain JavaScript run compilers. */
function longestFirst(groups: readonly TestGroup[]): TestGroup[] {
  const lengthOf = ({ name, files }: TestGroup) =>
    name.endsWith('.mjs') ? Number.MAX_VALUE : files.reduce((sum, file) => sum + statSync(file).size, 0);
  return [...groups].sort((one, other) => lengthOf(other) - lengthOf(one));
}

/** Each file of a folder, but not of folders in it, in a process of its own. */
export function fileByFile(folder: string): TestGroup[] {
  return longestFirst(
    testFiles(folder)
      .filter((file) => dirname(file) === folder)
      .map((file) => ({ name: file, files: [join(root, file)] })),
  );
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
  return longestFirst([...groups].map(([name, files]) => ({ name, files })));
}
