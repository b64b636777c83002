import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import {
  augTransforms,
  DataBlock,
  dihedral,
  FoveaError,
  flip,
  type ItemTransform,
  imageBlock,
  type LabelImage,
  type MaskOptions,
  type MaskSource,
  maskBlock,
  randomResizedCrop,
  randomResizedCropGPU,
  resize,
  segmentationDataLoaders,
  setSeed,
  tf,
} from '../../src/index';
import { bmp, palettePng, pngChunk } from '../images/written';
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

const indicesOf = async (block: ReturnType<typeof maskBlock>, source: MaskSource) => [
  ...(await (await block.open(source)).load()).values,
];

test('maskBlock() maps values to classes by index or name, and leaves others as they are', async () => {
  const file = await saveMask(join(folder, 'white.png'), 3, [0, 255, 128]);
  const byIndex = maskBlock(['ground', 'pet'], { values: { 255: 1, 128: 9 }, ignoreIndex: 9 });
  assert.deepEqual(await indicesOf(byIndex, file), [0, 1, 9]);
  const byName = maskBlock(['ground', 'pet'], { values: { 255: 'pet', 128: 'pet' } });
  assert.deepEqual(await indicesOf(byName, file), [0, 1, 1]);
});

test('maskBlock() maps values above 255, of masks of 16 bits', async () => {
  const file = join(folder, 'deep.png');
  await sharp(Uint16Array.from([0, 26001]), { raw: { width: 2, height: 1, channels: 1 } })
    .toColourspace('grey16')
    .toFile(file);
  assert.deepEqual(await indicesOf(maskBlock(['road', 'car'], { values: { 26001: 'car' } }), file), [0, 1]);
});

test('maskBlock() maps colours to classes, of a file in RGB or with a palette', async () => {
  const colours = Uint8Array.from([128, 64, 128, 0, 0, 142, 0, 0, 0]);
  const values = { '#804080': 'road', '0 0 142': 'car', '0,0,0': 255 };
  const block = maskBlock(['road', 'car'], { values, ignoreIndex: 255 });
  for (const palette of [false, true]) {
    const file = join(folder, `colours-${palette}.png`);
    await sharp(colours, { raw: { width: 3, height: 1, channels: 3 } })
      .png({ palette })
      .toFile(file);
    assert.equal((await sharp(file).metadata()).isPalette, palette);
    assert.deepEqual(await indicesOf(block, file), [0, 1, 255]);
  }
  const some = maskBlock(['road'], { values: { '#804080': 'road' } });
  const file = join(folder, 'colours-false.png');
  await assert.rejects(indicesOf(some, file), {
    message:
      `The mask ${file} holds red 0, green 0, blue 142, a colour that has no class.\n` +
      '  Give its class in the values of maskBlock. Colours between those of classes come from JPEG, or from averaging when a mask is made smaller.',
  });
});

test('maskBlock() names two masks in whose palettes an index that occurs in both has different colours', async () => {
  const [black, red, green, grey] = [
    [0, 0, 0],
    [128, 0, 0],
    [0, 128, 0],
    [128, 128, 128],
  ];
  const text = pngChunk('tEXt', Buffer.from(`Comment\0${'x'.repeat(5000)}`));
  const save = (name: string, packed: readonly number[], colours: readonly number[][], before?: Buffer[]) => {
    const file = join(folder, name);
    writeFileSync(file, palettePng({ packed, colours: colours.flat(), before }));
    return file;
  };
  const redCar = save('red.png', [0, 1], [black, red]);
  const greenTree = save('green.png', [0, 1], [black, green]);
  const late = save('late.png', [1], [black, grey, red], [text]);
  const shorter = save('shorter.png', [0, 0], [black, grey]);
  const longer = save('longer.png', [0, 2], [black, red, green]);
  const message = (first: string, second: string, colours: string) =>
    `The masks ${first} and ${second} have different palettes: index 1 is ${colours} in the other.\n` +
    `  Their indices do not mean the same classes; say what their colours mean: maskBlock(codes, { values: { "#800000": "car" } }).`;
  const block = maskBlock(CODES);
  for (const file of [redCar, shorter, longer, redCar]) await indicesOf(block, file);
  for (const [file, colours] of [
    [greenTree, '#800000 in the one and #008000'],
    [late, '#800000 in the one and #808080'],
  ]) {
    await assert.rejects(indicesOf(block, file), { message: message(redCar, file, colours) });
  }
  // By colour they are one set, and so are indices that mean one class.
  const byColour = maskBlock(CODES, {
    values: { '#000000': 'road', '#800000': 'car', '#008000': 'tree', '#808080': 'sky' },
  });
  assert.deepEqual(await indicesOf(byColour, redCar), [0, 1]);
  assert.deepEqual(await indicesOf(byColour, greenTree), [0, 3]);
  const anyObject = maskBlock(['road', 'object'], { values: { 2: 1 } });
  assert.deepEqual(await indicesOf(anyObject, redCar), [0, 1]);
  assert.deepEqual(await indicesOf(anyObject, greenTree), [0, 1]);
  const bitmap = join(folder, 'green.bmp');
  writeFileSync(bitmap, bmp({ width: 2, height: 1 }, [[0, 1]], { bits: 8, palette: [black, green] }));
  await assert.rejects(indicesOf(block, bitmap), {
    message: message(redCar, bitmap, '#800000 in the one and #008000'),
  });
});

