import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { python, root } from '../../src/cli/repository';
import { notebookOf } from './notebook-file';

const scratch = mkdtempSync(join(tmpdir(), 'fovea notebooks '));
after(() => rmSync(scratch, { recursive: true, force: true }));

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
// What the epoch tables of two fits send, of one and two epochs: a table is drawn again after each epoch. The library is loaded
// by its path, because these notebooks are outside the clone; not a path in the source, which could not be written back.
const TABLES = `
const { openDisplay } = require(process.env.DISPLAY_MODULE!);
const epoch = (number: number) => ({ epoch: number, train_loss: 0.75, valid_loss: 0.5, metrics: { error_rate: 0.125 }, seconds: number + 1 });
for (const numEpochs of [1, 2]) {
  const display = openDisplay();
  for (let done = 0; done <= numEpochs; done++) {
    const epochs = Array.from({ length: done }, (_, i) => epoch(i));
    display.update({ 'text/plain': 'a table', 'application/vnd.fovea.epochs+json': { learner: 'pets', epochs } });
  }
}`;

const made: Record<string, Parameters<typeof notebookOf>[0]> = {
  good: [
    "import * as tslab from 'tslab';\nconsole.log('data:', process.env.FOVEA_DATA, 'cached fits:', process.env.FOVEA_FITS_GB, 'GB');",
    `tslab.display.png(Buffer.from('${PIXEL}', 'base64'));`,
    TABLES,
  ],
  throwing: ['console.log(process.pid);', "throw new Error('out of cheese');", 'console.log(1);'],
  typed: ["const wrong: number = 'a word';"],
  tagged: [
    { source: "throw new Error('told to go on');", tags: ['raises-exception'] },
    "console.log('skipped');",
  ],
  uncaught: [
    "setTimeout(() => { throw new Error('too late') }, 10);\nawait new Promise((done) => setTimeout(done, 300));",
  ],
  late: [
    "setTimeout(() => { throw new Error('after its cell') }, 100);\nnull",
    'await new Promise((done) => setTimeout(done, 500));',
  ],
  rejected: ["Promise.reject(new Error('nobody waits'))"],
  killed: ["process.kill(process.pid, 'SIGKILL');"],
  unwritable: ['console.log(process.pid);'],
  sharing: [
    `const cores = () => require('os').availableParallelism();
const first = cores();
require('fs').writeFileSync('sharing', '');
while (cores() < Number(process.env.ALL_CORES)) await new Promise((done) => setTimeout(done, 100));
console.log(first, cores());`,
  ],
  sharingBriefly: [
    "while (!require('fs').existsSync('sharing')) await new Promise((done) => setTimeout(done, 100));",
  ],
  limited: [
    "console.log(process.env.FOVEA_DATA, require(process.env.DISPLAY_MODULE + '/../../training/fits/epoch-limit').limitedEpochs(6));",
  ],
  waiting: [
    "require('fs').writeFileSync('waiting.pid', String(process.pid));\nawait new Promise((done) => setTimeout(done, 60_000));",
  ],
  waitingToo: [
    "require('fs').writeFileSync('waitingToo.pid', String(process.pid));\nfor (const end = Date.now() + 60_000; Date.now() < end; );",
  ],
};

/** Writes some of the notebooks above into a folder, and says how they are run; `inTheWay`: a folder that has the name of a file to be written. */
function prepare(names: readonly string[], inTheWay?: string) {
  const folder = mkdtempSync(join(scratch, 'of '));
  for (const name of names) writeFileSync(join(folder, `${name}.ipynb`), notebookOf(made[name]));
  const output = join(folder, 'handouts');
  mkdirSync(output);
  if (inTheWay) mkdirSync(join(output, inTheWay));
  const results = join(folder, 'results.jsonl');
  const { FOVEA_DATA: _, ...env } = process.env;
  return {
    folder,
    output,
    results,
    args: [join(root, 'dist', 'cli', 'notebooks.js'), '--notebooks', folder, '--output', output],
    env: {
      ...env,
      FOVEA_RESULTS: results,
      DISPLAY_MODULE: join(root, 'dist', 'display', 'jupyter'),
      ALL_CORES: String(availableParallelism()),
    },
  };
}

/** Runs some of the notebooks above. */
function runNotebooks(
  names: readonly string[],
  { inTheWay, options = [] }: { inTheWay?: string; options?: readonly string[] } = {},
) {
  const { folder, output, results, args, env } = prepare(names, inTheWay);
  const run = spawnSync(process.execPath, [...args, ...options], { cwd: root, env, encoding: 'utf8' });
  const read = (name: string) => readFileSync(join(output, name), 'utf8');
  const printedBy = (name: string) => JSON.parse(read(`${name}.ipynb`)).cells[0].outputs[0].text.join('');
  return { status: run.status, printed: run.stdout + run.stderr, read, printedBy, folder, results };
}

