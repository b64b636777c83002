import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeJpeg } from '../../src/images/encode';

const image = { width: 16, height: 8, pixels: new Uint8Array(16 * 8 * 3).map((_, i) => (i * 37) % 256) };

test('encodeJpeg() returns the bytes of a JPEG file', async () => {
  const bytes = await encodeJpeg(image);
  assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);
});

test('encodeJpeg() makes a smaller file at a lower quality', async () => {
  const [low, high] = await Promise.all([
    encodeJpeg(image, { quality: 20 }),
    encodeJpeg(image, { quality: 95 }),
  ]);
  assert.ok(low.length < high.length);
});

test('encodeJpeg() refuses pixels that are not bytes before native code sees them', async () => {
  await assert.rejects(encodeJpeg({ width: 1, height: 1, pixels: [1, 2, 3] as unknown as Uint8Array }), {
    name: 'FoveaError',
    message: /^Expected a Uint8Array as pixels of an image in memory, received a list of 3\./,
  });
});
