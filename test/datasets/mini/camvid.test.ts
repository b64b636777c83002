import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drawCamvid } from '../../../src/datasets/mini/camvid/camvid';
import { CODES, INDEX } from '../../../src/datasets/mini/camvid/codes';
import { DRIVES } from '../../../src/datasets/mini/camvid/drives';
import { type Frame, film } from '../../../src/datasets/mini/camvid/film';
import { hasMini } from '../../../src/datasets/mini/mini';
import { openImage, openMask } from '../../../src/index';
import { temporaryFolder } from '../archive';

const SIZE = { width: 128, height: 96 };
const TWO_OF_EACH = DRIVES.map((drive) => ({ ...drive, frames: 2 }));

test('the mini CamVid has 100 frames of four drives, each named once and as in the archive', () => {
  assert.ok(hasMini({ folder: 'camvid_tiny' }));
  const names = DRIVES.flatMap(({ frames, first, nameOf }) =>
    Array.from({ length: frames }, (_, i) => nameOf(first + 30 * i)),
  );
  assert.equal(names.length, 100);
  assert.equal(new Set(names).size, 100);
  assert.equal(names[0], '0001TP_006690');
  assert.ok(
    names.includes('0006R0_f00930') && names.includes('0016E5_00390') && names.includes('Seq05VD_f00000'),
  );
});

test("drawCamvid() writes images, masks, the archive's 32 codes, and says that they are drawn", async () => {
  const folder = temporaryFolder();
  await drawCamvid(folder, { drives: TWO_OF_EACH });
  const images = readdirSync(join(folder, 'images'));
  assert.equal(images.length, 16);
  assert.deepEqual(
    readdirSync(join(folder, 'labels')),
    images.map((name) => name.replace('.png', '_P.png')),
  );
  const codes = readFileSync(join(folder, 'codes.txt'), 'utf8').trim().split('\n');
  assert.deepEqual(
    [codes.length, codes[0], codes[17], codes[21], codes[30], codes[31]],
    [32, 'Animal', 'Road', 'Sky', 'Void', 'Wall'],
  );
  assert.deepEqual(
    codes,
    [...codes].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
  );
  assert.match(readFileSync(join(folder, 'README.txt'), 'utf8'), /drawn by a computer program/);

  const seen = new Map<number, number>();
  for (const name of images) {
    const image = await openImage(join(folder, 'images', name));
    const mask = await (await openMask(join(folder, 'labels', name.replace('.png', '_P.png')))).read();
    assert.deepEqual([image.width, image.height, mask.width, mask.height], [128, 96, 128, 96]);
    for (const value of mask.pixels) seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  assert.ok(Math.max(...seen.keys()) < 32);
  assert.ok(seen.size >= 24, `${seen.size} classes`);
  const common = [...seen].sort((a, b) => b[1] - a[1]).map(([value]) => CODES[value]);
  assert.deepEqual(common.slice(0, 3).sort(), ['Building', 'Road', 'Sky']);
  for (const code of ['Column_Pole', 'LaneMkgsDriv', 'SignSymbol', 'Pedestrian', 'Bicyclist'] as const) {
    const share = seen.get(INDEX[code])! / (16 * 128 * 96);
    assert.ok(share > 0.0005 && share < 0.05, `${code}: ${share}`);
  }
});

test('a drive comes out the same every time', () => {
  const [once, again] = [0, 0].map(() => [...film(TWO_OF_EACH[4], SIZE)]);
  assert.deepEqual(once, again);
  assert.notDeepEqual(once[0].image.pixels, once[1].image.pixels);
});

test("a mask's edges are the image's: the sky ends where it ends, not three pixels further", () => {
  for (const drive of TWO_OF_EACH) {
    const [frame] = film(drive, SIZE);
    assert.ok(stepAtSky(frame, 0) > 1.5 * stepAtSky(frame, 3), frame.name);
  }
});

test('by day, the sky is brighter than the road', () => {
  for (const drive of TWO_OF_EACH) {
    const [frame] = film(drive, SIZE);
    assert.ok(brightness(frame, INDEX.Sky) > brightness(frame, INDEX.Road) + 10, frame.name);
  }
});

/** Mean difference of neighbours in a row, one of them sky and one building in a mask that was shifted. */
function stepAtSky({ image, mask }: Frame, shift: number): number {
  let [sum, count] = [0, 0];
  for (let y = 0; y < 96; y++) {
    for (let x = 3; x < 124; x++) {
      const pair = [mask[y * 128 + x], mask[y * 128 + x + 1]];
      if (!pair.includes(INDEX.Sky) || !pair.includes(INDEX.Building)) continue;
      const at = (y * 128 + x + shift) * 3 + 1;
      sum += Math.abs(image.pixels[at] - image.pixels[at + 3]);
      count++;
    }
  }
  return sum / count;
}

function brightness({ image, mask }: Frame, code: number): number {
  let [sum, count] = [0, 0];
  mask.forEach((value, i) => {
    if (value !== code) return;
    sum += image.pixels[3 * i + 1];
    count++;
  });
  return sum / count;
}