// Starting a kernel takes seconds: most tests look at the same two runs, of notebooks that run well and of ones that fail.
const WITH_HANDOUTS = ['good', 'throwing', 'unwritable'];
const FAILING = ['typed', 'tagged', 'uncaught', 'late', 'rejected', 'killed'];
let many: ReturnType<typeof runNotebooks>;
let failing: ReturnType<typeof runNotebooks>;
before(() => {
  many = runNotebooks(WITH_HANDOUTS, { inTheWay: 'unwritable.html', options: ['--jobs', '2', '--write'] });
  failing = runNotebooks(FAILING, { options: ['--jobs', '2', '--no-handouts'] });
});

test('a good notebook: the epochs in the table, numbered prompts, images with alternative text, no outside loads', () => {
  const { printed, read } = many;
  // The last fit's epochs took 1 and 2 seconds.
  assert.match(printed, /\n *good +error_rate 0\.125, valid_loss 0\.500 +1\.5 +\d+\.\d +\d\.\d GB/);
  const { cells } = JSON.parse(read('good.ipynb'));
  assert.deepEqual(
    cells.map((cell: { execution_count: number }) => cell.execution_count),
    [1, 2, 3],
  );
  assert.equal(cells[0].outputs[0].text.join(''), 'data: mini cached fits: 0 GB\n');
  const html = read('good.html');
  assert.match(html, /<img alt="[^"]+" src="data:image\/png;base64,/);
  assert.deepEqual(html.match(/(?:src|href)="(?!data:|#)[^"]*"|@import|url\((?!data:)/g), null);
});

test('each handout is announced as soon as it is there, with the last metrics and the time it took', () => {
  const { printed } = many;
  const line = printed.match(/^✓ .*good\.html {2}error_rate 0\.125, valid_loss 0\.500 \(\d+ s\)$/m);
  assert.ok(line, printed);
  assert.ok((line.index ?? 0) < printed.indexOf('final metrics'));
});

test('the closing table names the notebooks in the order of their names, and a failure in one lane ends no other', () => {
  const { status, printed } = many;
  assert.equal(status, 1);
  const [, table] = /final metrics.*\n.*\n([\s\S]+?)\n\n/.exec(printed) ?? [];
  const names = table.split('\n').map((line) => line.trim().split(' ')[0]);
  assert.deepEqual(names, WITH_HANDOUTS);
});

test('of two kernels each has half of the cores, and all when the other has ended', () => {
  const { status, printed, printedBy } = runNotebooks(['sharing', 'sharingBriefly'], {
    options: ['--jobs', '2', '--no-handouts'],
  });
  assert.equal(status, 0, printed);
  assert.match(printed, /^2 notebooks on the mini data, 2 at a time with \d+ cores? each\.$/m);
  const all = availableParallelism();
  assert.equal(printedBy('sharing'), `${Math.floor(all / 2) || 1} ${all}\n`);
});

