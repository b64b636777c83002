import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drawPascal } from '../src/pascal/pascal';
import { plans, THINGS } from '../src/pascal/plan';
import { drawScene } from '../src/pascal/scene';
import { temporaryFolder } from './temporary-folder';

const count = (name: string, scenes = plans()) =>
  scenes.filter(({ labels }) => (labels as readonly string[]).includes(name)).length;

test("PASCAL's stand-in shows the 20 classes of VOC 2007, one to four in an image", () => {
  assert.equal(
    THINGS.join(' '),
    'aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person pottedplant sheep sofa train tvmonitor',
  );
  const scenes = plans();
  assert.ok(scenes.length >= 700 && scenes.length <= 900, `${scenes.length} scenes`);
  for (const { labels } of scenes) {
    assert.ok(labels.length >= 1 && labels.length <= 4);
    assert.equal(new Set(labels).size, labels.length);
    for (const label of labels) assert.ok(THINGS.includes(label), label);
  }
});

test('an image has about 1.5 labels, and person is by far the most frequent', () => {
  const scenes = plans();
  const perScene = scenes.reduce((sum, { labels }) => sum + labels.length, 0) / scenes.length;
  assert.ok(perScene > 1.45 && perScene < 1.75, `${perScene} labels`);
  const others = THINGS.filter((name) => name !== 'person').map((name) => count(name));
  assert.ok(count('person') > 2 * Math.max(...others));
});

test('a quarter is held out, with every thing on both sides', () => {
  const scenes = plans();
  const valid = scenes.filter(({ isValid }) => isValid);
  const train = scenes.filter(({ isValid }) => !isValid);
  assert.ok(Math.abs(valid.length / scenes.length - 0.25) < 0.01);
  for (const name of THINGS) {
    assert.ok(count(name, valid) >= 6, `${name}: ${count(name, valid)} held out`);
    assert.ok(count(name, train) >= 18, `${name}: ${count(name, train)} to learn from`);
  }
});

test("drawPascal() writes the archive's layout, and says that the images are drawn", async () => {
  const folder = temporaryFolder();
  await drawPascal(folder, { every: 150 });
  assert.deepEqual(readdirSync(folder).sort(), ['README.txt', 'train', 'train.csv']);
  assert.match(readFileSync(join(folder, 'README.txt'), 'utf8'), /drawn by a computer program/);

  const [header, ...rows] = readFileSync(join(folder, 'train.csv'), 'utf8').trimEnd().split('\n');
  assert.equal(header, 'fname,labels,is_valid');
  for (const row of rows) assert.match(row, /^\d{6}\.jpg,[a-z]+( [a-z]+)*,(True|False)$/);
  assert.deepEqual(
    readdirSync(join(folder, 'train')).sort(),
    rows.map((row) => row.split(',')[0]),
  );
  assert.equal(rows.length, 6);
  for (const fileName of readdirSync(join(folder, 'train'))) {
    const { length } = readFileSync(join(folder, 'train', fileName));
    assert.ok(length > 2_500 && length < 40_000, `${fileName}: ${length} bytes`);
  }
});

test('drawPascal() writes the same bytes each time', async () => {
  const [first, second] = [temporaryFolder(), temporaryFolder()];
  await drawPascal(first, { every: 300 });
  await drawPascal(second, { every: 300 });
  const files = readdirSync(join(first, 'train'));
  assert.equal(files.length, 3);
  for (const fileName of files) {
    assert.deepEqual(
      readFileSync(join(first, 'train', fileName)),
      readFileSync(join(second, 'train', fileName)),
    );
  }
});

test('drawScene() draws the same image for the same seed, another for another', () => {
  const { svg } = drawScene(['person', 'horse'], { seed: 5 });
  assert.equal(drawScene(['person', 'horse'], { seed: 5 }).svg, svg);
  assert.notEqual(drawScene(['person', 'horse'], { seed: 6 }).svg, svg);
});

test('every thing can be drawn alone and with a person, its longest side 320 pixels', () => {
  THINGS.forEach((name, i) => {
    for (let k = 0; k < 8; k++) {
      const labels = k % 2 === 0 || name === 'person' ? [name] : [name, 'person' as const];
      const { svg, width, height } = drawScene(labels, { seed: 100 * i + k });
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
      assert.equal(Math.max(width, height), 320);
    }
  });
});
