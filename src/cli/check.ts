import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { stopwatch } from '../base/clock';
import { root } from './repository';

const USAGE = `Checks the whole project: npm test [-- CHECK...]

  lint       formatting and lint of src/, test/ and data/drawings/
  types      types of src/, test/ and data/drawings/
  docs       the reference that npm run docs builds, without writing it: no warnings
  unit       all tests of test/ except notebooks/ and browser/, and of data/drawings/
  parity     numbers of the library against recorded ones of fastai and PyTorch
  notebooks  tests of the notebooks and of the programs that run them
  browser    handouts and JupyterLab in Chromium, if it is installed; FOVEA_BROWSER=all: with every notebook

  sanitize   only by name: the native kernels, built with the compiler's sanitizers, under the tests of test/tensorflow/`;

interface Outcome {
  readonly passed: boolean;
  /** E.g. `120 passed, 0 failed`. */
  readonly counts: string;
}

const bin = (...path: string[]) => join(root, 'node_modules', ...path);

/** Runs Node on a script; its output is printed at once, and returned. */
function node(args: readonly string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  return new Promise((done) => child.on('close', (code) => done({ code: code ?? 1, output })));
}

/** A program that passes or fails as a whole. */
async function program(args: readonly string[]): Promise<Outcome> {
  const { code } = await node(args);
  return { passed: code === 0, counts: code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed' };
}

/** Test files of some folders. Listed here because Node 20 knows no globs. */
function testFiles(isWanted: (folder: string) => boolean, under = 'test'): string[] {
  const names = readdirSync(join(root, under), { recursive: true, encoding: 'utf8' });
  return names
    .filter(
      (name) => /\.test\.(ts|mjs)$/.test(name) && isWanted(name.includes(sep) ? name.split(sep)[0] : ''),
    )
    .sort()
    .map((name) => join(root, under, name));
}

/** Runs test files, each in a process with the options of this one, tsx among them. */
async function tests(files: string[]): Promise<Outcome> {
  let [passed, failed, skipped] = [0, 0, 0];
  const events = run({ files, concurrency: true });
  events.on('test:pass', ({ details, skip }) => {
    if (details.type === 'suite') return;
    if (skip === undefined) passed++;
    else skipped++;
  });
  events.on('test:fail', () => void failed++);
  for await (const text of events.compose(new spec())) process.stdout.write(text);
  const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
  return { passed: failed === 0, counts };
}

async function parity(): Promise<Outcome> {
  const folder = join(root, 'test', 'parity');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (!files.length) return { passed: true, counts: '0 passed, 0 failed' };
  const { code, output } = await node([
    '--import',
    'tsx',
    join(folder, 'parity.ts'),
    ...files.map((name) => join(folder, name)),
  ]);
  const [agreed, all] = (output.match(/(\d+) of (\d+) comparisons agree/)?.slice(1) ?? [code ? 0 : 1, 1]).map(
    Number,
  );
  return { passed: code === 0, counts: `${agreed} passed, ${all - agreed} failed` };
}

const checks: Readonly<Record<string, () => Promise<Outcome>>> = {
  lint: () =>
    program([
      bin('@biomejs', 'biome', 'bin', 'biome'),
      'check',
      '--config-path=.biome.json',
      '--error-on-warnings',
    ]),
  types: () => program([bin('typescript-native', 'bin', 'tsc'), '--noEmit', '-p', 'test']),
  docs: () => program([bin('typedoc', 'bin', 'typedoc'), '--options', '.typedoc.json', '--emit', 'none']),
  unit: () =>
    tests([
      ...testFiles((folder) => !['notebooks', 'browser', 'parity'].includes(folder)),
      ...testFiles(() => true, join('data', 'drawings', 'test')),
    ]),
  parity,
  notebooks: () => tests(testFiles((folder) => folder === 'notebooks')),
  // After the notebooks' tests, which write the handouts that these read.
  browser: () => tests(testFiles((folder) => folder === 'browser')),
};

/** Checks that run only when they are named. */
const onRequest: typeof checks = {
  sanitize: () => program(['--import', 'tsx', join(root, 'test', 'tensorflow', 'sanitize.ts')]),
};

async function main(): Promise<void> {
  const known = { ...checks, ...onRequest };
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length) {
    console.log(USAGE);
    process.exitCode = unknown.includes('--help') ? 0 : 2;
    return;
  }
  // TensorFlow's start-up lines in every test file would hide the results.
  Object.assign(process.env, { TF_CPP_MIN_LOG_LEVEL: '3', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' });
  const lines: string[] = [];
  for (const name of names.length ? names : Object.keys(checks)) {
    const elapsed = stopwatch();
    console.log(`\n── ${name}`);
    const { passed, counts } = await known[name]();
    const seconds = elapsed().toFixed(1);
    lines.push(`${passed ? '✓' : '✗'} ${name.padEnd(10)} ${seconds.padStart(6)} s`, `${name}: ${counts}`);
    if (!passed) process.exitCode = 1;
  }
  console.log(`\n${lines.join('\n')}`);
}

main();
