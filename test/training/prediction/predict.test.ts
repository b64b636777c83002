import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import sharp from 'sharp';
import {
  type BatchTransform,
  binaryCrossEntropyLoss,
  categoryBlock,
  crossEntropyLoss,
  DataBlock,
  type DataLoaders,
  imageBlock,
  Learner,
  type Loss,
  meanSquaredErrorLoss,
  multiCategoryBlock,
  type PredictSource,
  pointBlock,
  resize,
  setSeed,
  type TargetBlock,
  tf,
} from '../../../src/index';
import { assertClose, leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots, plainImage } from '../dots';

const folder = join(temporaryFolder(), 'dots');
let reds: string[];
let blues: string[];
before(async () => {
  await paintDots(folder, 16);
  const files = readdirSync(folder).map((name) => join(folder, name));
  blues = files.filter((file) => /blue/.test(file));
  reds = files.filter((file) => /red/.test(file));
});

/** Sees blue in the first output and red in the second. */
const BLUE_AND_RED = [
  [0, 0, 400],
  [400, 0, 0],
] as const;

async function withLearner(
  dls: DataLoaders,
  f: (learn: Learner) => Promise<void>,
  {
    loss = crossEntropyLoss() as Loss,
    weights = BLUE_AND_RED as readonly (readonly [number, number, number])[],
  } = {},
): Promise<void> {
  await leavesNoTensors(async () => {
    const learn = new Learner(dls, colourModel(weights), { loss });
    await f(learn);
    learn.dispose();
  });
}

test('predict() gives the class in words, its index and the probability of each class', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    const red = await learn.predict(reds[0]);
    assert.equal(red.label, 'red');
    assert.equal(red.decoded, 1);
    assert.equal(red.probabilities.length, 2);
    assert.ok(red.probabilities[1] > 0.9);
    assertClose([red.probabilities[0] + red.probabilities[1]], [1]);
    assert.equal((await learn.predict(blues[0])).label, 'blue');
  });
});

test('predict() takes an image in memory', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(
    dls,
    async (learn) => {
      const { label, probabilities } = await learn.predict(plainImage(50, 40, [255, 0, 51]));
      assert.equal(label, 'red');
      // Mean blue 0.2, mean red 1: the softmax of 0.2 and 1.
      assertClose(probabilities, [0.310026, 0.689974]);
    },
    {
      weights: [
        [0, 0, 1],
        [1, 0, 0],
      ],
    },
  );
});