test('maskBlock() says which of its values cannot be used', () => {
  const codes = ['ground', 'pet'];
  const cases: [Record<string, number | string>, string][] = [
    [{ 255: 'dog' }, 'Unknown class in the values of maskBlock "dog".\n  Choose "ground" or "pet".'],
    [
      { 255: 2 },
      'Expected the index of a class, 0 to 1, or ignoreIndex, at most 255, in the values of maskBlock, received 2.',
    ],
    [
      { white: 1 },
      'Expected values from 0 to 65535 or colours such as "#804080" in the values of maskBlock, received "white".',
    ],
    [
      { 255: 1, '#ffffff': 1 },
      'The values of maskBlock are grey values and colours, but a mask holds one or the other.\n  Write grey as a colour, too: 255 is "#ffffff".',
    ],
  ];
  assert.throws(() => maskBlock(codes, { values: new Map([[255, 1]]) as never }), {
    message:
      'Expected an object as values of maskBlock, received a Map.\n  Object.fromEntries(map) makes one of it.',
  });
  assert.throws(() => maskBlock('road' as never), {
    message:
      "Expected a list of names as codes in maskBlock, received 'road'.\n" +
      "  Give the names of the classes, in the order of their values in the masks, e.g. ['background', 'pet'].",
  });
  for (const [values, message] of cases) {
    assert.throws(() => maskBlock(codes, { values }), { name: 'FoveaError', message });
  }
});

test('maskBlock() takes a mask in memory, or the bytes of a file', async () => {
  const block = maskBlock(['ground', 'pet'], { values: { 255: 1 } });
  const mask = { width: 2, height: 1, pixels: Uint8Array.of(255, 0) };
  assert.deepEqual(await indicesOf(block, mask), [1, 0]);
  assert.deepEqual(mask.pixels, Uint8Array.of(255, 0));
  const file = await saveMask(join(folder, 'bytes.png'), 2, [255, 0]);
  assert.deepEqual(await indicesOf(block, readFileSync(file)), [1, 0]);
  await assert.rejects(block.open({ ...mask, pixels: [255, 0] as unknown as Uint8Array }), {
    message:
      'Expected a Uint8Array as pixels of an image in memory, received a list of 2.\n' +
      '  Class indices become bytes by Uint8Array.from(pixels).',
  });
  for (const [source, shown] of [
    [[[1, 0]], 'a list of 1'],
    [{ width: 2, height: 1, data: Uint8Array.of(1, 0) }, 'an object of width, height, data'],
  ] as const) {
    await assert.rejects(block.open(source as unknown as MaskSource), {
      message:
        `Expected a mask: a path, a file: URL, the bytes of a file, or { width, height, pixels } with a class index in each byte, received ${shown}.\n` +
        '  Check what getY returns.',
    });
  }
  await assert.rejects(block.open({ ...mask, pixels: new Uint8Array(6) }), {
    message: 'Expected 2 class indices in a mask of 2 x 1 pixels, received 6.',
  });
});

test('a mask in memory with a value that is no class is an error that names its item', async () => {
  const { files } = await streets;
  const datasets = await new DataBlock({
    blocks: [imageBlock(), maskBlock(CODES)],
    getY: (): LabelImage => ({ width: 40, height: 30, pixels: new Uint8Array(1200).fill(7) }),
    splitter: () => ({ train: [0], valid: [1] }),
  }).datasets(files);
  const { target } = await datasets.train.open(0);
  await assert.rejects(target!.load(), {
    problem: `The mask of 40 x 30 pixels in memory has the value 7, but there are 4 classes: 0 to 3. (item ${files[0]})`,
  });
});

test('masks in memory from getY move with their images as those of files', () =>
  leavesNoTensors(async () => {
    const { root, files } = await streets;
    const masks = new Map(
      await Promise.all(
        files.map(async (file) => {
          const { values, shape } = await (await maskBlock(CODES).open(labelFunc(file))).load();
          return [file, { width: shape[1], height: shape[0], pixels: values as Uint8Array }] as const;
        }),
      ),
    );
    const targets = async (find: (file: string) => MaskSource) => {
      setSeed(5);
      const dls = await segmentationDataLoaders.fromLabelFunc(root, {
        ...{ files, codes: CODES, labelFunc: find, seed: 42, batchSize: 4 },
        itemTransforms: [randomResizedCrop(20)],
        batchTransforms: [flip()],
      });
      const batch = await dls.oneBatch();
      const pixels = [...batch.targets.dataSync()];
      batch.dispose();
      return pixels;
    };
    assert.deepEqual(await targets((file) => masks.get(file)!), await targets(labelFunc));
  }));

