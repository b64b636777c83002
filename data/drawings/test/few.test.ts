import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { THINGS } from '../src/pascal/plan';
import { BREEDS } from '../src/pets/pets';
import { SETS } from '../src/sets';
import { temporaryFolder } from './temporary-folder';

const few: Record<string, string> = {};
const fewer: Record<string, string> = {};
before(async () => {
  for (const [set, { sizes, draw }] of Object.entries(SETS)) {
    [few[set], fewer[set]] = [temporaryFolder(), temporaryFolder()];
    await draw(few[set], sizes.few.every);
    await draw(fewer[set], 3 * sizes.few.every);
  }
});

const filesIn = (...path: string[]) => readdirSync(join(...path)).sort();

/** How many of some names there are of each kind. */
function counts(kinds: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const kind of kinds) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

test('the few pets are four of each of the 37 breeds', () => {
  const breeds = filesIn(few['oxford-iiit-pet'], 'images').map((file) => file.replace(/_\d+\.jpg$/, ''));
  assert.deepEqual(counts(breeds), Object.fromEntries(BREEDS.map(({ name }) => [name, 4])));
});

test('the few scenes are those of train.csv, and all 20 labels are in the training set', () => {
  const [, ...lines] = readFileSync(join(few.pascal_2007, 'train.csv'), 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => line.split(','));
  assert.equal(rows.length, 108);
  assert.deepEqual(
    filesIn(few.pascal_2007, 'train'),
    rows.map(([file]) => file),
  );
  const labelsOf = (held: string) =>
    new Set(rows.filter(([, , isValid]) => isValid === held).flatMap(([, labels]) => labels.split(' ')));
  assert.deepEqual([...labelsOf('False')].sort(), [...THINGS].sort());
  assert.ok(labelsOf('True').size >= 10);
});

test('the few frames of streets are of all four drives, four of them of the one that is held out, each with its mask', () => {
  const frames = filesIn(few.camvid_tiny, 'images');
  const drives = frames.map((file) => file.split('_')[0]);
  assert.deepEqual(counts(drives), { '0001TP': 4, '0006R0': 3, '0016E5': 11, Seq05VD: 6 });
  assert.deepEqual(
    filesIn(few.camvid_tiny, 'labels'),
    frames.map((file) => file.replace('.png', '_P.png')),
  );
});

test('the few frames of heads are three of each of the 24 recordings', () => {
  const recordings = filesIn(few.biwi_head_pose).filter((name) => name !== 'README.txt');
  assert.equal(recordings.length, 24);
  for (const recording of recordings) {
    assert.deepEqual(filesIn(few.biwi_head_pose, recording), [
      ...['frame_00003', 'frame_00015', 'frame_00027'].flatMap((name) => [
        `${name}_pose.txt`,
        `${name}_rgb.jpg`,
      ]),
      'rgb.cal',
    ]);
  }
});

test('an image is the same to the byte, however many others are drawn with it', () => {
  for (const set of Object.keys(SETS)) {
    const files = readdirSync(fewer[set], { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(jpg|png|txt)$/.test(file),
    );
    assert.ok(files.length > 5);
    for (const file of files) {
      assert.deepEqual(
        readFileSync(join(fewer[set], file)),
        readFileSync(join(few[set], file)),
        `${set}/${file}`,
      );
    }
  }
});
