import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';

const NEEDED = 'the library built into dist/, without type errors';

/** Built in this order: the library is checked against the types of the drawings. */
const PACKAGES = [join('data', 'drawings'), ''];

/**
 * The library and the program that draws its stand-ins: `src/` of each package as JavaScript and type declarations in its `dist/`.
 * Right when made from the very same sources.
 */
export function builtLibrary(root) {
  const packages = PACKAGES.map((folder) => builtPackage(root, folder));
  return {
    title: 'Library',
    needs: ['npm packages'],
    seconds: 2,
    doing: 'building src/ into dist/',
    inspect() {
      if (packages.every((each) => each.isRight())) {
        return { right: true, found: `from ${packages.flatMap((each) => each.sources()).length} files` };
      }
      return {
        right: false,
        found: packages.every((each) => each.isBuilt()) ? 'built from other sources' : 'not built',
        needed: NEEDED,
        cure: 'npm run build',
      };
    },
    async mend({ log }) {
      for (const each of packages) if (!each.isRight()) await each.build(log);
    },
  };
}

function builtPackage(root, folder) {
  const src = join(root, folder, 'src');
  const dist = join(root, folder, 'dist');
  const stamp = join(dist, '.fovea-sources');
  const compiler = join(root, 'node_modules', 'typescript-native');

  function sources() {
    const names = readdirSync(src, { recursive: true }).filter((name) => name.endsWith('.ts'));
    return names.sort();
  }
  function wanted() {
    const decisive = [
      join(compiler, 'package.json'),
      join(root, 'tsconfig.json'),
      join(root, folder, 'tsconfig.json'),
    ];
    const contents = sources().flatMap((name) => [name, readFileSync(join(src, name))]);
    return hashOf(...decisive.map((file) => readText(file) ?? ''), ...contents);
  }

  /** What an interrupted build left. */
  function removeUnfinished() {
    for (const name of readdirSync(join(root, folder))) {
      if (/^\.dist-(old-)?\d+$/.test(name))
        rmSync(join(root, folder, name), { recursive: true, force: true });
    }
  }

  async function build(log) {
    const hash = wanted();
    removeUnfinished();
    const next = join(root, folder, `.dist-${process.pid}`);
    const old = join(root, folder, `.dist-old-${process.pid}`);
    const project = join(folder, 'tsconfig.json');
    const args = [
      join(compiler, 'bin', 'tsc'),
      '-p',
      project,
      '--outDir',
      next,
      '--noEmitOnError',
      '--pretty',
      'false',
    ];
    const { code, output } = await run(process.execPath, args, { cwd: root, log });
    if (code !== 0) {
      rmSync(next, { recursive: true, force: true });
      const errors = output.split('\n').filter((line) => line.includes('error TS'));
      throw new SetupFailure({
        found: `${errors.length} type errors${errors
          .map((line) => `\n        ${line}`)
          .slice(0, 10)
          .join('')}`,
        needed: NEEDED,
        cure: `mend them in ${join(folder, 'src')}/, then run the same command again`,
        log,
      });
    }
    writeWhole(join(next, '.fovea-sources'), hash);
    // Built aside, so that no half-built package is ever seen and no output of a removed source stays.
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(next, dist);
    rmSync(old, { recursive: true, force: true });
  }

  return { sources, build, isBuilt: () => existsSync(dist), isRight: () => readText(stamp) === wanted() };
}
