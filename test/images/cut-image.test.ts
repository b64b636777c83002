import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { cutAndJoin, cutImage } from '../../src/images/cut-image';
import { nativeKernels } from '../../src/tensorflow/native-kernels';
import { leavesNoTensors } from '../leaves-no-tensors';
import { CUTS, harshImage, resultsOfAllWays } from './cut-cases';

const { results: pil } = JSON.parse(readFileSync(join(__dirname, 'pil-cuts.json'), 'utf8')) as {
  results: Record<'small' | 'large', Record<string, string>>;
};

const bytesOf = (base64: string) => [...Buffer.from(base64, 'base64')];

function largestDifference(a: readonly number[], b: readonly number[]): number {
  assert.equal(a.length, b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

const resultsWithKernels = async (kernels: 'own' | 'stock') => {
  const code = `require(${JSON.stringify(join(__dirname, 'cut-cases'))}).resultsOfAllWays().then((all) => process.stdout.write(JSON.stringify(all)))`;
  const env = {
    ...process.env,
    FOVEA_KERNELS: kernels === 'stock' ? 'stock' : '',
    NODE_TEST_CONTEXT: undefined,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', code], {
    env,
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof resultsOfAllWays>>;
};

test("all ways of cutting and resizing agree with one another and with PIL within 1 of 255, by our kernels and by TensorFlow's", async () => {
  const all = { own: await resultsOfAllWays(), stock: await resultsWithKernels('stock') };
  for (const [image, ways] of Object.entries(all.own)) {
    const [size, kind] = image.split(', ') as ['small' | 'large', string];
    Object.keys(CUTS).forEach((name, i) => {
      const results = [
        ...Object.entries(ways).map(([way, cuts]) => [`our kernel, ${way}`, cuts[i]] as const),
        ...Object.entries(all.stock[image]).map(([way, cuts]) => [`TensorFlow, ${way}`, cuts[i]] as const),
        ...(kind === 'colour' || kind === 'turned' ? [['PIL', bytesOf(pil[size][name])] as const] : []),
      ];
      for (const [one, first] of results) {
        for (const [other, second] of results) {
          const difference = largestDifference(first, second);
          // A batch of TensorFlow's is not rounded, and float32 is only as exact as this.
          assert.ok(difference <= 1.0001, `${image}, ${name}: ${one} and ${other} differ by ${difference}`);
        }
      }
    });
  }
});

// Pillow 13 resizes columns first there and rounds in between; we and older versions resize rows first.
const ROWS_LAST = 'enlarged across, reduced down';

test("our kernel gives PIL's bytes exactly", { skip: !nativeKernels() }, () => {
  for (const [size, scale] of [
    ['small', 1],
    ['large', 10],
  ] as const) {
    const image = harshImage(120 * scale, 90 * scale);
    for (const [name, { left, top, width, height, ...out }] of Object.entries(CUTS)) {
      const cut = {
        left: left * scale,
        top: top * scale,
        width: width * scale,
        height: height * scale,
        ...out,
      };
      assert.equal(
        largestDifference([...cutImage(image, cut).pixels], bytesOf(pil[size][name])),
        name === ROWS_LAST ? 1 : 0,
        `${size}, ${name}`,
      );
    }
  }
});

test('cutImage() and cutAndJoin() leave no tensors behind but the batch', async () => {
  await leavesNoTensors(() => {
    cutImage(harshImage(20, 10), { left: -2, top: 1, width: 9, height: 5, outWidth: 4, outHeight: 8 });
    cutAndJoin([{ image: harshImage(3, 2) }]).dispose();
  });
});

test('cutAndJoin() names two sizes that cannot be in one batch, and the cure', () => {
  const cut = { left: 0, top: 0, width: 3, height: 2, outWidth: 5, outHeight: 4 };
  assert.throws(() => cutAndJoin([{ image: harshImage(3, 2) }, { image: harshImage(3, 2), cut }]), {
    name: 'FoveaError',
    message:
      'The images of one batch must have one size; here are 3 x 2 and 5 x 4 pixels.\n' +
      '  Add an item transform, e.g. itemTransforms: [resize(460)].',
  });
});

test('cutImage() says that a cut has no pixels', () => {
  const cut = { left: 0, top: 0, width: 0, height: 2, outWidth: 5, outHeight: 4 };
  assert.throws(() => cutImage(harshImage(3, 2), cut), {
    name: 'FoveaError',
    message:
      'Expected a cut of at least one pixel, to become at least one pixel; received 0 x 2 at (0, 0), to become 5 x 4.',
  });
});
