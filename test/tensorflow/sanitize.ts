import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '..', '..');

/** Leaves out the tests that run all others once more on TensorFlow's own kernels. */
const OWN_KERNELS_ONLY = '--test-name-pattern=/^(?!all tests of this file pass)/';

interface Sanitizer {
  readonly name: string;
  readonly flags: readonly string[];
  /** Loaded before all else: Node itself is not built with them. */
  readonly runtimes: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const SANITIZERS: readonly Sanitizer[] = [
  {
    name: 'address and undefined behaviour',
    flags: ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'],
    runtimes: ['libasan.so', 'libubsan.so'],
    // Node and TensorFlow keep memory until the process ends.
    env: { ASAN_OPTIONS: 'detect_leaks=0', UBSAN_OPTIONS: 'print_stacktrace=1' },
  },
  {
    name: 'threads',
    flags: ['-fsanitize=thread'],
    runtimes: ['libtsan.so'],
    // Node and TensorFlow are not instrumented: what they do between two threads cannot be seen, and looks like a race.
    env: { TSAN_OPTIONS: 'ignore_noninstrumented_modules=1' },
  },
];

/** Runs a program and shows what it prints; false if it fails. */
function succeeds(program: string, args: readonly string[], { cwd = ROOT, env = {} } = {}): Promise<boolean> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  return new Promise((resolve) => {
    child.on('error', () => resolve(false)).on('close', (code) => resolve(code === 0));
  });
}

/** Compiles sources to objects, as many at a time as there are cores, and links them. */
async function build(
  compiler: string,
  {
    sources,
    to,
    compile,
    link,
    cwd,
  }: Readonly<Record<'sources' | 'compile' | 'link', string[]>> & { to: string; cwd?: string },
): Promise<boolean> {
  const waiting = sources.map((source) => ({ source, object: `${to}-${basename(source)}.o` }));
  const objects = waiting.map(({ object }) => object);
  let isCompiled = true;
  const work = async () => {
    for (let next = waiting.shift(); next && isCompiled; next = waiting.shift()) {
      const isDone = await succeeds(compiler, [...compile, '-c', next.source, '-o', next.object], { cwd });
      isCompiled &&= isDone;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return isCompiled && succeeds(compiler, [...compile, ...objects, ...link, '-o', to], { cwd });
}

/** The path of a library of g++'s own. */
function runtimePath(compiler: string, library: string): string {
  return spawnSync(compiler, [`-print-file-name=${library}`], { encoding: 'utf8' }).stdout.trim();
}

/** Builds the thread pool's checks and the kernels with a sanitizer, and runs the first and the tests of this folder. */
async function check(compiler: string, { name, flags, runtimes, env }: Sanitizer): Promise<boolean> {
  const { kernelBuild } = await import(pathToFileURL(join(ROOT, 'src/setup/native-kernels.mjs')).href);
  const { cwd, options, includes, sources, libraries } = kernelBuild(ROOT);
  const folder = join(ROOT, '.cache', 'sanitize', name.split(' ')[0]);
  mkdirSync(folder, { recursive: true });
  const [program, library] = ['thread-pool', 'kernels.node'].map((file) => join(folder, file));
  const instrumented = ['-O1', '-g', '-march=native', ...flags];

  console.log(`\nSanitizer of ${name}: the thread pool alone`);
  const pool = ['test/tensorflow/thread-pool.cc', 'src/tensorflow/native/threads.cc'];
  const compile = ['-std=c++17', '-pthread', ...instrumented];
  if (!(await build(compiler, { sources: pool, to: program, compile, link: [] }))) return false;
  if (!(await succeeds(program, [], { env: { ...env, TF_NUM_INTRAOP_THREADS: '4' } }))) return false;

  console.log(`Sanitizer of ${name}: building the kernels`);
  if (!existsSync(join(cwd, 'lib', 'napi-v8', 'fovea_kernels.node'))) {
    console.log(
      'Set-up has compiled no kernels, so the tests would run without any: npm run setup -- --retry',
    );
    return false;
  }
  const kernels = {
    sources,
    to: library,
    compile: [...options, ...instrumented, ...includes],
    link: libraries,
    cwd,
  };
  if (!(await build(compiler, kernels))) return false;
  console.log(`Sanitizer of ${name}: the tests of test/tensorflow`);
  const tests = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts'));
  return succeeds(
    process.execPath,
    ['--import', 'tsx', '--test', OWN_KERNELS_ONLY, ...tests.map((file) => join(__dirname, file))],
    {
      env: {
        ...env,
        LD_PRELOAD: runtimes.map((file) => runtimePath(compiler, file)).join(' '),
        NODE_OPTIONS: `--require "${join(__dirname, 'replace-kernels.cjs')}"`,
        FOVEA_REPLACED_KERNELS: library,
        TF_CPP_MIN_LOG_LEVEL: '3',
        // More threads than a small machine has cores: more orders in which they meet.
        TF_NUM_INTRAOP_THREADS: '4',
      },
    },
  );
}

async function main(): Promise<void> {
  const { findCompiler } = await import(pathToFileURL(join(ROOT, 'src/setup/compiler.mjs')).href);
  const compiler: { program: string } | undefined = findCompiler(['g++']);
  if (!compiler) {
    console.log('The sanitizers need g++: sudo apt install g++');
    process.exitCode = 1;
    return;
  }
  const wrong: string[] = [];
  for (const sanitizer of SANITIZERS)
    if (!(await check(compiler.program, sanitizer))) wrong.push(sanitizer.name);
  console.log(wrong.length ? `\nFailed: ${wrong.join('; ')}` : '\nThe sanitizers found nothing.');
  process.exitCode = wrong.length ? 1 : 0;
}

main();
