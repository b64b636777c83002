import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import {
  augTransforms,
  dihedral,
  FoveaError,
  flip,
  type ItemTransform,
  type LabelImage,
  maskBlock,
  randomResizedCrop,
  randomResizedCropGPU,
  resize,
  segmentationDataLoaders,
  setSeed,
  tf,
} from '../../src/index';
import { leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
const CODES = ['road', 'car', 'sky', 'tree'];

async function saveMask(file: string, width: number, values: readonly number[]): Promise<string> {
  const raw = { width, height: values.length / width, channels: 1 as const };
  await sharp(Uint8Array.from(values), { raw }).toColourspace('b-w').png().toFile(file);
  return file;
}

/** Images in `images/` whose red says the class of each pixel, their masks in `labels/`: X.png and X_P.png. */
async function paintStreets(root: string, count: number): Promise<string[]> {
  const [width, height] = [40, 30];
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const labels = Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      return y < 10 + i ? 2 : x < 15 ? 0 : x < 30 ? 1 : 3;
    });
    const file = join(root, 'images', `street_${i}.png`);
    const colours = labels.flatMap((label) => [80 * label, 0, 0]);
    await sharp(Uint8Array.from(colours), { raw: { width, height, channels: 3 } })
      .png()
      .toFile(file);
    await saveMask(join(root, 'labels', `street_${i}_P.png`), width, labels);
    files.push(file);
  }
  return files;
}

const labelFunc = (file: string) =>
  join(dirname(dirname(file)), 'labels', basename(file).replace('.png', '_P.png'));

const streets = (async () => {
  const root = join(folder, 'streets');
  for (const name of ['images', 'labels']) mkdirSync(join(root, name), { recursive: true });
  return { root, files: await paintStreets(root, 10) };
})();

test('segmentationDataLoaders.fromLabelFunc() finds each mask by a function of the path', () =>
  leavesNoTensors(async () => {
    const { root, files } = await streets;
    const dls = await segmentationDataLoaders.fromLabelFunc(root, {
      files,
      labelFunc,
      codes: CODES,
      seed: 42,
      batchSize: 4,
    });
    assert.deepEqual([dls.train.numItems, dls.valid.numItems], [8, 2]);
    assert.deepEqual(dls.vocabulary, CODES);
    const batch = await dls.oneBatch();
    assert.deepEqual(
      [batch.inputs.shape, batch.targets.shape],
      [
        [4, 30, 40, 3],
        [4, 30, 40],
      ],
    );
    assert.equal(batch.targets.dtype, 'int32');
    batch.dispose();
  }));

test('segmentationDataLoaders.fromLabelFunc() takes paths relative to the folder, too', () =>
  leavesNoTensors(async () => {
    const { root, files } = await streets;
    const dls = await segmentationDataLoaders.fromLabelFunc(root, {
      files: files.map((file) => `images/${basename(file)}`),
      labelFunc: (file) => `labels/${basename(file, '.png')}_P.png`,
      codes: CODES,
      validPct: 0.5,
      batchSize: 2,
    });
    assert.equal(dls.valid.numItems, 5);
    (await dls.oneBatch()).dispose();
  }));

const transforms: Record<string, [ItemTransform[], ReturnType<typeof augTransforms>]> = {
  'resize to twice the size': [[resize([60, 80], { method: 'squish' })], []],
  'resize by crop, then all of augTransforms': [
    [resize(60)],
    augTransforms({ size: 48, maxLighting: 0, pAffine: 1 }),
  ],
  'padding with a mirrored border': [[resize(56, { method: 'pad' })], []],
  randomResizedCrop: [[randomResizedCrop(36)], [flip()]],
  randomResizedCropGPU: [[], [randomResizedCropGPU(28), dihedral()]],
};

