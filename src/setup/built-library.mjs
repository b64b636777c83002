import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';

const NEEDED = 'the library built into dist/, without type errors';

/** `src/` as JavaScript and type declarations in `dist/`. Right when made from the very same sources. */
export function builtLibrary(root) {
  const dist = join(root, 'dist');
  const stamp = join(dist, '.fovea-sources');

  function sources() {
    const names = readdirSync(join(root, 'src'), { recursive: true }).filter((name) => name.endsWith('.ts'));
    return names.sort();
  }
  function wanted(names) {
    const compiler = readText(join(root, 'node_modules', 'typescript-native', 'package.json')) ?? '';
    const contents = names.flatMap((name) => [name, readFileSync(join(root, 'src', name))]);
    return hashOf(compiler, readText(join(root, 'tsconfig.json')) ?? '', ...contents);
  }

  function inspect() {
    const names = sources();
    if (readText(stamp) === wanted(names)) return { right: true, found: `from ${names.length} files` };
    return {
      right: false,
      found: existsSync(dist) ? 'built from other sources' : 'not built',
      needed: NEEDED,
      cure: 'npm run build',
    };
  }

  async function mend({ log }) {
    const hash = wanted(sources());
    const next = join(root, `.dist-${process.pid}`);
    const old = join(root, `.dist-old-${process.pid}`);
    const compiler = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');
    const args = [compiler, '-p', 'tsconfig.json', '--outDir', next, '--noEmitOnError', '--pretty', 'false'];
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
        cure: 'mend them in src/, then run the same command again',
        log,
      });
    }
    writeWhole(join(next, '.fovea-sources'), hash);
    // Built aside, so that no half-built library is ever seen and no output of a removed source stays.
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(next, dist);
    rmSync(old, { recursive: true, force: true });
  }

  return { title: 'Library', doing: 'building src/ into dist/', inspect, mend };
}
