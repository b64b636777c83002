import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
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
    "import * as tslab from 'tslab';\nconsole.log('data:', process.env.FOVEA_DATA);",
    `tslab.display.png(Buffer.from('${PIXEL}', 'base64'));`,
    TABLES,
  ],
  throwing: ['const before = 1;', "throw new Error('out of cheese');", 'console.log(before);'],
  pidGood: ['console.log(process.pid);'],
  pidThrowing: ['console.log(process.pid);', "throw new Error('and no more');"],
  typed: ["const wrong: number = 'a word';"],
  tagged: [
    { source: "throw new Error('told to go on');", tags: ['raises-exception'] },
    "console.log('skipped');",
  ],
  uncaught: [
    "setTimeout(() => { throw new Error('too late') }, 10);\nawait new Promise((done) => setTimeout(done, 300));",
  ],
  rejected: ["Promise.reject(new Error('nobody waits'))"],
  killed: ["process.kill(process.pid, 'SIGKILL');"],
};

/** Runs some of the notebooks above; `inTheWay`: a folder that has the name of a file to be written. */
function runNotebooks(
  names: readonly string[],
  { inTheWay, options = [] }: { inTheWay?: string; options?: readonly string[] } = {},
) {
  const folder = mkdtempSync(join(scratch, 'of '));
  for (const name of names) writeFileSync(join(folder, `${name}.ipynb`), notebookOf(made[name]));
  const output = join(folder, 'handouts');
  mkdirSync(output);
  if (inTheWay) mkdirSync(join(output, inTheWay));
  const args = [
    join(root, 'dist', 'cli', 'notebooks.js'),
    '--notebooks',
    folder,
    '--output',
    output,
    ...options,
  ];
  const { FOVEA_DATA: _, ...env } = process.env;
  const results = join(folder, 'results.jsonl');
  const run = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...env, FOVEA_RESULTS: results, DISPLAY_MODULE: join(root, 'dist', 'display', 'jupyter') },
    encoding: 'utf8',
  });
  const read = (name: string) => readFileSync(join(output, name), 'utf8');
  return { status: run.status, printed: run.stdout + run.stderr, read, folder, results };
}

test('a good notebook: exit code 0, the epochs in the table, numbered prompts, images with alternative text, no outside loads', () => {
  const { status, printed, read } = runNotebooks(['good']);
  assert.equal(status, 0, printed);
  // The last fit's epochs took 1 and 2 seconds.
  assert.match(printed, /good +error_rate 0\.125, valid_loss 0\.500 +1\.5 +\d+\.\d +\d\.\d GB/);
  const { cells } = JSON.parse(read('good.ipynb'));
  assert.deepEqual(
    cells.map((cell: { execution_count: number }) => cell.execution_count),
    [1, 2, 3],
  );
  assert.equal(cells[0].outputs[0].text.join(''), 'data: mini\n');
  const html = read('good.html');
  assert.match(html, /<img alt="[^"]+" src="data:image\/png;base64,/);
  assert.deepEqual(html.match(/(?:src|href)="(?!data:|#)[^"]*"|@import|url\((?!data:)/g), null);
});

test('FOVEA_RESULTS names a file to which each epoch is appended once, with its notebook and its fit', () => {
  const { results } = runNotebooks(['good']);
  const rows = readFileSync(results, 'utf8')
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

test('--write puts outputs and prompts into the notebook; --no-handouts leaves out the handout', () => {
  const { status, printed, read, folder } = runNotebooks(['good'], { options: ['--no-handouts', '--write'] });
  assert.equal(status, 0, printed);
  assert.throws(() => read('good.html'), { code: 'ENOENT' });
  const written = readFileSync(join(folder, 'good.ipynb'), 'utf8');
  const { cells, metadata } = JSON.parse(written);
  assert.deepEqual(cells[0].outputs[0].text, ['data: mini\n']);
  assert.equal(cells[2].execution_count, 3);
  assert.deepEqual(metadata, JSON.parse(notebookOf(made.good)).metadata);
});

test('a failed run is not written into its notebook', () => {
  const { status, folder } = runNotebooks(['throwing'], { options: ['--no-handouts', '--write'] });
  assert.equal(status, 1);
  assert.equal(readFileSync(join(folder, 'throwing.ipynb'), 'utf8'), notebookOf(made.throwing));
});

test('--pdf and --no-code without handouts fail with the command that takes them', () => {
  const { status, printed } = runNotebooks(['good'], { options: ['--no-handouts', '--pdf'] });
  assert.equal(status, 1);
  assert.match(printed, /--pdf and --no-code are for handouts, .*\n +Use "npm run handouts" with them\./);
});

test('a cell that throws fails the run, which names the cell and shows its text and message', () => {
  const { status, printed, read } = runNotebooks(['throwing']);
  assert.equal(status, 1);
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

test('a type error, a cell marked raises-exception, a late exception and a rejected promise fail the run', () => {
  const { status, printed } = runNotebooks(['typed', 'tagged', 'uncaught', 'rejected']);
  assert.equal(status, 1);
  assert.match(printed, /typed: cell 1 failed[\s\S]*Type 'string' is not assignable to type 'number'/);
  assert.match(printed, /tagged: cell 1 failed[\s\S]*told to go on/);
  assert.match(printed, /uncaught: cell 1 failed[\s\S]*too late/);
  assert.match(printed, /rejected: cell \d failed[\s\S]*nobody waits/);
});

test('a handout that cannot be written fails its row, and the next notebook runs all the same', () => {
  const { status, printed } = runNotebooks(['good', 'pidGood'], { inTheWay: 'good.html' });
  assert.equal(status, 1);
  assert.match(printed, /✗ No handout was made of .*good\.ipynb: /);
  assert.match(printed, /\n *good +FAILED to write/);
  assert.match(printed, /\n *pidGood +(?!FAILED)/);
});

test('a kernel that dies fails the run', () => {
  const { status, printed } = runNotebooks(['killed']);
  assert.equal(status, 1);
  assert.match(printed, /killed: cell 1 failed[\s\S]*the kernel died/);
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
  const { read } = runNotebooks(['pidGood', 'pidThrowing']);
  for (const name of ['pidGood', 'pidThrowing']) {
    const pid = Number(JSON.parse(read(`${name}.ipynb`)).cells[0].outputs[0].text.join(''));
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  }
});
