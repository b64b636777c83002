import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { drawBiwi, NUM_FRAMES, NUM_RECORDINGS } from '../src/biwi/biwi';
import { FRAME } from '../src/biwi/geometry';
import { drawRecording } from '../src/biwi/recording';
import { drawRoom } from '../src/biwi/room';
import { readImage } from './read-image';
import { temporaryFolder } from './temporary-folder';

const folder = temporaryFolder();
before(() => drawBiwi(folder, { every: NUM_FRAMES }));

const filesNamed = (end: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(end));

/** The rows of numbers of a text file. */
function readMatrix(file: string): number[][] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim()).map((line) => line.trim().split(' ').map(Number));
}

test("drawBiwi() makes the archive's layout: 24 recordings with frames, poses and the camera's calibration", () => {
  const recordings = readdirSync(folder).filter((name) => name !== 'README.txt');
  assert.equal(NUM_RECORDINGS, 24);
  assert.deepEqual(
    recordings.sort(),
    Array.from({ length: 24 }, (_, i) => String(i + 1).padStart(2, '0')),
  );
  for (const recording of recordings) {
    assert.deepEqual(readdirSync(join(folder, recording)).sort(), [
      'frame_00003_pose.txt',
      'frame_00003_rgb.jpg',
      'rgb.cal',
    ]);
  }
});

test('drawBiwi() says in README.txt that the images are drawn', () => {
  assert.match(readFileSync(join(folder, 'README.txt'), 'utf8'), /drawn by a computer program/);
});

test('frames are photos in size and kind', async () => {
  const file = join(folder, '13', 'frame_00003_rgb.jpg');
  const { width, height } = await readImage(file);
  assert.deepEqual({ width, height }, FRAME);
  const { size } = statSync(file);
  assert.ok(size > 3_000 && size < 20_000, `${size} bytes`);
});

test("rgb.cal has the form of the archive's: six rows under the camera's matrix", () => {
  const file = join(folder, '01', 'rgb.cal');
  assert.deepEqual(readMatrix(file).slice(0, 3), [
    [258.84, 0, 160],
    [0, 258.84, 120.25],
    [0, 0, 1],
  ]);
  assert.match(readFileSync(file, 'utf8'), /\n\n0 0 0 0 \n\n1 0 0 \n0 1 0 \n0 0 1 \n\n0 0 0 \n\n320 240\n$/);
});

test("a pose file has three rows of a rotation, and the head's centre within arm's reach to a metre away", () => {
  for (const file of filesNamed('_pose.txt')) {
    const [right, down, away, [x, y, z]] = readMatrix(join(folder, file));
    for (const row of [right, down, away]) assert.ok(Math.abs(Math.hypot(...row) - 1) < 1e-5);
    const product = right.reduce((sum, value, i) => sum + value * down[i], 0);
    assert.ok(Math.abs(product) < 1e-5, `${file}: rows at right angles`);
    assert.ok(z > 500 && z < 1_000, `${file}: ${z} mm`);
    const [column, row] = [(x * 258.84) / z + 160, (y * 258.84) / z + 120.25];
    assert.ok(column > 20 && column < 300 && row > 20 && row < 200, `${file}: ${column}, ${row}`);
  }
});

/** The middle of what paths reach over, across and down. */
function middleOf(paths: readonly string[]) {
  const numbers = paths.flatMap((path) => [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)]);
  const [xs, ys] = [1, 2].map((k) => numbers.map((match) => Number(match[k])));
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { x: middle(xs), y: middle(ys) };
}

test("poses project onto the middle of the drawn head's outline", () => {
  // The bald person of recording 4: nothing but the skull, a little hair and the nose is made of pieces.
  for (const { svg, centre } of drawRecording(4, 6)) {
    const skull = [...svg.matchAll(/d="([^"]+)" fill="#\w+" class="piece"/g)].map(([, d]) => d);
    const { x, y } = middleOf(skull);
    const [column, row] = [(centre[0] * 258.84) / centre[2] + 160, (centre[1] * 258.84) / centre[2] + 120.25];
    assert.ok(Math.abs(x - column) < 5 && Math.abs(y - row) < 5, `${x}, ${y} for ${column}, ${row}`);
  }
});

test('a recording is drawn the same again, and its frames differ', () => {
  const [first, second] = drawRecording(13, 2);
  assert.equal(drawRecording(13, 2)[0].svg, first.svg);
  assert.notEqual(first.svg, second.svg);
  assert.notEqual(drawRoom(12), drawRoom(13));
});

test('someone moves: little from frame to frame, and far enough for a guess to miss', () => {
  const pointsOf = (number: number, count: number) =>
    drawRecording(number, count).map(({ centre: [x, y, z] }) => [
      (x * 258.84) / z + 160,
      (y * 258.84) / z + 120.25,
    ]);
  const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  assert.equal(NUM_FRAMES * NUM_RECORDINGS, 864);
  const points = pointsOf(13, NUM_FRAMES);
  for (let i = 1; i < points.length; i++) assert.ok(distance(points[i - 1], points[i]) < 25);

  // The mean point of all others, said of every frame of person 13.
  const others = Array.from({ length: NUM_RECORDINGS }, (_, i) => i + 1).filter((number) => number !== 13);
  const known = others.flatMap((number) => pointsOf(number, 6));
  const mean = [0, 1].map((k) => known.reduce((sum, point) => sum + point[k], 0) / known.length);
  const miss = points.reduce((sum, point) => sum + distance(point, mean), 0) / points.length;
  assert.ok(miss > 30 && miss < 45, `${miss} pixels`);
});

test('every person and every room can be drawn', () => {
  for (let number = 1; number <= NUM_RECORDINGS; number++) {
    for (const { svg } of drawRecording(number, 3)) assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    assert.doesNotMatch(drawRoom(number), /NaN|undefined|Infinity/);
  }
});
