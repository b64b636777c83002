import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import sharp from 'sharp';
import {
  augTransforms,
  type BatchTransform,
  DataBlock,
  dihedral,
  flip,
  type ItemTransform,
  imageBlock,
  indexSplitter,
  pointBlock,
  type RgbImage,
  randomResizedCrop,
  randomResizedCropGPU,
  randomSplitter,
  resize,
  rotate,
  setSeed,
  type TargetBlock,
  tf,
  warp,
  zoom,
} from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { paintDot } from './painted';

const folder = temporaryFolder();

test('pointBlock() by default is one point: two outputs, squared error', () => {
  const block = pointBlock();
  assert.deepEqual([block.numOutputs, block.loss, block.vocabulary], [2, 'meanSquaredError', []]);
});

test('pointBlock() takes a pair for one point, a list of pairs for several, and learns how many', () => {
  assert.equal(pointBlock().fit([[3, 4]]).numOutputs, 2);
  const two = pointBlock().fit([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  assert.equal(two.numOutputs, 4);
});

test('pointBlock() scales pixels to [-1, 1] as fastai does', async () => {
  const points = [
    [320, 240],
    [0, 0],
    [640, 480],
    [400, 120],
  ] as const;
  const block = pointBlock().fit([points]);
  const { values, shape } = await (await block.open(points, { width: 640, height: 480 })).load();
  assert.deepEqual([...values], [0, 0, -1, -1, 1, 1, 0.25, -0.5]);
  assert.deepEqual(shape, [4, 2]);
});

test('pointBlock() turns targets back into one list of points for each image', () => {
  const targets = tf.tensor3d([[[0, -1]], [[0.25, 0.5]]]);
  const block = pointBlock();
  assert.deepEqual(block.decode(targets), [[{ x: 0, y: -1 }], [{ x: 0.25, y: 0.5 }]]);
  assert.deepEqual(block.annotate([{ x: 0, y: -1 }]), { points: [{ x: 0, y: -1 }] });
  targets.dispose();
});

test('pointBlock() says what it expected, and keeps points beyond the image, as fastai does', () => {
  const block = pointBlock();
  const cure =
    '\n  Return one pair from getY, e.g. [120, 80], or a list of pairs; every image needs the same number.';
  assert.throws(() => block.check!([Number.NaN, 5]), {
    message: `Expected a point as [x, y], in pixels, received [ NaN, 5 ].${cure}`,
  });
  assert.throws(() => block.check!(undefined as unknown as [number, number]), {
    message: `Expected a point as [x, y], in pixels, received undefined.${cure}`,
  });
  assert.throws(() => pointBlock({ numPoints: 4 }).check!([[1, 2]]), {
    message: `Expected 4 points as [x, y] pairs of pixels, received [ [ 1, 2 ] ].${cure}`,
  });
  block.check!([-50, 10_000]);
});

test('a data block names the image whose point is wrong', async () => {
  const file = await paintDot(join(folder, 'bad.png'), { width: 20, height: 10, x: 5, y: 5 });
  const data = new DataBlock({
    blocks: [imageBlock(), pointBlock()],
    getItems: () => [file, file],
    getY: () => [Number.NaN, 1] as const,
    splitter: indexSplitter([0]),
  });
  await assert.rejects(data.dataloaders(''), (error: Error) =>
    error.message.startsWith(`Expected a point as [x, y], in pixels, received [ NaN, 1 ]. (item ${file})\n`),
  );
});

// Dots about the middle of images whose sides are odd and even, so that none is cut off or mirrored.
const SIZES = [
  { width: 121, height: 83 },
  { width: 90, height: 131 },
  { width: 120, height: 90 },
];
const DOTS = Array.from({ length: 9 }, (_, i) => {
  const { width, height } = SIZES[i % 3];
  const [x, y] = [width * (0.42 + 0.02 * i), height * (0.58 - 0.02 * i)];
  return { file: join(folder, `dot_${i}.png`), width, height, x, y };
});
before(async () => {
  for (const { file, ...dot } of DOTS) await paintDot(file, dot);
});

/** Centre of the light within 14 pixels of a place; NaN where it is dark. Farther off, padding may mirror the dot. */
function lightNear(place: { x: number; y: number }, { width, height, pixels }: RgbImage) {
  let [x, y, sum] = [0, 0, 0];
  for (let at = 0; at < width * height; at++) {
    const [column, row] = [at % width, Math.floor(at / width)];
    if (Math.hypot(column - place.x, row - place.y) > 14) continue;
    x += pixels[3 * at] * column;
    y += pixels[3 * at] * row;
    sum += pixels[3 * at];
  }
  return { x: x / sum, y: y / sum };
}

interface Moves {
  readonly itemTransforms?: readonly ItemTransform[];
  readonly batchTransforms?: readonly BatchTransform[];
}

/** Asserts that every dot of a batch is where its point says, to a pixel, in training and in validation. */
async function staysOnDots(seed: number, moves: Moves): Promise<void> {
  setSeed(seed);
  const files = DOTS.map(({ file }) => file);
  const data = new DataBlock({
    blocks: [imageBlock(), pointBlock()],
    getItems: () => [...files, ...files],
    getY: (file: string) => {
      const { x, y } = DOTS.find((dot) => dot.file === file)!;
      return [x, y] as const;
    },
    splitter: indexSplitter(files.map((_, i) => i)),
    ...moves,
  });
  const dls = await data.dataloaders('', { batchSize: DOTS.length });
  for (const loader of [dls.train, dls.valid]) {
    for await (const batch of loader.batches()) {
      assert.deepEqual(batch.targets.shape, [DOTS.length, 1, 2]);
      const points = dls.target.decode(batch.targets) as { x: number; y: number }[][];
      dls.images(batch.inputs).forEach((image, i) => {
        const [point] = points[i];
        const x = ((point.x + 1) / 2) * (image.width - 1);
        const y = ((point.y + 1) / 2) * (image.height - 1);
        const dot = lightNear({ x, y }, image);
        const isThere = Math.abs(dot.x - x) < 1 && Math.abs(dot.y - y) < 1;
        assert.ok(isThere, `${batch.items[i]}: dot at ${dot.x}, ${dot.y}; point at ${x}, ${y}`);
      });
      batch.dispose();
    }
  }
}

const sized = resize([90, 120], { method: 'squish' });
const zeros = { padMode: 'zeros', p: 1 } as const;
const MOVES: Record<string, Moves> = {
  'resize() that crops': { itemTransforms: [resize(81)] },
  'resize() that crops to odd sides': { itemTransforms: [resize([67, 93])] },
  'resize() that enlarges': { itemTransforms: [resize([160, 240])] },
  'resize() that squishes': { itemTransforms: [resize([75, 140], { method: 'squish' })] },
  'resize() that pads': { itemTransforms: [resize(101, { method: 'pad' })] },
  'randomResizedCrop()': { itemTransforms: [randomResizedCrop(96, { minScale: 0.75, ratio: [1, 1.2] })] },
  'flip()': { itemTransforms: [sized], batchTransforms: [flip({ p: 1 })] },
  'dihedral()': { itemTransforms: [sized], batchTransforms: [dihedral({ p: 1 })] },
  'rotate()': { itemTransforms: [sized], batchTransforms: [rotate({ maxDeg: 40, ...zeros })] },
  'zoom()': { itemTransforms: [sized], batchTransforms: [zoom({ maxZoom: 1.3, ...zeros })] },
  'warp()': { itemTransforms: [sized], batchTransforms: [warp({ magnitude: 0.3, ...zeros })] },
  'randomResizedCropGPU()': {
    itemTransforms: [sized],
    batchTransforms: [randomResizedCropGPU([66, 88], { minScale: 0.8 })],
  },
  'augTransforms()': {
    itemTransforms: [sized],
    batchTransforms: augTransforms({ maxLighting: 0, pAffine: 1, padMode: 'zeros' }),
  },
  'augTransforms() to an odd size': {
    itemTransforms: [sized],
    batchTransforms: augTransforms({ size: [63, 97], maxLighting: 0, pAffine: 1, padMode: 'zeros' }),
  },
  'augTransforms() to less than half': {
    itemTransforms: [resize([270, 360], { method: 'squish' })],
    batchTransforms: augTransforms({ size: [90, 120], maxLighting: 0, pAffine: 1, padMode: 'zeros' }),
  },
  'augTransforms() with minScale': {
    itemTransforms: [sized],
    batchTransforms: augTransforms({ size: 80, minScale: 0.9, maxLighting: 0, padMode: 'zeros' }),
  },
};

for (const [name, moves] of Object.entries(MOVES)) {
  test(`points stay on what they mark, to a pixel, in training and validation: ${name}`, async () => {
    for (const seed of [1, 2]) await staysOnDots(seed, moves);
  });
}

test('a point that is cropped away keeps its position, beyond the image', async () => {
  const file = await paintDot(join(folder, 'edge.png'), { width: 120, height: 60, x: 6, y: 30 });
  const data = new DataBlock({
    blocks: [imageBlock(), pointBlock()],
    getItems: () => [file, file],
    getY: () => [6, 30] as const,
    splitter: indexSplitter([0]),
    itemTransforms: [resize(60)],
  });
  const dls = await data.dataloaders('');
  for await (const batch of dls.valid.batches()) {
    // The middle 60 of 120 pixels begin at 30: x = 6 is 24 to the left of it, y = 30 in the middle.
    assert.deepEqual(
      [...batch.targets.dataSync()].map((value) => Number(value.toFixed(6))),
      [-1.8, 0],
    );
    batch.dispose();
  }
});

test('batches of points leave no tensors', async () => {
  const before = tf.memory().numTensors;
  await staysOnDots(3, MOVES['augTransforms()']);
  assert.equal(tf.memory().numTensors, before);
});

const WHICH_WAY =
  'If points are on the pixels as stored, as PIL opens them: pointBlock({ pointOrientation: "stored" }). If they are on photos as seen: { pointOrientation: "upright" }.';

test('points on a turned photo are an error where it cannot be told how they lie on it, not points elsewhere', async () => {
  const block = pointBlock();
  const size = { width: 20, height: 40, orientation: 6 };
  await assert.rejects(block.open([35, 10], size), {
    message:
      'The points lie outside their image, which has 20 x 40 pixels as seen, but inside its 40 x 20 pixels as stored: its EXIF orientation is 6.\n' +
      `  ${WHICH_WAY}`,
  });
  assert.deepEqual([...(await (await block.open([10, 35], size)).load()).values], [0, 0.75]);
  for (const [orientation, point] of [
    [2, [10, 35]],
    [3, [10, 35]],
    [4, [10, 35]],
    [6, [10, 15]],
  ] as const) {
    await assert.rejects(block.open(point, { ...size, orientation }), {
      message: `The image has EXIF orientation ${orientation}: its points may be given as it is seen or as it is stored.\n  ${WHICH_WAY}`,
    });
    const upright = pointBlock({ pointOrientation: 'upright' });
    const { values } = await (await upright.open(point, { ...size, orientation })).load();
    assert.deepEqual([...values], [0, point[1] / 20 - 1]);
  }
  assert.throws(() => pointBlock({ pointOrientation: 'exif' as 'stored' }), {
    name: 'FoveaError',
    message: /pointOrientation of pointBlock/,
  });
});

test('points on pixels as stored turn with them, by each EXIF orientation, and the error names the file', async () => {
  // A white pixel at column 3, row 1 of 8 x 6 black ones; its centre is (3.5, 1.5).
  const pixels = new Uint8Array(8 * 6 * 3);
  pixels.fill(255, 3 * (1 * 8 + 3), 3 * (1 * 8 + 3) + 3);
  for (let orientation = 1; orientation <= 8; orientation++) {
    const file = join(folder, `turned-${orientation}.png`);
    await sharp(pixels, { raw: { width: 8, height: 6, channels: 3 } })
      .withMetadata({ orientation })
      .png()
      .toFile(file);
    const blockOf = (block: ReturnType<typeof pointBlock>) =>
      new DataBlock({
        blocks: [imageBlock(), block as TargetBlock],
        getY: () => [3.5, 1.5],
        splitter: randomSplitter({ validPct: 0 }),
      });
    const dls = await blockOf(pointBlock({ pointOrientation: 'stored' })).dataloaders([file]);
    const { inputs, targets, dispose } = await dls.oneBatch();
    const [, height, width] = inputs.shape;
    const white = inputs.dataSync().findIndex((value) => value > 0.9) / 3;
    const [x, y] = targets.dataSync();
    assert.deepEqual(
      [((x + 1) / 2) * width, ((y + 1) / 2) * height].map((value) => Math.round(value * 1e4) / 1e4),
      [(white % width) + 0.5, Math.floor(white / width) + 0.5],
      `orientation ${orientation}`,
    );
    dispose();
    if (orientation === 1) continue;
    await assert.rejects((await blockOf(pointBlock()).dataloaders([file])).oneBatch(), (error: Error) => {
      assert.ok(error.message.includes(`(item ${file})`), error.message);
      return true;
    });
  }
});
