import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(__dirname, '..', '..');

interface Shown {
  readonly text?: string;
  readonly display?: string;
  readonly alive: boolean;
}

/** Runs cells in a kernel; one may be stopped as by Jupyter's stop button. */
function runCells(cells: readonly { code: string; interruptAfterSeconds?: number }[]): Shown[] {
  const python = join(root, '.venv', 'bin', 'python');
  const script = join(root, 'test', 'notebooks', 'interrupt.py');
  const { stdout, stderr, status } = spawnSync(python, [script, join(root, 'notebooks')], {
    input: JSON.stringify(cells),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

// Two hundred batches an epoch, each with a pause: long enough to be stopped in the first epoch.
const DATA = `
import { tf, Learner, meanSquaredErrorLoss, epochTable } from 'fovea';
import { scope } from 'fovea/layers';
const weight = scope().declare('w', 'linear', [1, 1], { constant: 0 });
const model = { name: 'line', parameters: [weight], groups: [[weight]],
  forward: (x: tf.Tensor, pass) => tf.matMul(tf.reshape(x, [-1, 1]), pass.value(weight)) };
async function* batches() {
  for (let i = 0; i < 200; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const inputs = tf.ones([2, 1, 1, 1]), targets = tf.ones([2, 1]);
    yield { inputs, targets, items: [0, 1], dispose: () => tf.dispose([inputs, targets]) } as any;
  }
}
const source = { numItems: 400, numBatches: 200, batches };
const learn = new Learner({ train: source, valid: { ...source, numItems: 0 } }, model as any, {
  loss: meanSquaredErrorLoss(), callbacks: [epochTable()] });`;

test("Jupyter's stop button ends a fit at the next batch; kernel and learner can be used afterwards", () => {
  const [, stopped, after, again] = runCells([
    { code: DATA },
    { code: 'await learn.fit(3);', interruptAfterSeconds: 3 },
    { code: 'console.log(learn.recorder.rawLosses.length, learn.optimizer.hypers[0].rate);' },
    { code: 'console.log(learn.predictBatch(tf.ones([1, 1, 1, 1])).predictions.dataSync()[0] > 0);' },
  ]);
  assert.match(stopped.display ?? '', /Interrupted in epoch 0, after \d+ of 200 training batches/);
  assert.equal(after.alive, true);
  const [steps, rate] = (after.text ?? '').trim().split(' ').map(Number);
  assert.ok(steps > 5 && steps < 200, `${steps} steps were done`);
  assert.equal(rate, 1e-3);
  assert.equal(again.text, 'true\n');
});
