import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { answer } from './command.mjs';
import { COMPILERS, compileLibrary, compiling, findCompiler, neededCompiler } from './compiler.mjs';
import { SetupFailure } from './failure.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';
import { installedTensorflow } from './tensorflow-library.mjs';

const NEEDED = "fovea's own kernels, compiled for this processor";

/** What it costs to train without them. The note in `src/display/kernel-note.ts` says the same. */
const COST = "TensorFlow's own kernels do the work, and a training step takes about 2 times as long";

/** What the processor can do: code compiled for it may not run on another. */
function processor() {
  const lines = (readText('/proc/cpuinfo') ?? '').split('\n');
  return lines.find((line) => /^(flags|Features)\s*:/.test(line)) ?? process.arch;
}

/** Where and of what the kernels are compiled. Headers of others are the system's: what a compiler warns of in them is not ours. */
export function kernelBuild(root) {
  const source = join(root, 'src', 'tensorflow', 'native');
  const files = existsSync(source) ? readdirSync(source).sort() : [];
  return {
    cwd: join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu'),
    files: files.map((name) => join(source, name)),
    sources: files.filter((name) => name.endsWith('.cc')).map((name) => join(source, name)),
    options: ['-std=c++17', '-ffp-contract=fast', '-fvisibility=hidden', '-pthread', '-shared', '-fPIC'],
    includes: [
      '-isystem',
      'deps/include',
      '-isystem',
      join(root, 'node_modules', 'node-api-headers', 'include'),
    ],
    libraries: ['deps/lib/libtensorflow_framework.so', '-Wl,-rpath,$ORIGIN/../../deps/lib'],
  };
}

/**
 * The kernels of `src/tensorflow/native/`, compiled for this machine's processor into a library beside the addon. Where they
 * cannot be compiled, TensorFlow's own kernels serve: the failure is kept in the stamp, and the step is done.
 *
 * @param {{ compilers?: string[], retry?: boolean }} options The machine's compilers to try; whether to compile again what
 *   failed before.
 */
export function nativeKernels(root, { compilers = COMPILERS, retry = false } = {}) {
  const build = kernelBuild(root);
  const library = join(build.cwd, 'lib', 'napi-v8', 'fovea_kernels.node');
  const stamp = join(build.cwd, 'lib', 'napi-v8', '.fovea-kernels');
  const wanted = () => {
    const contents = build.files.flatMap((path) => [basename(path), readFileSync(path)]);
    return hashOf(installedTensorflow(root) ?? '', process.arch, processor(), ...contents);
  };
  let isRetrying = retry;

  function inspect() {
    const [made, by, failure] = (readText(stamp) ?? '').split('\n');
    const compiler = findCompiler(compilers);
    if (made === wanted() && (!compiler || by === compiler.version)) {
      if (failure && !isRetrying) {
        const cure = 'install g++ 9 or newer; "npm run setup -- --retry" compiles again';
        return { right: true, found: 'not compiled', drawback: `${failure}: ${COST}`, cure };
      }
      if (!failure && existsSync(library))
        return { right: true, found: `compiled by ${by} for this processor` };
    }
    return {
      right: false,
      found: existsSync(library) ? 'kernels of other sources or for another processor' : 'no kernels',
      needed: NEEDED,
      cure: 'npm run setup',
    };
  }

  async function compile(compiler, { log }) {
    // Not every compiler can tell which processor it runs on.
    const native = '-march=native';
    const probe = [...compiler.args, native, '-E', '-x', 'c++', '/dev/null'];
    const knowsNative = answer(compiler.program, probe) !== undefined;
    const options = [...build.options, '-O3', '-w', ...(knowsNative ? [native] : [])];
    const args = [...options, ...build.includes, ...build.sources, ...build.libraries];
    await compileLibrary(compiler, args, { to: library, cwd: build.cwd, log, needed: NEEDED });
  }

  async function mend({ log }) {
    rmSync(stamp, { force: true });
    mkdirSync(dirname(library), { recursive: true });
    const made = wanted();
    isRetrying = false;
    let by = findCompiler(compilers)?.version ?? '';
    let failure = '';
    try {
      const compiler = await neededCompiler(root, compilers, { needed: NEEDED, log });
      by = compiler.version;
      await compile(compiler, { log });
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error;
      // What an earlier set-up compiled may be of other sources or for another processor.
      rmSync(library, { force: true });
      failure = `${error.found.replaceAll('\n', ' ')} (log: ${log})`;
    }
    writeWhole(stamp, [made, by, failure].join('\n'));
  }

  return {
    title: 'Kernels',
    get doing() {
      return compiling(compilers, 'a minute');
    },
    inspect,
    mend,
  };
}
