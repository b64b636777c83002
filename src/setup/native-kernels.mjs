import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { answer } from './command.mjs';
import { COMPILERS, compiling, findCompiler, linkLibrary, neededCompiler } from './compiler.mjs';
import { SetupFailure } from './failure.mjs';
import { compileObjects, keepOnly } from './objects.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';
import { installedTensorflow } from './tensorflow-library.mjs';
import { addonPackage, linkTensorflow } from './tensorflow-links.mjs';

const NEEDED = "fovea's own kernels, compiled for this processor";

/** What it costs to train without them. The note in `src/display/kernel-note.ts` says the same. */
const COST = "TensorFlow's own kernels do the work, and a training step takes about 2 times as long";

const headersFolder = (root) => join(root, 'node_modules', 'node-api-headers');

/** What the processor can do: code compiled for it may not run on another. */
function processor() {
  const lines = (readText('/proc/cpuinfo') ?? '').split('\n');
  return lines.find((line) => /^(flags|Features)\s*:/.test(line)) ?? process.arch;
}

/** The sources that take longest to compile, which are begun first: the last compilers then end at about the same time. */
export const LONGEST = [
  'winograd-planes.cc',
  'patch-convolution.cc',
  'depthwise-gradient.cc',
  'normalization-gradient.cc',
  'pointwise-gradient.cc',
  'depthwise.cc',
];

function longestFirst(sources) {
  const rank = (path) =>
    LONGEST.includes(basename(path)) ? LONGEST.indexOf(basename(path)) : LONGEST.length;
  return sources.toSorted((a, b) => rank(a) - rank(b));
}

/** The files of the kernels' folder that a source is made of, itself among them, and whether it needs headers that are installed first. */
function contentOf(source, files) {
  const found = [source];
  let isAlone = true;
  // The list grows while it is walked.
  for (const file of found) {
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/^#include [<"](.+)[>"]/gm)) {
      const own = join(dirname(source), name);
      if (!files.includes(own)) isAlone &&= !/^(tensorflow\/|node_api)/.test(name);
      else if (!found.includes(own)) found.push(own);
    }
  }
  return { files: found, isAlone };
}

/** Where and of what the kernels are compiled. Headers of others are the system's: what a compiler warns of in them is not ours. */
export function kernelBuild(root) {
  const source = join(root, 'src', 'tensorflow', 'native');
  const files = existsSync(source) ? readdirSync(source).sort() : [];
  return {
    cwd: addonPackage(root),
    files: files.map((name) => join(source, name)),
    sources: files.filter((name) => name.endsWith('.cc')).map((name) => join(source, name)),
    options: ['-std=c++17', '-ffp-contract=fast', '-fvisibility=hidden', '-pthread', '-shared', '-fPIC'],
    includes: ['-isystem', 'deps/include', '-isystem', join(headersFolder(root), 'include')],
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
  const store = join(root, '.cache', 'objects', 'kernels');
  const wanted = () => {
    const contents = build.files.flatMap((path) => [basename(path), readFileSync(path)]);
    return hashOf(installedTensorflow(root) ?? '', process.arch, processor(), ...build.options, ...contents);
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

  /** The objects of all sources; with `isAlone`, of those only that need no header of TensorFlow and Node. */
  function compile(compiler, { isAlone = false, cwd, log }) {
    // Not every compiler can tell which processor it runs on.
    const native = '-march=native';
    const probe = [...compiler.args, native, '-E', '-x', 'c++', '/dev/null'];
    const knowsNative = answer(compiler.program, probe) !== undefined;
    const options = [...build.options, '-O3', '-w', ...(knowsNative ? [native] : [])].filter(
      (option) => option !== '-shared',
    );
    const headers = [
      installedTensorflow(root) ?? '',
      readText(join(headersFolder(root), 'package.json')) ?? '',
    ];
    const units = longestFirst(build.sources).map((source) => {
      const content = contentOf(source, build.files);
      return {
        source,
        isAlone: content.isAlone,
        options: [...options, ...(content.isAlone ? [] : build.includes)],
        content: [
          processor(),
          ...content.files.map((path) => readFileSync(path)),
          ...(content.isAlone ? [] : headers),
        ],
      };
    });
    const chosen = isAlone ? units.filter((unit) => unit.isAlone) : units;
    return compileObjects(compiler, chosen, { store, cwd, log, needed: NEEDED });
  }

  /** Compiles what needs no package, while packages are fetched. */
  async function workAhead({ log }) {
    try {
      const compiler = await neededCompiler(root, compilers, { needed: NEEDED, log });
      await compile(compiler, { isAlone: true, cwd: root, log });
    } catch (error) {
      // It will fail again when the step has all it needs, and is dealt with then.
      if (!(error instanceof SetupFailure)) throw error;
    }
  }

  async function mend({ log }) {
    rmSync(stamp, { force: true });
    linkTensorflow(root);
    mkdirSync(dirname(library), { recursive: true });
    const made = wanted();
    isRetrying = false;
    let by = findCompiler(compilers)?.version ?? '';
    let failure = '';
    try {
      const compiler = await neededCompiler(root, compilers, { needed: NEEDED, log });
      by = compiler.version;
      const objects = await compile(compiler, { cwd: build.cwd, log });
      const args = [...build.options, ...objects, ...build.libraries];
      await linkLibrary(compiler, args, { to: library, cwd: build.cwd, log, needed: NEEDED });
      keepOnly(objects, store);
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
    needs: ['npm packages', 'TensorFlow'],
    seconds: 25,
    get doing() {
      return compiling(compilers);
    },
    ahead: {
      // A compiler that is a Python package has to be installed first.
      get needs() {
        return findCompiler(compilers) ? ['Node.js'] : ['Python environment'];
      },
      work: workAhead,
    },
    inspect,
    mend,
  };
}