test('maskBlock() of two classes advises to map 255, not to ignore it, where all else is background', async () => {
  const file = await saveMask(join(folder, 'binary.png'), 2, [0, 255]);
  await assert.rejects(indicesOf(maskBlock(['ground', 'pet']), file), {
    message:
      `The mask ${file} has the value 255, but there are 2 classes: 0 to 1.\n` +
      '  If white is class 1, say so: maskBlock(codes, { values: { 255: 1 } }).',
  });
});

test('the cure for values without a class fits the masks: a border of 255, classes from 1, JPEG', async () => {
  const border = await saveMask(join(folder, 'border.png'), 3, [0, 1, 255]);
  await assert.rejects(
    indicesOf(maskBlock(['ground', 'pet']), border),
    /If the pixels of 255 do not count.*ignoreIndex: 255/,
  );
  const trimap = await saveMask(join(folder, 'trimap.png'), 3, [1, 2, 3]);
  await assert.rejects(
    indicesOf(maskBlock(['pet', 'ground', 'border']), trimap),
    /If the classes are counted from 1, say so: maskBlock\(codes, \{ values: \{ 1: 0, 2: 1, 3: 2 \} \}\)\./,
  );
  const smeared = await saveMask(
    join(folder, 'smeared.png'),
    256,
    Array.from({ length: 256 }, (_, i) => i),
  );
  await assert.rejects(
    indicesOf(maskBlock(['ground', 'pet']), smeared),
    /So many values come from averaging/,
  );
});

/** A photo of 5 x 5 pixels, its first row white, and its mask, whose first row is class 1: turned as the orientation says, or as stored. */
async function turnedPhoto(orientation: number, width = 5) {
  const white = Array.from({ length: width * 5 }, (_, i) => (i < width ? 255 : 0));
  const photo = join(folder, `photo-${orientation}-${width}.png`);
  await sharp(Uint8Array.from(white.flatMap((value) => [value, value, value])), {
    raw: { width, height: 5, channels: 3 },
  })
    .withMetadata({ orientation })
    .png()
    .toFile(photo);
  const mask = await saveMask(
    join(folder, `mask-${orientation}-${width}.png`),
    width,
    white.map((value) => value && 1),
  );
  return { photo, mask };
}

const openPair = ({ photo, mask }: { photo: string; mask: string }, options: MaskOptions = {}) =>
  leavesNoTensors(async () => {
    const block = new DataBlock({
      blocks: [imageBlock(), maskBlock(['ground', 'sky'], options)],
      getY: () => mask,
      splitter: () => ({ train: [0], valid: [1] }),
    });
    const dls = await block.dataloaders([photo, photo], { batchSize: 1 });
    const batch = await dls.oneBatch();
    const [image] = dls.images(batch.inputs);
    const labels = [...batch.targets.dataSync()];
    batch.dispose();
    const fitting = labels.filter((label, i) => (label === 1) === (image.pixels[3 * i] === 255)).length;
    assert.equal(fitting, labels.length);
  });

test('a photo with an EXIF orientation beside a mask that has none is an error that names both', async () => {
  for (const orientation of [2, 3, 4, 5, 6, 7, 8]) {
    const pair = await turnedPhoto(orientation);
    await assert.rejects(openPair(pair), {
      name: 'FoveaError',
      message: new RegExp(
        `The mask .*mask-${orientation}-5\\.png has no EXIF orientation, but its image has ${orientation}: they may not lie on each other\\. \\(item .*photo-${orientation}-5\\.png\\)\\n` +
          '  If masks cover the pixels as stored: maskBlock\\(codes, \\{ maskOrientation: "stored" \\}\\)\\. If they are drawn on photos as seen: \\{ maskOrientation: "upright" \\}\\.',
      ),
    });
    await openPair(pair, { maskOrientation: 'stored' });
  }
});

test('where a quarter turn changes the size, the size says whether a mask lies on its photo', async () => {
  const stored = await turnedPhoto(6, 7);
  await assert.rejects(
    openPair(stored),
    /mask-6-7\.png has no EXIF orientation, but its image has 6: they do not lie on each other\./,
  );
  await openPair(stored, { maskOrientation: 'stored' });
  const upright = join(folder, 'upright.png');
  await sharp(stored.mask).rotate(90).toColourspace('b-w').toFile(upright);
  await openPair({ ...stored, mask: upright });
  await openPair({ ...stored, mask: upright }, { maskOrientation: 'upright' });
});

test('a photo and a mask of the same orientation lie on each other', async () => {
  const { photo, mask } = await turnedPhoto(3);
  const turned = join(folder, 'turned-mask.png');
  await sharp(mask).withMetadata({ orientation: 3 }).toColourspace('b-w').png().toFile(turned);
  await openPair({ photo, mask: turned });
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