for (const [name, [itemTransforms, batchTransforms]] of Object.entries(transforms)) {
  test(`a mask keeps to its classes and to its image: ${name}`, () =>
    leavesNoTensors(async () => {
      setSeed(3);
      const { root, files } = await streets;
      const dls = await segmentationDataLoaders.fromLabelFunc(root, {
        files,
        labelFunc,
        codes: CODES,
        seed: 42,
        batchSize: 4,
        itemTransforms,
        batchTransforms,
      });
      const batch = await dls.oneBatch();
      const images = dls.images(batch.inputs);
      const masks = dls.target.decode(batch.targets) as LabelImage[];
      masks.forEach(({ pixels }, i) => {
        assert.ok(pixels.every((label) => label < CODES.length));
        const agreeing = pixels.filter(
          (label, at) => Math.round(images[i].pixels[3 * at] / 80) === label,
        ).length;
        assert.ok(agreeing / pixels.length > 0.9, `${agreeing} of ${pixels.length} pixels agree`);
      });
      batch.dispose();
    }));
}

test('maskBlock() names a mask and its values without a code', async () => {
  const file = await saveMask(join(folder, 'odd_P.png'), 4, [0, 7, 1, 200]);
  const sample = await maskBlock(['road', 'car']).open(file);
  await assert.rejects(sample.load(), {
    message:
      `The mask ${file} has the values 7, 200, but there are 2 classes: 0 to 1.\n` +
      '  Give maskBlock the codes that belong to these masks, name the value that does not count as ignoreIndex, or change the values.',
  });
});

test('maskBlock() allows the value of ignoreIndex beside its codes', async () => {
  const file = await saveMask(join(folder, 'void_P.png'), 3, [0, 255, 1]);
  const block = maskBlock(['road', 'car'], { ignoreIndex: 255 });
  assert.deepEqual([...(await (await block.open(file)).load()).values], [0, 255, 1]);
  assert.deepEqual([block.ignoreIndex, block.numOutputs], [255, 2]);
});

test('maskBlock() says how many codes there may be', () => {
  assert.throws(
    () => maskBlock([]),
    new FoveaError(
      'Expected 1 to 256 codes in maskBlock, received 0.',
      'Give the names of the classes, in the order of their values in the masks.',
    ),
  );
});

/** Lightness and two colour axes of OKLab (Ottosson 2020), after the eye's matrix on linear red, green, blue. */
function seenColour(hex: string, eye: readonly number[][]): number[] {
  const linear = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const times = (matrix: readonly number[][], v: number[]) =>
    matrix.map((row) => row.reduce((sum, x, i) => sum + x * v[i], 0));
  const rgb = times(eye, linear).map((c) => Math.min(1, Math.max(0, c)));
  const cones = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ];
  const lab = [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ];
  return times(lab, times(cones, rgb).map(Math.cbrt));
}

// Machado et al. 2009, full strength.
const EYES = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

for (const [name, eye] of Object.entries(EYES)) {
  test(`32 mask colours differ in the eyes of a ${name}: three times what is just seen`, () => {
    const block = maskBlock(Array.from({ length: 32 }, (_, i) => `class ${i}`));
    const labels = { width: 1, height: 1, pixels: Uint8Array.of(0) };
    const { colours } = block.annotate(labels).mask!;
    const seen = colours.map((hex) => seenColour(hex, eye));
    for (let i = 0; i < seen.length; i++) {
      for (let j = 0; j < i; j++) {
        const distance = Math.hypot(...seen[i].map((x, k) => x - seen[j][k]));
        assert.ok(distance > 0.06, `${colours[i]} and ${colours[j]}: ${distance}`);
      }
    }
  });
}

test('maskBlock() repeats its colours after 32 classes', () => {
  const block = maskBlock(Array.from({ length: 40 }, (_, i) => `class ${i}`));
  const { colours } = block.annotate({ width: 1, height: 1, pixels: Uint8Array.of(0) }).mask!;
  assert.deepEqual([colours.length, colours[32]], [40, colours[0]]);
});

test('decode() gives each mask its own pixels', () =>
  leavesNoTensors(() => {
    const targets = tf.tensor3d([0, 1, 1, 0], [2, 1, 2], 'int32');
    const masks = maskBlock(['a', 'b']).decode(targets);
    assert.deepEqual(
      masks.map(({ pixels }) => [...pixels]),
      [
        [0, 1],
        [1, 0],
      ],
    );
    targets.dispose();
  }));
