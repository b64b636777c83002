import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../src/cli/repository';
import type { BenchCase } from './cases';
import { rowsOf, rowTable, scoreLines } from './report';

function bench(...args: string[]) {
  const script = join(root, 'test', 'bench', 'bench.ts');
  return spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { cwd: root, encoding: 'utf8' });
}

const steps: BenchCase = {
  name: 'train-small',
  kind: 'steps',
  images: 32,
  settings: ['default', 'best'],
  targets: { default: 2, best: 3 },
};
const fit: BenchCase = {
  name: 'fit-small',
  kind: 'fit',
  settings: ['default'],
  targets: { default: 4 },
  memoryTargets: { default: 2 },
};
const fits = new Map([
  ['fovea', [{ seconds: 10, peakMb: 1024, scores: { valid_loss: 0.5, error_rate: 0.125 } }]],
  ['default', [{ seconds: 50, peakMb: 1536, scores: { valid_loss: 0.25, error_rate: 0.0625 } }]],
] as const);

test('bench lists the cases when a name fits none', () => {
  const { status, stderr } = bench('train', 'tarin');
  assert.equal(status, 1);
  assert.match(
    stderr,
    /^No case is named "tarin"\.\n {2}There are: train-efficientnet-lite0-224x32, .*fit-biwi\.\n$/,
  );
});

test('bench expects positive integers and known settings, and answers a mistyped option with the usage', () => {
  assert.match(bench('--runs', '0').stderr, /^Expected a positive integer in --runs, received 0\.\n$/);
  assert.match(
    bench('--against', 'worst').stderr,
    /^Unknown baseline setting "worst"\.\n {2}Choose "default" or "best"\.\n$/,
  );
  assert.match(bench('--baselin').stderr, /^Unknown option '--baselin'\.\n\nMeasures fovea;/);
});

test('a case of steps is reported in images per second, with the ratio of each pair of turns', () => {
  const seconds = (...turns: number[]) => turns.map((turn) => ({ seconds: turn }));
  const turns = new Map([
    ['fovea', seconds(1, 2, 4)],
    ['default', seconds(4, 4, 4)],
    ['best', seconds(2, 2, 4)],
  ] as const);
  const [row, ...others] = rowsOf(steps, turns);
  assert.deepEqual(others, []);
  assert.equal(row.unit, 'images/s');
  assert.deepEqual(row.values.fovea, { median: 16, lowest: 8, highest: 32 });
  assert.deepEqual(row.ratios, {
    default: { median: 2, lowest: 1, highest: 4 },
    best: { median: 1, lowest: 1, highest: 2 },
  });
});

test('a fit is reported in seconds and gigabytes, of which less is better, with its loss and metrics', () => {
  const rows = rowsOf(fit, fits);
  assert.deepEqual(
    rows.map(({ unit, ratios, targets }) => [unit, ratios.default?.median, targets.default]),
    [
      ['s', 5, 4],
      ['GB', 1.5, 2],
    ],
  );
  assert.deepEqual(scoreLines(fit, fits), [
    'fit-small, fovea: valid_loss 0.5000, error_rate 0.1250',
    'fit-small, fastai: valid_loss 0.2500, error_rate 0.0625',
  ]);
});

test('the table marks whether a target is met, and leaves the cells of sides that were not measured empty', () => {
  const table = rowTable(['default', 'best']);
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  assert.deepEqual(
    rowsOf(fit, fits).map((row) => cells(table.line(row))),
    [
      ['fit-small', 's', '10.0 (10.0-10.0)', '50.0 (50.0-50.0)', '5.00 (5.00-5.00)', '4 ✓', '', '', ''],
      ['fit-small', 'GB', '1.00 (1.00-1.00)', '1.50 (1.50-1.50)', '1.50 (1.50-1.50)', '2 ✗', '', '', ''],
    ],
  );
  const head = ['case', 'unit', 'fovea', 'fastai', 'ratio', 'target', 'PyTorch best', 'ratio', 'target'];
  assert.deepEqual(cells(table.head.split('\n')[0]), head);
});
