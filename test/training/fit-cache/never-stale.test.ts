import assert from 'node:assert/strict';
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  accuracy,
  augTransforms,
  averagedMetric,
  type Callback,
  crossEntropyLoss,
  flip,
  gradientClip,
  type Learner,
  mixup,
  mobilenetV2,
  type OneCycleOptions,
  randomResizedCrop,
  resize,
  resnet18,
  saveModel,
} from '../../../src/index';
import { temporaryFolder } from '../../temporary-folder';
import { type Made, ownFolderOfFits, paintTwelveDots, type Seen, withLearner } from './cached';

ownFolderOfFits();
let images = '';
const fitOnce = (made: Made = {}, options: OneCycleOptions = {}, epochs = 1): Promise<Seen> =>
  withLearner(images, made, async (learn, seen) => {
    await learn.fitOneCycle(epochs, { cache: true, ...options });
    return seen;
  });

before(async () => {
  images = await paintTwelveDots();
  assert.equal((await fitOnce()).steps, 2);
});

const isKept = async () => assert.equal((await fitOnce()).steps, 0, 'the first fit is not kept any more');

const labelOf = (file: string) => /(red|blue)/.exec(file)![0];
const other = (word: string) => (word === 'red' ? 'blue' : 'red');

/** What each differs in from the fit that is kept, by the words of the note. */
const made: Record<string, Made> = {
  'random numbers, weights': { seed: 2 },
  labels: { getY: (file) => (file.includes('_00') ? other(labelOf(file)) : labelOf(file)) },
  'images, labels': { isValid: (index) => index % 3 === 1 },
  'item transforms': { itemTransforms: [resize(40)] },
  'item transforms: another': { itemTransforms: [randomResizedCrop(36)] },
  'batch transforms': { batchTransforms: augTransforms({ size: 32, maxRotate: 11 }) },
  'batch transforms: one less': { batchTransforms: augTransforms({ size: 32, doFlip: false }) },
  'batch size': { loading: { batchSize: 3 } },
  'order of images': { loading: { shuffle: false } },
  'images left out': { loading: { onBadImage: 'skip' } },
  loss: { learner: { loss: crossEntropyLoss({ weight: [1, 2] }) } },
  metrics: { learner: { metrics: [accuracy] } },
  callbacks: { learner: { callbacks: [mixup()] } },
  'callbacks: other options': { learner: { callbacks: [gradientClip(0.1)] } },
  optimizer: { learner: { eps: 1e-6 } },
  model: { learner: { ps: 0.25 } },
  'model: another architecture': { architecture: resnet18 },
};

for (const [what, change] of Object.entries(made)) {
  test(`a fit is not taken from the cache where this differs: ${what}`, async () => {
    const { steps, notes } = await fitOnce(change);
    assert.ok(steps > 0);
    assert.ok(!notes.join().includes('From the cache'), notes.join());
    // What was trained is kept beside the first.
    assert.equal((await fitOnce(change)).steps, 0);
    await isKept();
  });
}

const options: Record<string, OneCycleOptions> = {
  'highest rate': { lrMax: 2e-3 },
  momentum: { moms: [0.9, 0.8, 0.9] },
  'peak of the schedule': { pctStart: 0.5 },
  'weight decay': { wd: 0.1 },
  'optimizer reset': { resetOpt: true },
  callbacks: { callbacks: [gradientClip()] },
  budget: { budget: 60 },
};

for (const [what, change] of Object.entries(options)) {
  test(`a fit is not taken from the cache with another option: ${what}`, async () => {
    assert.ok((await fitOnce({}, change)).steps > 0);
    assert.equal((await fitOnce({}, change)).steps, 0);
    await isKept();
  });
}

test('a fit is not taken from the cache with another number of epochs', async () => {
  assert.equal((await fitOnce({}, {}, 2)).steps, 4);
  await isKept();
});

/** Changes a learner before its fit. */
const changes: Record<string, (learn: Learner) => unknown> = {
  'one weight': ({ model }) => {
    const [first] = model.parameters;
    const { shape, values } = first.save();
    values[0] += 1e-6;
    first.load({ shape, values });
  },
  'a running mean': ({ model }) => {
    const mean = model.parameters.find(({ name }) => name.endsWith('running_mean'))!;
    mean.load({ shape: mean.shape, values: mean.save().values.fill(0.5) });
  },
  'frozen groups': (learn) => learn.freeze(),
  precision: (learn) => learn.toBf16(),
  'a step of the random numbers': (learn) => learn.dls.oneBatch().then((batch) => batch.dispose()),
  normalization: (learn) => learn.dls.normalize({ mean: [0.5, 0.5, 0.5], std: [1, 1, 1] }),
};