test('FOVEA_RESULTS names a file to which each epoch is appended once, with its notebook and its fit', () => {
  const rows = readFileSync(many.results, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const epoch = { train_loss: 0.75, valid_loss: 0.5, metrics: { error_rate: 0.125 } };
  assert.deepEqual(rows, [
    { notebook: 'good', learner: 'pets', fit: 0, epoch: 0, ...epoch, seconds: 1 },
    { notebook: 'good', learner: 'pets', fit: 1, epoch: 0, ...epoch, seconds: 1 },
    { notebook: 'good', learner: 'pets', fit: 1, epoch: 1, ...epoch, seconds: 2 },
  ]);
});

test('--write puts outputs and prompts into the notebook, but not those of a failed run', () => {
  const { folder } = many;
  const { cells, metadata } = JSON.parse(readFileSync(join(folder, 'good.ipynb'), 'utf8'));
  assert.deepEqual(cells[0].outputs[0].text, ['data: mini cached fits: 0 GB\n']);
  assert.equal(cells[2].execution_count, 3);
  const { kernelspec } = JSON.parse(notebookOf(made.good)).metadata;
  assert.deepEqual([metadata.kernelspec, metadata.language_info.name], [kernelspec, 'typescript']);
  assert.equal(readFileSync(join(folder, 'throwing.ipynb'), 'utf8'), notebookOf(made.throwing));
});

test('--no-handouts leaves out the handout; the exit code is 0 if all runs well', () => {
  const { status, printed, read } = runNotebooks(['unwritable'], { options: ['--no-handouts'] });
  assert.equal(status, 0, printed);
  assert.match(printed, /^unwritable on the mini data\.$/m);
  assert.match(read('unwritable.ipynb'), /"execution_count": 1/);
  assert.throws(() => read('unwritable.html'), { code: 'ENOENT' });
});

test('--quick runs on few images with one epoch a fit; the handout and the executed copy say so', () => {
  const { status, printed, printedBy, read } = runNotebooks(['limited'], { options: ['--quick'] });
  assert.equal(status, 0, printed);
  assert.match(printed, /^Quick run: few images, one epoch a fit; its numbers mean nothing\.$/m);
  assert.equal(printedBy('limited'), 'few 1\n');
  const { cells, metadata } = JSON.parse(read('limited.ipynb'));
  assert.equal(cells.length, 1);
  assert.equal(metadata.fovea.quick, true);
  assert.match(read('limited.html'), /few data \(drawn by code\) · quick run: few images, one epoch a fit;/);
});

test('options that exclude each other, or have no meaning, fail with what to do', () => {
  const refused = (...options: string[]) => {
    const { status, printed } = runNotebooks(['good'], { options });
    assert.equal(status, 1);
    return printed;
  };
  assert.match(
    refused('--no-handouts', '--pdf'),
    /--pdf, --no-code and --from are for handouts, .*\n +Use "npm run handouts" with them\./,
  );
  assert.match(
    refused('--quick', '--write'),
    /--quick and --write exclude each other: .*\n +Leave out one of them\./,
  );
  assert.match(
    refused('--quick', '--data', 'mini'),
    /--quick runs on few drawn images, not on --data mini\.\n +Leave out one of them\./,
  );
  for (const jobs of ['0', '1.5', 'all']) {
    assert.match(
      refused('--jobs', jobs),
      new RegExp(`Expected a positive integer after --jobs, received "${jobs}"\\.`),
    );
  }
});

test('a cell that throws fails the run, which names the cell and shows its text and message', () => {
  const { printed, read } = many;
  assert.match(
    printed,
    /✗ throwing: cell 2 failed\n +throw new Error\('out of cheese'\);\n\n +Error: out of cheese/,
  );
  assert.match(printed, /throwing +FAILED in cell 2/);
  const { cells } = JSON.parse(read('throwing.ipynb'));
  assert.equal(cells[1].outputs[0].output_type, 'error');
  assert.equal(cells[2].execution_count, null);
  assert.match(read('throwing.html'), /role="alert">This run stopped at an error/);
});

test('a type error, a cell marked raises-exception, a late exception, a rejected promise and a kernel that dies fail the run', () => {
  const { status, printed } = failing;
  assert.equal(status, 1);
  assert.match(printed, /typed: cell 1 failed[\s\S]*Type 'string' is not assignable to type 'number'/);
  assert.match(printed, /tagged: cell 1 failed[\s\S]*told to go on/);
  assert.match(printed, /uncaught: cell 1 failed[\s\S]*too late/);
  assert.match(printed, /late: cell \d failed[\s\S]*after its cell/);
  assert.match(printed, /rejected: cell \d failed[\s\S]*nobody waits/);
  assert.match(printed, /killed: cell 1 failed[\s\S]*The kernel was ended by SIGKILL during cell 1/);
});

test('a handout that cannot be written fails its row', () => {
  const { printed } = many;
  assert.match(printed, /✗ No handout was made of .*unwritable\.ipynb: /);
  assert.match(printed, /\n *unwritable +FAILED to write/);
});

test('a cell that the kernel skipped, which nbclient treats as success, fails the run', () => {
  const script = `
import sys; sys.path.insert(0, ${JSON.stringify(join(root, 'src', 'cli', 'notebooks'))})
import execute, nbformat
cell = nbformat.v4.new_code_cell('1 + 1')
run = execute.Run(nbformat.v4.new_notebook(cells=[cell]), '/', None, 'application/json')
try: run.after_cell(cell, 0, {'content': {'status': 'aborted'}})
except execute.CellFailed as failure: print(failure.index, failure.message)`;
  const { stdout, stderr } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
  assert.equal(stdout, '0 the kernel skipped this cell\n', stderr);
});

test('a name that fits no notebook is answered with the names that exist', () => {
  const args = [
    join(root, 'dist', 'cli', 'notebooks.js'),
    '--notebooks',
    join(scratch, 'none'),
    '--only',
    'birds',
  ];
  mkdirSync(join(scratch, 'none'));
  writeFileSync(join(scratch, 'none', '1-pets.ipynb'), notebookOf([]));
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /No notebook's name has "birds" in it\.\n +There are: 1-pets\./);
});

test('no kernel outlives its run, whether it succeeded or failed', () => {
  for (const name of ['unwritable', 'throwing']) expectGone(Number.parseInt(many.printedBy(name), 10));
});

/** Checks that a process has ended. */
function expectGone(pid: number): void {
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
}

/** Starts the two notebooks that wait, and waits until both do. */
async function startWaiting() {
  const names = ['waiting', 'waitingToo'];
  const { folder, output, args, env } = prepare(names);
  const child = spawn(process.execPath, [...args, '--jobs', '2'], { cwd: root, env });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const closed = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  const files = names.map((name) => join(folder, `${name}.pid`));
  while (!files.every((file) => existsSync(file) && readFileSync(file, 'utf8'))) await pause(50);
  const pids = files.map((file) => Number(readFileSync(file, 'utf8')));
  return { child, closed, pids, output, printed: () => printed };
}

test('Ctrl-C ends all kernels, one that computes too, before the run ends with exit code 130', async () => {
  const { child, closed, pids, printed } = await startWaiting();
  child.kill('SIGINT');
  assert.equal(await closed, 130);
  assert.match(printed(), /\nInterrupted: all kernels have ended\.\n$/);
  pids.forEach(expectGone);
});

test('no kernel outlives a run that is killed', async () => {
  const { child, closed, pids } = await startWaiting();
  child.kill('SIGKILL');
  await closed;
  await pause(2000);
  pids.forEach(expectGone);
});
