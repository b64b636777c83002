import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

// Two training steps of a U-Net, which has every kind of layer; then a hash of all its weights.
const PROGRAM = `
const { createHash } = require('node:crypto');
const { crossEntropyLoss, efficientnetLite0, Learner, setSeed, tf } = require('./src/index');
const { unetModel } = require('./src/layers');
setSeed(1);
const model = unetModel(efficientnetLite0, 4, [64, 96]);
async function* batches() {
  for (const seed of [1, 2]) {
    const inputs = tf.randomNormal([8, 64, 96, 3], 0, 1, 'float32', seed);
    const targets = tf.cast(tf.greater(tf.slice(inputs, [0, 0, 0, 0], [8, 64, 96, 1]), 0), 'int32').reshape([8, 64, 96]);
    yield { inputs, targets, items: [0, 1, 2, 3, 4, 5, 6, 7], dispose: () => tf.dispose([inputs, targets]) };
  }
}
const train = { numItems: 16, numBatches: 2, batches };
const learn = new Learner({ train, valid: { ...train, numItems: 0 } }, model, { loss: crossEntropyLoss() });
learn.fit(1).then(() => {
  const hash = createHash('sha256');
  for (const { variable } of model.parameters) hash.update(new Uint8Array(variable.read().dataSync().buffer));
  console.log(learn.recorder.rawLosses.join(' '), hash.digest('hex'));
});`;

function trainWith(threads: number): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '-e', PROGRAM], {
    cwd: join(__dirname, '..', '..'),
    encoding: 'utf8',
    env: { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads) },
  });
  assert.match(stdout, /^\d+\.\d+ \d+\.\d+ [0-9a-f]{64}$/m, stderr);
  return stdout;
}

test('training gives the same weights, bit by bit, whatever the number of threads', () => {
  const one = trainWith(1);
  assert.equal(trainWith(2), one);
  assert.equal(trainWith(3), one);
});
