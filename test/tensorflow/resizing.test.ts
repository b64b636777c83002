import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesTensor, castTo } from '../../src/tensorflow/kernel';
import { nativeKernels } from '../../src/tensorflow/native-kernels';
import { type Resizing, resizeAndJoin } from '../../src/tensorflow/resizing';
import { tf } from '../../src/tensorflow/tf';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

const skip = !nativeKernels() && 'kernels of our own only';

// A grey image, its rows one by one.
function grey(...rows: number[][]): tf.Tensor3D {
  const pixels = rows.flat().flatMap((value) => [value, value, value]);
  return bytesTensor(Uint8Array.from(pixels), [rows.length, rows[0].length, 3]) as tf.Tensor3D;
}

const whole = (width: number, height: number, outWidth: number, outHeight: number): Resizing => ({
  ...{ left: 0, top: 0, width, height },
  ...{ outWidth, outHeight },
});

const valuesOf = (batch: tf.Tensor4D) => castTo(batch, 'float32').dataSync();

// The first channel of each pixel.
const redOf = (batch: tf.Tensor4D) => [...valuesOf(batch)].filter((_, i) => i % 3 === 0);

test('resizeAndJoin() puts each pixel between the nearest two where it enlarges, and keeps the rectangle it is given', async () => {
  await leavesNoTensors(() =>
    tf.tidy(() => {
      const row = grey([0, 100]);
      assertClose(redOf(resizeAndJoin([row], [whole(2, 1, 4, 1)], [1, 4])), [0, 25, 75, 100]);
      const kept = { ...whole(2, 1, 4, 1), keep: { top: 0, left: 1 } };
      assertClose(redOf(resizeAndJoin([row], [kept], [1, 2])), [25, 75]);
    }),
  );
});

test('resizeAndJoin() brings images of different sizes to one', () => {
  tf.tidy(() => {
    const resizings = [whole(1, 2, 2, 2), whole(2, 1, 2, 2)];
    const batch = resizeAndJoin([grey([10], [20]), grey([10, 20])], resizings, [2, 2]);
    assert.deepEqual(batch.shape, [2, 2, 2, 3]);
    assertClose(redOf(batch), [10, 10, 20, 20, 10, 20, 10, 20]);
  });
});

test('resizeAndJoin() weighs by a triangle as wide as the reduction', { skip }, () => {
  tf.tidy(() => {
    const row = grey([0, 0, 0, 0, 240, 240, 240, 240]);
    // Weights 1, 3, 3, 1 of 8; at the ends 3, 3, 1 of 7.
    assertClose(redOf(resizeAndJoin([row], [whole(8, 1, 4, 1)], [1, 4])), [0, 30, 210, 240]);
  });
});

test('resizeAndJoin() sees nothing of an image beside the cut, and mirrors what the cut has beyond it', {
  skip,
}, () => {
  tf.tidy(() => {
    const row = grey([0, 100, 40, 200]);
    const cut = { ...whole(2, 1, 4, 1), left: 1 };
    assertClose(redOf(resizeAndJoin([row], [cut], [1, 4])), [100, 85, 55, 40]);
    const beyond = { ...whole(8, 1, 8, 1), left: -2 };
    assertClose(redOf(resizeAndJoin([row], [beyond], [1, 8])), [100, 0, 0, 100, 40, 200, 200, 40]);
  });
});

test("resizeAndJoin() gives PIL's bytes", { skip }, () => {
  tf.tidy(() => {
    const pixels = Uint8Array.from({ length: 5 * 6 * 3 }, (_, i) => {
      const [y, x, channel] = [Math.floor(i / 18), Math.floor(i / 3) % 6, i % 3];
      return (x * x * 31 + y * 57 + channel * 90) % 256;
    });
    const image = bytesTensor(pixels, [5, 6, 3]) as tf.Tensor3D;
    // Pillow 13.0.0: image.resize((4, 2), Image.BILINEAR)
    assert.deepEqual(
      [...valuesOf(resizeAndJoin([image], [whole(6, 5, 4, 2)], [2, 4]))],
      [
        ...[69, 147, 140, 133, 127, 99, 104, 142, 110, 86, 138, 165],
        ...[152, 87, 114, 122, 118, 132, 172, 123, 111, 169, 112, 105],
      ],
    );
    // image.crop((1, 1, 4, 3)).resize((4, 3), Image.BILINEAR)
    const cut = { ...whole(3, 2, 4, 3), left: 1, top: 1 };
    assert.deepEqual(
      [...valuesOf(resizeAndJoin([image], [cut], [3, 4]))],
      [
        ...[88, 178, 12, 146, 76, 70, 143, 73, 67, 80, 170, 4],
        ...[117, 207, 41, 175, 105, 99, 172, 102, 96, 109, 199, 33],
        ...[145, 235, 69, 203, 133, 127, 200, 130, 124, 137, 227, 61],
      ],
    );
  });
});