test('predict() takes a path, a URL, the bytes of a file, pixels of 1, 3 or 4 channels, and ImageData', async () => {
  const target = multiCategoryBlock({ vocab: ['red', 'green', 'blue'] }) as TargetBlock;
  const dls = await dotLoaders(folder, { target, getY: () => ['red'] });
  const pixels = (pixel: readonly number[]) =>
    Uint8Array.from(
      Array(40 * 40)
        .fill(pixel)
        .flat(),
    );
  const red = { width: 40, height: 40, pixels: pixels([255, 0, 0]) };
  const clear = pixels([255, 0, 0, 0]);
  const png = await sharp(red.pixels, { raw: { width: 40, height: 40, channels: 3 } })
    .png()
    .toBuffer();
  const file = join(dirname(folder), 'red.png');
  writeFileSync(file, png);
  const server = createServer((_, response) => response.end(png)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/red.png`;
  await withLearner(
    dls,
    async (learn) => {
      const images: Record<string, PredictSource> = {
        path: file,
        'file URL': pathToFileURL(file),
        'text of a file URL': pathToFileURL(file).href,
        'web address': address,
        'URL of the web': new URL(address),
        Buffer: png,
        Uint8Array: new Uint8Array(png),
        ArrayBuffer: new Uint8Array(png).buffer,
        RGB: red,
        'clamped RGB': { ...red, pixels: Uint8ClampedArray.from(red.pixels) },
        RGBA: { ...red, pixels: pixels([255, 0, 0, 255]) },
        ImageData: { width: 40, height: 40, data: Uint8ClampedArray.from(pixels([255, 0, 0, 255])) },
      };
      const first = (await learn.predict(file)).probabilities;
      for (const [name, image] of Object.entries(images)) {
        const { probabilities } = await learn.predict(image);
        // The sigmoids of 1, 0 and 0: the means of red, green and blue.
        assertClose(probabilities, [0.731059, 0.5, 0.5]);
        assert.deepEqual(probabilities, first, name);
      }
      const grey = await learn.predict({ ...red, pixels: pixels([51]) });
      assertClose(grey.probabilities, [0.549834, 0.549834, 0.549834]);
      const white = await learn.predict({ ...red, pixels: clear });
      assertClose(white.probabilities, [0.731059, 0.731059, 0.731059]);
    },
    {
      loss: binaryCrossEntropyLoss(),
      weights: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
  );
  server.close();
});

const FORMS =
  'Expected an image: a path, a URL (file:, http: or https:), the bytes of a file, or { width, height, pixels }';

test('predict() and testDl() refuse anything else before native code sees it', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    const bytes =
      'Numbers from 0 to 255 become bytes by Uint8Array.from(pixels); multiply those from 0 to 1 by 255 before.';
    const raw =
      'Give the bytes of a JPEG, PNG or other image file. Pixels need their size: { width, height, pixels }, grey, RGB or RGBA, 0 to 255.';
    const cases: [unknown, string][] = [
      [
        { width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6] },
        `Expected a Uint8Array as pixels of an image in memory, received a list of 6.\n  ${bytes}`,
      ],
      [
        { width: 2, height: 1, pixels: new Float32Array(6) },
        `Expected a Uint8Array as pixels of an image in memory, received a Float32Array.\n  ${bytes}`,
      ],
      [
        { width: 2, height: 1, pixels: undefined },
        'Expected a Uint8Array as pixels of an image in memory, received undefined.',
      ],
      [
        { width: 2, height: 1, pixels: new Uint8Array(4) },
        'Expected 2, 6 or 8 bytes (grey, RGB, RGBA) for an image of 2 x 1 pixels, received 4.',
      ],
      [
        { width: 2.5, height: 0, pixels: new Uint8Array(6) },
        'Expected positive integers as width and height of an image in memory, received the number 2.5 and the number 0.',
      ],
      [
        { width: 2 ** 31, height: 2 ** 31, pixels: new Uint8Array(6) },
        'Expected 4611686018427388000, 13835058055282164000 or 18446744073709552000 bytes (grey, RGB, RGBA) for an image of 2147483648 x 2147483648 pixels, received 6.',
      ],
      [undefined, `${FORMS}; received undefined.`],
      [null, `${FORMS}; received null.`],
      [3, `${FORMS}; received the number 3.`],
      [{}, `${FORMS}; received an object of nothing.`],
      [new Uint16Array(3), `${FORMS}; received a Uint16Array.\n  ${raw}`],
      [new Uint8ClampedArray(3), `${FORMS}; received a Uint8ClampedArray.\n  ${raw}`],
      [
        new Uint8Array(40 * 40 * 3),
        `The image of 4800 bytes could not be decoded: its bytes are of no image format.\n  ${raw}`,
      ],
      [
        new Uint8Array(40 * 40 * 4).fill(200).buffer,
        `The image of 6400 bytes could not be decoded: its bytes are of no image format.\n  ${raw}`,
      ],
      [Promise.resolve(reds[0]), `${FORMS}; received a Promise.\n  Await it.`],
      [
        reds,
        `${FORMS}; received a list of ${reds.length}.\n  For several images: learn.getPreds({ loader: dls.testDl(files) }).`,
      ],
      ['', 'Expected the path of an image, received an empty text.'],
      [
        'data:image/png;base64,AAAA',
        `${FORMS}, received "data:image/png;base64,AAAA".\n  Pass the bytes of the file, e.g. of readFileSync.`,
      ],
      ['http://', `${FORMS}, received "http://".\n  Pass the bytes of the file, e.g. of readFileSync.`],
    ];
    for (const [image, message] of cases) {
      await assert.rejects(learn.predict(image as string), { name: 'FoveaError', message });
      await assert.rejects(async () => learn.getPreds({ loader: dls.testDl([image]) }), {
        name: 'FoveaError',
        message,
      });
    }
    assert.throws(() => dls.testDl(reds[0] as unknown as string[]), {
      message: `Expected a list of items, or a table, in testDl, received '${reds[0]}'.\n  Give a list, also of one item: testDl([file]), or learn.predict(file). The images of a folder are testDl(await getImageFiles(folder)).`,
    });
  });
});

test('predict() has a type: the compiler refuses numbers for bytes, nothing, and a promise; any object can be an item', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    // @ts-expect-error pixels must be bytes
    await assert.rejects(learn.predict({ width: 2, height: 1, pixels: [1, 2, 3] }));
    // @ts-expect-error an image is missing
    await assert.rejects(learn.predict(undefined));
    // @ts-expect-error await is missing
    await assert.rejects(learn.predict(Promise.resolve(reds[0])));
    const items: PredictSource[] = [
      { file: 'a.png', box: [1, 2] },
      { file: 'a.png', label: 'a' },
      ['a.png', 'a'],
    ];
    for (const item of items) await assert.rejects(learn.predict(item), /^FoveaError: Expected an image/);
  });
});

test('predict() refuses an image in memory that is no bytes where training has images in memory, too', async () => {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock() as TargetBlock],
    getX: () => ({ width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6] }),
    getY: (file: string) => file,
    splitter: (files: readonly string[]) => ({ train: files.map((_, i) => i).slice(1), valid: [0] }),
  });
  const dls = await block.dataloaders(['red', 'red', 'blue']);
  await assert.rejects(
    dls.oneBatch(),
    /Expected a Uint8Array as pixels of an image in memory, received a list of 6\./,
  );
});

test('predict() of a file that is not there names it, and nothing that does not help', async (t) => {
  const warn = t.mock.method(console, 'warn', () => undefined);
  const message = 'The image nowhere.jpg was not found.\n  Check the folder, or list it again.';
  for (const onBadImage of ['error', 'skip'] as const) {
    const block = new DataBlock({
      blocks: [imageBlock(), categoryBlock() as TargetBlock],
      getY: (file: string) => String(reds.includes(file)),
      itemTransforms: [resize(32)],
    });
    const dls = await block.dataloaders([...reds, ...blues], { onBadImage });
    await withLearner(dls, async (learn) => {
      await assert.rejects(learn.predict('nowhere.jpg'), { name: 'FoveaError', message });
    });
  }
  assert.equal(warn.mock.callCount(), 0);
});

test('predict() of an address that gives no image names the address', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/page.jpg') response.end('<!DOCTYPE html><title>Log in</title>');
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    await assert.rejects(learn.predict(`${root}/page.jpg`), {
      message: `${root}/page.jpg could not be decoded: it is a web page, which fovea does not read.\n  Download the image itself: a server sent a page, e.g. of a login or an error, in its place.`,
    });
    await assert.rejects(learn.predict(`${root}/gone.jpg`), {
      message: `${root}/gone.jpg cannot be fetched: the server answered 404.\n  The file is no longer there.`,
    });
    server.close();
    await assert.rejects(learn.predict('http://127.0.0.1:1/a.jpg'), {
      message:
        'http://127.0.0.1:1/a.jpg cannot be fetched: 127.0.0.1:1 cannot be reached (ECONNREFUSED).\n' +
        '  Check the address and the network; behind a proxy set HTTPS_PROXY.',
    });
  });
});

test('predict() takes a path or an image where items are rows of a table', async () => {
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock() as TargetBlock],
    getItems: () =>
      [...blues, ...reds].map((file) => ({ file, label: reds.includes(file) ? 'red' : 'blue' })),
    getX: ({ file }) => file,
    getY: ({ label }) => label,
    itemTransforms: [resize(32)],
  });
  const dls = await block.dataloaders('a table', { batchSize: 4 });
  await withLearner(dls, async (learn) => {
    const items = [{ file: reds[0], label: '?' }, reds[0], plainImage(32, 32, [255, 0, 0])];
    for (const item of items) assert.equal((await learn.predict(item)).label, 'red');
  });
});

test('predict() of a file equals the line of getPreds for it', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    const all = await learn.getPreds();
    const rows = all.predictions.arraySync() as number[][];
    all.dispose();
    for (const [i, item] of dls.valid.items.entries()) {
      assertClose((await learn.predict(item as string)).probabilities, rows[i], 1e-6);
    }
  });
});

test('a prediction prints as its label and the most likely classes', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(
    dls,
    async (learn) => {
      const prediction = await learn.predict(plainImage(50, 40, [255, 0, 51]));
      assert.equal(inspect(prediction), 'red\n  red    69.00 %\n  blue   31.00 %');
      assert.equal(`${prediction}`, inspect(prediction));
      assert.deepEqual(Object.keys(prediction), ['label', 'decoded', 'probabilities']);
    },
    {
      weights: [
        [0, 0, 1],
        [1, 0, 0],
      ],
    },
  );
});

test('predict() of several labels lists those above the threshold', async () => {
  const target = multiCategoryBlock({ vocab: ['blue', 'green', 'red'] }) as TargetBlock;
  const dls = await dotLoaders(folder, { target, getY: () => ['red'] });
  await withLearner(
    dls,
    async (learn) => {
      const { label, decoded, probabilities } = await learn.predict(plainImage(40, 40, [255, 0, 255]));
      assert.deepEqual(label, ['blue', 'red']);
      assert.deepEqual(decoded, [0, 2]);
      // The sigmoid of 2, -1 and 1.
      assertClose(probabilities, [0.880797, 0.268941, 0.731059]);
      const none = await learn.predict(plainImage(40, 40, [0, 255, 0]));
      assert.deepEqual([none.label, none.decoded], [[], []]);
    },
    {
      loss: binaryCrossEntropyLoss(),
      weights: [
        [0, 0, 2],
        [-1, -1, 0],
        [1, 0, 0],
      ],
    },
  );
});

test('predict() of points gives the points', async () => {
  const dls = await dotLoaders(folder, { target: pointBlock() as TargetBlock, getY: () => [[3, 4]] });
  await withLearner(
    dls,
    async (learn) => {
      const { label, decoded, probabilities } = await learn.predict(plainImage(40, 40, [255, 0, 0]));
      assert.deepEqual(label, [{ x: 0.5, y: -0.25 }]);
      assert.equal(decoded, undefined);
      assert.deepEqual(probabilities, [0.5, -0.25]);
    },
    {
      loss: meanSquaredErrorLoss(),
      weights: [
        [0.5, 0, 0],
        [-0.25, 0, 0],
      ],
    },
  );
});

test('getPreds() says so when a loader is empty', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    await assert.rejects(learn.getPreds({ loader: dls.testDl([]) }), {
      message:
        'There is nothing to predict: the loader gave no items.\n  Give others, e.g. getPreds({ loader: dls.testDl(files) }).',
    });
  });
});

/** Paints every image grey: light in training, darker in validation. */
const brighter: BatchTransform = {
  name: 'brighter',
  pixels: (images, split) => tf.fill(images.shape, split === 'train' ? 0.9 : 0.5),
};

test('tta() is 0.75 of the mean augmented prediction and 0.25 of the plain one', async () => {
  const dls = await dotLoaders(folder, { batchTransforms: [brighter] });
  await withLearner(
    dls,
    async (learn) => {
      const result = await learn.tta();
      assert.deepEqual(result.items, dls.valid.items);
      // 0.75 * 0.9 + 0.25 * 0.5 from red, nothing from the other colours.
      assertClose(result.predictions.dataSync(), [0, 0.8, 0, 0.8, 0, 0.8, 0, 0.8]);
      assertClose(result.targets.dataSync(), [0, 0, 1, 1]);
      result.dispose();
    },
    {
      // It leaves outputs as they are.
      loss: meanSquaredErrorLoss(),
      weights: [
        [0, 0, 0],
        [1, 0, 0],
      ],
    },
  );
});

test('tta() draws anew for each pass, follows setSeed(), and keeps the order of the items', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    const run = async (n: number, beta?: number) => {
      setSeed(1);
      const result = await learn.tta({ n, beta });
      const values = [...result.predictions.dataSync()];
      assert.equal(result.decoded.shape[0], 4);
      result.dispose();
      return values;
    };
    const one = await run(1, 0);
    assert.deepEqual(await run(1, 0), one);
    assert.notDeepEqual(await run(2, 0), one);
    const plain = await learn.getPreds();
    assertClose(await run(2, 1), plain.predictions.dataSync(), 1e-6);
    plain.dispose();
  });
});

test('tta() refuses options out of range, and targets that move with the image', async () => {
  const dls = await dotLoaders(folder);
  await withLearner(dls, async (learn) => {
    await assert.rejects(learn.tta({ n: 0 }), {
      message: 'Expected a positive integer as n of tta, received 0.',
    });
    await assert.rejects(learn.tta({ beta: 2 }), {
      message: 'Expected a number in [0, 1] as beta of tta, received 2.',
    });
  });
  const points = await dotLoaders(folder, { target: pointBlock() as TargetBlock, getY: () => [[3, 4]] });
  await withLearner(points, async (learn) => {
    await assert.rejects(learn.tta(), {
      message:
        'Augmentation moves the point with the image, so tta cannot average the predictions of several images.\n  Use getPreds.',
    });
  });
});
