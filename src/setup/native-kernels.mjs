import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { answer } from './command.mjs';
import { COMPILERS, compileLibrary, findCompiler, neededCompiler } from './compiler.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';
import { installedTensorflow } from './tensorflow-library.mjs';

const NEEDED = "this package's own kernels, compiled for this processor by g++ or clang++";

/** What the processor can do: code compiled for it may stop another. */
function processor() {
  const lines = (readText('/proc/cpuinfo') ?? '').split('\n');
  return lines.find((line) => /^(flags|Features)\s*:/.test(line)) ?? process.arch;
}

/**
 * The kernels of `src/tensorflow/native/`, compiled for this machine's processor into a library beside the addon.
 *
 * @param {{ compilers?: string[] }} options Compilers to try.
 */
export function nativeKernels(root, { compilers = COMPILERS } = {}) {
  const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  const headers = join(root, 'node_modules', 'node-api-headers', 'include');
  const source = join(root, 'src', 'tensorflow', 'native');
  const library = join(folder, 'lib', 'napi-v8', 'fovea_kernels.node');
  const stamp = join(folder, 'lib', 'napi-v8', '.fovea-kernels');
  const files = () => (existsSync(source) ? readdirSync(source).sort() : []);
  const parts = () => {
    const contents = files().flatMap((name) => [name, readFileSync(join(source, name))]);
    return hashOf(installedTensorflow(root) ?? '', process.arch, processor(), ...contents);
  };

  function inspect() {
    const [made, by] = (readText(stamp) ?? '').split('\n');
    const compiler = findCompiler(compilers);
    if (made === parts() && existsSync(library) && (!compiler || by === compiler.version)) {
      return { right: true, found: `compiled by ${by} for this processor` };
    }
    return {
      right: false,
      found: existsSync(library) ? 'kernels of other sources or for another processor' : 'no kernels',
      needed: NEEDED,
      cure: compiler ? 'npm run setup' : 'sudo apt install g++, then npm run setup',
    };
  }

  async function mend({ log }) {
    const compiler = neededCompiler(compilers, NEEDED);
    rmSync(stamp, { force: true });
    mkdirSync(dirname(library), { recursive: true });
    const made = parts();
    // Not every compiler can tell which processor it runs on.
    const native = '-march=native';
    const knowsNative = answer(compiler.program, [native, '-E', '-x', 'c++', '/dev/null']) !== undefined;
    const options = ['-O3', '-std=c++17', '-ffp-contract=fast', '-fvisibility=hidden', '-w', '-pthread'];
    const args = [
      ...options,
      ...(knowsNative ? [native] : []),
      ...['-shared', '-fPIC', '-Ideps/include', `-I${headers}`],
      ...files()
        .filter((name) => name.endsWith('.cc'))
        .map((name) => join(source, name)),
      ...['-Ldeps/lib', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
    ];
    await compileLibrary(compiler, args, { to: library, cwd: folder, log, needed: NEEDED });
    writeWhole(stamp, `${made}\n${compiler.version}`);
  }

  return { title: 'Kernels', doing: 'compiling (about a minute)', inspect, mend };
}
