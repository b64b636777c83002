import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { root } from './repository';

const USAGE = `Checks the whole project: npm test [-- PIECE...]

  lint       formatting and lint of src/, test/ and data/drawings/
  types      types of src/, test/ and data/drawings/
  unit       tests of test/, but for notebooks/ and browser/, and of data/drawings/
  parity     numbers of the library against recorded ones of fastai and PyTorch
  notebooks  tests of the notebooks and of what runs them
  browser    handouts and JupyterLab in Chromium, if it is installed; FOVEA_BROWSER=all: with every notebook`;

interface Outcome {
  readonly passed: boolean;
  /** The closing words, e.g. `120 passed, 0 failed`. */
  readonly words: string;
}

const bin = (...path: string[]) => join(root, 'node_modules', ...path);

/** Runs Node on a script; what it prints is shown at once and returned. */
function node(args: readonly string[]): Promise<{ code: number; output: string }> {
  // TensorFlow's start-up lines in every test file would hide what matters.
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  return new Promise((done) => child.on('close', (code) => done({ code: code ?? 1, output })));
}

async function plain(args: readonly string[]): Promise<Outcome> {
  const { code } = await node(args);
  return { passed: code === 0, words: code === 0 ? '1 passed, 0 failed' : '0 passed, 1 failed' };
}

/** Test files of some folders of `test/`, without the shell's or Node's globs: Node 20 has none. */
function testFiles(wanted: (folder: string) => boolean, under = 'test'): string[] {
  const names = readdirSync(join(root, under), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.test\.(ts|mjs)$/.test(name) && wanted(name.includes(sep) ? name.split(sep)[0] : ''))
    .sort()
    .map((name) => join(under, name));
}

async function tests(files: readonly string[]): Promise<Outcome> {
  const { code, output } = await node(['--import', 'tsx', '--test', '--test-reporter=spec', ...files]);
  const count = (what: string) =>
    Number(output.match(new RegExp(`^.*\\b${what} (\\d+)\\s*$`, 'm'))?.[1] ?? 0);
  const skipped = count('skipped') ? `, ${count('skipped')} skipped` : '';
  const failed = Math.max(count('fail') + count('cancelled'), code === 0 ? 0 : 1);
  return { passed: code === 0, words: `${count('pass')} passed, ${failed} failed${skipped}` };
}

async function parity(): Promise<Outcome> {
  const folder = join(root, 'test', 'parity');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (!files.length) return { passed: true, words: '0 passed, 0 failed' };
  const { code, output } = await node([
    join(root, 'dist', 'cli', 'parity.js'),
    ...files.map((name) => join(folder, name)),
  ]);
  const [agreed, all] = (output.match(/(\d+) of (\d+) comparisons agree/)?.slice(1) ?? [code ? 0 : 1, 1]).map(
    Number,
  );
  return { passed: code === 0, words: `${agreed} passed, ${all - agreed} failed` };
}

const pieces: Record<string, () => Promise<Outcome>> = {
  lint: () =>
    plain([
      bin('@biomejs', 'biome', 'bin', 'biome'),
      'check',
      '--config-path=.biome.json',
      '--error-on-warnings',
    ]),
  types: () => plain([bin('typescript-native', 'bin', 'tsc'), '--noEmit', '-p', 'test']),
  unit: () =>
    tests([
      ...testFiles((folder) => !['notebooks', 'browser', 'parity'].includes(folder)),
      ...testFiles(() => true, join('data', 'drawings', 'test')),
    ]),
  parity,
  notebooks: () => tests(testFiles((folder) => folder === 'notebooks')),
  // After the notebooks, whose handouts it looks at.
  browser: () => tests(testFiles((folder) => folder === 'browser')),
};

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in pieces));
  if (unknown.length) {
    console.log(USAGE);
    process.exitCode = unknown.includes('--help') ? 0 : 2;
    return;
  }
  const lines: string[] = [];
  for (const name of asked.length ? asked : Object.keys(pieces)) {
    const start = Date.now();
    console.log(`\n── ${name}`);
    const { passed, words } = await pieces[name]();
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    lines.push(`${passed ? '✓' : '✗'} ${name.padEnd(10)} ${seconds.padStart(6)} s`, `${name}: ${words}`);
    if (!passed) process.exitCode = 1;
  }
  console.log(`\n${lines.join('\n')}`);
}

main();