for (const [what, change] of Object.entries(changes)) {
  test(`a fit is not taken from the cache after a change of the learner: ${what}`, async () => {
    await withLearner(images, {}, async (learn, seen) => {
      await change(learn);
      await learn.fitOneCycle(1, { cache: true });
      assert.equal(seen.steps, 2);
    });
    await isKept();
  });
}

test('a fit is not taken from the cache after an image changed, even to one of the same size', async () => {
  const file = join(images, 'red_00.png');
  const bytes = readFileSync(file);
  writeFileSync(file, bytes);
  assert.deepEqual((await fitOnce()).steps, 2);
  await isKept();
  // With its old time put back.
  writeFileSync(file, bytes);
  utimesSync(file, new Date(1e12), new Date(1e12));
  assert.equal((await fitOnce()).steps, 2);
  await isKept();
});

test('a fit whose image changed after the loaders were made is not kept: it may have been read before', () =>
  withLearner(images, {}, async (learn, seen) => {
    const file = join(images, 'red_02.png');
    const now = Date.now();
    // File systems keep times of some milliseconds.
    while (statSync(file).ctimeMs <= now) utimesSync(file, new Date(), new Date());
    await learn.fitOneCycle(1, { cache: true });
    assert.equal(seen.steps, 2);
    assert.deepEqual(seen.notes, [`Not cached. ${file} changed after the data loaders were made.`]);
  }));

const custom: Record<string, [Made, string]> = {
  metric: [
    { learner: { metrics: [averagedMetric('zero', () => 0)] } },
    'Not cached. The metric zero is custom.',
  ],
  loss: [{ learner: { loss: { ...crossEntropyLoss() } } }, 'Not cached. The loss crossEntropy is custom.'],
  callback: [
    { learner: { callbacks: [{ name: 'mine', afterBatch() {} }] } },
    'Not cached. The callback mine is custom.',
  ],
  'item transform': [
    { itemTransforms: [{ ...resize(36), name: 'mine' }] },
    'Not cached. The transform mine is custom.',
  ],
  'batch transform': [
    { batchTransforms: [...augTransforms({ size: 32 }), { ...flip(), affine: flip().affine }] },
    'Not cached. The transform flip is custom.',
  ],
  architecture: [{ architecture: { ...mobilenetV2 } }, 'Not cached. The model mobilenetV2 is custom.'],
};

for (const [what, [change, note]] of Object.entries(custom)) {
  test(`a fit with a custom ${what} always trains and says so`, async () => {
    for (const _ of [1, 2]) assert.deepEqual(await fitOnce(change), { steps: 2, notes: [note] });
  });
}

test('a second fit with a custom metric says both what it goes on from and that it is not cached', async () => {
  const metrics = [averagedMetric('zero', () => 0)];
  await withLearner(images, { learner: { metrics } }, async (learn, seen) => {
    await learn.fit(1);
    await learn.fit(1, { cache: true });
    assert.deepEqual(seen.notes, [
      'Goes on from 1 epoch; make a new learner to start afresh.',
      'Not cached. The metric zero is custom.',
    ]);
  });
});

test('a fit with saveModel() always trains: it writes a file of the best epoch', async () => {
  const callbacks = [saveModel(join(temporaryFolder(), 'best.safetensors'))];
  for (const _ of [1, 2]) {
    assert.deepEqual(await fitOnce({ learner: { callbacks } }), {
      steps: 2,
      notes: ['Not cached. The callback saveModel is custom.'],
    });
  }
});

test('a callback that says it observes, but replaces gradients, is custom', async () => {
  const clip: Callback = { ...gradientClip(), observes: true };
  const { notes } = await fitOnce({ learner: { callbacks: [clip] } });
  assert.deepEqual(notes, ['Not cached. The callback gradientClip is custom.']);
});

test('a fit that is not in the cache says in what it differs from the nearest', async () => {
  await fitOnce();
  const { notes } = await fitOnce({}, { lrMax: 3e-3 });
  assert.match(notes[0], /^Not in the cache: schedule is not as in the fit of \d/);
  const later = await fitOnce({ seed: 7 });
  assert.match(
    later.notes[0],
    /^Not in the cache: random numbers and weights are not as in the fit of .*\. Run all cells again from setSeed\(\) on for the same\.$/,
  );
});
