import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { recordDisplays } from '../../src/display/jupyter';
import { crossEntropyLoss, Learner, mixup, resnet34 } from '../../src/index';
import { visionModel } from '../../src/layers';
import { withLine } from './line';

const nothing = { numItems: 0, numBatches: 0, async *batches() {} };

/** A learner of 37 breeds by ResNet-34; its numbers are never drawn. */
function breeds(): Learner<{ train: typeof nothing; valid: typeof nothing }> {
  const data = { train: nothing, valid: nothing };
  return new Learner(data, visionModel(resnet34, 37), { loss: crossEntropyLoss(), callbacks: [mixup()] });
}

test("summary() counts ResNet-34's parameters as fastai does", () => {
  const learn = breeds();
  learn.freeze();
  assert.deepEqual(learn.summary().notes, [
    'Total params: 21,830,976',
    'Total trainable params: 563,328',
    'Total non-trainable params: 21,267,648',
    'Optimizer: Adam',
    'Loss function: crossEntropy',
    'Model frozen up to parameter group #2',
    'Callbacks: mixup',
  ]);
  learn.unfreeze();
  const { totalParams, trainableParams, notes } = learn.summary();
  assert.deepEqual([totalParams, trainableParams], [21_830_976, 21_830_976]);
  assert.ok(notes.includes('Model unfrozen'));
});

test('summary() lists layers with the shape of their weights, their group and whether they train', () => {
  const learn = breeds();
  learn.freeze();
  const { layers } = learn.summary();
  assert.deepEqual(layers[0], {
    name: 'body.conv1',
    kind: 'convolution',
    shape: [64, 3, 7, 7],
    group: 0,
    numParams: 9408,
    isTrainable: false,
  });
  // Batch normalization trains in frozen groups too.
  assert.deepEqual(layers[1], {
    name: 'body.bn1',
    kind: 'batch normalization',
    shape: [64],
    group: 0,
    numParams: 128,
    isTrainable: true,
  });
  assert.deepEqual(layers[layers.length - 1], {
    name: 'head.8',
    kind: 'linear',
    shape: [37, 512],
    group: 2,
    numParams: 18_944,
    isTrainable: true,
  });
});

test('a summary prints as a table', () =>
  withLine(async (learn) => {
    learn.freeze();
    assert.equal(
      inspect(learn.summary()),
      `line
Layer  Kind    Weights  Group  Params  Trains
a      linear  1 x 1        0       1  no
b      linear  1 x 1        1       1  no
c      linear  1 x 1        2       1  yes

Total params: 3
Total trainable params: 1
Total non-trainable params: 2
Optimizer: Adam
Loss function: meanSquaredError
Model frozen up to parameter group #2
Callbacks: none`,
    );
  }));

test('showSummary() shows the table as HTML, and as text where there is none', () =>
  withLine(async (learn) => {
    const recording = recordDisplays();
    try {
      await learn.showSummary();
    } finally {
      recording.stop();
    }
    const [[bundle]] = recording.displays;
    assert.equal(bundle['text/plain'], String(learn.summary()));
    assert.match(
      String(bundle['text/html']),
      /<th scope="row"[^>]*>a<\/th><td[^>]*>linear<\/td><td[^>]*>1 × 1<\/td>/,
    );
    assert.match(String(bundle['text/html']), /<div>Total trainable params: 3<\/div>/);
  }));
