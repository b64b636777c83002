import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import {
  type Architecture,
  type DataLoaders,
  efficientnetLite0,
  foregroundAcc,
  Interpretation,
  type ItemTransform,
  imagenetStats,
  jaccardMulti,
  resize,
  segmentationDataLoaders,
  setSeed,
  tf,
  unetLearner,
  visionLearner,
} from '../../src/index';
import { predict } from '../../src/layers';
import { leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';

/** A body of two convolutions, each halving the image: 4, then 8 channels. */
const tiny: Architecture = {
  ...efficientnetLite0,
  body: (at) => {
    const convolve = (name: string, from: number, to: number) => {
      const weight = at.declare(name, 'convolution', [to, from, 3, 3], { deviation: 0.2 });
      return (x: tf.Tensor4D, pass: { value(p: typeof weight): tf.Tensor }) =>
        tf.relu(tf.conv2d(x, pass.value(weight) as tf.Tensor4D, 2, 'same'));
    };
    const stages = [
      { name: 'one', layer: convolve('one', 3, 4) },
      { name: 'two', layer: convolve('two', 4, 8) },
    ];
    return { stages, channels: 8, secondGroup: (name) => name.endsWith('two') };
  },
};

const folder = temporaryFolder();

/** Images of a bright square on a dark ground, 24 x 20, and where it is. */
async function squares(
  options: { ignoreIndex?: number; itemTransforms?: readonly ItemTransform[] } = {},
): Promise<DataLoaders> {
  const [width, height] = [24, 20];
  for (const name of ['images', 'labels']) mkdirSync(join(folder, name), { recursive: true });
  const files: string[] = [];
  for (let i = 0; i < 10; i++) {
    const isInside = (at: number) => Math.hypot((at % width) - 8 - (i % 6), Math.floor(at / width) - 10) < 6;
    const labels = Uint8Array.from({ length: width * height }, (_, at) => (isInside(at) ? 1 : 0));
    const colours = labels.map((label) => 30 + 190 * label);
    const raw = { width, height, channels: 1 as const };
    files.push(join(folder, 'images', `${i}.png`));
    await sharp(colours, { raw }).toColourspace('srgb').toFile(files[i]);
    await sharp(labels, { raw })
      .toColourspace('b-w')
      .toFile(join(folder, 'labels', `${i}_P.png`));
  }
  return segmentationDataLoaders.fromLabelFunc(folder, {
    files,
    labelFunc: (file) => `labels/${basename(file, '.png')}_P.png`,
    codes: ['ground', 'square'],
    seed: 42,
    batchSize: 4,
    ...options,
  });
}

test('unetLearner() has the expected defaults', () =>
  leavesNoTensors(async () => {
    const dls = await squares();
    const learn = await unetLearner(dls, tiny, { pretrained: false });
    assert.equal(learn.model.name, 'U-Net on efficientnetLite0');
    assert.deepEqual(learn.model.recipe?.options.imageSize, [20, 24]);
    assert.deepEqual(learn.loss.recipe?.options, {
      labelSmoothing: 0,
      ignoreIndex: undefined,
      axis: -1,
      weight: undefined,
    });
    assert.equal(learn.optimizer.groups.length, 3);
    assert.equal(learn.optimizer.frozenTo, 0);
    assert.deepEqual(dls.normalization, imagenetStats);
    learn.dispose();
  }));

test('unetLearner() does not count the pixels that the mask block ignores', () =>
  leavesNoTensors(async () => {
    const learn = await unetLearner(await squares({ ignoreIndex: 0 }), tiny, { pretrained: false });
    assert.equal(learn.loss.recipe?.options.ignoreIndex, 0);
    const interp = await Interpretation.fromLearner(learn);
    assert.deepEqual(
      interp.perClassIoU().map(({ name }) => name),
      ['square'],
    );
    learn.dispose();
  }));

test('a U-Net goes on with larger images by learn.dls = larger', () =>
  leavesNoTensors(async () => {
    const learn = await unetLearner(await squares(), tiny, { pretrained: false });
    learn.callbacks = [];
    learn.dls = await squares({ itemTransforms: [resize([40, 48])] });
    assert.deepEqual(learn.dls.normalization, imagenetStats);
    await learn.fit(1);
    const { predictions, dispose } = await learn.getPreds();
    assert.deepEqual(predictions.shape, [2, 40, 48, 2]);
    dispose();
    learn.dispose();
  }));

test('unetLearner() passes its options on: yRange squeezes what comes out', () =>
  leavesNoTensors(async () => {
    const dls = await squares();
    const options = { pretrained: false, yRange: [2, 3], blur: true, lastCross: false } as const;
    const learn = await unetLearner(dls, tiny, options);
    const outputs = tf.tidy(() => predict(learn.model, tf.zeros([1, 20, 24, 3])));
    const values = outputs.dataSync();
    assert.ok(values.every((value) => value > 2 && value < 3));
    outputs.dispose();
    learn.dispose();
  }));

test('two U-Nets trained one after the other find the square and leave no tensors', async () => {
  setSeed(1);
  const dls = await squares();
  const once = async () => {
    const learn = await unetLearner(dls, tiny, {
      pretrained: false,
      metrics: [foregroundAcc, jaccardMulti],
      lr: 1e-2,
    });
    await learn.fitOneCycle(6);
    const { metrics } = await learn.validate();
    assert.ok(metrics.jaccard_coeff_multi > 0.8, JSON.stringify(metrics));
    const [best] = (await Interpretation.fromLearner(learn)).perClassIoU();
    assert.ok(best.iou > 0.8);
    learn.dispose();
  };
  await once();
  await leavesNoTensors(once);
});

test('unetLearner() and visionLearner() refuse a body that has no weights, with the same error', async () => {
  const dls = await squares();
  const unknown = { ...tiny, name: 'resnet20' as never };
  const expected =
    /^FoveaError: No pretrained weights were found\. Not resnet20: Unknown pretrained weights "resnet20"\./;
  await assert.rejects(unetLearner(dls, unknown), expected);
  await assert.rejects(visionLearner(dls, unknown), expected);
});
