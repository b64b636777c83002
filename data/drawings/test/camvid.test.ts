import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drawCamvid } from '../src/camvid/camvid';
import { CODES, INDEX } from '../src/camvid/codes';
import { DRIVES } from '../src/camvid/drives';
import { type Frame, film } from '../src/camvid/film';
import { randomFrom } from '../src/random';
import { readImage } from './read-image';
import { temporaryFolder } from './temporary-folder';

const SIZE = { width: 128, height: 96 };
const TWO_OF_EACH = DRIVES.map((drive) => ({ ...drive, frames: 2 }));
const FRAMES = TWO_OF_EACH.flatMap((drive) => [...film(drive, SIZE)]);

test("CamVid's stand-in has 100 frames of four drives, each named once and as in the archive", () => {
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
  await drawCamvid(folder, { drives: TWO_OF_EACH.slice(0, 1) });
  assert.deepEqual(readdirSync(join(folder, 'images')), ['0001TP_006690.png', '0001TP_006720.png']);
  assert.deepEqual(readdirSync(join(folder, 'labels')), ['0001TP_006690_P.png', '0001TP_006720_P.png']);
  const codes = readFileSync(join(folder, 'codes.txt'), 'utf8').trim().split('\n');
  assert.deepEqual(
    [0, 5, 8, 17, 21, 30, 31].map((index) => codes[index]),
    ['Animal', 'Car', 'Column_Pole', 'Road', 'Sky', 'Void', 'Wall'],
  );
  assert.equal(codes.length, 32);
  assert.match(readFileSync(join(folder, 'README.txt'), 'utf8'), /drawn by a computer program/);

  const image = await readImage(join(folder, 'images', '0001TP_006690.png'));
  const mask = await readImage(join(folder, 'labels', '0001TP_006690_P.png'));
  const [frame] = FRAMES;
  assert.deepEqual([image.width, image.height, mask.width, mask.height], [128, 96, 128, 96]);
  assert.ok(frame.image.pixels.every((value, i) => value === image.pixels[i]));
  assert.ok(frame.mask.every((value, i) => value === mask.pixels[i]));
});

test('road, buildings and sky fill most of a mask; thin and rare classes are there too', () => {
  const counts = CODES.map((_, code) =>
    FRAMES.reduce((sum, { mask }) => sum + mask.filter((value) => value === code).length, 0),
  );
  const pixels = FRAMES.length * 128 * 96;
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    pixels,
  );
  const common = [...CODES].sort((a, b) => counts[INDEX[b]] - counts[INDEX[a]]);
  assert.deepEqual(common.slice(0, 3).sort(), ['Building', 'Road', 'Sky']);
  assert.ok(counts.filter((count) => count > 0).length >= 24);
  for (const code of ['Column_Pole', 'LaneMkgsDriv', 'SignSymbol', 'Pedestrian', 'Bicyclist'] as const) {
    const share = counts[INDEX[code]] / pixels;
    assert.ok(share > 0.0005 && share < 0.05, `${code}: ${share}`);
  }
});

test('all 32 classes occur, and what is large in the training frames is in the validation frames, and the other way round', () => {
  const masks = DRIVES.flatMap((drive) =>
    [...film(drive, { width: 32, height: 24 })].map(({ mask }) => mask),
  );
  // The split of the lesson: fastai's RandomSplitter with seed 42.
  const order = randomFrom(42).permutation(masks.length);
  const [valid, train] = [order.slice(0, 20), order.slice(20)];
  const shareIn = (part: readonly number[], code: number) =>
    part.reduce((sum, i) => sum + masks[i].filter((value) => value === code).length, 0) /
    (part.length * 32 * 24);
  CODES.forEach((name, code) => {
    const [learned, checked] = [shareIn(train, code), shareIn(valid, code)];
    assert.ok(learned > 0, `${name} can be learned`);
    if (learned > 0.02 || checked > 0.02) {
      assert.ok(learned > 0.004 && checked > 0.004, `${name}: ${learned} and ${checked}`);
      assert.ok(checked < 1.6 * learned, `${name}: ${learned} and ${checked}`);
    }
  });
});

test('a drive comes out the same every time, no frame like another', () => {
  const again = [...film(TWO_OF_EACH[0], SIZE)];
  assert.deepEqual(again, FRAMES.slice(0, 2));
  assert.notDeepEqual(again[0].image.pixels, again[1].image.pixels);
});

test("a mask's edges are the image's: the sky ends where it ends, not three pixels further", () => {
  for (const frame of FRAMES) assert.ok(stepAtSky(frame, 0) > 1.5 * stepAtSky(frame, 3), frame.name);
});

test('the sky is brighter than the road', () => {
  for (const frame of FRAMES) {
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
